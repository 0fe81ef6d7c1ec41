"""The private link of a person's calendar."""

from datetime import datetime, timedelta

from django.utils import timezone

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.notifications.models import CalendarLink
from tracker.notifications.private_links import hash_of, new_secret

NOTED_EVERY = timedelta(minutes=15)


def create_calendar_link(*, only_followed: bool, by: User) -> str:
    """Makes a link, which takes the place of the person's earlier one, and answers its secret: the only time that anybody
    knows it."""
    secret = new_secret()
    with change(by=by):
        User.objects.select_for_update().get(pk=by.pk)
        _revoke(by, timezone.now())
        CalendarLink.objects.create(person=by, token_hash=hash_of(secret), only_followed=only_followed)
    return secret


def revoke_calendar_link(*, by: User) -> bool:
    """The person's link stops working at once. Answers whether there was one."""
    with change(by=by):
        return _revoke(by, timezone.now())


def _revoke(person: User, now: datetime) -> bool:
    return bool(CalendarLink.objects.in_force().filter(person=person).update(revoked_at=now))


def note_use(*, link: CalendarLink, now: datetime) -> None:
    """A calendar program asked. Kept to a quarter of an hour, so that asking often does not write often."""
    if link.last_used_at is None or link.last_used_at < now - NOTED_EVERY:
        CalendarLink.objects.filter(pk=link.pk).update(last_used_at=now)
