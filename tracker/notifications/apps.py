from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "tracker.notifications"

    def ready(self) -> None:
        from tracker.core.navigation import INBOX, register_count
        from tracker.core.outbox import subscribe
        from tracker.notifications.actions.notifying import CRITICAL
        from tracker.notifications.selectors import unread_count
        from tracker.notifications.tasks import send_critical

        register_count(INBOX[1], lambda request: unread_count(request.user))  # type: ignore[arg-type] # signed in
        subscribe(CRITICAL, send_critical)
