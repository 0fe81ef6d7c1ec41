"""The one sentence that says how a deployment stands: is it live, when will it be, how late, and what stands in the way.

Pure: a position, its governance and contracts, and a day. Who opens the page must know within five seconds.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.core.formats import in_words, nhs_date, plural
from tracker.governance.selectors.standing import GovernanceOn
from tracker.networks.plans import Plan
from tracker.networks.selectors import DeploymentOn
from tracker.networks.vocabulary import ClinicalUse, MilestoneType, ReferralSource
from tracker.portfolio.presenters.common import listed
from tracker.procurement.selectors.contracts import ContractOn

UNDONE = {
    MilestoneType.INTEGRATION: "IT integration is not done",
    MilestoneType.DPIA: "the DPIA is not approved",
    MilestoneType.CLINICAL_SAFETY: "the clinical safety case is not approved",
    MilestoneType.TRAINING: "staff are not trained",
    MilestoneType.PATIENT_COMMUNICATION: "patient communication is not ready",
    MilestoneType.BASELINE_DATA: "baseline data is not collected",
    MilestoneType.VALIDATION: "validation is not done",
    MilestoneType.ROLLBACK: "rollback is not tested",
    MilestoneType.GO_NO_GO: "the go or no-go decision is not taken",
}
NAMED = 3  # so many things in the way are named, the rest is counted


def headline(position: DeploymentOn, governance: GovernanceOn, contracts: Sequence[ContractOn], *, on: date) -> str:
    """How the deployment stands on a day, in one sentence."""
    state, name = position.state, position.use_case_name
    since = f" since {nhs_date(state.since)}" if state.since else ""
    reason = f": {_as_clause(state.reason)}" if state.reason else ""
    if state.state == ClinicalUse.WITHDRAWN:
        return f"{name} has been withdrawn{since}{reason}."
    if state.state == ClinicalUse.PAUSED:
        return f"{name} has been paused{since}{reason}."
    if state.is_live:
        return _live(position)
    return _to_come(position, obstacles(position, governance, contracts, on=on), on)


def _live(position: DeploymentOn) -> str:
    live_for = position.state.sources if position.state.state == ClinicalUse.LIVE_PARTIAL else ()
    sources = [_source(source) for source in live_for]
    where = f" for {listed(sources)} patients" if sources else ""
    began = position.go_live.actual or position.first_live_on
    lateness = _lateness(position.go_live.slip_days, "later than planned", "earlier than planned", "as planned")
    return f"{position.use_case_name} has been live{where} since {nhs_date(began)}{lateness}."


def _to_come(position: DeploymentOn, in_the_way: Sequence[str], on: date) -> str:
    name, plan = position.use_case_name, position.go_live
    why = f": {_named(in_the_way)}" if in_the_way else ""
    if plan.expected is None:
        return f"{name} has no go-live date{why}."
    if plan.is_done:
        return f"{name} went live on {nhs_date(plan.actual)}, but its clinical use is recorded as not started."
    if plan.is_overdue(on):
        late = in_words(plan.overdue_days(on))
        return f"{name} was due to go live {late} ago, on {nhs_date(plan.expected)}, and has not{why}."
    return f"{name} goes live{_due(plan)}{why}."


def _due(plan: Plan) -> str:
    """` 6 weeks late, on 14 August 2025`."""
    slip = plan.slip_days
    if slip is None:
        return f" on {nhs_date(plan.expected)}, with no baseline to compare"
    if slip == 0:
        return f" on time, on {nhs_date(plan.expected)}"
    return f" {in_words(slip)} {'late' if slip > 0 else 'early'}, on {nhs_date(plan.expected)}"


def _lateness(slip: int | None, late: str, early: str, on_time: str) -> str:
    if slip is None:
        return ""
    if slip == 0:
        return f", {on_time}"
    return f", {in_words(slip)} {late if slip > 0 else early}"


def obstacles(
    position: DeploymentOn, governance: GovernanceOn, contracts: Iterable[ContractOn], *, on: date
) -> list[str]:
    """What stands between the deployment and going live, the weightiest first, as clauses of a sentence."""
    found = [] if any(contract.signature.is_done for contract in contracts) else ["no contract is signed"]
    undone = [kind for kind, plan in position.milestones.items() if kind in UNDONE and not plan.is_done]
    overdue = [kind for kind in undone if position.milestones[kind].is_overdue(on)]
    late_or_next = overdue or undone[:1]
    found += [UNDONE[kind] for kind in late_or_next]
    if not governance.dpia_is_approved and MilestoneType.DPIA not in late_or_next:
        found.append(UNDONE[MilestoneType.DPIA])
    if governance.missing_roles:
        count = len(governance.missing_roles)
        found.append(f"{plural(count, 'sign-off')} {'is' if count == 1 else 'are'} missing")
    return found


def _named(clauses: Sequence[str]) -> str:
    rest = len(clauses) - NAMED
    named = list(clauses[:NAMED]) + ([f"{rest} more"] if rest > 0 else [])
    return listed(named)


def _source(code: str) -> str:
    """`GP` stays, `Emergency department` goes on within a sentence."""
    label = str(ReferralSource(code).label)
    return label if label.isupper() else label.lower()


def _as_clause(text: str) -> str:
    return text.strip().rstrip(".")
