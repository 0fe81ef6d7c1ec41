from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "tracker.notifications"

    def ready(self) -> None:
        from tracker.core.outbox import subscribe
        from tracker.notifications.actions.notifying import CRITICAL
        from tracker.notifications.tasks import send_critical

        subscribe(CRITICAL, send_critical)
