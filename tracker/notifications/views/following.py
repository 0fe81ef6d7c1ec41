"""The button that follows a thing, or stops following it."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tracker.accounts.models import User
from tracker.core.decisions import Refused
from tracker.notifications.actions.following import follow, stop_following
from tracker.notifications.followed import visible_subjects
from tracker.notifications.selectors import is_following
from tracker.notifications.vocabulary import FollowedKind


@require_POST
def follow_or_stop(request: HttpRequest, followed_kind: str, followed_id: int) -> HttpResponse:
    """Follows the thing, or stops, and leads back to its page. What the person may not see is not there, unless they
    follow it from before and want to stop."""
    person = cast("User", request.user)
    if followed_kind not in FollowedKind.values:
        raise Http404
    kind = FollowedKind(followed_kind)
    link = visible_subjects(person, [(kind.value, followed_id)]).get((kind.value, followed_id))
    if link is None and not is_following(person, kind, followed_id):
        raise Http404
    if request.POST.get("follow") == "yes":
        _follow(request, person, kind, followed_id)
    else:
        stop_following(kind=kind, subject_id=followed_id, by=person)
        messages.success(request, f"You no longer follow {link.text if link else 'it'}.")
    if link is None or request.POST.get("from") == "settings":
        return redirect(f"{reverse('notification-settings')}#following")
    return redirect(link.href)


def _follow(request: HttpRequest, person: User, kind: FollowedKind, subject_id: int) -> None:
    try:
        follow(kind=kind, subject_id=subject_id, by=person)
    except Refused as refusal:
        messages.error(request, refusal.decision.sentence)
    else:
        messages.success(
            request, "You follow this now. We tell you when a date moves, its state changes, or a flag opens."
        )
