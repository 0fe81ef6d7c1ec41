"""Recording training, the local course, and simulations."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import LocalCurriculum, Simulation, SimulationScenario, TrainingCount
from tracker.governance.policies.training import may_record_count, may_record_curriculum, may_record_simulation
from tracker.governance.selectors.training import modules_on
from tracker.governance.validation_vocabulary import TrainingRole
from tracker.networks.access import access_of, scopes_of_deployments
from tracker.networks.models import Deployment


@dataclass(frozen=True)
class Trained:
    """How many of a role at a deployment there are, and how many of them are trained, as at a day."""

    deployment: Deployment
    role: TrainingRole
    eligible: int
    completed: int
    as_at: date


def record_training(counts: Iterable[Trained], *, door: Door | None = None, by: User) -> list[TrainingCount]:
    """Records counts, all or none. They are added to those before them."""
    wanted = list(counts)
    with change(door=door, by=by):
        _demand({each.deployment for each in wanted}, by=by)
        for each in wanted:
            require(
                may_record_count(
                    eligible=each.eligible, completed=each.completed, as_at=each.as_at, today=today_in_london()
                )
            )
        rows = TrainingCount.objects.bulk_create(
            [TrainingCount(**vars(each), recorded_by=by) for each in wanted], batch_size=1000
        )
        touch("deployment", *{each.deployment.pk for each in wanted})
    return rows


def record_curriculum(
    *,
    deployment: Deployment,
    modules: Collection[int],
    local_cases: int,
    has_assessment: bool,
    on: date,
    by: User,
) -> LocalCurriculum:
    """Says what the trust's own course holds from a day on."""
    today = today_in_london()
    with change(by=by):
        _demand({deployment}, by=by)
        known = [row.number for row in modules_on(today)]
        require(may_record_curriculum(modules, known=known, local_cases=local_cases, effective_on=on, today=today))
        row = LocalCurriculum.objects.create(
            deployment=deployment,
            modules=sorted(set(modules)),
            local_cases=local_cases,
            has_assessment=has_assessment,
            effective_on=on,
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return row


def record_simulation(
    *,
    deployment: Deployment,
    scenario: SimulationScenario,
    held_on: date,
    participants: int,
    minutes_to_detect: int | None = None,
    minutes_to_fall_back: int | None = None,
    actions: str = "",
    retest_on: date | None = None,
    by: User,
) -> Simulation:
    """Records an exercise that was held."""
    with change(by=by):
        _demand({deployment}, by=by)
        require(
            may_record_simulation(
                held_on=held_on, participants=participants, retest_on=retest_on, today=today_in_london()
            )
        )
        row = Simulation.objects.create(
            deployment=deployment,
            scenario=scenario,
            held_on=held_on,
            participants=participants,
            minutes_to_detect=minutes_to_detect,
            minutes_to_fall_back=minutes_to_fall_back,
            actions=actions.strip(),
            retest_on=retest_on,
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return row


def _demand(deployments: Collection[Deployment], *, by: User) -> None:
    today = today_in_london()
    access = access_of(by, day=today)
    for scope in scopes_of_deployments(deployments, day=today).values():
        demand("governance.record_training", access, scope)
