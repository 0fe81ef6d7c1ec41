"""DPIAs of the demo that are written and signed in the tracker: one with gaps, one that waits for its signatures against
the officer's advice, and one whose conditions are overdue and that was changed after it was signed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.touched import collecting
from tracker.demo.people import trust_person
from tracker.governance.actions.dpia_content import save_activity, save_answers, save_party, save_risk
from tracker.governance.actions.dpia_decisions import NewCondition, Word, sign_dpia
from tracker.governance.actions.dpias import record_dpia_status
from tracker.governance.models import Dpia, DpiaAnswers
from tracker.governance.policies.dpia_template import Question, Template
from tracker.governance.policies.dpias import may_write
from tracker.governance.selectors.dpia_workspace import trust_template
from tracker.governance.selectors.dpias import dpia_on
from tracker.governance.selectors.standing import governance_on
from tracker.governance.vocabulary import DpiaOpinion, DpiaRole, DpiaStatus, PartyRole
from tracker.networks.models import Deployment, Programme
from tracker.networks.selectors import DeploymentOn, deployments_on
from tracker.networks.vocabulary import ClinicalUse

NEAR_DAYS = 30
WRITTEN, CHANGED = 70, 8  # days before the anchor on which they were written, and one of them was changed
REASON = "Loading of the demo"
ACTIVITY = {
    "name": "AI support to the reporting of chest images",
    "purpose": "direct-care",
    "lawful_basis": "e",
    "special_category_basis": "h",
    "confidentiality_route": "implied-consent",
    "opt_out_decision": "not-applied",
    "retention": "8 years after the last contact",
}
RELIANCE: dict[str, Any] = {
    "suggestion": "over-reliance",
    "description": "People rely on the AI and check less themselves",
    "inherent_likelihood": 4,
    "inherent_impact": 4,
    "mitigation": "A radiologist reads every image, and overrides are recorded and reviewed.",
    "residual_likelihood": 2,
    "residual_impact": 4,
    "owner": "Radiology clinical lead",
}
REUSE = RELIANCE | {
    "suggestion": "re-use",
    "description": "Data for direct care are used again to train models",
    "mitigation": "The contract forbids it; nobody has audited that yet.",
    "residual_likelihood": 4,
}
OUTAGE = RELIANCE | {"suggestion": "unavailable", "description": "The system is not available when it is needed"}
TEXTS = {
    "summary": "Chest images go from PACS to the tool, and its findings come back beside the image.",
    "purposes": "To help radiologists to find suspected lung cancer sooner.",
    "benefits": "Shorter waits for patients whose images show something that matters.",
    "source": "The trust’s PACS and RIS.",
}
OPINIONS = {
    DpiaRole.DPO: DpiaOpinion.SUPPORTS,
    DpiaRole.CALDICOTT_GUARDIAN: DpiaOpinion.APPROVED,
    DpiaRole.SIRO: DpiaOpinion.APPROVED_WITH_CONDITIONS,
}


@dataclass(frozen=True)
class _Writing:
    """One DPIA that is written on a day by somebody."""

    deployment: Deployment
    template: Template
    day: date
    by: User


def load_dpias(programme: Programme, *, anchor: date, by: User) -> None:
    """Writes the demo's DPIAs in full. Where one is written already, nothing changes."""
    if DpiaAnswers.objects.exists():
        return
    waiting, live = _candidates(programme, anchor)
    template = trust_template(on=anchor)
    with change(reason=REASON, door=Door.COMMAND, by=by), collecting():
        for write, deployment in zip((_with_gaps, _against_advice), waiting, strict=False):
            write(_Writing(deployment, template, _writable_from(deployment, anchor), by))
        for deployment in live[:1]:
            _changed_after_approval(_Writing(deployment, template, _writable_from(deployment, anchor), by), anchor)


def _candidates(programme: Programme, anchor: date) -> tuple[list[Deployment], list[Deployment]]:
    """Deployments whose go-live is near, or that run in shadow mode, those first whose DPIA is not approved; and live ones
    whose DPIA's approval is told."""
    deployments = Deployment.objects.filter(programme=programme).select_related("trust").order_by("pk")
    rows = {row.pk: row for row in deployments}
    governance = governance_on(rows, on=anchor)
    unapproved: list[Deployment] = []
    approved: list[Deployment] = []
    live: list[Deployment] = []
    for position in deployments_on(list(rows.values()), on=anchor):
        status = governance[position.id].dpia_status
        if position.state.is_live and status == DpiaStatus.APPROVED:
            live.append(rows[position.id])
        elif _is_near(position, anchor) and may_write(status):
            (approved if governance[position.id].dpia_is_approved else unapproved).append(rows[position.id])
    return unapproved + approved, live


def _is_near(position: DeploymentOn, anchor: date) -> bool:
    expected = position.go_live.expected
    is_near = expected is not None and expected <= anchor + timedelta(days=NEAR_DAYS) and not position.go_live.is_done
    return position.state.state == ClinicalUse.SHADOW or (is_near and position.state.state == ClinicalUse.NOT_STARTED)


def _writable_from(deployment: Deployment, anchor: date) -> date:
    """A day some weeks before the anchor, on which what stands may be followed by something new."""
    since = dpia_on(deployment.pk, on=anchor).since
    return max(anchor - timedelta(days=WRITTEN), since or date.min)


def _with_gaps(writing: _Writing) -> None:
    """A draft in which a good deal is missing."""
    _answer(writing, register="unsure")
    parties = (("controller", ""), ("processor", ""))
    _describe(writing, parties, countries=["United States"], is_autonomous=True)
    _score(writing, OUTAGE)


def _against_advice(writing: _Writing) -> None:
    """One with a high risk that remains, about which the officer advises against, and nobody has answered."""
    _answer(writing)
    _describe(writing)
    _score(writing, RELIANCE)
    _score(writing, REUSE)
    people = {role: trust_person(writing.deployment.trust, role, by=writing.by) for role in DpiaRole}
    _send_to_officer(writing)
    for role in list(DpiaRole)[:4]:
        against = "A high risk remains, and the ICO has not been consulted."
        _sign(writing, role, people, DpiaOpinion.ADVISES_AGAINST if role == DpiaRole.DPO else None, text=against)


def _changed_after_approval(writing: _Writing, anchor: date) -> None:
    """One that was approved on a condition that is overdue, and that says something else since."""
    _answer(writing)
    _describe(writing)
    _score(writing, RELIANCE)
    people = {role: trust_person(writing.deployment.trust, role, by=writing.by) for role in DpiaRole}
    _send_to_officer(writing)
    due_on = writing.day + timedelta(days=7)
    for role in DpiaRole:
        is_last = role == DpiaRole.SIRO
        conditions = [NewCondition("Publish the privacy notice in easy read", "Communications lead", due_on)]
        review_due_on = writing.day + timedelta(days=300) if is_last else None
        _sign(writing, role, people, conditions=conditions if is_last else [], review_due_on=review_due_on)
    later = max(writing.day, anchor - timedelta(days=CHANGED))
    save_risk(deployment=writing.deployment, on=later, by=writing.by, **OUTAGE)


# --- Parts of one ---------------------------------------------------------------------------------------------------


def _answer(writing: _Writing, **changes: Any) -> None:
    """Answers every question that is asked; `changes` by question code."""
    for section in writing.template.written_sections:
        answers: dict[str, Any] = {}
        for question in section.questions:
            if question.is_asked(answers):
                answers[question.code] = changes.get(question.code) or _usual(question)
        if answers:
            save_answers(
                deployment=writing.deployment,
                section=section.code,
                answers=answers,
                version=None,
                on=writing.day,
                by=writing.by,
            )


def _usual(question: Question) -> Any:
    """An answer that opens no further question."""
    if question.kind == "one":
        return "yes" if question.code in {"is-needed", "register", "multi-factor"} else "no"
    if question.kind == "many":
        return [question.options[0].code]
    if question.kind == "rows":
        return [["Images", "PACS", "AI platform", "DICOM images"], ["Findings", "AI platform", "PACS", "DICOM results"]]
    return TEXTS.get(question.code, "As the trust’s policy says.")


def _describe(
    writing: _Writing,
    parties: tuple[tuple[str, str], ...] = (("controller", ""), ("processor", "Contract, schedule 4")),
    **fields: Any,
) -> None:
    activity = save_activity(deployment=writing.deployment, on=writing.day, by=writing.by, **{**ACTIVITY, **fields})
    names = {"controller": writing.deployment.trust.name, "processor": "The supplier of the tool"}
    for role, reference in parties:
        save_party(
            deployment=writing.deployment,
            activity_id=activity.pk,
            organisation=names[role],
            role=PartyRole(role),
            contract_reference=reference,
            on=writing.day,
            by=writing.by,
        )


def _score(writing: _Writing, risk: dict[str, Any]) -> None:
    save_risk(deployment=writing.deployment, on=writing.day, by=writing.by, **risk)


def _send_to_officer(writing: _Writing) -> None:
    dpia = Dpia.objects.get(deployment=writing.deployment)
    record_dpia_status(dpia=dpia, status=DpiaStatus.DPO_REVIEW, on=writing.day, by=writing.by)


def _sign(
    writing: _Writing,
    role: DpiaRole,
    people: dict[DpiaRole, User],
    opinion: DpiaOpinion | None = None,
    *,
    text: str = "",
    conditions: list[NewCondition] | None = None,
    review_due_on: date | None = None,
) -> None:
    standing = dpia_on(writing.deployment.pk, on=writing.day)
    word = Word(
        role=role,
        opinion=opinion or OPINIONS.get(role, DpiaOpinion.CONFIRMED),
        seen_hash=standing.content_hash,
        text=text or "Read and discussed.",
        conditions=conditions or [],
        review_due_on=review_due_on,
    )
    sign_dpia(deployment=writing.deployment, word=word, on=writing.day, by=people[role])
