"""Plain facts for the rules, with no database: what a test does not name is in order."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tracker.accounts.roles import SignOffRole
from tracker.flags.rules import DeploymentFacts, Facts, Finding, TrustFacts, judge
from tracker.governance.policies.gate import Gate
from tracker.governance.policies.sign_offs import SignOffOn
from tracker.governance.selectors.standing import GovernanceOn
from tracker.governance.vocabulary import DpiaStatus, SignOffDecision
from tracker.networks.plans import Plan
from tracker.networks.selectors import DeploymentOn, StateOn, TrustOn
from tracker.networks.vocabulary import ClinicalUse, MilestoneType
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.selectors.procurements import ProcurementOn
from tracker.procurement.vocabulary import Stage, SupplierStatusCode

TODAY = date(2025, 6, 30)
FAR = TODAY + timedelta(days=400)
TRUST = TrustOn(7, "Z9A0A", "Example Trust", 3, "North", "north", joined_on=date(2023, 6, 30), project_manager="Asha")


def days(count: int) -> date:
    """That many days after today; before it when negative."""
    return TODAY + timedelta(days=count)


def plan(
    baseline: date | None = None,
    forecast: date | None = None,
    actual: date | None = None,
    moves: tuple[tuple[date, date], ...] = (),
) -> Plan:
    """A plan whose forecast, if any, is known since 200 days, unless `moves` (effective day, date) tells each one."""
    given = tuple((on, day, "") for on, day in moves) or (((days(-200), forecast, ""),) if forecast else ())
    return Plan(baseline, given[-1][1] if given else None, actual, given, last_changed_on=days(-5))


def signed(*, on: date = TODAY, without: tuple[SignOffRole, ...] = ()) -> dict[SignOffRole, SignOffOn]:
    return {role: sign_off(role, decided_on=on) for role in SignOffRole if role not in without}


def sign_off(
    role: SignOffRole,
    decision: SignOffDecision = SignOffDecision.APPROVED,
    *,
    decided_on: date = TODAY,
    expires_on: date | None = None,
) -> SignOffOn:
    counts = decision == SignOffDecision.APPROVED and (expires_on is None or expires_on > TODAY)
    return SignOffOn(role, decision, decided_on, "Sam Example", "", expires_on, counts)


def deployment(
    *,
    state: ClinicalUse = ClinicalUse.NOT_STARTED,
    go_live: Plan | None = None,
    milestones: Mapping[MilestoneType, Plan] | None = None,
    dpia: DpiaStatus = DpiaStatus.APPROVED,
    sign_offs: Mapping[SignOffRole, SignOffOn] | None = None,
    last_update_on: date | None = TODAY,
    review_due_on: date | None = None,
    contracts: tuple[ContractOn, ...] = (),
    number: int = 11,
    gate: Gate | None = None,
) -> DeploymentFacts:
    """A deployment far from its go-live, approved, signed and updated today."""
    plans = {MilestoneType.GO_LIVE: go_live or plan(baseline=FAR), **(milestones or {})}
    is_live = state in (ClinicalUse.LIVE_FULL, ClinicalUse.LIVE_PARTIAL)
    position = DeploymentOn(
        id=number,
        version=1,
        programme_id=1,
        trust=TRUST,
        use_case="chest-xray",
        use_case_name="Chest X-ray",
        owner="",
        state=StateOn(state, since=days(-60)),
        milestones=plans,
        first_live_on=days(-60) if is_live else None,
        last_update_on=last_update_on,
    )
    approved_on = days(-90) if dpia in (DpiaStatus.APPROVED, DpiaStatus.REVIEW_DUE) else None
    given = signed() if sign_offs is None else dict(sign_offs)
    governance = GovernanceOn(number, dpia_status=dpia, dpia_since=days(-90), approved_on=approved_on, sign_offs=given)
    return DeploymentFacts(position, governance, review_due_on, contracts, gate=gate)


def procurement(**stages: Plan) -> ProcurementOn:
    plans = {Stage(stage): each for stage, each in stages.items()}
    return ProcurementOn(21, 1, 3, "North", "north", "chest-xray", "Chest X-ray", "", stages=plans)


def contract(**fields: Any) -> ContractOn:
    """A signed contract with an active supplier, for deployment 11, without an end."""
    given: dict[str, Any] = {
        "id": 31,
        "version": 1,
        "reference": "CON-1",
        "programme_id": 1,
        "network_id": 3,
        "network_name": "North",
        "network_slug": "north",
        "use_case": "chest-xray",
        "use_case_name": "Chest X-ray",
        "supplier_id": 41,
        "supplier": "Acme Imaging Ltd",
        "supplier_status": SupplierStatusCode.ACTIVE,
        "product": "",
        "signature": plan(baseline=days(-500), actual=days(-400)),
        "shows_money": True,
        "deployment_ids": frozenset({11}),
    }
    return ContractOn(**(given | fields))


def find(
    *deployments: DeploymentFacts,
    procurements: tuple[ProcurementOn, ...] = (),
    contracts: tuple[ContractOn, ...] = (),
    trusts: tuple[TrustFacts, ...] = (),
    day: date = TODAY,
    **more: Any,
) -> dict[str, Finding]:
    """What the rules find, by code; a test expects at most one of each. `more` are further fields of the facts."""
    found = judge(Facts(1, day, deployments, trusts, procurements, contracts, **more))
    assert len({each.rule for each in found}) == len(found), found
    return {each.rule: each for each in found}
