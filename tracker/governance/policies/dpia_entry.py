"""What must hold before a DPIA enters a status, before somebody signs it, and when it has to be looked at again. Pure."""

from collections.abc import Collection, Iterator
from datetime import date

from tracker.core.days import add_months
from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import nhs_date, plural
from tracker.governance.policies.dpia_content import gaps, high_residuals
from tracker.governance.policies.dpia_standing import DpiaOn, Limits
from tracker.governance.policies.dpias import APPROVED_AS_IT_STANDS
from tracker.governance.vocabulary import DpiaAct, DpiaOpinion, DpiaRole, DpiaStatus, IcoOutcome

OPINIONS: dict[DpiaAct, tuple[DpiaOpinion, ...]] = {
    DpiaAct.CONFIRM: (DpiaOpinion.CONFIRMED, DpiaOpinion.NOT_CONFIRMED),
    DpiaAct.ADVISE: (DpiaOpinion.SUPPORTS, DpiaOpinion.ADVISES_AGAINST),
    DpiaAct.DECIDE: (DpiaOpinion.APPROVED, DpiaOpinion.APPROVED_WITH_CONDITIONS, DpiaOpinion.REJECTED),
}
# In which states each kind of act is possible; nobody signs what may still be written.
SIGNABLE: dict[DpiaAct, frozenset[DpiaStatus]] = {
    DpiaAct.CONFIRM: frozenset({DpiaStatus.DPO_REVIEW, DpiaStatus.AWAITING_SIGN_OFF}),
    DpiaAct.ADVISE: frozenset({DpiaStatus.DPO_REVIEW}),
    DpiaAct.DECIDE: frozenset({DpiaStatus.AWAITING_SIGN_OFF}),
}
RENEWABLE = frozenset({DpiaStatus.REVIEW_DUE, DpiaStatus.UNDER_REVIEW})  # the SIRO renews what has not changed
REFUSING = (DpiaOpinion.NOT_CONFIRMED, DpiaOpinion.ADVISES_AGAINST, DpiaOpinion.REJECTED)


def may_enter_dpo_review(dpia: DpiaOn) -> Decision:
    """Sections 1 to 10 complete, a risk scored, the register answered, and an action for every “Unsure”."""
    missing = gaps(dpia.content) if dpia.content else []
    if dpia.content is None:
        return deny("Nothing is written yet.", remedy="Fill in the sections first.", field="status")
    if not missing:
        return ALLOWED
    more = f" And {plural(len(missing) - 1, 'other thing')} missing." if len(missing) > 1 else ""
    return deny(
        f"It is not complete: {missing[0].sentence}{more}",
        remedy="The list on the DPIA's page names everything that is missing.",
        field="status",
    )


def may_enter(wanted: DpiaStatus, dpia: DpiaOn) -> Decision:
    """What must hold before somebody moves it into a status."""
    return may_enter_dpo_review(dpia) if wanted == DpiaStatus.DPO_REVIEW else ALLOWED


def may_sign_dpia(
    dpia: DpiaOn,
    role: DpiaRole,
    opinion: DpiaOpinion,
    *,
    person_id: int,
    person_roles: Collection[DpiaRole],
    seen_hash: str,
    text: str,
) -> Decision:
    """Whether one person may say this in one capacity about the content that they saw."""
    signature = (
        next((each for each in dpia.content.template.signatures if each.role == role), None) if dpia.content else None
    )
    if dpia.content is None or signature is None:
        return deny("This DPIA does not ask for this capacity.")
    if opinion not in OPINIONS[signature.act]:
        return deny(
            f"The {role.label} {signature.act.label.lower()}, and can't say “{opinion.label.lower()}”.", field="opinion"
        )
    if opinion in (*REFUSING, DpiaOpinion.SUPPORTS) and not text.strip():
        return deny(
            "This needs its reasons in words.", remedy="Write what you advise, or why you refuse.", field="text"
        )
    return first_refusal(
        _is_that_person(role, person_roles, dpia, person_id, act=signature.act),
        _is_the_time(dpia, role, signature.act),
        _is_what_was_seen(dpia, seen_hash),
    )


def _is_that_person(
    role: DpiaRole, held: Collection[DpiaRole], dpia: DpiaOn, person_id: int, *, act: DpiaAct
) -> Decision:
    if role not in held:
        return deny(
            f"You are not the {role.label} here.", remedy="Ask the person who holds this capacity for this trust."
        )
    if act != DpiaAct.CONFIRM and person_id in dpia.author_ids:
        return deny(
            "You have written in this DPIA, and an author neither advises on it nor approves it.",
            remedy="Another person has to hold this capacity.",
        )
    for one, other in ((DpiaRole.DPO, DpiaRole.SIRO), (DpiaRole.SIRO, DpiaRole.DPO)):
        signed = dpia.signed.get(other)
        if role == one and (other in held or (signed is not None and signed.person_id == person_id)):
            return deny(
                "One person can't be both data protection officer and senior information risk owner (UK GDPR Article 38(6)).",
                remedy="Another person has to hold one of the two capacities.",
            )
    return ALLOWED


def _is_the_time(dpia: DpiaOn, role: DpiaRole, act: DpiaAct) -> Decision:
    renews = role == DpiaRole.SIRO and dpia.status in RENEWABLE
    if dpia.status in SIGNABLE[act] or renews:
        return ALLOWED
    when = " or ".join(f"“{status.label.lower()}”" for status in DpiaStatus if status in SIGNABLE[act])
    return deny(f"The DPIA is “{dpia.status.label.lower()}”; this is done while it is {when}.")


def _is_what_was_seen(dpia: DpiaOn, seen_hash: str) -> Decision:
    if dpia.content_hash and dpia.content_hash == seen_hash:
        return ALLOWED
    return deny("The DPIA has changed since you opened it.", remedy="Read it again, and sign what it says now.")


def may_approve(dpia: DpiaOn, *, review_due_on: date | None, limits: Limits, day: date) -> Decision:
    """What must hold before the SIRO's approval: everybody else has signed this content, the advice is answered where it
    was against, no high risk is left without the ICO, and the next review is near enough."""
    return next(refusals_of_approval(dpia, review_due_on, limits, day), ALLOWED)


def refusals_of_approval(dpia: DpiaOn, review_due_on: date | None, limits: Limits, day: date) -> Iterator[Decision]:
    """Everything that stands between a DPIA and its approval, in the order in which it is settled."""
    missing = [role for role in dpia.missing_roles if role != DpiaRole.SIRO]
    if missing:
        roles = ", ".join(role.label for role in missing)
        yield deny(f"The SIRO signs last. Still missing on this version: {roles}.", remedy="Ask them first.")
    if dpia.is_overruling_unexplained:
        yield deny(
            "The data protection officer advises against it, and nobody has given the reasons for overruling that.",
            remedy="Answer the advice first.",
        )
    if dpia.is_ico_needed and dpia.content is not None:
        named = ", ".join(risk.reference for risk in high_residuals(dpia.content))
        yield deny(
            f"A high risk remains ({named}), and no ICO consultation that allows it is closed.",
            remedy="Reduce the risk, or consult the ICO first.",
        )
    if review_due_on is None:
        yield deny("An approval needs its next review date.", remedy="Enter it.", field="review_due_on")
    elif not day < review_due_on <= add_months(day, limits.review_within_months):
        last = nhs_date(add_months(day, limits.review_within_months))
        yield deny(
            "The next review is not within the time that is allowed.",
            remedy=f"Enter a day after today and no later than {last}.",
            field="review_due_on",
        )


def may_set_conditions(opinion: DpiaOpinion, conditions: Collection[tuple[str, str, date]], *, day: date) -> Decision:
    """Whether an opinion may carry these conditions, each a text, an owner and a day by which it is met."""
    if opinion != DpiaOpinion.APPROVED_WITH_CONDITIONS:
        if not conditions:
            return ALLOWED
        return deny(
            "Only an approval with conditions has conditions.", remedy="Choose it, or clear them.", field="opinion"
        )
    if not conditions:
        return deny("An approval with conditions names them.", remedy="Enter at least one.", field="condition_1")
    if any(not text.strip() or not owner.strip() or due_on <= day for text, owner, due_on in conditions):
        return deny(
            "A condition needs its text, an owner and a day that lies ahead.",
            remedy="Complete each condition.",
            field="condition_1",
        )
    return ALLOWED


def may_answer_advice(dpia: DpiaOn, *, is_accepted: bool, reasons: str) -> Decision:
    """Whether the data protection officer's advice may be answered so."""
    if dpia.advice is None:
        return deny("No advice is recorded yet.", remedy="Ask the data protection officer first.")
    if not is_accepted and not reasons.strip():
        return deny("Overruling the data protection officer needs reasons.", remedy="Write them.", field="reasons")
    return ALLOWED


def may_consult_ico(dpia: DpiaOn, *, submitted_on: date, today: date) -> Decision:
    """Whether a prior consultation may be recorded: for a high risk that remains, and one at a time."""
    if submitted_on > today:
        return deny("A submission can't lie in the future.", remedy="Enter the day it was made.", field="submitted_on")
    if dpia.open_consultation is not None:
        return deny("A consultation is open already.", remedy="Record its outcome first.")
    if dpia.content is None or not high_residuals(dpia.content):
        return deny(
            "No high risk remains, so the ICO does not have to be consulted.", remedy="Go on with the sign-off."
        )
    return ALLOWED


def may_update_consultation(
    *, submitted_on: date, accepted_on: date | None, outcome: IcoOutcome | None, closed_on: date | None, today: date
) -> Decision:
    """Whether what the ICO did may be recorded so: days in order and none in the future, an outcome with its day."""
    for field, day in (("accepted_on", accepted_on), ("closed_on", closed_on)):
        if day is not None and not submitted_on <= day <= today:
            return deny(
                f"This day does not lie between the submission on {nhs_date(submitted_on)} and today.",
                remedy="Correct it.",
                field=field,
            )
    if (outcome is None) != (closed_on is None):
        return deny(
            "An outcome and the day of it belong together.",
            remedy="Enter both, or leave both empty.",
            field="outcome" if outcome is None else "closed_on",
        )
    return ALLOWED


def reason_to_review(dpia: DpiaOn, *, day: date) -> tuple[DpiaStatus, str] | None:
    """The status that an approved assessment goes to by itself, and why: another release or a referral source that was not
    assessed puts it under review, its date makes the review due. None where nothing calls for it."""
    if dpia.status not in (*APPROVED_AS_IT_STANDS, DpiaStatus.REVIEW_DUE):
        return None
    assessed = dpia.content.release_id if dpia.content else None
    if dpia.release_in_use and assessed is not None and dpia.release_in_use[0] != assessed:
        return DpiaStatus.UNDER_REVIEW, f"{dpia.release_in_use[1]} is in use, and another release was assessed."
    sources = dpia.content.sources if dpia.content else ()
    new = [source for source in dpia.sources_in_use if source not in sources]
    if sources and new:
        return DpiaStatus.UNDER_REVIEW, f"It is used for a referral source that was not assessed: {', '.join(new)}."
    if dpia.status != DpiaStatus.REVIEW_DUE and dpia.review_due_on is not None and dpia.review_due_on <= day:
        return DpiaStatus.REVIEW_DUE, f"Its review was due on {nhs_date(dpia.review_due_on)}."
    return None
