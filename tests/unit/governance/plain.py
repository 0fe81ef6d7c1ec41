"""Plain requirements, assessments and waivers, with no database."""

from datetime import date
from typing import Any

from tracker.accounts.roles import Role, SignOffRole
from tracker.governance.policies.assessments import AssessmentOn, StateOn
from tracker.governance.policies.catalogue import RequirementOn, VersionOn
from tracker.governance.policies.waivers import WaiverOn, WaiverVoice
from tracker.governance.vocabulary import AssessmentStatus, WaiverParty, WaiverVerdict

TODAY = date(2025, 6, 30)
SAFETY = SignOffRole.CLINICAL_SAFETY_OFFICER


def requirement(number: int, **fields: Any) -> RequirementOn:
    """A blocking requirement that can be waived and that people assess."""
    given: dict[str, Any] = {
        "id": number,
        "code": f"requirement-{number}",
        "domain": 1,
        "domain_title": "Safety",
        "title": f"Requirement {number}",
        "evidence": "A record of it",
        "owner_role": Role.TRUST_USER,
        "signs_role": SAFETY,
        "due_days": 30,
    }
    return RequirementOn(**(given | fields))


def held_to(*requirements: RequirementOn, since: date = date(2025, 1, 1)) -> VersionOn:
    return VersionOn(1, "1", "Version 1", since, since, 90, requirements)


def assessment(*states: AssessmentStatus | StateOn, by_id: int = 1, **fields: Any) -> AssessmentOn:
    """An assessment that went through these states, all on one day by one person where only statuses are given."""
    rows = tuple(
        each if isinstance(each, StateOn) else StateOn(each, date(2025, 6, 1), by_id, f"Person {by_id}", "Because")
        for each in states
    )
    return AssessmentOn(1, states=rows, **fields)


def voice(party: WaiverParty, by_id: int, verdict: WaiverVerdict = WaiverVerdict.AGREED) -> WaiverVoice:
    return WaiverVoice(party, verdict, date(2025, 5, 1), by_id, f"Person {by_id}")


def waiver(
    number: int, *voices: WaiverVoice, until: date, since: date = date(2025, 5, 1), asked_by_id: int = 1
) -> WaiverOn:
    """A waiver of a requirement; both sides have agreed unless the voices say otherwise."""
    given = voices or (voice(WaiverParty.EXECUTIVE, 2), voice(WaiverParty.SAFETY, 3))
    return WaiverOn(number, number, "The drill is booked", since, until, asked_by_id, "Asha Example", given)
