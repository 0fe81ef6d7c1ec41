"""The filters of the list of notifications."""

from tracker.core.filters import Choice, ListFilter, Ticked
from tracker.notifications.vocabulary import Topic


class NotificationFilter(ListFilter):
    one = "notification"

    topic = Choice(label="Topic", choices=Topic.choices, field_name="topic")
    unread = Ticked(label="Only those that I have not read", field_name="read_at", lookup_expr="isnull")
