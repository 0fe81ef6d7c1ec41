from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "tracker.procurement"

    def ready(self) -> None:
        from tracker.networks.go_live import register_go_live_check
        from tracker.procurement import permissions  # noqa: F401 - declares who may do what
        from tracker.procurement.selectors.contracts import contract_allows_go_live

        register_go_live_check(contract_allows_go_live)
