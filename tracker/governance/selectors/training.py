"""Reading training and simulations of deployments as of a day, and what they are held to on it."""

from collections.abc import Iterable
from datetime import date

from tracker.governance.models import (
    LocalCurriculum,
    RoleCurriculum,
    Simulation,
    SimulationScenario,
    TrainingCount,
    TrainingModule,
)
from tracker.governance.policies.training import CountOn, CurriculumOn, GroupStandard, SimulationOn, TrainingOn
from tracker.governance.selectors.assurance import limits_on
from tracker.governance.validation_vocabulary import TrainingRole


def training_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, TrainingOn]:
    """What stands of each deployment's training on a day, in six queries. The caller has checked who may see it."""
    ids = list(deployment_ids)
    standards, limits = standards_on(on), limits_on(on)
    mandatory = {row.number: row.title for row in modules_on(on) if row.is_mandatory}
    counts = _counts(ids, on)
    curricula = _curricula(ids, on)
    simulations = _simulations(ids, on)
    return {
        pk: TrainingOn(
            counts=counts[pk],
            standards=standards,
            curriculum=curricula.get(pk),
            mandatory_modules=mandatory,
            local_cases_needed=limits.get("local_cases", 0),
            simulations=tuple(simulations[pk]),
            simulation_months=limits.get("simulation_months", 0),
        )
        for pk in ids
    }


def standards_on(on: date) -> tuple[GroupStandard, ...]:
    """What each group of staff has to be taught on a day, and which share of it."""
    return tuple(
        GroupStandard(
            group=row.group,
            roles=tuple(TrainingRole(role) for role in row.roles),
            minimum_share=row.minimum_share,
            modules=tuple(row.modules),
            refresh_months=row.refresh_months,
            archetype=row.archetype,
        )
        for row in RoleCurriculum.objects.on(on).order_by("pk")
    )


def modules_on(on: date) -> list[TrainingModule]:
    """The modules of the curriculum on a day."""
    return list(TrainingModule.objects.on(on).order_by("number"))


def scenarios_on(on: date) -> list[SimulationScenario]:
    """The failures that may be played through on a day."""
    return list(SimulationScenario.objects.on(on).order_by("pk"))


def _counts(ids: list[int], on: date) -> dict[int, dict[TrainingRole, CountOn]]:
    found: dict[int, dict[TrainingRole, CountOn]] = {pk: {} for pk in ids}
    for row in TrainingCount.objects.filter(deployment__in=ids, as_at__lte=on).order_by("as_at", "pk"):
        found[row.deployment_id][TrainingRole(row.role)] = CountOn(row.eligible, row.completed, row.as_at)
    return found


def _curricula(ids: list[int], on: date) -> dict[int, CurriculumOn]:
    rows = LocalCurriculum.objects.filter(deployment__in=ids, effective_on__lte=on).order_by("effective_on", "pk")
    return {
        row.deployment_id: CurriculumOn(tuple(row.modules), row.local_cases, row.has_assessment, row.effective_on)
        for row in rows
    }


def _simulations(ids: list[int], on: date) -> dict[int, list[SimulationOn]]:
    found: dict[int, list[SimulationOn]] = {pk: [] for pk in ids}
    rows = Simulation.objects.filter(deployment__in=ids, held_on__lte=on).select_related("scenario")
    for row in rows.order_by("held_on", "pk"):
        found[row.deployment_id].append(
            SimulationOn(
                scenario_code=row.scenario.code,
                scenario=row.scenario.title,
                held_on=row.held_on,
                participants=row.participants,
                minutes_to_detect=row.minutes_to_detect,
                minutes_to_fall_back=row.minutes_to_fall_back,
                actions=row.actions,
                retest_on=row.retest_on,
            )
        )
    return found
