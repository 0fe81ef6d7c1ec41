"""Rules about training and simulations. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date, plural
from tracker.governance.policies.validity import counts_until
from tracker.governance.policies.verdicts import Verdict, met, unmet
from tracker.governance.validation_vocabulary import TrainingRole

PAGE = "training"


@dataclass(frozen=True)
class CountOn:
    """How many of a role are there, and how many of them are trained, as at the newest day."""

    eligible: int
    completed: int
    as_at: date


@dataclass(frozen=True)
class GroupStandard:
    """A group of staff, and the share of it that must be trained (None: none is asked for)."""

    group: str
    roles: tuple[TrainingRole, ...]
    minimum_share: Decimal | None
    modules: tuple[int, ...] = ()
    refresh_months: int = 12
    archetype: str = ""


@dataclass(frozen=True)
class Coverage:
    """How much of a group is trained."""

    standard: GroupStandard
    eligible: int
    completed: int

    @property
    def share(self) -> float | None:
        return self.completed / self.eligible if self.eligible else None

    @property
    def is_met(self) -> bool:
        """Somebody is counted, and enough of them are trained; true where nothing is asked for."""
        minimum = self.standard.minimum_share
        return minimum is None or (self.share is not None and self.share >= float(minimum))

    @property
    def sentence(self) -> str:
        """`Radiologists: 8 of 10 trained, 9 of them are needed.`"""
        if not self.eligible:
            return f"{self.standard.group}: nobody is counted."
        told = f"{self.standard.group}: {self.completed} of {self.eligible} trained"
        return told if self.is_met else f"{told}, at least {self.needed} needed"

    @property
    def needed(self) -> int:
        """How many have to be trained."""
        minimum = self.standard.minimum_share or Decimal()
        return -int(-(minimum * self.eligible) // 1)


@dataclass(frozen=True)
class CurriculumOn:
    """What a trust's own course holds."""

    modules: tuple[int, ...]
    local_cases: int
    has_assessment: bool
    effective_on: date


@dataclass(frozen=True)
class SimulationOn:
    """An exercise that was held."""

    scenario_code: str
    scenario: str
    held_on: date
    participants: int
    minutes_to_detect: int | None = None
    minutes_to_fall_back: int | None = None
    actions: str = ""
    retest_on: date | None = None


@dataclass(frozen=True)
class TrainingOn:
    """What stands of a deployment's training on a day, and what it is held to on that day. `simulations` are in the
    order in which they were held."""

    counts: Mapping[TrainingRole, CountOn] = field(default_factory=dict)
    standards: tuple[GroupStandard, ...] = ()
    curriculum: CurriculumOn | None = None
    mandatory_modules: Mapping[int, str] = field(default_factory=dict)
    local_cases_needed: int = 0
    simulations: tuple[SimulationOn, ...] = ()
    simulation_months: int = 0

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """Every group that is counted, by what is recorded of its roles together."""
        return tuple(_coverage(standard, self.counts) for standard in self.standards if standard.roles)

    @property
    def last_simulated_on(self) -> date | None:
        return self.simulations[-1].held_on if self.simulations else None


def _coverage(standard: GroupStandard, counts: Mapping[TrainingRole, CountOn]) -> Coverage:
    known = [counts[role] for role in standard.roles if role in counts]
    return Coverage(standard, sum(each.eligible for each in known), sum(each.completed for each in known))


# --- What the gate hears --------------------------------------------------------------------------------------------


def judge_training(found: TrainingOn, day: date) -> Verdict:  # noqa: ARG001 - what stands was read for the day
    """Whether the course is whole and enough of each group has completed it."""
    wanting = lacking(found)
    if wanting:
        return unmet(f"The trust's own course {wanting[0]}", remedy="Complete it, and record what it holds.", page=PAGE)
    short = [each.sentence for each in found.coverage if not each.is_met]
    if short:
        return unmet(
            f"{'. '.join(text.rstrip('.') for text in short)}.", remedy="Train them, and record it.", page=PAGE
        )
    return met("The course is whole, and enough staff have completed it.", page=PAGE)


def lacking(found: TrainingOn) -> list[str]:
    """What the course lacks, each as the rest of a sentence about it."""
    course = found.curriculum
    if course is None:
        return ["is not recorded."]
    missing = [title for number, title in found.mandatory_modules.items() if number not in course.modules]
    lacks = [f"lacks: {'; '.join(missing)}."] if missing else []
    if course.local_cases < found.local_cases_needed:
        cases = plural(course.local_cases, "local case")
        lacks.append(f"has {cases}, and {found.local_cases_needed} are needed.")
    if not course.has_assessment:
        lacks.append("ends without an assessment.")
    return lacks


def judge_simulation(found: TrainingOn, day: date) -> Verdict:
    """Whether a failure was played through recently, and what was to be tried again has been."""
    if found.last_simulated_on is None:
        return unmet("No simulation has been held.", remedy="Play through a failure with the staff.", page=PAGE)
    until = counts_until(found.last_simulated_on, found.simulation_months)
    if until <= day:
        return unmet(
            f"The last simulation was on {nhs_date(found.last_simulated_on)}, and counted until {nhs_date(until)}.",
            remedy="Hold another one.",
            page=PAGE,
        )
    for overdue in retests_overdue(found, day):
        return unmet(
            f"“{overdue.scenario}” was to be tried again by {nhs_date(overdue.retest_on)}, and was not.",
            remedy="Hold it again.",
            page=PAGE,
        )
    return met(f"A simulation was last held on {nhs_date(found.last_simulated_on)}.", page=PAGE)


def retests_overdue(found: TrainingOn, day: date) -> list[SimulationOn]:
    """The newest exercise of each scenario that was to be repeated by a day that has passed."""
    newest = {each.scenario_code: each for each in found.simulations}
    return [each for each in newest.values() if each.retest_on is not None and each.retest_on < day]


# --- What may be written --------------------------------------------------------------------------------------------


def may_record_count(*, eligible: int, completed: int, as_at: date, today: date) -> Decision:
    """Whether a count of trained staff can be true."""
    if as_at > today:
        return deny("A count can't be of a day in the future.", remedy="Use today or an earlier day.", field="as_at")
    if min(eligible, completed) < 0:
        return deny("A count can't be below nought.", remedy="Correct it.", field="completed")
    if completed > eligible:
        return deny(
            f"{completed} have completed, and only {eligible} are eligible.",
            remedy="Correct one of the two counts.",
            field="completed",
        )
    return ALLOWED


def may_record_curriculum(
    modules: Collection[int], *, known: Collection[int], local_cases: int, effective_on: date, today: date
) -> Decision:
    """Whether a course may be recorded so."""
    if effective_on > today:
        return deny("This can't count from a day in the future.", remedy="Use today or earlier.", field="effective_on")
    unknown = sorted(set(modules) - set(known))
    if unknown:
        return deny(f"There is no module {unknown[0]}.", remedy="Choose from the list.", field="modules")
    if local_cases < 0:
        return deny("A count can't be below nought.", remedy="Correct it.", field="local_cases")
    return ALLOWED


def may_record_simulation(*, held_on: date, participants: int, retest_on: date | None, today: date) -> Decision:
    """Whether an exercise may be recorded so."""
    if held_on > today:
        return deny(
            "A simulation that is still to come is no evidence.", remedy="Record it once held.", field="held_on"
        )
    if participants < 1:
        return deny("Nobody took part.", remedy="Enter how many did.", field="participants")
    if retest_on is not None and retest_on <= held_on:
        return deny("It is tried again on a later day.", remedy="Correct one of the two dates.", field="retest_on")
    return ALLOWED
