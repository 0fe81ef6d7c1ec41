"""The requirement catalogue, assessments and waivers: what holds a deployment's gate shut, and what opens it.

A test programme is held to no catalogue until `adopt` says so. `open_the_gate` holds it to a short catalogue of the
test's own where it is held to none, because the catalogue that comes with the product asks for records of every topic.
"""

from datetime import date, timedelta
from typing import Any

from tests.factories.assurance import make_signatory
from tests.factories.networks import START
from tests.factories.numbers import next_number
from tests.factories.people import system
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.governance.actions.assessments import move_requirement
from tracker.governance.actions.catalogue import adopt_catalogue, publish_catalogue
from tracker.governance.actions.waivers import decide_waiver, request_waiver
from tracker.governance.models import CatalogueAdoption, CatalogueVersion, Requirement, Waiver
from tracker.governance.policies.assessments import Step
from tracker.governance.selectors.gate import gate_of
from tracker.governance.vocabulary import AssessmentStatus, WaiverParty, WaiverVerdict
from tracker.networks.models import Deployment, Programme

SAFETY = SignOffRole.CLINICAL_SAFETY_OFFICER


def requirement(code: str, **fields: Any) -> dict[str, Any]:
    """The fields of a requirement that the clinical safety officer signs; it blocks, and can be waived."""
    return {
        "code": code,
        "domain": 1,
        "domain_title": "Safety",
        "title": code.replace("-", " ").capitalize(),
        "evidence": "A record of it",
        "owner_role": Role.TRUST_USER,
        "signs_role": SAFETY,
        "due_days_before_go_live": 30,
        **fields,
    }


SHORT = (
    requirement("downtime-drill"),
    requirement("audit-trail", is_waivable=False, domain=2, domain_title="Records"),
    requirement("lessons", is_blocking=False, domain=2, domain_title="Records"),
)


def make_catalogue(
    *requirements: dict[str, Any], longest_waiver_days: int = 90, effective_from: date = START
) -> CatalogueVersion:
    """A version with these requirements, else with a short list: one that can be waived, one that can't, and one that
    does not block. None of them is answered by a check."""
    number = next_number()
    return publish_catalogue(
        code=f"test-{number}",
        title=f"Test requirements {number}",
        effective_from=effective_from,
        longest_waiver_days=longest_waiver_days,
        requirements=requirements or SHORT,
        by=system(),
    )


def adopt(programme: Programme, version: CatalogueVersion | None = None, *, on: date = START) -> CatalogueAdoption:
    """Holds a programme to a version (the one that comes with the product, unless told) from a day on."""
    version = version or CatalogueVersion.objects.get(code="1")
    return adopt_catalogue(programme=programme, version=version, on=on, by=system())


def settle(
    deployment: Deployment,
    code: str,
    *,
    on: date | None = None,
    status: AssessmentStatus = AssessmentStatus.MET,
    expires_on: date | None = None,
) -> None:
    """Prepares a requirement and has somebody else review it, both on a day (today unless told)."""
    day = on or today_in_london()
    held = gate_of(deployment.pk, on=today_in_london()).find(code)
    assert held is not None, f"the deployment is held to no requirement {code}"
    row = Requirement.objects.get(pk=held.requirement.id)
    reviewer = make_signatory(deployment, SignOffRole(held.requirement.signs_role))
    ready = Step(AssessmentStatus.READY, day)
    move_requirement(deployment=deployment, requirement=row, step=ready, by=system())
    done = Step(status, day, "Reviewed in a test", expires_on)
    move_requirement(deployment=deployment, requirement=row, step=done, by=reviewer)


def make_waiver(deployment: Deployment, code: str, *, expires_on: date | None = None, is_agreed: bool = True) -> Waiver:
    """A waiver from today for 30 days (unless told), which both sides have agreed to (unless told)."""
    today = today_in_london()
    held = gate_of(deployment.pk, on=today).find(code)
    assert held is not None, f"the deployment is held to no requirement {code}"
    waiver = request_waiver(
        deployment=deployment,
        requirement=Requirement.objects.get(pk=held.requirement.id),
        reason="The drill is booked for next week",
        expires_on=expires_on or today + timedelta(days=30),
        by=system(),
    )
    if is_agreed:
        for party, role in ((WaiverParty.EXECUTIVE, SignOffRole.SIRO), (WaiverParty.SAFETY, SAFETY)):
            by = make_signatory(deployment, role)
            decide_waiver(waiver=waiver, party=party, verdict=WaiverVerdict.AGREED, by=by)
    return waiver


def open_the_gate(deployment: Deployment) -> None:
    """Has the deployment's gate open today, through the actions of the product: what people assess is settled, what a
    check answers is waived. A check that can't be waived has to be met by its own records before."""
    today = today_in_london()
    if not gate_of(deployment.pk, on=today).is_held:
        adopt(deployment.programme, make_catalogue())
    for item in gate_of(deployment.pk, on=today).blocking:
        if not item.requirement.check:
            settle(deployment, item.requirement.code)
        elif item.requirement.is_waivable:
            make_waiver(deployment, item.requirement.code)
    left = gate_of(deployment.pk, on=today).blocking
    assert not left, f"these need records of their own: {[item.requirement.code for item in left]}"
