"""Following a thing, so as to hear of its changes."""

from collections.abc import Iterable
from datetime import datetime

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import require
from tracker.notifications.followed import visible_subjects
from tracker.notifications.models import Follow
from tracker.notifications.policies import may_follow
from tracker.notifications.vocabulary import FollowedKind


def follow(*, kind: FollowedKind, subject_id: int, by: User) -> Follow:
    """From now on the person hears of changes to it. Following it twice changes nothing. Raises `Refused` for what they
    may not see."""
    with change(by=by):
        User.objects.select_for_update().get(pk=by.pk)  # pressed twice, the second finds the first
        known = Follow.objects.of(by).about(kind, subject_id).first()
        if known is not None:
            return known
        is_visible = bool(visible_subjects(by, [(kind, subject_id)]))
        require(may_follow(is_visible=is_visible, followed=Follow.objects.of(by).count()))
        return Follow.objects.create(person=by, subject_kind=kind, subject_id=subject_id)


def mark_told(*, follows: Iterable[Follow], at: datetime) -> None:
    """What changed of these by that moment has been told."""
    Follow.objects.filter(pk__in=[each.pk for each in follows], told_at__lt=at).update(told_at=at)


def stop_following(*, kind: FollowedKind, subject_id: int, by: User) -> None:
    """The person hears no more of it; what they were told stays."""
    with change(by=by):
        Follow.objects.of(by).about(kind, subject_id).delete()
