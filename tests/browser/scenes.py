"""What the browser’s tests find: places where much has happened, each with the people who work there."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.factories import (
    START,
    enter_counts,
    go_live,
    make_assured,
    make_bid,
    make_bid_site,
    make_content,
    make_contract,
    make_deployment,
    make_device,
    make_dpia,
    make_dtac,
    make_evaluation,
    make_evidence,
    make_incident,
    make_intended_use,
    make_milestone,
    make_monitoring_plan,
    make_network,
    make_notice,
    make_officer,
    make_oversight,
    make_pack,
    make_pack_waiver,
    make_panel_member,
    make_person,
    make_plan,
    make_plan_test,
    make_procurement,
    make_programme,
    make_readings,
    make_release,
    make_safety_case,
    make_safety_pack,
    make_signed_contract,
    make_simulation,
    make_site,
    make_stage,
    make_study,
    make_sub_processor,
    make_supplier,
    make_supplier_hazard,
    make_training,
    make_trust,
    pack_item,
    publish,
    system,
    take_route,
)
from tests.factories.assurance import PASSING
from tests.factories.contracts import make_clause
from tests.factories.dpia import DpiaPeople, make_dpia_people
from tests.support.documents import upload
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import add_months, today_in_london
from tracker.core.working_days import working_day_from
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.governance.actions.audits import record_audit
from tracker.governance.actions.evidence import Content, replace_evidence
from tracker.governance.actions.hazards import save_hazard
from tracker.governance.actions.revalidation import raise_case
from tracker.governance.models import Evidence, ValidationStudy
from tracker.governance.policies.audits import GroupOn
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import Group
from tracker.governance.validation_vocabulary import PermittedEffect, PlanKind, SubgroupKind
from tracker.networks.models import Deployment
from tracker.procurement.actions.contracts import record_terms
from tracker.procurement.actions.packs import answer_item
from tracker.procurement.actions.routes import record_challenge, save_framework
from tracker.procurement.evaluation_vocabulary import PanelCapacity
from tracker.procurement.models import Contract, Evaluation, Procurement, Stage, Supplier
from tracker.procurement.pack_vocabulary import AnswerState
from tracker.procurement.route_vocabulary import ChallengeKind

TODAY = today_in_london()
BEFORE = TODAY - timedelta(days=60)
NETWORK, TRUST = "North Thames Imaging Network", "Riverside University Hospitals NHS Foundation Trust"
LEAD, MANAGER, BUYER = "lead@tests.example", "manager@tests.example", "buyer@tests.example"
MEMBER, OF_TRUST, RADIOLOGIST = "member@tests.example", "trust@tests.example", "radiology@tests.example"
SIRO = "siro@tests.example"
NOISE = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
RISKS = {
    "initial_severity": "major",
    "initial_likelihood": "high",
    "training_controls": "Readers are taught how the tool fails.",
    "residual_severity": "major",
    "residual_likelihood": "low",
}


def validated() -> ValidationStudy:
    """A deployment with one of everything, and its study with counts of all cases and of a site."""
    deployment = make_deployment(make_trust(make_network(), name=TRUST))
    make_person(OF_TRUST, Role.TRUST_USER, deployment.trust, name="Priya Editor")
    radiology = SignOffRole.RADIOLOGY_LEAD
    make_person(RADIOLOGIST, Role.SIGNATORY, deployment.trust, sign_off_role=radiology, name="Dr Ada Lead")
    study = make_study(deployment)
    enter_counts(study, PASSING, on=TODAY - timedelta(days=3))
    site = Group("", SubgroupKind.SITE, "Riverside General")
    enter_counts(study, Counts(20, 50, 400, 2), site, on=TODAY - timedelta(days=3))
    make_training(deployment, completed=8)
    make_simulation(deployment, on=TODAY - timedelta(days=30))
    make_oversight(deployment, effects=[PermittedEffect.FLAG, PermittedEffect.SECOND_READ])
    for kind in PlanKind:
        make_plan_test(make_plan(deployment, kind), on=TODAY - timedelta(days=10))
    return study


def flagged() -> Flag:
    """A network with enough flags for two pages; the flag of a go-live that slips."""
    network = make_network(name=NETWORK)
    make_stage(make_procurement(network), baseline=TODAY - timedelta(days=100))
    for number in range(14):
        deployment = make_deployment(make_trust(network, name=f"Riverside University Hospitals {number}"))
        make_milestone(deployment, baseline=TODAY + timedelta(days=50), forecast=TODAY + timedelta(days=300))
    make_person(LEAD, Role.NATIONAL_LEAD)
    sweep(programme=make_programme(), on=TODAY, by=system())
    return Flag.objects.filter(rule="T03").earliest("pk")


def under_dpia() -> tuple[Deployment, DpiaPeople]:
    """A deployment whose DPIA has not begun, and everybody who works on it."""
    deployment = make_deployment(make_trust(make_network(name=NETWORK), name=TRUST))
    return deployment, make_dpia_people(deployment)


def evidenced() -> Evidence:
    """A certificate with a file that expires soon, and its replacement; more evidence beside it."""
    trust = make_trust(make_network(name=NETWORK), name="Riverside University Hospitals")
    deployment = make_deployment(trust)
    make_dpia(deployment)
    make_person(LEAD, Role.NATIONAL_LEAD)
    make_person(OF_TRUST, Role.TRUST_USER, trust)
    soon, past = TODAY + timedelta(days=20), TODAY - timedelta(days=3)
    supports = ["cyber-01", "dspt-02"]
    row = make_evidence(
        deployment, accepted_on=START, expires_on=soon, upload=upload("Certificate.pdf"), supports=supports
    )
    replace_evidence(
        evidence=row, content=Content(TODAY, link="https://a.example/" + "x" * 90), version=None, by=system()
    )
    make_evidence(deployment, title="Penetration test report", accepted_on=START, expires_on=past, supports=["pen-01"])
    make_evidence(trust.memberships.get().network, title="Network downtime plan", on=TODAY)
    return row


def procured() -> Procurement:
    """A late procurement in its standstill, with a trust that waits for it and a supplier that asks."""
    network = make_network(name=NETWORK)
    row = make_procurement(network)
    start = TODAY - timedelta(days=200)
    for number, stage in enumerate(Stage):
        due = start + timedelta(days=30 * (number + 1))
        done = due + timedelta(days=9 * (number + 1)) if stage != Stage.CONTRACT else None
        forecast = TODAY + timedelta(days=20) if stage == Stage.CONTRACT else None
        make_stage(row, stage, baseline=due, forecast=forecast, actual=done, on=start, forecast_on=due)
    take_route(row, started_on=start)
    publish(row, "UK6", min(working_day_from(TODAY), TODAY), reference="012345-2026")
    record_challenge(
        procurement=row,
        kind=ChallengeKind.DEBRIEF,
        supplier_name="Example Vision Ltd",
        received_on=TODAY,
        summary="Asks how integration was scored",
        by=system(),
    )
    save_framework(name=row.framework, expires_on=TODAY + timedelta(days=30), by=system())
    deployment = make_deployment(make_trust(network, name="Riverside University Hospitals"))
    make_milestone(deployment, baseline=TODAY + timedelta(days=30))
    make_contract(network, programme=row.programme, covers=[deployment])
    make_person(BUYER, Role.PROCUREMENT, network)
    return row


@dataclass(frozen=True)
class Supply:
    supplier: Supplier
    procurement: Procurement
    waiver_id: int


def supplied() -> Supply:
    """A supplier in use with all that is recorded of one, and a pack that waits for a waiver, beside a network that
    offers its text."""
    network = make_network(name=NETWORK)
    row = make_deployment(make_trust(network, name="Riverside University Hospitals"))
    release = make_assured(row, on=TODAY - timedelta(days=30))
    make_contract(network, release=release, signed_on=START, ends_on=TODAY + timedelta(days=90), covers=[row])
    go_live(row, on=TODAY - timedelta(days=20))
    make_site(release.product, checked_on=TODAY)
    make_sub_processor(release.product.supplier, country="Ireland", is_outside_uk=True)
    procurement = make_procurement(network)
    waiver = make_pack_waiver(make_pack(procurement), expires_on=TODAY + timedelta(days=30))
    other = make_pack(make_procurement(make_network(name="South Mersey Imaging Network")))
    answer_item(
        pack=other,
        item=pack_item(other),
        state=AnswerState.COMPLETE,
        text="Reports wait 12 days.\n\nOne in forty is urgent.",
        is_offered=True,
        on=TODAY,
        version=None,
        by=system(),
    )
    make_person(LEAD, Role.NATIONAL_LEAD)
    make_person(BUYER, Role.PROCUREMENT, network)
    return Supply(release.product.supplier, procurement, waiver.pk)


def bid_for() -> Evaluation:
    """Two bids, one with reference sites, and a panel of two of whom one is the lead."""
    network = make_network(name=NETWORK)
    evaluation = make_evaluation(make_procurement(network), bids=0, formula=True, volume=90_000)
    first = make_bid(evaluation, name="Quillfeather Imaging Ltd")
    make_bid(evaluation, name="Tamsin Reads Ltd", price_pence=130_000_00)
    make_bid_site(first, "Riverside University Hospitals", yearly_volume=88_000, contact_role="PACS manager")
    make_bid_site(first, "Moorland Hospitals", pacs_vendor="Oriole", live_since=date(2025, 1, 6))
    lead = make_person(LEAD, Role.PROCUREMENT, network, name="Lena Lead")
    member = make_person(MEMBER, Role.VIEWER, network, name="Mo Member")
    make_panel_member(evaluation, lead, PanelCapacity.PROCUREMENT)
    make_panel_member(evaluation, member)
    return evaluation


def contracted() -> Contract:
    """A signed contract with one of everything, beside a planned one, one that ends soon, and one of another network."""
    network, other = make_network(name=NETWORK), make_network(name="Mersey Imaging Network")
    make_person(BUYER, Role.PROCUREMENT, network)
    make_person(MANAGER, Role.PROGRAMME_MANAGER, network)
    supplier = make_supplier("Quillon Imaging AI Ltd")
    covered = [
        make_deployment(make_trust(network, name=name)) for name in ("Riverside University Hospitals", "Northway")
    ]
    contract = make_signed_contract(
        network, reference="NTIN-CXR-01", release=make_release(supplier), covers=covered, value_pence=1_240_000_00
    )
    record_terms(contract=contract, on=TODAY, paid_pence=310_000_00, notice_by=TODAY + timedelta(days=510), by=system())
    make_content(contract)
    make_contract(network, reference="NTIN-CCT-01", use_case="chest-ct", baseline=TODAY + timedelta(days=40))
    make_signed_contract(network, reference="NTIN-CXR-00", ends_on=TODAY + timedelta(days=40))
    wording = "Any other use, and any sharing, needs the written approval of every controller beforehand."
    make_clause(make_signed_contract(other), "secondary-use", position=wording, is_shared=True)
    return contract


def gated() -> Deployment:
    """A deployment under contract, with somebody who runs its delivery and somebody who signs for it."""
    network = make_network(name="Wealdshire Imaging Network", slug="wealdshire")
    trust = make_trust(network, name="Wealdshire Hospitals NHS Trust")
    deployment = make_deployment(trust)
    make_contract(network, covers=[deployment], signed_on=date(2024, 3, 31))
    make_milestone(deployment, baseline=TODAY + timedelta(days=20))
    make_person(MANAGER, Role.PROGRAMME_MANAGER, network)
    make_person(SIRO, Role.SIGNATORY, trust, sign_off_role=SignOffRole.SIRO, name="Dr Siro Example")
    return deployment


def monitored() -> Deployment:
    """A live deployment with readings that show a special cause, an incident, a notice, a case and an audit."""
    row = make_deployment(make_trust(make_network(), name="Riverside University Hospitals"))
    go_live(row, on=TODAY - timedelta(days=100))
    make_monitoring_plan(row, starts_on=TODAY - timedelta(days=100))
    first = add_months(TODAY.replace(day=1), -18)
    make_readings(row, [*NOISE, 11, 10, 12, 24, 9], first=first)
    make_readings(row, [17.1, 16.4, 17.6, 16.9] * 4, metric="flag-rate", first=first)
    make_readings(row, [0.02, 0.08, 0.14, 0.31], metric="score-drift", first=add_months(first, 13))
    make_incident(row, on=TODAY - timedelta(days=20))
    make_notice(row, on=TODAY - timedelta(days=20), reference="FSN-2025-7")
    raise_case(deployment=row, detail="Two readers see lesions that the tool does not mark", by=system())
    groups = [
        GroupOn("Sex", "Male", True, Counts(95, 50, 850, 5)),
        GroupOn("Sex", "Female", False, Counts(80, 50, 850, 20)),
        GroupOn("Age", "85 and over", True, Counts(4, 0, 2, 0)),
    ]
    day = TODAY - timedelta(days=10)
    record_audit(deployment=row, groups=groups, first_day=day, last_day=day, held_on=day, by=system())
    make_person(OF_TRUST, Role.TRUST_USER, row.trust)
    return row


def named() -> User:
    """Two networks with a contract each, and the national lead who looks for them."""
    for name in (NETWORK, "South Coast Imaging Network"):
        network = make_network(name=name)
        deployment = make_deployment(make_trust(network, name=f"{name.split()[0]}ern King’s Hospital"))
        make_signed_contract(network, reference=f"{name[:1]}-2024/1", covers=[deployment])
    return make_person(LEAD, Role.NATIONAL_LEAD)


def kept_safe() -> Deployment:
    """A deployment in the middle of its work: hazards of every kind, a transferred one without a row, an open form."""
    network = make_network(name=NETWORK)
    deployment = make_deployment(make_trust(network, name="Riverside University Hospitals"))
    make_person(MANAGER, Role.PROGRAMME_MANAGER, network)
    make_officer(deployment, name="Sam Officer", checked_on=BEFORE)
    case = make_safety_case(deployment, on=BEFORE)
    save_hazard(
        case=case,
        name="Missed finding, with trust in the tool",
        description="The tool misses a pneumothorax, and the reader relies on it.",
        owner="Radiology lead",
        by=system(),
        **RISKS,
    )
    save_hazard(case=case, name="Not scored yet", description="Somebody still has to.", by=system())
    make_supplier_hazard(make_safety_pack(case.release), name="Overlay on the wrong side")
    make_dtac(case.release, on=BEFORE, answers={"C3.1": "expired", "C2.1": ""})
    make_device(case.release, on=BEFORE, mark="CE-MDD")
    make_intended_use(deployment, on=BEFORE)
    return deployment
