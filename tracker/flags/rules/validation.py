"""Rules about local validation, training, simulations, rollback and downtime. Pure.

Like the rules about data protection they speak shortly before a go-live and while the tool is in use.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tracker.core.formats import nhs_date
from tracker.flags.rules.base import Finding, Limits, about_deployment, listed
from tracker.flags.rules.facts import AssuranceFacts, DeploymentFacts, Facts
from tracker.flags.rules.timing import concerned, concerned_since, severity_before, when
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.rollback import PlanOn, judge_plan
from tracker.governance.policies.training import Coverage
from tracker.governance.policies.validity import counts_until
from tracker.governance.validation_vocabulary import Outcome, PlanKind


def validation_not_passed(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R60: no local validation has passed, shortly before a go-live or in clinical use."""
    for each, assurance in _assured(facts, limits):
        study = assurance.validation.study
        if study is not None and study.outcome == Outcome.PASS:
            continue
        if study is None or study.run_on is None:
            said = "no local validation has results"
        else:
            how = "failed" if study.outcome == Outcome.FAIL else "is inconclusive"
            said = f"the local validation of {nhs_date(study.run_on)} {how}"
        inconclusive = study is not None and study.outcome == Outcome.INCONCLUSIVE
        worst = Severity.HIGH if inconclusive else Severity.CRITICAL
        yield about_deployment(
            each,
            worst if each.is_live else severity_before(each, facts.day, limits),
            f"{when(each)}, and {said}.",
            since=max(concerned_since(each, facts.day, limits), (study.run_on if study else None) or date.min),
        )


def criteria_changed_after_data(facts: Facts, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001 - it has none
    """R61: the acceptance criteria of the validation that counts were changed when results were there."""
    for each in facts.deployments:
        study = each.assurance.validation.study if each.assurance else None
        if study is not None and study.amended_after_data_on is not None and not each.is_withdrawn:
            amended_on = study.amended_after_data_on
            yield about_deployment(
                each,
                Severity.HIGH,
                f"The criteria of the local validation were changed on {nhs_date(amended_on)}, after results were there.",
                since=amended_on,
            )


def plans_not_tested(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R62: the rollback or the downtime plan is missing or was not tested recently; one finding tells both. That it is
    approved is for the gate to ask."""
    for each, assurance in _assured(facts, limits):
        plans = [(kind, assurance.contingency.plan(kind)) for kind in PlanKind]
        verdicts = [judge_plan(kind, replace(plan, in_force=plan.newest), facts.day) for kind, plan in plans]
        reasons = [verdict.reason for verdict in verdicts if not verdict]
        if reasons:
            is_missing = any(plan.newest is None for _, plan in plans)
            worst = Severity.CRITICAL if is_missing else Severity.HIGH
            yield about_deployment(
                each,
                worst if each.is_live else severity_before(each, facts.day, limits),
                f"{when(each)}. {' '.join(reasons)}",
                since=_plans_since(each, plans, facts.day, limits),
            )


def _plans_since(facts: DeploymentFacts, plans: list[tuple[PlanKind, PlanOn]], day: date, limits: Limits) -> date:
    """When this began to matter, or later the day on which the last test ceased to count."""
    began = concerned_since(facts, day, limits)
    lapsed = [plan.tested_until for _, plan in plans if plan.tested_until is not None and plan.tested_until <= day]
    never = any(plan.tested_until is None for _, plan in plans)
    return began if never or not lapsed else max(began, min(lapsed))


def too_few_trained(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R82: fewer staff are trained than the go-live asks for; one finding names the groups."""
    for each, assurance in _assured(facts, limits):
        short = [coverage for coverage in assurance.training.coverage if not coverage.is_met]
        if short:
            yield about_deployment(
                each,
                Severity.HIGH,
                f"{when(each)}. Not enough staff are trained: {listed(_of_group(coverage) for coverage in short)}.",
                since=concerned_since(each, facts.day, limits),
            )


def _of_group(coverage: Coverage) -> str:
    """`referrers (8 of 10)`, as brief as a finding of many groups has to be."""
    group = coverage.standard.group
    name = group if group[1:2].isupper() else group[:1].lower() + group[1:]
    counted = f"{coverage.completed} of {coverage.eligible}" if coverage.eligible else "nobody counted"
    return f"{name} ({counted})"


def no_recent_simulation(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R83: no failure was played through in the time for which an exercise counts."""
    for each, assurance in _assured(facts, limits):
        held_on = assurance.training.last_simulated_on
        until = counts_until(held_on, assurance.training.simulation_months) if held_on else None
        if until is not None and until > facts.day:
            continue
        said = f"the last simulation was on {nhs_date(held_on)}" if held_on else "no simulation has been held"
        since = concerned_since(each, facts.day, limits)
        yield about_deployment(
            each, Severity.MEDIUM, f"{when(each)}, and {said}.", since=max(since, until) if until else since
        )


def _assured(facts: Facts, limits: Limits) -> Iterator[tuple[DeploymentFacts, AssuranceFacts]]:
    """Deployments in use or near their go-live, with what is known of their assurance."""
    for each in concerned(facts, limits):
        if each.assurance is not None:
            yield each, each.assurance
