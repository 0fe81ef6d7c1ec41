"""A person read what they were told."""

from django.utils import timezone

from tracker.accounts.models import User
from tracker.core.decisions import Refused, deny
from tracker.notifications.models import Notification


def mark_read(*, notification: Notification, by: User) -> Notification:
    """Called when the person opens what it is about, or says that they have seen it; a second time changes nothing."""
    if notification.person_id != by.pk:
        raise Refused(deny("Only the person who was told may mark a notification as read."))
    if notification.read_at is None:
        notification.read_at = timezone.now()
        notification.save(update_fields=["read_at"])
    return notification


def mark_all_read(*, up_to: int, by: User) -> int:
    """Marks everything that the person was told up to the notification with this id: what came after they looked at the
    page stays new. Answers how many."""
    return Notification.objects.of(by).unread().filter(pk__lte=up_to).update(read_at=timezone.now())
