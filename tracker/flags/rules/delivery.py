"""Rules about a trust's delivery: dates, updates, order of work, people. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tracker.accounts.roles import Role
from tracker.core.formats import in_words, mid_sentence, nhs_date
from tracker.flags.rules.base import (
    Finding,
    Limits,
    about_deployment,
    about_trust,
    listed,
    listed_briefly,
    severity_of_slip,
    slip_working_days,
    slipping_since,
)
from tracker.flags.rules.contracting import last_move, moved_plans, moving_too_often
from tracker.flags.rules.facts import DeploymentFacts, Facts
from tracker.flags.vocabulary import Severity
from tracker.networks.plans import Plan
from tracker.networks.vocabulary import ClinicalUse, MilestoneType

# What has to be done before a tool is used on patients, and what can only follow.
BEFORE = (
    MilestoneType.INTEGRATION,
    MilestoneType.DPIA,
    MilestoneType.CLINICAL_SAFETY,
    MilestoneType.TRAINING,
    MilestoneType.PATIENT_COMMUNICATION,
    MilestoneType.BASELINE_DATA,
    MilestoneType.VALIDATION,
    MilestoneType.ROLLBACK,
    MilestoneType.GO_NO_GO,
)
AFTER = (MilestoneType.FULL_LIVE, MilestoneType.REVIEW)
UPDATE_SEVERITIES = (
    ("red_days", Severity.HIGH),
    ("amber_days", Severity.MEDIUM),
    ("low_days", Severity.LOW),
)


def go_live_slips(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """T03: the go-live is expected later than its baseline by the thresholds."""
    for each in facts.deployments:
        plan = each.position.go_live
        severity = severity_of_slip(slip_working_days(plan), limits) if each.awaits_go_live else None
        if severity is None or plan.baseline is None or plan.expected is None:
            continue
        late = in_words((plan.expected - plan.baseline).days)
        yield about_deployment(
            each,
            severity,
            f"The go-live forecast of {nhs_date(plan.expected)} is {late} after its baseline of {nhs_date(plan.baseline)}.",
            since=slipping_since(plan, limits["amber_working_days"]) or plan.baseline,
            national=(plan.slip_months or 0) > limits["national_months"],
        )


def go_live_overdue(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """T04: the day of the go-live has passed, and it is not recorded. What else is overdue is named with it."""
    for each in facts.deployments:
        expected = each.position.go_live.expected
        if expected is None or not each.go_live_is_overdue(facts.day):
            continue
        late = (facts.day - expected).days
        waiting = [mid_sentence(kind.label) for kind in _overdue_milestones(each, facts.day)]
        also = f" Also overdue: {listed(waiting)}." if waiting else ""
        yield about_deployment(
            each,
            Severity.CRITICAL if late >= limits["critical_days"] else Severity.HIGH,
            f"Go-live was expected on {nhs_date(expected)}, and is not recorded.{also}",
            since=expected,
            national=late >= limits["national_days"],
        )


def milestones_overdue(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R02, delivery: the days of milestones have passed and they are not done; one finding names them all. When the
    go-live itself is overdue, T04 names them."""
    for each in facts.deployments:
        late = _overdue_milestones(each, facts.day)
        if not late or each.is_withdrawn or each.go_live_is_overdue(facts.day):
            continue
        first = min(late.values())
        named = listed(mid_sentence(kind.label) for kind in sorted(late, key=lambda kind: late[kind]))
        is_high = (facts.day - first).days >= limits["milestone_red_days"]
        finding = about_deployment(
            each,
            Severity.HIGH if is_high else Severity.MEDIUM,
            f"Not recorded as done: {named}. The first was expected on {nhs_date(first)}.",
            since=first,
        )
        yield replace(finding, owner_role=Role.TRUST_USER)


def _overdue_milestones(facts: DeploymentFacts, day: date) -> dict[MilestoneType, date]:
    """Milestones but the go-live whose day has passed, with that day. What follows the go-live waits for it."""
    passed_over = {MilestoneType.GO_LIVE, *(AFTER if facts.awaits_go_live else ())}
    return {
        kind: plan.expected
        for kind, plan in facts.position.milestones.items()
        if kind not in passed_over and plan.is_overdue(day) and plan.expected
    }


def milestones_keep_moving(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R03, delivery: the forecast of a milestone was moved again and again."""
    for each in facts.deployments:
        plans: dict[str, Plan] = {
            kind.label: plan for kind, plan in each.position.milestones.items() if not plan.is_done
        }
        moved = moved_plans(plans, facts.day, limits)
        if moved and not each.is_withdrawn:
            severity, sentence = moving_too_often(plans, moved, limits, whose="")
            finding = about_deployment(
                each, severity, sentence[:1].upper() + sentence[1:], since=last_move(plans, moved)
            )
            yield replace(finding, owner_role=Role.TRUST_USER)


def no_update(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """T05: nobody has changed or confirmed anything for a while, where there is still something to deliver."""
    for each in facts.deployments:
        last = each.position.last_update_on or each.position.trust.joined_on
        if last is None or not _still_delivers(each):
            continue
        silent = (facts.day - last).days
        severity = next((severity for name, severity in UPDATE_SEVERITIES if silent > limits[name]), None)
        if severity is not None:
            said = "Last updated" if each.position.last_update_on else "Never updated since it joined"
            yield about_deployment(each, severity, f"{said} on {nhs_date(last)}.", since=last)


def _still_delivers(facts: DeploymentFacts) -> bool:
    """Not yet live, paused, or live in part with the rest planned."""
    full_live = facts.position.milestones.get(MilestoneType.FULL_LIVE)
    match facts.position.state.state:
        case ClinicalUse.LIVE_FULL | ClinicalUse.WITHDRAWN:
            return False
        case ClinicalUse.LIVE_PARTIAL:
            return full_live is not None and not full_live.is_done
    return True


def impossible_order(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """T06: a go-live is expected before something that has to come first (a contract's signature too), or after what
    can only follow. A go-live that is overdue has no date worth comparing."""
    for each in facts.deployments:
        go_live = each.position.go_live.expected
        if go_live is None or not each.awaits_go_live or each.go_live_is_overdue(facts.day):
            continue
        before, after = _too_late(each, go_live), _too_early(each, go_live)
        if before or after:
            is_near = each.go_live_is_within(limits["near_days"], of=facts.day)
            severity = Severity.HIGH if is_near else Severity.MEDIUM
            changed = [plan.last_changed_on for plan in each.position.milestones.values() if plan.last_changed_on]
            yield about_deployment(
                each,
                severity if before else Severity.LOW,
                f"Go-live is expected on {nhs_date(go_live)}, but {listed_briefly([*before, *after])}.",
                since=max(changed),
            )


def _too_late(facts: DeploymentFacts, go_live: date) -> list[str]:
    """What has to come first, and is expected only after the go-live."""
    plans = facts.position.milestones
    signatures = [contract.signature.expected for contract in facts.contracts if contract.signature.expected]
    late = [
        f"{mid_sentence(kind.label)} only on {nhs_date(plans[kind].expected)}"
        for kind in BEFORE
        if kind in plans and (plans[kind].expected or date.min) > go_live
    ]
    if signatures and min(signatures) > go_live:
        late.insert(0, f"the contract is signed only on {nhs_date(min(signatures))}")
    return late


def _too_early(facts: DeploymentFacts, go_live: date) -> list[str]:
    """What can only follow, and is expected before the go-live: dates that did not move along with it."""
    plans = facts.position.milestones
    return [
        f"{mid_sentence(kind.label)} already on {nhs_date(plans[kind].expected)}"
        for kind in AFTER
        if kind in plans and (plans[kind].expected or date.max) < go_live
    ]


def no_project_manager(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R80: a trust that still has something to deliver has nobody who manages it."""
    deployments: dict[int, list[DeploymentFacts]] = {}
    for each in facts.deployments:
        deployments.setdefault(each.position.trust.id, []).append(each)
    for trust in facts.trusts:
        own = deployments.get(trust.trust.id, [])
        if trust.vacant_since is None or (own and not any(_still_delivers(each) for each in own)):
            continue
        is_near = any(each.go_live_is_within(limits["near_days"], of=facts.day) for each in own)
        yield about_trust(
            trust,
            facts.programme_id,
            Severity.HIGH if is_near else Severity.MEDIUM,
            f"No project manager is recorded since {nhs_date(trust.vacant_since)}.",
            since=trust.vacant_since,
        )
