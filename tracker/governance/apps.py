from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "tracker.governance"

    def ready(self) -> None:
        from tracker.governance import permissions  # noqa: F401 - declares who may do what
