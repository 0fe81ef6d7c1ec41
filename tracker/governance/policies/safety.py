"""Rules about clinical safety: hazard logs, safety cases, supplier packs and safety officers. Pure.

Sources: DCB0160 version 3.2 (deployment and use) and DCB0129 version 4.2 (manufacture), NHS England. A supplier's pack
never discharges the trust's own duty (DCB0160, 2.5.1).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import nhs_date, plural
from tracker.governance.policies.risk import Rating
from tracker.governance.safety_vocabulary import HazardStatus, SafetyCaseStatus

Status = SafetyCaseStatus
TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.DRAFTING: frozenset({Status.WITH_OFFICER, Status.WITHDRAWN}),
    Status.WITH_OFFICER: frozenset({Status.APPROVED, Status.DRAFTING, Status.WITHDRAWN}),
    Status.APPROVED: frozenset({Status.DRAFTING, Status.SUPERSEDED, Status.WITHDRAWN}),
    Status.SUPERSEDED: frozenset(),
    Status.WITHDRAWN: frozenset({Status.DRAFTING}),
}
HAZARD_MEANINGS: dict[HazardStatus, str] = {
    HazardStatus.OPEN: "Not all of the manufacturer's actions are complete.",
    HazardStatus.TRANSFERRED: "The manufacturer's actions are complete, the deploying organisation's are not.",
    HazardStatus.CLOSED: "All actions are complete.",
}


@dataclass(frozen=True)
class HazardOn:
    """A hazard as the rules judge it. Ratings are None while it is not scored."""

    number: int
    name: str
    status: HazardStatus
    initial: Rating | None = None
    residual: Rating | None = None
    has_alarp: bool = False
    is_accepted: bool = False

    @property
    def title(self) -> str:
        return f"Hazard {self.number}, {self.name}"

    @property
    def blocks(self) -> bool:
        """Whatever is said about it, its residual risk is too high."""
        return self.residual is not None and self.residual.blocks

    @property
    def lacks_reasons(self) -> bool:
        """Its residual risk asks why it is as low as reasonably practicable (ALARP), and nobody has said."""
        return self.residual is not None and self.residual.needs_alarp and not self.has_alarp

    @property
    def lacks_acceptance(self) -> bool:
        """Its residual risk asks for an executive's acceptance, and nobody has given it."""
        return self.residual is not None and self.residual.needs_acceptance and not self.is_accepted


def may_change_case(now: Status, wanted: Status, *, since: date | None, on: date, today: date, reason: str) -> Decision:
    """Whether a safety case may go from one status to another on a day."""
    if wanted not in TRANSITIONS[now]:
        return deny(
            f"A safety case that is “{now.label.lower()}” can't become “{wanted.label.lower()}”.",
            remedy="Reload the page to see how it stands.",
            field="status",
        )
    if on > today:
        return deny(
            "A safety case can't change on a day in the future.",
            remedy="Use today or an earlier day.",
            field="effective_on",
        )
    if since is not None and on < since:
        return deny(
            f"It is “{now.label.lower()}” since {nhs_date(since)}, so this can't be of an earlier day.",
            remedy="Use that day or a later one.",
            field="effective_on",
        )
    if not reason.strip() and (wanted == Status.WITHDRAWN or (now, wanted) == (Status.WITH_OFFICER, Status.DRAFTING)):
        return deny("This needs a reason.", remedy="Say in a sentence what has to change.", field="reason")
    return ALLOWED


def may_edit_case(now: Status) -> Decision:
    """Whether the case and its hazard log may be edited. An edit of an approved one makes it a draft again."""
    if now in {Status.SUPERSEDED, Status.WITHDRAWN}:
        return deny(
            f"This safety case is {now.label.lower()}, and stays as it was.",
            remedy="Begin a safety case for the release in use.",
        )
    return ALLOWED


def may_change_scheme(*, changes: bool, has_scores: bool) -> Decision:
    """Whether a document may take another risk scheme: its scores are of the one that it has."""
    if changes and has_scores:
        return deny(
            "Hazards are scored by the risk scheme that stands.",
            remedy="Keep it, or empty their scores first.",
            field="scheme",
        )
    return ALLOWED


# --- What keeps a case from being submitted or approved -------------------------------------------------------------


def problem_of_hazard(hazard: HazardOn) -> str:
    """What one hazard lacks before a safety case may be approved; empty when nothing. What each rating asks for comes
    with the rating, from the document's risk scheme."""
    if hazard.initial is None or hazard.residual is None:
        return f"{hazard.title}: the {'initial' if hazard.initial is None else 'residual'} risk is not scored."
    rating = hazard.residual
    if hazard.blocks:
        return f"{hazard.title}: the residual risk is {rating.rating} ({rating.label.lower()}), and has to be reduced."
    if hazard.lacks_reasons:
        return f"{hazard.title}: nobody has said why the risk is as low as reasonably practicable."
    if hazard.lacks_acceptance:
        return f"{hazard.title}: no named executive has accepted a residual risk of {rating.rating}."
    return ""


@dataclass(frozen=True)
class Completeness:
    """What a safety case is made of, as far as it is there."""

    report_reference: str
    plan_reference: str
    hazard_log_reference: str
    hazards: tuple[HazardOn, ...]
    unlinked: tuple[str, ...] = ()


def missing_from_case(case: Completeness) -> list[str]:
    """Everything that keeps a case from being approved, as sentences."""
    documents = {
        "clinical safety case report": case.report_reference,
        "clinical risk management plan": case.plan_reference,
        "hazard log": case.hazard_log_reference,
    }
    missing = [f"The reference of the {name} is missing." for name, text in documents.items() if not text.strip()]
    if not case.hazards:
        missing.append("The hazard log has no hazard.")
    missing += [problem for hazard in case.hazards if (problem := problem_of_hazard(hazard))]
    missing += [f"{name} was transferred by the supplier, and has no row in this hazard log." for name in case.unlinked]
    return missing


def may_be_complete(missing: Collection[str]) -> Decision:
    """Whether nothing is missing; else the first thing that is."""
    if not missing:
        return ALLOWED
    first, *rest = missing
    more = f" {plural(len(rest), 'more thing')} to do." if rest else ""
    return deny(f"{first}{more}", remedy="Complete the safety case first.")


def may_approve_case(
    *,
    held_role: bool,
    is_author: bool,
    checked_until: date | None,
    is_of_release_in_use: bool,
    missing: Collection[str],
    on: date,
) -> Decision:
    """Whether a person may approve a safety case as clinical safety officer on a day (DCB0160, 2.3 and 3.5)."""
    return first_refusal(
        may_decide_as_officer(held_role=held_role, is_author=is_author, checked_until=checked_until, on=on),
        ALLOWED
        if is_of_release_in_use
        else deny("This safety case is of another release than the one in use.", remedy="Begin one for that release."),
        may_be_complete(missing),
    )


def may_decide_as_officer(*, held_role: bool, is_author: bool, checked_until: date | None, on: date) -> Decision:
    """Whether a person counts as the clinical safety officer for a decision of a day, and is not its author."""
    if not held_role:
        return deny(
            f"You were not clinical safety officer here on {nhs_date(on)}.",
            remedy="Ask the person who was, or choose a day on which you were.",
            field="effective_on",
        )
    if is_author:
        return deny(
            "You wrote in this, so you can't approve it yourself.",
            remedy="Ask another clinical safety officer.",
        )
    if checked_until is None or checked_until < on:
        ended = f" since {nhs_date(checked_until)}" if checked_until else ""
        return deny(
            f"Your professional registration has no valid check{ended}.",
            remedy="Have somebody record that they looked it up.",
        )
    return ALLOWED


def may_check_officer(
    *, is_self: bool, holds_role: bool, checked_on: date, trained_on: date | None, today: date
) -> Decision:
    """Whether somebody may record that they looked a safety officer up in the register."""
    if is_self:
        return deny("You can't check your own registration.", remedy="Ask a colleague to look it up.", field="officer")
    if not holds_role:
        return deny(
            "This person is not clinical safety officer here.",
            remedy="Ask an administrator to give them the role first.",
            field="officer",
        )
    for field, day in (("checked_on", checked_on), ("trained_on", trained_on)):
        if day is not None and day > today:
            return deny("This can't be of a day in the future.", remedy="Enter the day it was done.", field=field)
    return ALLOWED


def may_record_acceptance(*, accepted_by: str, accepted_on: date | None, today: date) -> Decision:
    """Whether an executive's acceptance of a risk is whole: who and when."""
    if bool(accepted_by.strip()) != (accepted_on is not None):
        field = "accepted_on" if accepted_by.strip() else "accepted_by"
        return deny("An acceptance names the person and the day.", remedy="Enter both, or neither.", field=field)
    if accepted_on is not None and accepted_on > today:
        return deny("An acceptance can't be of a day in the future.", remedy="Enter its day.", field="accepted_on")
    return ALLOWED


def may_receive_pack(
    *, is_applicable: bool, rationale: str, received_on: date | None, report_reference: str, today: date
) -> Decision:
    """Whether what the supplier gave about DCB0129 is whole: the documents, or why the standard does not apply."""
    if not is_applicable and not rationale.strip():
        return deny("Say why DCB0129 does not apply.", remedy="Write the supplier's rationale.", field="rationale")
    if is_applicable and received_on is None:
        return deny("The day on which the documents came is missing.", remedy="Enter it.", field="received_on")
    if is_applicable and not report_reference.strip():
        return deny(
            "The reference of the clinical safety case report is missing.",
            remedy="Enter its title, version or number.",
            field="report_reference",
        )
    if received_on is not None and received_on > today:
        return deny("Documents can't come on a day in the future.", remedy="Enter the day.", field="received_on")
    return ALLOWED


def may_accept_pack(*, is_applicable: bool, problems: Collection[str], refused: Collection[str], note: str) -> Decision:
    """Whether a pack may be accepted: every requirement answered as the compliance workbook asks before supply."""
    if is_applicable and problems:
        return deny(
            f"{plural(len(problems), 'requirement is', 'requirements are')} not answered as they have to be before "
            f"supply: {', '.join(sorted(problems)[:3])}{' and more' if len(problems) > 3 else ''}.",
            remedy="Complete the checklist first.",
        )
    if is_applicable and refused and not note.strip():
        return deny(
            f"The supplier does not meet {', '.join(refused)}.",
            remedy="Say why you accept the pack all the same, or return it.",
            field="note",
        )
    return ALLOWED
