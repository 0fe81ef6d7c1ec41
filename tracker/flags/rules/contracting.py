"""Rules about procurements, contracts and suppliers. Each is pure: facts of a day and limits in, findings out."""

from collections.abc import Iterator
from datetime import date, timedelta

from tracker.core.formats import in_words, mid_sentence, nhs_date
from tracker.core.working_days import working_days_between
from tracker.flags.rules.base import (
    Finding,
    Limits,
    about_network,
    listed,
    listed_briefly,
    severity_of_slip,
    slip_working_days,
    slipping_since,
)
from tracker.flags.rules.facts import DeploymentFacts, Facts
from tracker.flags.vocabulary import Severity
from tracker.networks.plans import Plan, moved_recently
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.selectors.procurements import ProcurementOn
from tracker.procurement.vocabulary import Stage, SupplierStatusCode

Plans = dict[str, Plan]


def contracting_plans(facts: Facts) -> Iterator[tuple[ProcurementOn | ContractOn, Plans]]:
    """Every procurement with the plans of its stages that are not done, by name; and every contract whose signature is
    not a stage of a procurement."""
    for procurement in facts.procurements:
        yield procurement, {stage.label: plan for stage, plan in procurement.stages.items() if not plan.is_done}
    for contract in facts.contracts:
        if not contract.signature.is_done and not facts.has_staged_signature(contract):
            yield contract, {Stage.CONTRACT.label: contract.signature}


def contracting_slips(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R01: a contracting stage that is not done is expected later than its baseline. The worst stage speaks for all."""
    for subject, plans in contracting_plans(facts):
        slips = {name: days for name, plan in plans.items() if (days := slip_working_days(plan)) is not None}
        if not slips:
            continue
        worst = max(slips, key=lambda name: slips[name])
        severity, plan = severity_of_slip(slips[worst], limits), plans[worst]
        if severity is None or plan.baseline is None or plan.expected is None:
            continue
        late = in_words((plan.expected - plan.baseline).days)
        yield about_network(
            subject,
            severity,
            f"{whose(subject)}: the forecast of “{mid_sentence(worst)}”, {nhs_date(plan.expected)}, is {late} after its "
            f"baseline of {nhs_date(plan.baseline)}.",
            since=slipping_since(plan, limits["amber_working_days"]) or plan.baseline,
            national=(plan.slip_months or 0) > limits["national_months"],
        )


def contracting_overdue(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R02, contracting: the day of a stage or a signature has passed and it is not recorded as done."""
    for subject, plans in contracting_plans(facts):
        late = {name: plan.expected for name, plan in plans.items() if plan.is_overdue(facts.day) and plan.expected}
        if not late:
            continue
        first = min(late.values())
        is_critical = (facts.day - first).days >= limits["critical_days"]
        named = listed(f"“{mid_sentence(name)}” by {nhs_date(day)}" for name, day in late.items())
        yield about_network(
            subject,
            Severity.CRITICAL if is_critical else Severity.HIGH,
            f"{whose(subject)}: {named} was planned, and is not recorded as done.",
            since=first,
            national=is_critical,
        )


def contracting_keeps_moving(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R03, contracting: the forecast of a stage that is not done was moved again and again."""
    for subject, plans in contracting_plans(facts):
        moved = moved_plans(plans, facts.day, limits)
        if moved:
            yield about_network(
                subject,
                *moving_too_often(plans, moved, limits, whose=f"{whose(subject)}: "),
                since=last_move(plans, moved),
            )


def moved_plans(plans: Plans, day: date, limits: Limits) -> dict[str, int]:
    """The plans whose forecast moved as often as the limit within the window, with how often."""
    counts = {name: moved_recently(plan, day=day, window_days=limits["window_days"]) for name, plan in plans.items()}
    return {name: count for name, count in counts.items() if count >= limits["amber_moves"]}


def moving_too_often(plans: Plans, moved: dict[str, int], limits: Limits, *, whose: str) -> tuple[Severity, str]:
    """How bad that is, and the sentence that says it."""
    named = listed_briefly([f"“{mid_sentence(name)}” {count} times" for name, count in moved.items()])
    severity = Severity.HIGH if max(moved.values()) >= limits["red_moves"] else Severity.MEDIUM
    latest = nhs_date(last_move(plans, moved))
    return severity, f"{whose}the forecast moved often within {limits['window_days']} days: {named}, last on {latest}."


def last_move(plans: Plans, moved: dict[str, int]) -> date:
    return max(plans[name].forecasts[-1][0] for name in moved)


def procurement_idle(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R04: nothing about a procurement that is not finished was recorded for a while. One that is overdue is told so
    by R02 already."""
    for procurement in facts.procurements:
        stage = procurement.current_stage
        changes = [plan.last_changed_on for plan in procurement.stages.values() if plan.last_changed_on]
        is_overdue = any(plan.is_overdue(facts.day) for plan in procurement.stages.values())
        if stage is None or is_overdue or not changes:
            continue
        idle = working_days_between(max(changes), facts.day)
        if idle > limits["idle_working_days"]:
            yield about_network(
                procurement,
                Severity.HIGH if idle > limits["red_working_days"] else Severity.MEDIUM,
                f"{whose(procurement)}: nothing has been recorded since {nhs_date(max(changes))}, at the stage "
                f"“{mid_sentence(stage.label)}”.",
                since=max(changes),
            )


def contract_ending(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """T01: a signed contract ends soon, or has ended, nothing signed follows it, and it covers work in hand."""
    for contract in facts.contracts:
        ends_on, covered = contract.ends_on, facts.deployments_of(contract)
        if ends_on is None or not contract.signature.is_done or not covered or _is_renewed(contract, facts):
            continue
        if ends_on <= facts.day + timedelta(days=limits["days_before"]):
            yield about_network(
                contract,
                _severity_of_end(ends_on, covered, facts.day, limits),
                _sentence_of_end(contract, ends_on),
                since=ends_on - timedelta(days=limits["days_before"]),
            )


def _sentence_of_end(contract: ContractOn, ends_on: date) -> str:
    notice = f" Notice is due by {nhs_date(contract.notice_by)}." if contract.notice_by else ""
    return (
        f"{whose(contract)}: the contract with {contract.supplier} has {nhs_date(ends_on)} as its last day, and no "
        f"signed contract follows it.{notice}"
    )


def _severity_of_end(ends_on: date, covered: tuple[DeploymentFacts, ...], day: date, limits: Limits) -> Severity:
    if ends_on < day:
        return Severity.CRITICAL if any(each.is_live for each in covered) else Severity.HIGH
    return Severity.HIGH if ends_on <= day + timedelta(days=limits["red_days_before"]) else Severity.MEDIUM


def _is_renewed(contract: ContractOn, facts: Facts) -> bool:
    """Another signed contract of the network for the same use case runs on after this one."""
    return any(
        other.id != contract.id
        and (other.network_id, other.use_case) == (contract.network_id, contract.use_case)
        and other.signature.is_done
        and (other.ends_on is None or contract.ends_on is None or other.ends_on > contract.ends_on)
        for other in facts.contracts
    )


def supplier_failed(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """T07: a supplier in administration or withdrawn has a contract that still serves somebody, whom no signed contract
    with another supplier serves."""
    for contract in facts.contracts:
        has_ended = contract.ends_on is not None and contract.ends_on < facts.day
        if contract.supplier_status == SupplierStatusCode.ACTIVE or has_ended:
            continue
        left = [each for each in facts.deployments_of(contract) if not is_served_otherwise(each, contract)]
        if left:
            live = sum(1 for each in left if each.is_live)
            yield about_network(
                contract,
                Severity.CRITICAL if live else Severity.HIGH,
                f"{whose(contract)}: {contract.supplier} is {mid_sentence(contract.supplier_status.label)}. The "
                f"contract covers {len(left)} deployment{'s' if len(left) > 1 else ''}, of which {live} in clinical use.",
                since=facts.supplier_status_since.get(contract.supplier_id, facts.day),
                national=True,
            )


def is_served_otherwise(deployment: DeploymentFacts, contract: ContractOn) -> bool:
    """A signed contract with a supplier that trades covers the deployment too."""
    return any(
        other.id != contract.id and other.signature.is_done and other.supplier_status == SupplierStatusCode.ACTIVE
        for other in deployment.contracts
    )


def whose(subject: ProcurementOn | ContractOn) -> str:
    """What a finding is about, at the head of its sentence."""
    if isinstance(subject, ContractOn):
        return subject.reference
    return f"Procurement for {mid_sentence(subject.use_case_name)}"
