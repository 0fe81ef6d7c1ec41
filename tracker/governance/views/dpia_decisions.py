"""The pages in which people sign a DPIA, answer its advice, meet its conditions, and consult the ICO."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from tracker.core.formats import nhs_date
from tracker.governance.actions.dpia_decisions import (
    Word,
    answer_advice,
    consult_ico,
    meet_condition,
    sign_dpia,
    update_consultation,
)
from tracker.governance.forms.dpia_decisions import AdviceForm, ConditionForm, ConsultationForm, ConsultForm, SignForm
from tracker.governance.policies.dpia_entry import OPINIONS
from tracker.governance.selectors.dpia_workspace import find_condition, find_open_consultation
from tracker.governance.views.common import both, found_or_404
from tracker.governance.views.dpia_common import form_page, workspace_of
from tracker.governance.vocabulary import DpiaOpinion, DpiaRole, IcoOutcome
from tracker.networks.editing import edit
from tracker.networks.finding import FoundDeployment
from tracker.networks.requests import Viewing, viewing


@both
def sign(request: HttpRequest, deployment_id: int, capacity: str) -> HttpResponse:
    """Confirms, advises or decides in a capacity that the person holds here."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.sign_dpia")
    view = workspace_of(seen, found)
    signature = next((each for each in view.template.signatures if each.role.value == capacity), None)
    if signature is None:
        raise Http404
    if signature.role not in view.roles:
        raise PermissionDenied(f"You are not the {signature.role.label} of this trust.")
    document = reverse("dpia-document", args=[deployment_id])
    form = SignForm(
        request.POST if request.method == "POST" else None,
        standing={},
        act=signature.act,
        opinions=OPINIONS[signature.act],
        seen_hash=view.dpia.content_hash,
        asks_review=signature.role == DpiaRole.SIRO,
        read_first=format_html('<a href="{}">Read the whole DPIA</a> first.', document),
    )

    def save() -> None:
        sign_dpia(deployment=found.row, word=_word(form, signature.role), by=seen.user)

    title = f"{signature.role.label}: {signature.act.label.lower()}"
    page = form_page(request, found, title, lead=signature.about, button="Sign", done="Your decision is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))


def _word(form: SignForm, role: DpiaRole) -> Word:
    typed = form.cleaned_data
    return Word(
        role=role,
        opinion=DpiaOpinion(typed["opinion"]),
        seen_hash=typed["seen_hash"],
        text=typed["text"],
        conditions=form.conditions(),
        review_due_on=typed.get("review_due_on"),
    )


@both
def reply_to_advice(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Accepts or overrules the data protection officer's advice."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.sign_dpia")
    view = workspace_of(seen, found)
    if DpiaRole.SIRO not in view.roles:
        raise PermissionDenied("Only the senior information risk owner of this trust answers the advice.")
    form = AdviceForm(request.POST if request.method == "POST" else None, standing={})

    def save() -> None:
        typed = form.cleaned_data
        answer_advice(deployment=found.row, is_accepted=typed["is_accepted"], reasons=typed["reasons"], by=seen.user)

    advice = view.dpia.advice
    told = (
        f"{advice.opinion.label}, {nhs_date(advice.decided_on)}: {advice.text}" if advice else "None is recorded yet."
    )
    page = form_page(request, found, "Answer the advice", lead=told, done="Your answer is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))


@both
def fulfil_condition(request: HttpRequest, deployment_id: int, condition_id: int) -> HttpResponse:
    """Records that a condition of an approval is met."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.draft_dpia")
    row = find_condition(found.row, condition_id)
    if row is None:
        raise Http404
    form = ConditionForm(request.POST if request.method == "POST" else None, standing={}, version=row.version)

    def save() -> None:
        meet_condition(
            deployment=found.row,
            condition_id=condition_id,
            note=form.cleaned_data["note"],
            version=form.typed_version or 0,
            by=seen.user,
        )

    lead = f"{row.text} Owner: {row.owner}, due by {nhs_date(row.due_on)}."
    page = form_page(request, found, "Condition met", lead=lead, done="The condition is met.")
    return edit(request, form, page, save=save, current=lambda: ({}, row.version))


@both
def consult(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Records the submission to the ICO, or what it did with an open one."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_dpia")
    is_open = find_open_consultation(found.row) is not None
    return _update(request, seen, found) if is_open else _submit(request, seen, found)


def _submit(request: HttpRequest, seen: Viewing, found: FoundDeployment) -> HttpResponse:
    form = ConsultForm(request.POST if request.method == "POST" else None, standing={})

    def save() -> None:
        typed = form.cleaned_data
        consult_ico(
            deployment=found.row, submitted_on=typed["submitted_on"], reference=typed["reference"], by=seen.user
        )

    lead = (
        "For a high risk that remains. Send the roles, purposes, measures, the officer’s contact and the DPIA to the ICO, "
        "then record it here."
    )
    page = form_page(request, found, "Consult the ICO", lead=lead, done="The submission to the ICO is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))


def _update(request: HttpRequest, seen: Viewing, found: FoundDeployment) -> HttpResponse:
    def current() -> tuple[dict[str, Any], int | None]:
        row = find_open_consultation(found.row)
        names = ("accepted_on", "is_extended", "outcome", "advice", "closed_on")
        return {name: getattr(row, name, None) for name in names}, row.version if row else None

    standing, version = current()
    data = request.POST if request.method == "POST" else None
    form = ConsultationForm(data, standing=standing, version=version)

    def save() -> None:
        typed = form.cleaned_data
        update_consultation(
            deployment=found.row,
            accepted_on=typed["accepted_on"],
            is_extended=typed["is_extended"],
            outcome=IcoOutcome(typed["outcome"]) if typed["outcome"] else None,
            advice=typed["advice"],
            closed_on=typed["closed_on"],
            version=form.typed_version or 0,
            by=seen.user,
        )

    page = form_page(request, found, "ICO consultation", done="The consultation is updated.")
    return edit(request, form, page, save=save, current=current)
