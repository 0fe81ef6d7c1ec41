"""One small programme in which every address of the product has a subject: one's own, and another network's."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.factories import (
    adopt,
    go_live,
    make_bid_site,
    make_catalogue,
    make_content,
    make_deployment,
    make_dpia,
    make_dtac,
    make_evaluation,
    make_evidence,
    make_incident,
    make_milestone,
    make_monitoring_plan,
    make_network,
    make_notice,
    make_oversight,
    make_pack,
    make_pack_waiver,
    make_panel_member,
    make_person,
    make_plan,
    make_procurement,
    make_programme,
    make_release,
    make_safety_case,
    make_safety_pack,
    make_signed_contract,
    make_site,
    make_stage,
    make_study,
    make_sub_processor,
    make_supplier_hazard,
    make_trust,
    make_waiver,
    publish,
    system,
    take_route,
)
from tests.factories.dpia import make_action_item, make_activity, make_risk
from tests.support.documents import upload
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.flags.models import Flag, Severity, SubjectKind
from tracker.governance.actions.revalidation import raise_case
from tracker.governance.models import DpiaCondition, DpiaDecision
from tracker.governance.validation_vocabulary import PlanKind
from tracker.governance.vocabulary import DpiaOpinion, DpiaRole
from tracker.networks.actions.saved_views import Sharing, save_view
from tracker.networks.models import Audience, Deployment, ImagingNetwork, SavedView, Trust
from tracker.notifications.actions import notify
from tracker.notifications.models import Notification
from tracker.notifications.vocabulary import Topic
from tracker.procurement.actions.routes import record_challenge, save_framework
from tracker.procurement.models import Contract, Procurement
from tracker.procurement.route_vocabulary import ChallengeKind
from tracker.reports.models import Report, ReportKind

ANONYMOUS = "not signed in"
NO_ROLE = "no role"


@dataclass(frozen=True)
class Subjects:
    """A network with one of everything. `values` are the arguments of addresses, by their name."""

    network: ImagingNetwork
    trust: Trust
    deployment: Deployment
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """Everybody has their role over `own` (or the whole programme) and none over `other`. To those of `whole_programme`
    both are alike."""

    own: Subjects
    other: Subjects
    people: dict[str, User | None]
    whole_programme: frozenset[str] = frozenset({"viewer", "national lead", "administrator"})


def build_world() -> World:
    places = (_live_deployment(), _live_deployment())
    adopt(make_programme(), make_catalogue())
    own, other = (_subjects(deployment) for deployment in places)
    people: dict[str, User | None] = {
        ANONYMOUS: None,
        NO_ROLE: make_person(),
        "viewer": make_person(role=Role.VIEWER),
        "trust user": make_person(role=Role.TRUST_USER, scope=own.trust),
        "signatory": make_person(
            role=Role.SIGNATORY, scope=own.network, sign_off_role=SignOffRole.CLINICAL_SAFETY_OFFICER
        ),
        "procurement": make_person(role=Role.PROCUREMENT, scope=own.network),
        "programme manager": make_person(role=Role.PROGRAMME_MANAGER, scope=own.network),
        "national lead": make_person(role=Role.NATIONAL_LEAD),
        "administrator": make_person(role=Role.ADMINISTRATOR),
    }
    return World(own, other, people)


def _live_deployment() -> Deployment:
    """A deployment that went live before its programme was held to a catalogue."""
    deployment = make_deployment(make_trust(make_network()))
    make_milestone(deployment)
    make_dpia(deployment)
    go_live(deployment, on=date(2024, 6, 3))
    return deployment


def _subjects(deployment: Deployment) -> Subjects:
    trust = deployment.trust
    network = trust.memberships.get().network
    make_monitoring_plan(deployment)
    procurement = make_procurement(network)
    make_stage(procurement)
    contract = make_signed_contract(network, covers=[deployment])
    study = make_study(deployment)
    make_oversight(deployment, approved=False)
    for plan_kind in PlanKind:
        make_plan(deployment, plan_kind, approved=False)
    values = {
        "slug": network.slug,
        "help_page": "flags",
        "ods_code": trust.ods_code,
        "deployment_id": deployment.pk,
        "type": "go-live",
        "procurement_id": procurement.pk,
        "stage": "contract",
        **_route_values(procurement),
        "contract_id": contract.pk,
        "clause": "permitted-data-use",
        **make_content(contract),
        "flag_id": _flag(network, trust, deployment).pk,
        "report_id": _report(trust).pk,
        "study_id": study.pk,
        "criterion_id": study.editions.get().criteria.earliest("pk").pk,
        "kind": "trust",
        "role": "clinical-safety-officer",
        "evidence_id": make_evidence(deployment, upload=upload()).pk,
        "number": 1,
        "requirement_code": "downtime-drill",
        "use_case": "chest-xray",
        "waiver_id": make_waiver(deployment, "downtime-drill", is_agreed=False).pk,
        "metric": "turnaround",
        "incident_id": make_incident(deployment).pk,
        "notice_id": make_notice(deployment).pk,
        "case_id": raise_case(deployment=deployment, detail="Readers doubt it", by=system()).pk,
        "step": "day-1",
        **_evaluation_values(procurement),
        **_safety_values(deployment),
        **_supply_values(procurement, contract),
        **_dpia_rows(deployment),
        "list_name": "contracts",
        "notification_id": _told(network, deployment).pk,
        "followed_kind": "deployment",
        "followed_id": deployment.pk,
        "calendar_token": "not-a-secret-that-works",
        "view_id": _shared_view(network).pk,
        "uidb36": "1",
        "key": "not-a-key-that-was-sent",
        "provider_id": "nobody",
    }
    return Subjects(network, trust, deployment, values)


def _told(network: ImagingNetwork, deployment: Deployment) -> Notification:
    """What somebody of the network was told; nobody else opens it."""
    person = make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    notify(
        people=[person],
        topic=Topic.DUE,
        key=f"world-{deployment.pk}",
        title="Go-live",
        href=f"/deployments/{deployment.pk}/",
    )
    return Notification.objects.get(person=person)


def _shared_view(network: ImagingNetwork) -> SavedView:
    """Filters that somebody of the network shares with its people."""
    return save_view(
        list_name="contracts",
        name="Signed",
        query="status=signed",
        sharing=Sharing(Audience.NETWORK, network),
        opens=False,
        by=make_person(role=Role.PROGRAMME_MANAGER, scope=network),
    )


def _route_values(procurement: Procurement) -> dict[str, Any]:
    """A procurement under a framework, with a notice and a question of a supplier."""
    take_route(procurement)
    yesterday = today_in_london() - timedelta(days=1)
    question = record_challenge(
        procurement=procurement,
        kind=ChallengeKind.QUESTION,
        supplier_name="Example Vision Ltd",
        received_on=yesterday,
        summary="Asks for the weights",
        by=system(),
    )
    return {
        "published_id": publish(procurement, "UK6", yesterday).pk,
        "challenge_id": question.pk,
        "framework_id": save_framework(name=procurement.framework, by=system()).pk,
    }


def _evaluation_values(procurement: Procurement) -> dict[str, Any]:
    """An evaluation whose criteria are being set, with a bid, a reference site and somebody on the panel."""
    evaluation = make_evaluation(procurement)
    bid = evaluation.bids.earliest("pk")
    return {
        "award_criterion_id": evaluation.criteria.earliest("pk").pk,
        "bid_id": bid.pk,
        "bid_site_id": make_bid_site(bid).pk,
        "member_id": make_panel_member(evaluation).pk,
        "evaluation_status": "scoring",
    }


def _safety_values(deployment: Deployment) -> dict[str, Any]:
    """A safety case with a hazard, and the release in use with a pack, a hazard of the supplier's, and an open form."""
    case = make_safety_case(deployment)
    pack = make_safety_pack(case.release)
    make_dtac(case.release)
    return {
        "release_id": case.release_id,
        "hazard_id": case.hazards.get().pk,
        "supplier_hazard_id": make_supplier_hazard(pack).pk,
        "chapter": "2",
        "dtac_section": "c1",
    }


def _supply_values(procurement: Procurement, contract: Contract) -> dict[str, Any]:
    """A pack with a waiver that waits, and a supplier with somebody who works for it and a reference site."""
    until = today_in_london() + timedelta(days=30)
    waiver = make_pack_waiver(make_pack(procurement), expires_on=until)
    product = make_release(contract.supplier).product
    return {
        "pack_section": "clinical-requirements",
        "pack_item": "clinical-need",
        "pack_waiver_id": waiver.pk,
        "supplier_id": contract.supplier_id,
        "sub_processor_id": make_sub_processor(contract.supplier).pk,
        "site_id": make_site(product).pk,
    }


def _dpia_rows(deployment: Deployment) -> dict[str, Any]:
    """One of each thing that a DPIA's pages are about."""
    activity = make_activity(deployment, by=system())
    decision = DpiaDecision.objects.create(
        dpia=deployment.dpia,
        role=DpiaRole.SIRO,
        opinion=DpiaOpinion.APPROVED_WITH_CONDITIONS,
        content_hash="0" * 64,
        decided_on=date(2024, 1, 1),
        signatory=system(),
        signatory_name="Sam Example",
    )
    condition = DpiaCondition.objects.create(
        decision=decision, text="Test the downtime plan", owner="Asha Example", due_on=date(2024, 6, 1)
    )
    return {
        "section": "purpose",
        "activity_id": activity.pk,
        "party_id": activity.parties.first().pk,
        "risk_id": make_risk(deployment, by=system()).pk,
        "item_id": make_action_item(deployment, by=system()).pk,
        "capacity": DpiaRole.CLINICAL_SAFETY_OFFICER.value,
        "condition_id": condition.pk,
    }


def _flag(network: ImagingNetwork, trust: Trust, deployment: Deployment) -> Flag:
    return Flag.objects.create(
        rule="R21",
        subject_kind=SubjectKind.DEPLOYMENT,
        subject_id=deployment.pk,
        programme=deployment.programme,
        network=network,
        trust=trust,
        deployment=deployment,
        severity=Severity.HIGH,
        owner_role=Role.PROGRAMME_MANAGER,
        finding="The DPIA is not approved.",
        since=date(2024, 1, 1),
        opened_on=date(2024, 1, 1),
    )


def _report(trust: Trust) -> Report:
    return Report.objects.create(
        kind=ReportKind.TRUST,
        key=trust.ods_code,
        title="Trust readiness",
        as_of=date(2024, 1, 1),
        requested_by=make_person(role=Role.NATIONAL_LEAD),
    )
