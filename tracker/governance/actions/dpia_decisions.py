"""Confirming, advising on and deciding a DPIA, meeting its conditions, and consulting the ICO."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.actions.dpia_writing import add_state, locked, newest_state
from tracker.governance.models import (
    AdviceResponse,
    Dpia,
    DpiaCondition,
    DpiaDecision,
    IcoConsultation,
)
from tracker.governance.permissions import actors_of, dpia_roles_of
from tracker.governance.policies.dpia_entry import (
    may_answer_advice,
    may_approve,
    may_consult_ico,
    may_set_conditions,
    may_sign_dpia,
    may_update_consultation,
)
from tracker.governance.policies.dpia_standing import DpiaOn
from tracker.governance.policies.dpias import Means, may_count_from, may_move
from tracker.governance.selectors.dpias import dpia_on, limits_on
from tracker.governance.vocabulary import DpiaOpinion, DpiaRole, DpiaStatus, IcoOutcome
from tracker.networks.access import Access, SubjectScope, access_of, scope_of_deployment
from tracker.networks.models import Deployment

S = DpiaStatus


@dataclass(frozen=True)
class NewCondition:
    """What an approval asks for, of whom, and by when."""

    text: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class Word:
    """What somebody says in a capacity about the content that they saw (`seen_hash`)."""

    role: DpiaRole
    opinion: DpiaOpinion
    seen_hash: str
    text: str = ""
    conditions: Sequence[NewCondition] = ()
    review_due_on: date | None = None


@dataclass(frozen=True)
class _Place:
    """A DPIA, locked, as it stands, and who acts on it where."""

    dpia: Dpia
    standing: DpiaOn
    access: Access
    scope: SubjectScope


def _place(deployment: Deployment, permission: str, *, on: date | None = None, by: User) -> _Place:
    """The place on a day, today unless history is told: rights are those of that day."""
    day = on or today_in_london()
    access, scope = access_of(by, day=day), scope_of_deployment(deployment, day=day)
    demand(permission, access, scope)
    dpia = locked(deployment)
    newest = newest_state(dpia)
    require(may_count_from(day, since=newest.effective_on if newest else None, today=today_in_london()))
    return _Place(dpia, dpia_on(deployment.pk, on=day), access, scope)


def sign_dpia(*, deployment: Deployment, word: Word, on: date | None = None, by: User) -> DpiaDecision:
    """Records what somebody says about a DPIA in their own capacity, and takes it where that leads: advice to the sign-off,
    a rejection to the end, and the SIRO's approval, which is the last, to approved. `on` is today unless history is told:
    the capacity is held on that day."""
    with change(reason=word.text, by=by):
        place = _place(deployment, "governance.sign_dpia", on=on, by=by)
        require(
            may_sign_dpia(
                place.standing,
                word.role,
                word.opinion,
                person_id=by.pk,
                person_roles=dpia_roles_of(place.access, place.scope),
                seen_hash=word.seen_hash,
                text=word.text,
            )
        )
        require(
            may_set_conditions(
                word.opinion, [(each.text, each.owner, each.due_on) for each in word.conditions], day=place.access.day
            )
        )
        wanted = _leads_to(word, place.standing)
        if wanted is not None:
            _may_lead_to(wanted, word, place)
        decision = _record(place, word, by=by)
        if wanted is not None:
            _enter(wanted, word, place, by=by)
        touch("deployment", deployment.pk)
    return decision


def _leads_to(word: Word, standing: DpiaOn) -> DpiaStatus | None:
    """The status that a word takes the DPIA to; None where it goes on waiting for others."""
    if word.role == DpiaRole.DPO:
        return S.AWAITING_SIGN_OFF
    if word.opinion == DpiaOpinion.REJECTED:
        return S.REJECTED
    if word.role != DpiaRole.SIRO:
        return None
    has_conditions = bool(word.conditions) or any(each.met_on is None for each in standing.conditions)
    return S.APPROVED_WITH_CONDITIONS if has_conditions else S.APPROVED


def _may_lead_to(wanted: DpiaStatus, word: Word, place: _Place) -> None:
    today = place.access.day
    means = Means.ADVICE if word.role == DpiaRole.DPO else Means.DECISION
    actors = actors_of(place.access, place.scope)
    require(may_move(place.standing.status, wanted, actors=actors, means=means, reason=word.text))
    if wanted in (S.APPROVED, S.APPROVED_WITH_CONDITIONS):
        limits = limits_on(today)
        if limits is None:
            raise Refused(deny("No limits are set for approvals.", remedy="Ask an administrator to set them."))
        require(may_approve(place.standing, review_due_on=word.review_due_on, limits=limits, day=today))


def _record(place: _Place, word: Word, *, by: User) -> DpiaDecision:
    decision = DpiaDecision.objects.create(
        dpia=place.dpia,
        role=word.role,
        opinion=word.opinion,
        text=word.text.strip(),
        content_hash=place.standing.content_hash,
        decided_on=place.access.day,
        signatory=by,
        signatory_name=str(by),
    )
    DpiaCondition.objects.bulk_create(
        [
            DpiaCondition(decision=decision, text=each.text.strip(), owner=each.owner.strip(), due_on=each.due_on)
            for each in word.conditions
        ]
    )
    return decision


def _enter(wanted: DpiaStatus, word: Word, place: _Place, *, by: User) -> None:
    is_approval = wanted in (S.APPROVED, S.APPROVED_WITH_CONDITIONS)
    if is_approval:
        place.dpia.review_due_on = word.review_due_on
        place.dpia.save(update_fields=["review_due_on"])
    add_state(
        place.dpia,
        wanted,
        on=place.access.day,
        reason=word.text[:1000] if wanted == S.REJECTED else "",
        content_hash=place.standing.content_hash if is_approval else "",
        by=by,
    )


def answer_advice(*, deployment: Deployment, is_accepted: bool, reasons: str, by: User) -> AdviceResponse:
    """Accepts the data protection officer's advice or overrules it. The SIRO does, who answers for the risk."""
    with change(reason=reasons, by=by):
        place = _place(deployment, "governance.sign_dpia", by=by)
        if DpiaRole.SIRO not in dpia_roles_of(place.access, place.scope):
            raise Refused(
                deny("Only the senior information risk owner answers the advice.", remedy="Ask the SIRO of this trust.")
            )
        require(may_answer_advice(place.standing, is_accepted=is_accepted, reasons=reasons))
        advice = place.dpia.decisions.filter(role=DpiaRole.DPO).order_by("decided_on", "pk").last()
        if advice is None:
            raise AssertionError("advice that may be answered is there")
        response = AdviceResponse.objects.create(
            advice=advice,
            is_accepted=is_accepted,
            reasons=reasons.strip(),
            responded_on=place.access.day,
            responded_by=by,
        )
        touch("deployment", deployment.pk)
    return response


def meet_condition(*, deployment: Deployment, condition_id: int, note: str, version: int, by: User) -> DpiaCondition:
    """A condition of an approval is met, as `note` says."""
    with change(reason=note, by=by):
        place = _place(deployment, "governance.draft_dpia", by=by)
        row = DpiaCondition.objects.filter(decision__dpia=place.dpia, pk=condition_id).first()
        if row is None or not note.strip():
            raise Refused(deny("Say how the condition is met.", remedy="Name what was done.", field="note"))
        if row.version != version:
            raise StaleWrite(row)
        row.met_on, row.met_note, row.version = place.access.day, note.strip(), row.version + 1
        row.save()
        touch("deployment", deployment.pk)
    return row


def consult_ico(*, deployment: Deployment, submitted_on: date, reference: str = "", by: User) -> IcoConsultation:
    """Submits a high residual risk to the Information Commissioner (UK GDPR Article 36); its clock starts that day."""
    with change(by=by):
        place = _place(deployment, "governance.update_dpia", by=by)
        require(may_consult_ico(place.standing, submitted_on=submitted_on, today=place.access.day))
        _go_by_ico(S.ICO_CONSULTATION, place, by=by)
        return IcoConsultation.objects.create(dpia=place.dpia, submitted_on=submitted_on, reference=reference.strip())


def update_consultation(
    *,
    deployment: Deployment,
    accepted_on: date | None,
    is_extended: bool,
    outcome: IcoOutcome | None,
    advice: str,
    closed_on: date | None,
    version: int,
    by: User,
) -> IcoConsultation:
    """What the ICO did with the open consultation: accepted it, extended its time, or answered, which closes it."""
    with change(by=by):
        place = _place(deployment, "governance.update_dpia", by=by)
        row = IcoConsultation.objects.filter(dpia=place.dpia, closed_on=None).first()
        if row is None:
            raise Refused(deny("No consultation is open.", remedy="Record the submission first."))
        if row.version != version:
            raise StaleWrite(row)
        require(
            may_update_consultation(
                submitted_on=row.submitted_on,
                accepted_on=accepted_on,
                outcome=outcome,
                closed_on=closed_on,
                today=place.access.day,
            )
        )
        row.accepted_on, row.is_extended, row.advice = accepted_on, is_extended, advice.strip()
        row.outcome, row.closed_on, row.version = outcome or "", closed_on, row.version + 1
        row.save()
        if closed_on is not None and place.standing.status == S.ICO_CONSULTATION:
            _go_by_ico(S.AWAITING_SIGN_OFF, place, by=by)
        touch("deployment", deployment.pk)
    return row


def _go_by_ico(wanted: DpiaStatus, place: _Place, *, by: User) -> None:
    actors = actors_of(place.access, place.scope)
    require(may_move(place.standing.status, wanted, actors=actors, means=Means.ICO))
    add_state(place.dpia, wanted, on=place.access.day, by=by)
