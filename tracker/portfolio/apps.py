from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "tracker.portfolio"

    def ready(self) -> None:
        from tracker.core.outbox import subscribe
        from tracker.core.touched import TOUCHED
        from tracker.portfolio.tasks import tell_of_touched

        subscribe(TOUCHED, tell_of_touched)
