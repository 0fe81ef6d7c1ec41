"""What the gate hears about clinical safety: DCB0129 for the release, DCB0160 for the deployment. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tracker.core.formats import nhs_date, plural
from tracker.governance.policies.judging import NO_RELEASE, Problem, judged
from tracker.governance.policies.safety import HazardOn
from tracker.governance.policies.verdicts import Verdict
from tracker.governance.safety_vocabulary import PackDecision, SafetyCaseStatus

PAGE, RELEASE_PAGE = "safety", "deployment-release"


@dataclass(frozen=True)
class PackOn:
    """The supplier's pack for the release in use, and the decision that stands for this deployment."""

    is_applicable: bool
    received_on: date | None
    decision: PackDecision | None = None
    decided_on: date | None = None


@dataclass(frozen=True)
class CaseOn:
    """The safety case that counts for a deployment on a day. `is_as_approved` tells that nothing has changed since the
    approval; it is True while there is none."""

    id: int
    release_id: int
    release: str
    status: SafetyCaseStatus
    since: date
    is_as_approved: bool = True
    hazards: tuple[HazardOn, ...] = ()


@dataclass(frozen=True)
class OfficerOn:
    """A clinical safety officer of a deployment on a day. `checked_until` is the last day of the newest check of their
    registration; None where there was none."""

    user_id: int
    name: str
    checked_on: date | None = None
    checked_until: date | None = None

    def is_valid_on(self, day: date) -> bool:
        return self.checked_until is not None and self.checked_until >= day


@dataclass(frozen=True)
class SafetyOn:
    """Clinical safety of one deployment on a day. `unlinked` names hazards that the supplier transferred and that have
    no row in the trust's log."""

    deployment_id: int
    release_id: int | None = None
    release: str = ""
    release_since: date | None = None
    pack: PackOn | None = None
    case: CaseOn | None = None
    unlinked: tuple[str, ...] = ()
    officers: tuple[OfficerOn, ...] = field(default_factory=tuple)

    @property
    def is_approved(self) -> bool:
        """Whether the safety case stands approved, of this release, as it was approved."""
        case = self.case
        return (
            case is not None
            and case.status == SafetyCaseStatus.APPROVED
            and case.is_as_approved
            and case.release_id == self.release_id
        )


def _pack_problems(facts: SafetyOn) -> Iterator[Problem]:
    pack = facts.pack
    if facts.release_id is None:
        yield NO_RELEASE
    elif pack is None:
        yield (
            f"No DCB0129 pack is recorded for {facts.release}.",
            "Ask the supplier for it, or for the reasons why the standard does not apply.",
        )
    elif pack.decision != PackDecision.ACCEPTED:
        told = {
            PackDecision.RETURNED: "was returned to the supplier",
            PackDecision.REOPENED: "has changed since it was accepted",
        }
        state = told[pack.decision] if pack.decision else "is not accepted yet"
        yield (
            f"{_pack_in_words(pack)} for {facts.release} {state}.",
            "A clinical safety officer of the trust or its network has to accept it.",
        )


def _pack_in_words(pack: PackOn | None) -> str:
    is_applicable = pack is None or pack.is_applicable
    return "The DCB0129 pack" if is_applicable else "The reason why DCB0129 does not apply"


def pack_verdict(facts: SafetyOn, day: date) -> Verdict:  # noqa: ARG001 - the facts are of that day
    """DCB0160, 2.5.1: the manufacturer and the system comply with DCB0129, or a clinical safety officer accepted in
    writing why the standard does not apply."""
    decided_on = nhs_date(facts.pack.decided_on if facts.pack else None)
    met_by = f"{_pack_in_words(facts.pack)} for {facts.release} was accepted on {decided_on}."
    return judged(_pack_problems(facts), met_by=met_by, page=RELEASE_PAGE)


def approval_problems(facts: SafetyOn) -> Iterator[Problem]:
    """Why no safety case stands approved as it is; of the release in use, where one is known."""
    case = facts.case
    if case is None:
        yield "There is no DCB0160 safety case.", "Begin the safety case."
    else:
        yield from _problems_of(case, facts)


def _problems_of(case: CaseOn, facts: SafetyOn) -> Iterator[Problem]:
    if facts.release_id is not None and case.release_id != facts.release_id:
        yield (
            f"The safety case is of {case.release}, and {facts.release} is in use.",
            f"Begin a safety case for {facts.release}, and have it approved.",
        )
    if case.status != SafetyCaseStatus.APPROVED:
        yield (
            f"The safety case is not approved (status: {case.status.label.lower()}).",
            "Complete it, and have the clinical safety officer approve it.",
        )
    if not case.is_as_approved:
        yield "The safety case is not the one that was approved.", "Have it approved as it now stands."


def _case_problems(facts: SafetyOn) -> Iterator[Problem]:
    if facts.release_id is None:
        yield NO_RELEASE
    yield from approval_problems(facts)
    if facts.case is not None and facts.unlinked:
        one, many = "hazard that the supplier transferred has", "hazards that the supplier transferred have"
        yield f"{plural(len(facts.unlinked), one, many)} no row in the hazard log.", "Add a row for each."


def case_verdict(facts: SafetyOn, day: date) -> Verdict:  # noqa: ARG001 - the facts are of that day
    """DCB0160: a safety case and hazard log for this deployment, approved by the clinical safety officer, of the
    release in use, unchanged since."""
    met_by = f"Approved on {nhs_date(facts.case.since)}, for {facts.case.release}." if facts.case else ""
    return judged(_case_problems(facts), met_by=met_by, page=PAGE)
