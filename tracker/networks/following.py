"""The button on a thing's page that follows it."""

from tracker.networks.requests import Viewing
from tracker.notifications.presenters import FollowButton, present_follow
from tracker.notifications.selectors import is_following
from tracker.notifications.vocabulary import FollowedKind


def follow_button(look: Viewing, kind: FollowedKind, subject_id: int) -> FollowButton | None:
    """For a thing that the person looks at; none on a page of a past day, which changes nothing."""
    if not look.is_today:
        return None
    return present_follow(kind, subject_id, is_followed=is_following(look.user, kind, subject_id))
