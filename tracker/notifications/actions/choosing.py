"""How a person wants to hear of things."""

from collections.abc import Mapping

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.notifications.models import DigestTime, TopicChoice
from tracker.notifications.vocabulary import DEFAULT_FREQUENCIES, Frequency, Topic, Weekday


def choose(*, frequencies: Mapping[Topic, Frequency], hour: int, weekday: Weekday, by: User) -> None:
    """Keeps how the person hears of each topic, and when their e-mails come. Only what differs from what is kept is
    written; a topic that was never chosen and stays as it is by default leaves no row, so that it follows the default."""
    with change(by=by):
        User.objects.select_for_update().get(pk=by.pk)  # two windows of one person take turns
        kept = {row.topic: row for row in TopicChoice.objects.filter(person=by)}
        for topic, frequency in frequencies.items():
            row = kept.get(topic)
            if row is None and frequency != DEFAULT_FREQUENCIES[topic]:
                TopicChoice.objects.create(person=by, topic=topic, frequency=frequency)
            elif row is not None and row.frequency != frequency:
                row.frequency = frequency
                row.save(update_fields=["frequency"])
        time = DigestTime.objects.filter(person=by).first() or DigestTime(person=by)
        if (time.hour, time.weekday) != (hour, weekday):
            time.hour, time.weekday = hour, weekday
            time.save()
