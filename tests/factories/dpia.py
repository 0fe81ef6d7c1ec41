"""A DPIA written and signed as people do it, by the people who may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.factories.people import make_person
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.governance.actions.dpia_content import (
    save_action_item,
    save_activity,
    save_answers,
    save_party,
    save_risk,
)
from tracker.governance.actions.dpia_decisions import Word, sign_dpia
from tracker.governance.actions.dpias import record_dpia_status
from tracker.governance.models import Dpia, DpiaActionItem, DpiaDecision, DpiaRisk, ProcessingActivity
from tracker.governance.policies.dpia_template import Question, Section, Template, template_of
from tracker.governance.selectors.dpia_content import newest_template
from tracker.governance.selectors.dpias import dpia_on
from tracker.governance.vocabulary import DpiaKind, DpiaOpinion, DpiaRole, DpiaStatus, PartyRole
from tracker.networks.models import Deployment

ACTIVITY = {
    "purpose": "direct-care",
    "lawful_basis": "e",
    "special_category_basis": "h",
    "confidentiality_route": "implied-consent",
    "opt_out_decision": "not-applied",
    "retention": "8 years after the last contact",
}
RISK = {
    "description": "People rely on the AI and check less themselves",
    "inherent_likelihood": 4,
    "inherent_impact": 4,
    "mitigation": "Every image is read by a radiologist",
    "residual_likelihood": 2,
    "residual_impact": 3,
    "owner": "Asha Example",
}
WORDS = {
    DpiaRole.INFORMATION_ASSET_OWNER: DpiaOpinion.CONFIRMED,
    DpiaRole.IT_LEAD: DpiaOpinion.CONFIRMED,
    DpiaRole.CLINICAL_SAFETY_OFFICER: DpiaOpinion.CONFIRMED,
    DpiaRole.DPO: DpiaOpinion.SUPPORTS,
    DpiaRole.CALDICOTT_GUARDIAN: DpiaOpinion.APPROVED,
    DpiaRole.SIRO: DpiaOpinion.APPROVED,
}


@dataclass(frozen=True)
class DpiaPeople:
    """Who writes a trust's DPIA, and who holds each capacity there."""

    author: User
    by_role: dict[DpiaRole, User]


def make_dpia_people(deployment: Deployment) -> DpiaPeople:
    """An author and one person for each capacity, at the deployment's trust."""
    trust = deployment.trust
    signing = {
        DpiaRole(role): make_person(role=Role.SIGNATORY, scope=trust, sign_off_role=role)
        for role in SignOffRole
        if role.value in DpiaRole.values
    }
    owner = make_person(role=Role.TRUST_USER, scope=trust)
    return DpiaPeople(
        make_person(role=Role.TRUST_USER, scope=trust), signing | {DpiaRole.INFORMATION_ASSET_OWNER: owner}
    )


def dpia_template() -> Template:
    """The trust's template that is in force."""
    return template_of(newest_template(DpiaKind.TRUST, on=today_in_london()).content)


def an_answer(question: Question) -> Any:
    """An answer that opens no further question."""
    if question.kind == "one":
        codes = [option.code for option in question.options]
        return "yes" if question.code in {"is-needed", "register"} else "no" if "no" in codes else codes[0]
    if question.kind == "many":
        return [question.options[0].code]
    return [[f"{column} A" for column in question.columns]] if question.kind == "rows" else "An answer"


def answers_of(section: Section) -> dict[str, Any]:
    """Answers to every question of a section that is asked."""
    answers: dict[str, Any] = {}
    for question in section.questions:
        if question.is_asked(answers):
            answers[question.code] = an_answer(question)
    return answers


def make_activity(
    deployment: Deployment,
    *,
    by: User,
    parties: Iterable[tuple[str, PartyRole, str]] = (
        ("The trust", PartyRole.CONTROLLER, ""),
        ("Acme Imaging Ltd", PartyRole.PROCESSOR, "CON-1, schedule 4"),
    ),
    **fields: Any,
) -> ProcessingActivity:
    """A processing activity with a controller and a processor under contract."""
    activity = save_activity(deployment=deployment, by=by, **{"name": "Reading chest X-rays", **ACTIVITY, **fields})
    for organisation, role, reference in parties:
        save_party(
            deployment=deployment,
            activity_id=activity.pk,
            organisation=organisation,
            role=role,
            contract_reference=reference,
            by=by,
        )
    return activity


def make_risk(deployment: Deployment, *, by: User, **fields: Any) -> DpiaRisk:
    """A risk that is high before and low after what is done about it."""
    return save_risk(deployment=deployment, by=by, **{**RISK, **fields})


def make_action_item(deployment: Deployment, *, by: User, **fields: Any) -> DpiaActionItem:
    """An action that is due in a month."""
    given = {
        "what": "Ask the register’s owner",
        "owner": "Asha Example",
        "due_on": today_in_london() + timedelta(days=30),
    }
    return save_action_item(deployment=deployment, by=by, **{**given, **fields})


def write_dpia(deployment: Deployment, *, by: User, without: Iterable[str] = ()) -> Dpia:
    """A DPIA with every section complete, but for those named."""
    for section in dpia_template().written_sections:
        if section.questions and section.code not in without:
            save_answers(deployment=deployment, section=section.code, answers=answers_of(section), version=None, by=by)
    make_activity(deployment, by=by)
    make_risk(deployment, by=by)
    return Dpia.objects.get(deployment=deployment)


def move(deployment: Deployment, status: DpiaStatus, *, by: User, reason: str = "As agreed") -> None:
    """Moves the DPIA today."""
    dpia = Dpia.objects.get(deployment=deployment)
    record_dpia_status(dpia=dpia, status=status, on=today_in_london(), reason=reason, by=by)


def sign(
    deployment: Deployment,
    role: DpiaRole,
    *,
    by: User,
    opinion: DpiaOpinion | None = None,
    **fields: Any,
) -> DpiaDecision:
    """Somebody's word in a capacity on the content as it stands."""
    standing = dpia_on(deployment.pk, on=today_in_london())
    given = {"text": "Read and discussed", "seen_hash": standing.content_hash, **fields}
    if role == DpiaRole.SIRO:
        given.setdefault("review_due_on", today_in_london() + timedelta(days=300))
    return sign_dpia(deployment=deployment, word=Word(role=role, opinion=opinion or WORDS[role], **given), by=by)


def make_reviewed_dpia(deployment: Deployment, people: DpiaPeople) -> Dpia:
    """A DPIA that waits for the Caldicott Guardian and the SIRO: everybody else has spoken."""
    write_dpia(deployment, by=people.author)
    move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    for role in list(DpiaRole)[:4]:
        sign(deployment, role, by=people.by_role[role])
    return Dpia.objects.get(deployment=deployment)


def make_approved_dpia(deployment: Deployment, people: DpiaPeople | None = None) -> Dpia:
    """A DPIA that was written, advised on and approved in the tracker today, by those who may."""
    people = people or make_dpia_people(deployment)
    make_reviewed_dpia(deployment, people)
    for role in (DpiaRole.CALDICOTT_GUARDIAN, DpiaRole.SIRO):
        sign(deployment, role, by=people.by_role[role])
    return Dpia.objects.get(deployment=deployment)
