"""What people are told, how they choose to hear of it, what they follow, and the ledger of e-mails."""

from tracker.notifications.models.choices import CalendarLink, DigestTime, Follow, TopicChoice
from tracker.notifications.models.delivery import Delivery
from tracker.notifications.models.notification import Notification
from tracker.notifications.models.reminder import Reminder

__all__ = ["CalendarLink", "Delivery", "DigestTime", "Follow", "Notification", "Reminder", "TopicChoice"]
