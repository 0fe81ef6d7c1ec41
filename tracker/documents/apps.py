from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "tracker.documents"

    def ready(self) -> None:
        from tracker.core.outbox import subscribe
        from tracker.documents.actions import STORED
        from tracker.documents.tasks import scan_stored

        subscribe(STORED, scan_stored)
