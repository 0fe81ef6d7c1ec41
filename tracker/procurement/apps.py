from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "tracker.procurement"

    def ready(self) -> None:
        from tracker.networks.beginnings import register_programme_start
        from tracker.networks.go_live import register_go_live_check
        from tracker.procurement import (
            permissions,  # noqa: F401 - declares who may do what
            searching,
        )
        from tracker.procurement.actions.packs import adopt_packs_from_today
        from tracker.procurement.selectors.contracts import contract_allows_go_live
        from tracker.procurement.sights import register as register_sights

        register_sights()
        register_go_live_check(contract_allows_go_live)
        register_programme_start(adopt_packs_from_today)
        searching.register()
