from django.apps import AppConfig


class FlagsConfig(AppConfig):
    name = "tracker.flags"

    def ready(self) -> None:
        from tracker.core.outbox import subscribe
        from tracker.core.touched import TOUCHED
        from tracker.flags import (
            permissions,  # noqa: F401 - declares who may do what
            searching,
        )
        from tracker.flags.selectors.limits import evaluation_limits
        from tracker.flags.sights import register as register_sights
        from tracker.flags.tasks import sweep_touched
        from tracker.procurement.limits import register_limits

        register_sights()
        subscribe(TOUCHED, sweep_touched)
        register_limits(evaluation_limits)
        searching.register()
