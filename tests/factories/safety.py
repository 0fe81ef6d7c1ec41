"""Clinical safety, DTAC and device evidence, in order unless a test says otherwise."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.factories.networks import START, make_deployment
from tests.factories.people import make_person, system
from tests.factories.procurement import make_release
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.governance.actions.devices import record_cyber_check, record_device, record_intended_use
from tracker.governance.actions.dtac import answer_section, assess_clinical_safety, conclude_dtac, open_dtac
from tracker.governance.actions.hazards import save_hazard
from tracker.governance.actions.releases import record_release
from tracker.governance.actions.safety_cases import (
    approve_safety_case,
    open_safety_case,
    return_safety_case,
    save_safety_case,
    submit_safety_case,
    withdraw_safety_case,
)
from tracker.governance.actions.safety_officers import record_officer_check
from tracker.governance.actions.safety_packs import (
    answer_clauses,
    decide_safety_pack,
    save_safety_pack,
    save_supplier_hazard,
)
from tracker.governance.models import (
    CyberCheck,
    DeviceRegistration,
    DtacAssessment,
    DtacForm,
    IntendedUse,
    SafetyCase,
    SafetyPack,
    SupplierHazard,
)
from tracker.governance.policies.checklists import parse_sections
from tracker.governance.safety_vocabulary import HazardStatus, PackDecision, Regulator, SafetyCaseStatus
from tracker.governance.selectors.dtac import sections_of
from tracker.networks.models import Deployment
from tracker.procurement.actions.suppliers import save_release
from tracker.procurement.models import ProductRelease

DTAC_ANSWERS = {
    "C1.1.1": "yes",
    "PAQ": "acceptable",
    "C1.1.2": "yes",
    "C2.1": "met",
    "C2.2": "no",
    "C3.1": "acceptable",
    "C3.2": "yes",
    "C4.1": "no",
    "C4.2": "no",
}
REFERENCES = {
    "report_reference": "CSCR-1",
    "plan_reference": "PLAN-1",
    "hazard_log_reference": "LOG-1",
}
LOW_RISK = {
    "initial_severity": "minor",
    "initial_likelihood": "low",
    "residual_severity": "minor",
    "residual_likelihood": "low",
}


def make_officer(deployment: Deployment, *, name: str = "", checked_on: date | None = START, scope: Any = None) -> User:
    """A clinical safety officer of the deployment's network (or of `scope`), whose registration somebody checked."""
    network = deployment.trust.memberships.order_by("pk")[0].network
    officer = make_person(role=Role.SIGNATORY, scope=scope or network, name=name)
    if checked_on is not None:
        record_officer_check(
            deployment=deployment,
            officer=officer,
            profession="Consultant radiologist",
            regulator=Regulator.GMC,
            registration_number="7000001",
            checked_on=checked_on,
            employer="Example NHS Trust",
            training="Clinical safety officer foundation",
            trained_on=checked_on,
            by=system(),
        )
    return officer


def make_release_in_use(
    deployment: Deployment | None = None,
    *,
    on: date = START,
    version: str = "2.1",
    release: ProductRelease | None = None,
) -> ProductRelease:
    """The release that a deployment runs from a day on."""
    deployment = deployment or make_deployment()
    release = release or make_release(use_case=deployment.use_case.code, version=version)
    record_release(deployment=deployment, release=release, on=on, reason="In a test", by=system())
    return release


def make_safety_pack(
    release: ProductRelease, *, officer: User | None = None, on: date = START, **fields: Any
) -> SafetyPack:
    """A complete DCB0129 pack; accepted on the day where an officer is given."""
    given = {"received_on": on, "report_reference": "CSCR-S", **fields}
    pack = save_safety_pack(release=release, by=system(), **given)
    numbers = [clause.number for section in parse_sections(pack.standard.sections) for clause in section.clauses]
    answers = {number: {"answer": "yes", "evidence": "In the report"} for number in numbers}
    pack = answer_clauses(pack=pack, answers=answers, version=None, by=system())
    if officer is not None:
        decide_safety_pack(pack=pack, decision=PackDecision.ACCEPTED, on=on, version=None, by=officer)
        pack.refresh_from_db()
    return pack


def make_supplier_hazard(
    pack: SafetyPack,
    status: HazardStatus | str = HazardStatus.TRANSFERRED,
    *,
    name: str = "Missed nodule",
    **fields: Any,
) -> SupplierHazard:
    """A hazard of the supplier's log."""
    given = {"name": name, "description": "The tool misses a nodule.", "status": HazardStatus(status), **fields}
    return save_supplier_hazard(pack=pack, by=system(), **given)


def make_safety_case(
    deployment: Deployment | None = None,
    status: SafetyCaseStatus | str = SafetyCaseStatus.DRAFTING,
    *,
    on: date = START,
    officer: User | None = None,
    by: User | None = None,
) -> SafetyCase:
    """A safety case for the release in use (one is recorded where there is none), with one hazard of low risk, moved to
    a status on a day."""
    deployment, by = deployment or make_deployment(), by or system()
    if not deployment.releases.exists():
        make_release_in_use(deployment, on=on)
    case = open_safety_case(deployment=deployment, on=on, by=by)
    case = save_safety_case(case=case, version=None, by=by, **REFERENCES)
    if not case.hazards.exists():
        save_hazard(case=case, name="Result late", description="The result is late.", by=by, **LOW_RISK)
    wanted = SafetyCaseStatus(status)
    if wanted != SafetyCaseStatus.DRAFTING:
        submit_safety_case(case=case, on=on, version=None, by=by)
        _decide(case, wanted, on=on, officer=officer or make_officer(deployment, checked_on=on))
    case.refresh_from_db()
    return case


def _decide(case: SafetyCase, wanted: SafetyCaseStatus, *, on: date, officer: User) -> None:
    if wanted == SafetyCaseStatus.APPROVED:
        approve_safety_case(case=case, on=on, version=None, by=officer)
    elif wanted == SafetyCaseStatus.WITHDRAWN:
        withdraw_safety_case(case=case, on=on, reason="In a test", version=None, by=officer)
    elif wanted != SafetyCaseStatus.WITH_OFFICER:
        return_safety_case(case=case, on=on, reason="In a test", version=None, by=officer)


def make_dtac(
    release: ProductRelease,
    *,
    officer: User | None = None,
    on: date | None = None,
    version: str = "2.0",
    answers: dict[str, str] | None = None,
) -> DtacAssessment:
    """An assessed form of a release; concluded where an officer is given, who assesses clinical safety."""
    form = DtacForm.objects.get(version=version)
    day = on or form.published_on
    assessment = open_dtac(release=release, form=form, dated_on=day, on=day, by=system())
    given = (
        {**DTAC_ANSWERS, **(answers or {})} if version == "2.0" else answers or dict.fromkeys(_codes(form), "passed")
    )
    for section in sections_of(assessment):
        assessment = answer_section(assessment=assessment, section=section, answers=given, version=None, by=system())
    if officer is not None:
        assess_clinical_safety(assessment=assessment, on=day, version=None, by=officer)
        conclude_dtac(assessment=assessment, on=day, version=None, by=system())
        assessment.refresh_from_db()
    return assessment


def _codes(form: DtacForm) -> list[str]:
    return [question["code"] for section in form.sections for question in section["questions"]]


def make_device(release: ProductRelease, *, on: date = START, **fields: Any) -> DeviceRegistration:
    """A UKCA device of class IIa for every source, view and adult."""
    newest = release.device_registrations.order_by("pk").last()
    given = {
        "mark": "UKCA",
        "device_class": "IIa",
        "body": "Example Approved Body",
        "certificate_number": "UK-1",
        "issued_on": on - timedelta(days=30),
        "expires_on": on + timedelta(days=5 * 365),
        "declared_on": on - timedelta(days=30),
        "mhra_reference": "MHRA-1",
        "is_uk_manufacturer": True,
        "intended_purpose": "Supports the reading of chest X-rays of adults.",
        "use_cases": ["chest-xray"],
        "views": ["pa", "ap"],
        "referral_sources": ["gp", "ed", "inpatient", "outpatient"],
        "minimum_age": 16,
        "autonomy": "triage",
        **fields,
    }
    return record_device(release=release, version=newest.pk if newest else None, checked_on=on, by=system(), **given)


def make_cyber_check(release: ProductRelease, *, on: date = START, **fields: Any) -> CyberCheck:
    """A check that found nothing serious."""
    newest = release.cyber_checks.order_by("pk").last()
    given = {"highest_open_cvss": Decimal("3.1"), **fields}
    return record_cyber_check(
        release=release, version=newest.pk if newest else None, checked_on=on, by=system(), **given
    )


def make_intended_use(deployment: Deployment, *, on: date = START, **fields: Any) -> IntendedUse:
    """Chest images of adult patients of GPs, read by a person."""
    newest = deployment.intended_uses.order_by("pk").last()
    given = {"views": ["pa"], "referral_sources": ["gp"], "minimum_age": 18, "autonomy": "support", **fields}
    return record_intended_use(
        deployment=deployment, on=on, version=newest.pk if newest else None, by=system(), **given
    )


def make_assured(deployment: Deployment, *, on: date, officer: User | None = None) -> ProductRelease:
    """Everything of clinical safety, DTAC, device, quality and cyber security, in order from a day on (that day may not
    be before the current form of the DTAC)."""
    officer = officer or make_officer(deployment, checked_on=on)
    release = make_release_in_use(deployment, on=on)
    save_release(
        product=release.product,
        version=release.version,
        iso_13485_expires_on=on + timedelta(days=3 * 365),
        penetration_test_on=on,
        cyber_essentials_plus_expires_on=on + timedelta(days=365),
        dspt_status="Standards met",
        by=system(),
    )
    make_safety_pack(release, officer=officer, on=on)
    make_safety_case(deployment, SafetyCaseStatus.APPROVED, on=on, officer=officer)
    make_dtac(release, officer=officer, on=on)
    make_device(release, on=on)
    make_cyber_check(release, on=on)
    make_intended_use(deployment, on=on)
    return release
