from typing import Any

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "tracker.reports"

    def ready(self) -> None:
        from tracker.core import outbox
        from tracker.reports import searching
        from tracker.reports.actions.requests import REPORT_WANTED
        from tracker.reports.sights import register as register_sights

        register_sights()
        outbox.subscribe(REPORT_WANTED, queue_report)
        searching.register()


def queue_report(payload: dict[str, Any]) -> None:
    """Follows a request: puts the job in the queue."""
    from tracker.reports.tasks import make_report

    make_report.delay(payload["report"])
