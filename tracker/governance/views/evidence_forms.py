"""The forms over evidence: add, replace, describe, review, withdraw."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tracker.core.presentation import Link
from tracker.governance.actions.evidence import (
    add_evidence,
    describe_evidence,
    replace_evidence,
    review_evidence,
    withdraw_evidence,
)
from tracker.governance.forms.evidence import (
    AddEvidenceForm,
    DescribeEvidenceForm,
    ReplaceEvidenceForm,
    ReviewEvidenceForm,
    WithdrawEvidenceForm,
    support_choices,
    support_of,
    token_of,
)
from tracker.governance.models import Evidence, EvidenceRevision
from tracker.governance.presenters.evidence import crumbs_of
from tracker.governance.selectors.evidence_access import FoundEvidence, adding, find_evidence, reviewing
from tracker.governance.selectors.evidence_pages import (
    newest_revision,
    offers_for,
    subjects_to_add,
    supports_of,
)
from tracker.governance.supporting import offered_on
from tracker.governance.views.common import both, page_about
from tracker.governance.vocabulary import EvidenceScope, ReviewDecision
from tracker.networks.editing import EditPage, edit, permit
from tracker.networks.finding import find_deployment
from tracker.networks.requests import Viewing, viewing


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was sent, for a form with a file."""
    is_post = request.method == "POST"
    return {"data": request.POST if is_post else None, "files": request.FILES if is_post else None}


@both
def add(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """New evidence about a deployment, or about something around it. The address may name what it supports."""
    seen = viewing(request)
    found = find_deployment(seen.access, deployment_id, on=seen.today)
    if found is None:
        raise Http404
    subjects = subjects_to_add(seen.access, found.row, on=seen.today)
    if not subjects or not seen.is_today:
        permit(seen, "governance.add_evidence", found.scope)
    wanted = [support for token in request.GET.getlist("supports") if (support := support_of(token))]
    form = AddEvidenceForm(
        **_typed(request),
        standing={"about": subjects[0].token, "supports": [token_of(each) for each in wanted]},
        today=seen.today,
        about=[(each.token, each.label) for each in subjects],
        supports=support_choices(offered_on([deployment_id], on=seen.today), wanted),
    )

    def save() -> None:
        scope, _, subject_id = form.cleaned_data["about"].partition(":")
        add_evidence(
            scope=EvidenceScope(scope), subject_id=int(subject_id), content=form.content, **form.described, by=seen.user
        )

    done = "The evidence is added. It counts once somebody else has reviewed it."
    page = page_about(request, found, "Add evidence", lead="Somebody else reviews it before it counts.", done=done)
    return edit(request, form, page, save=save, current=lambda: ({}, None))


# --- Forms over one piece -------------------------------------------------------------------------------------------


def _found(seen: Viewing, evidence_id: int, *, is_review: bool = False) -> FoundEvidence:
    """The evidence of the address, for somebody who may see it and has the right over it."""
    found = find_evidence(seen.access, evidence_id, on=seen.today)
    if found is None:
        raise Http404
    right = reviewing(found.row.scope) if is_review else adding(found.row.scope)
    permit(seen, right, found.scope)
    return found


def _page(found: FoundEvidence, title: str, *, lead: str, done: str) -> EditPage:
    home = reverse("evidence", args=[found.row.pk])
    crumbs = [*crumbs_of(found.row, as_of=None), Link(found.row.title, home)]
    return EditPage(title, found.row.title, home, crumbs, lead, done=done)


def _version(evidence_id: int) -> int:
    return Evidence.objects.values_list("version", flat=True).get(pk=evidence_id)


def _revision_standing(revision: EvidenceRevision) -> dict[str, Any]:
    return {
        "link": revision.link,
        "effective_on": revision.effective_on,
        "expires_on": revision.expires_on,
        "note": revision.note,
    }


@both
def replace(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """The next revision."""
    seen = viewing(request)
    found = _found(seen, evidence_id)
    form = ReplaceEvidenceForm(
        **_typed(request), standing=_revision_standing(newest_revision(found.row)), version=found.row.version
    )

    def current() -> tuple[Mapping[str, Any], int]:
        return _revision_standing(newest_revision(found.row)), _version(evidence_id)

    page = _page(
        found,
        "Replace evidence",
        lead="The version before counts until somebody else has accepted the new one.",
        done="The new version is added. It counts once somebody else has accepted it.",
    )
    return edit(
        request,
        form,
        page,
        save=lambda: replace_evidence(
            evidence=found.row, content=form.content, version=form.typed_version, by=seen.user
        ),
        current=current,
    )


@both
def describe(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """What it is called, whose it is, and what it supports."""
    seen = viewing(request)
    found = _found(seen, evidence_id)

    def stands() -> dict[str, Any]:
        row = Evidence.objects.get(pk=evidence_id)
        supports = sorted(token_of(each) for each in supports_of(row))
        return {"title": row.title, "type": row.type, "owner": row.owner, "supports": supports}

    form = DescribeEvidenceForm(
        request.POST if request.method == "POST" else None,
        standing=stands(),
        version=found.row.version,
        supports=support_choices(offers_for(found.row, on=seen.today), supports_of(found.row)),
    )
    page = _page(found, "Change details", lead="", done="The details are changed.")
    return edit(
        request,
        form,
        page,
        save=lambda: describe_evidence(evidence=found.row, **form.described, version=form.typed_version, by=seen.user),
        current=lambda: (stands(), _version(evidence_id)),
    )


@both
def review(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """A decision on the newest revision, by somebody other than who brought it."""
    seen = viewing(request)
    found = _found(seen, evidence_id, is_review=True)
    revision = newest_revision(found.row)
    data = request.POST if request.method == "POST" else None
    form = ReviewEvidenceForm(data, standing={}, version=found.row.version, today=seen.today)
    name = revision.file.original_name if revision.file else revision.link

    def save() -> None:
        review_evidence(
            revision=revision,
            decision=ReviewDecision(form.cleaned_data["decision"]),
            on=form.cleaned_data["decided_on"],
            note=form.cleaned_data["note"],
            version=form.typed_version,
            by=seen.user,
        )

    page = _page(
        found,
        "Review evidence",
        lead=f"You review revision {revision.number}: {name}.",
        done="The review is recorded.",
    )
    return edit(request, form, page, save=save, current=lambda: ({}, _version(evidence_id)))


@both
def withdraw(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """The end of a piece of evidence, which stays readable."""
    seen = viewing(request)
    found = _found(seen, evidence_id)
    data = request.POST if request.method == "POST" else None
    form = WithdrawEvidenceForm(data, standing={}, version=found.row.version, today=seen.today)
    page = _page(
        found,
        "Withdraw evidence",
        lead="What it supports opens again. It stays readable, and can't be brought back.",
        done="The evidence is withdrawn.",
    )
    return edit(
        request,
        form,
        page,
        save=lambda: withdraw_evidence(
            evidence=found.row,
            on=form.cleaned_data["effective_on"],
            reason=form.cleaned_data["reason"],
            version=form.typed_version,
            by=seen.user,
        ),
        current=lambda: ({}, _version(evidence_id)),
    )
