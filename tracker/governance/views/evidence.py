"""The pages that show evidence: of a deployment, and one piece of it with its files."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.core.permissions import decide
from tracker.core.presentation import Action, AsOf, Link
from tracker.documents.selectors import has_scanner
from tracker.documents.serving import attachment
from tracker.governance.filters import EvidenceFilter
from tracker.governance.presenters.evidence import crumbs_of, present_evidence, present_list
from tracker.governance.selectors.evidence_access import FoundEvidence, adding, find_evidence, reviewing
from tracker.governance.selectors.evidence_pages import (
    evidence_of_deployment,
    find_revision,
    offers_for,
    revisions_of,
    subjects_to_add,
    withdrawal_of,
)
from tracker.governance.supporting import offered_on
from tracker.governance.vocabulary import EvidenceState
from tracker.networks.finding import find_deployment
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import Viewing, viewing


@require_safe
@saves_views("deployment-evidence", title="Evidence of a deployment")
def deployment_evidence(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Everything that shows what was done for a deployment."""
    seen = viewing(request)
    found = find_deployment(seen.access, deployment_id, on=seen.as_of)
    if found is None:
        raise Http404
    may_add = seen.is_today and subjects_to_add(seen.access, found.row, on=seen.today)
    items = evidence_of_deployment(seen.access, found.row, on=seen.as_of)
    filters = EvidenceFilter(request.GET, items, day=seen.as_of)
    page = present_list(
        filters.found,
        items,
        name=found.name,
        labels={each.support: each.label for each in offered_on([deployment_id], on=seen.as_of)},
        add_href=reverse("add-evidence", args=[deployment_id]) if may_add else "",
        as_of=None if seen.is_today else seen.as_of,
    )
    trust = found.row.trust
    crumbs = [
        Link("Home", "/"),
        Link(trust.name, reverse("trust", args=[trust.ods_code])),
        Link(found.name, reverse("deployment", args=[deployment_id])),
    ]
    context = {"page": page, "crumbs": crumbs, **listing(request, filters, columns=page.columns)}
    return render(request, "governance/evidence_list.jinja", context)


def found_or_404(seen: Viewing, evidence_id: int) -> FoundEvidence:
    """The evidence of the address, as it stood on the day looked at, for somebody who may see it."""
    found = find_evidence(seen.access, evidence_id, on=seen.as_of)
    if found is None:
        raise Http404
    return found


@require_safe
def evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """One piece of evidence: how it stands, its revisions with their hashes, its reviews, and what it supports."""
    seen = viewing(request)
    found = found_or_404(seen, evidence_id)
    as_of = None if seen.is_today else seen.as_of
    revisions = revisions_of(found.row, on=seen.as_of)
    page = present_evidence(
        found.row,
        found.item,
        revisions,
        withdrawal_of(found.row, on=seen.as_of),
        labels={each.support: each.label for each in offers_for(found.row, on=seen.as_of)},
        actions=_actions(seen, found, is_own=revisions[0].row.uploaded_by_id == seen.user.pk),
        has_scanner=has_scanner(),
    )
    crumbs = crumbs_of(found.row, as_of=as_of)
    day = AsOf(seen.as_of, seen.today, request.path)
    return render(request, "governance/evidence.jinja", {"page": page, "crumbs": crumbs, "as_of": day})


def _actions(seen: Viewing, found: FoundEvidence, *, is_own: bool) -> list[Action]:
    """What the person may do with it today; `is_own`: they brought the newest revision, and can't review it."""
    if not seen.is_today or found.item.state == EvidenceState.WITHDRAWN:
        return []
    keeps = decide(adding(found.row.scope), seen.access, found.scope)
    reviews = not is_own and decide(reviewing(found.row.scope), seen.access, found.scope)
    offered = [
        Action("Review", "review-evidence") if reviews and found.item.standing.awaits_review else None,
        Action("Replace", "replace-evidence", "secondary") if keeps else None,
        Action("Change details", "describe-evidence", "secondary") if keeps else None,
        Action("Withdraw", "withdraw-evidence", "secondary") if keeps else None,
    ]
    return [
        Action(each.text, reverse(each.href, args=[found.row.pk]), each.variant) for each in offered if each is not None
    ]


@require_safe
def download_evidence(request: HttpRequest, evidence_id: int, number: int) -> FileResponse:
    """The file of one revision, as an attachment, for whoever may see the evidence."""
    found = found_or_404(viewing(request), evidence_id)
    revision = find_revision(found.row, number)
    if revision is None or revision.file is None:
        raise Http404
    return attachment(revision.file)
