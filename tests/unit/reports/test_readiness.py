"""What a go-live needs, and the sentences that say so."""

from datetime import date, timedelta

import pytest

from tracker.accounts.roles import SignOffRole
from tracker.governance.policies.sign_offs import SignOffOn
from tracker.governance.selectors.standing import GovernanceOn
from tracker.governance.vocabulary import DpiaStatus, SignOffDecision
from tracker.networks.plans import Plan
from tracker.networks.selectors import DeploymentOn, StateOn, TrustOn
from tracker.networks.vocabulary import ClinicalUse, MilestoneType
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.vocabulary import SupplierStatusCode
from tracker.reports.presenters.readiness import Readiness, answer_for, ask_of, readiness_of

DAY = date(2025, 6, 30)
EARLIER = date(2025, 1, 15)


def signed(role: SignOffRole, *, expires_on: date | None = None) -> SignOffOn:
    counts = expires_on is None or expires_on > DAY
    return SignOffOn(role, SignOffDecision.APPROVED, EARLIER, "Sam Example", "", expires_on, counts)


def governance(**changes: object) -> GovernanceOn:
    facts = {
        "dpia_status": DpiaStatus.APPROVED,
        "approved_on": EARLIER,
        "sign_offs": {role: signed(role) for role in SignOffRole},
    }
    return GovernanceOn(1, **{**facts, **changes})


def deployment(go_live: date | None, state: ClinicalUse = ClinicalUse.NOT_STARTED, **milestones: Plan) -> DeploymentOn:
    trust = TrustOn(1, "R0A", "Harrowmere", 1, "North Vale", "north-vale", project_manager="Asha Example")
    plans = {MilestoneType(kind.replace("_", "-")): plan for kind, plan in milestones.items()}
    plans[MilestoneType.GO_LIVE] = Plan(baseline=EARLIER, forecast=go_live)
    return DeploymentOn(
        1, 1, 1, trust, "chest-xray", "Chest X-ray", "", StateOn(state, since=EARLIER), milestones=plans
    )


def contract(signed_on: date | None = EARLIER) -> ContractOn:
    return ContractOn(
        id=1,
        version=1,
        reference="CON-1",
        programme_id=1,
        network_id=1,
        network_name="North Vale",
        network_slug="north-vale",
        use_case="chest-xray",
        use_case_name="Chest X-ray",
        supplier_id=1,
        supplier="Example Ltd",
        supplier_status=SupplierStatusCode.ACTIVE,
        product="",
        signature=Plan(baseline=EARLIER, actual=signed_on),
        shows_money=False,
        deployment_ids=frozenset({1}),
    )


def ready(go_live: date | None = DAY + timedelta(days=90), **milestones: Plan) -> Readiness:
    return readiness_of(deployment(go_live, **milestones), governance(), [contract()], on=DAY)


def test_everything_in_place_is_ready() -> None:
    readiness = ready(training=Plan(actual=EARLIER))
    assert readiness.is_ready
    assert len(readiness.needs) == 4 + len(SignOffRole)
    assert answer_for("Harrowmere", readiness) == (
        "Harrowmere is ready to go live for chest X-ray, and go-live is expected on 28 September 2025."
    )
    assert ask_of([readiness], on=DAY).startswith("Decision. Confirm the go-live on 28 September 2025")


@pytest.mark.parametrize(
    ("changes", "what", "detail"),
    [
        (
            {"approved_on": None, "dpia_status": DpiaStatus.DRAFTING, "dpia_since": EARLIER},
            "DPIA approved",
            "Drafting since 15 January 2025",
        ),
        (
            {"sign_offs": {role: signed(role) for role in SignOffRole if role != SignOffRole.DPO}},
            "Sign-off: Data protection officer",
            "Not signed",
        ),
        (
            {
                "sign_offs": {
                    role: signed(role, expires_on=DAY if role == SignOffRole.SIRO else None) for role in SignOffRole
                }
            },
            "Sign-off: Senior information risk owner",
            "Expired 30 June 2025",
        ),
    ],
)
def test_governance_that_does_not_count_is_missing(changes: dict[str, object], what: str, detail: str) -> None:
    readiness = readiness_of(deployment(None), governance(**changes), [contract()], on=DAY)
    assert [(need.what, need.detail) for need in readiness.missing] == [(what, detail)]


def test_contract_that_is_only_planned_is_missing() -> None:
    readiness = readiness_of(deployment(None), governance(), [contract(None)], on=DAY)
    assert [need.detail for need in readiness.missing] == ["Expected 15 January 2025"]
    assert readiness_of(deployment(None), governance(), [], on=DAY).missing[0].detail == "No contract covers this trust"


def test_overdue_milestone_says_by_how_much() -> None:
    readiness = ready(validation=Plan(baseline=DAY - timedelta(days=5)))
    assert [need.detail for need in readiness.missing] == ["Expected 25 June 2025, 5 days overdue"]


@pytest.mark.parametrize(
    ("go_live", "ask"),
    [
        (DAY + timedelta(days=90), "Support. Settle the 1 missing item below before go-live on 28 September 2025."),
        (
            DAY + timedelta(days=9),
            "Decision. Go-live is expected on 9 July 2025, in 9 days, with 1 missing item. Decide whether the date stands.",
        ),
        (
            DAY - timedelta(days=1),
            "Decision. Go-live was expected on 29 June 2025 and has not happened. Agree a new date, and who settles the 1 missing item below.",
        ),
    ],
)
def test_ask_follows_the_nearness_of_the_go_live(go_live: date, ask: str) -> None:
    assert ask_of([ready(go_live, validation=Plan(baseline=DAY))], on=DAY) == ask


def test_live_trust_asks_for_nothing() -> None:
    live = readiness_of(deployment(EARLIER, ClinicalUse.LIVE_FULL), governance(), [contract()], on=DAY)
    assert ask_of([live], on=DAY) == "For information. The tool is in clinical use and nothing is asked of you."
    assert (
        answer_for("Harrowmere", live)
        == "Harrowmere has used the chest X-ray tool in clinical practice since 15 January 2025."
    )


def test_trust_without_a_deployment_asks_for_support() -> None:
    assert ask_of([], on=DAY) == "Support. No deployment has been set up, so there is no plan to judge."
