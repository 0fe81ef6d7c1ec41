"""What every page over a release shares."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from tracker.core.presentation import Link
from tracker.governance.permissions import decide_over_any
from tracker.governance.selectors.release_finding import FoundRelease, find_release
from tracker.networks.editing import EditPage, back_to
from tracker.networks.requests import Viewing


def release_or_404(seen: Viewing, release_id: int, permission: str) -> FoundRelease:
    """The release of the address, for somebody who may see it and has this right somewhere that it is used."""
    found = find_release(seen.access, release_id, on=seen.today)
    if found is None:
        raise Http404
    decision = decide_over_any(permission, seen.access, found.scopes)
    if not decision:
        raise PermissionDenied(decision.sentence)
    return found


def release_page(request: HttpRequest, found: FoundRelease, title: str, *, done: str, lead: str = "") -> EditPage:
    """The page of a form over a release."""
    home = reverse("release", args=[found.row.pk])
    crumbs = [Link("Home", "/"), Link(str(found.row), home)]
    return EditPage(title, str(found.row), back_to(request, home), crumbs, lead, done=done)
