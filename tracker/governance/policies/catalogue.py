"""Rules about the requirement catalogue, and what a programme is held to on a day. Pure."""

from dataclasses import dataclass
from datetime import date

from tracker.accounts.roles import Role
from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date, plural


@dataclass(frozen=True)
class RequirementOn:
    """One requirement as plain data. `check` is the code of the check that answers it; empty where people assess it."""

    id: int
    code: str
    domain: int
    domain_title: str
    title: str
    evidence: str
    owner_role: Role
    signs_role: str = ""
    due_days: int = 0
    is_blocking: bool = True
    is_waivable: bool = True
    check: str = ""
    sign_off_place: int = 0
    source: str = ""

    def asks_as(self, other: "RequirementOn") -> bool:
        """Whether an answer to `other`, the requirement of this code in another version, answers this one too: it asks
        for the same evidence, signed in the same capacity."""
        return (self.code, self.evidence, self.signs_role) == (other.code, other.evidence, other.signs_role)


@dataclass(frozen=True)
class VersionOn:
    """The version that a programme is held to on a day: `since` that day, and to some version since `first_held_on`."""

    id: int
    code: str
    title: str
    since: date
    first_held_on: date
    longest_waiver_days: int
    requirements: tuple[RequirementOn, ...] = ()

    def find(self, code: str) -> RequirementOn | None:
        return next((each for each in self.requirements if each.code == code), None)


def may_adopt(*, effective_from: date, newest_adoption: date | None, on: date, today: date) -> Decision:
    """Whether a programme may be held to a version from a day on. The first adoption may lie in the past; a later one
    would change what the gate said then."""
    if on < effective_from:
        return deny(
            f"This version takes effect on {nhs_date(effective_from)}.",
            remedy="Adopt it from that day or a later one.",
            field="effective_on",
        )
    if newest_adoption is not None and (on <= newest_adoption or on < today):
        return deny(
            f"The programme is held to a version since {nhs_date(newest_adoption)}, and what it was held to on a day "
            "gone by stays.",
            remedy="Adopt the new version from today or a later day.",
            field="effective_on",
        )
    return ALLOWED


def may_remove_requirement(*, adoptions: int, answers: int) -> Decision:
    """Whether a requirement may leave the catalogue: not once a programme is held to it or anybody has answered it."""
    if adoptions:
        return deny(
            f"{plural(adoptions, 'programme is', 'programmes are')} held to this requirement.",
            remedy="Publish a new version of the catalogue without it.",
        )
    if answers:
        return deny(
            f"This requirement has {plural(answers, 'assessment or waiver', 'assessments and waivers')}.",
            remedy="Publish a new version of the catalogue without it.",
        )
    return ALLOWED
