"""What the pages over records of a deployment share: reading one, a button that does something, and approving."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tracker.accounts.roles import SignOffRole
from tracker.core.decisions import NotPermitted, Refused
from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.governance.policies.approvals import in_words
from tracker.governance.presenters.records import RecordPage
from tracker.networks.editing import EditPage
from tracker.networks.finding import FoundDeployment, find_deployment
from tracker.networks.requests import Viewing


def seen_or_404(seen: Viewing, deployment_id: int) -> FoundDeployment:
    """The deployment of the address, for somebody who may see it."""
    found = find_deployment(seen.access, deployment_id, on=seen.today)
    if found is None:
        raise Http404
    return found


def may(seen: Viewing, found: FoundDeployment, permission: str) -> bool:
    """Whether the page offers something: never on a day that has passed."""
    return seen.is_today and bool(decide(permission, seen.access, found.scope))


def crumbs_to(found: FoundDeployment, *more: Link) -> list[Link]:
    """The way to a page below a deployment."""
    trust = found.row.trust
    return [
        Link("Home", "/"),
        Link(trust.name, reverse("trust", args=[trust.ods_code])),
        Link(found.name, reverse("deployment", args=[found.row.pk])),
        *more,
    ]


def show(request: HttpRequest, page: RecordPage, crumbs: list[Link]) -> HttpResponse:
    """The page of a record."""
    return render(request, "governance/record.jinja", {"page": page, "crumbs": crumbs})


def form_page(found: FoundDeployment, title: str, *, back: Link, lead: str = "", done: str) -> EditPage:
    """The page of a form over a record, which leads back to that record's page."""
    return EditPage(title, found.name, back.href, crumbs_to(found, back), lead, done=done)


def do(request: HttpRequest, action: Callable[[], object], *, back: str, done: str) -> HttpResponse:
    """Does what a button says, tells how it went, and goes back."""
    try:
        action()
    except NotPermitted as refusal:
        raise PermissionDenied(refusal.decision.sentence) from refusal
    except Refused as refusal:
        messages.error(request, refusal.decision.sentence)
    else:
        messages.success(request, done)
    return redirect(back)


def roles_to_decide_in(
    seen: Viewing, found: FoundDeployment, required: tuple[SignOffRole, ...]
) -> list[tuple[str, str]]:
    """The capacities that are asked for and that the person holds here today; where there is none, a page that says
    whom to ask."""
    held = [role for role in required if seen.access.signs_as(role, found.scope)]
    if not held:
        asked = ", ".join(in_words(role) for role in required) or "nobody"
        raise PermissionDenied(f"This is approved by: {asked}. You don't sign as any of them here.")
    return [(role.value, role.label) for role in held]
