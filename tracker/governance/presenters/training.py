"""The training page in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, Row, TableColumn, Tag
from tracker.governance.models import TrainingModule
from tracker.governance.policies.training import (
    Coverage,
    SimulationOn,
    TrainingOn,
    judge_simulation,
    judge_training,
    lacking,
)
from tracker.governance.presenters.records import RecordPage, Section, verdict_tag
from tracker.governance.validation_vocabulary import TrainingRole

COVERAGE_COLUMNS = (
    TableColumn("Group", width="wide"),
    TableColumn("Trained"),
    TableColumn("Needed"),
    TableColumn("State"),
)
COUNT_COLUMNS = (
    TableColumn("Role"),
    TableColumn("Trained", numeric=True),
    TableColumn("Eligible", numeric=True),
    TableColumn("Counted on"),
)
MODULE_COLUMNS = (TableColumn("Module", width="wide"), TableColumn("Mandatory"), TableColumn("In the course"))
NEED_COLUMNS = (
    TableColumn("Group", width="wide"),
    TableColumn("Archetype"),
    TableColumn("Modules"),
    TableColumn("Again after"),
)
SIMULATION_COLUMNS = (
    TableColumn("Scenario", width="wide"),
    TableColumn("Held on"),
    TableColumn("Took part", numeric=True),
    TableColumn("Noticed after"),
    TableColumn("Fell back after"),
    TableColumn("Try again by"),
)
ENOUGH, SHORT, OPEN = Tag("Enough", "green"), Tag("Too few", "orange"), Tag("No minimum", "grey")


@dataclass(frozen=True)
class TrainingView:
    """All that the training page shows."""

    found: TrainingOn
    modules: Sequence[TrainingModule]
    deployment_id: int
    caption: str
    day: date
    may_record: bool


def present_training(view: TrainingView) -> RecordPage:
    """Where training and simulations stand, and what is short."""
    training, simulation = judge_training(view.found, view.day), judge_simulation(view.found, view.day)
    return RecordPage(
        title="Training",
        caption=view.caption,
        lead=" ".join(verdict.sentence for verdict in (training, simulation)),
        status=verdict_tag(training if not training else simulation),
        actions=_actions(view),
        sections=[_coverage(view), _counts(view), _course(view), _needs(view), _simulations(view)],
    )


def _actions(view: TrainingView) -> list[Action]:
    if not view.may_record:
        return []
    names = (
        ("Record who is trained", "record-training", ""),
        ("Record the course", "record-course", "secondary"),
        ("Record a simulation", "record-simulation", "secondary"),
    )
    return [Action(text, reverse(name, args=[view.deployment_id]), variant) for text, name, variant in names]


def _coverage(view: TrainingView) -> Section:
    return Section(
        "Groups that are counted",
        "coverage",
        columns=COVERAGE_COLUMNS,
        rows=[_coverage_row(each) for each in view.found.coverage],
    )


def _coverage_row(coverage: Coverage) -> Row:
    minimum = coverage.standard.minimum_share
    told = f"{coverage.completed} of {coverage.eligible}" if coverage.eligible else "Nobody is counted"
    tag = OPEN if minimum is None else ENOUGH if coverage.is_met else SHORT
    return [coverage.standard.group, told, f"{minimum:.0%}" if minimum is not None else "None", Cell(tag=tag)]


def _counts(view: TrainingView) -> Section:
    counts = view.found.counts
    return Section(
        "Counts by role",
        "counts",
        columns=COUNT_COLUMNS,
        rows=[
            [role.label, f"{counts[role].completed:,}", f"{counts[role].eligible:,}", nhs_date(counts[role].as_at)]
            for role in TrainingRole
            if role in counts
        ],
        empty="Nobody has been counted yet.",
    )


def _course(view: TrainingView) -> Section:
    course = view.found.curriculum
    lacks = [f"The course {text}" for text in lacking(view.found)]
    held = course.modules if course else ()
    facts = []
    if course is not None:
        facts = [
            ("Local cases", str(course.local_cases)),
            ("Assessment", "Yes" if course.has_assessment else "No"),
            ("Since", nhs_date(course.effective_on)),
        ]
    return Section(
        "The trust’s own course",
        "course",
        text=" ".join(lacks) or "The course is whole.",
        facts=facts,
        columns=MODULE_COLUMNS,
        rows=[
            [
                f"{each.number} {each.title}",
                "Yes" if each.is_mandatory else "No",
                "Yes" if each.number in held else "No",
            ]
            for each in view.modules
        ],
    )


def _needs(view: TrainingView) -> Section:
    return Section(
        "Who needs what",
        "needs",
        columns=NEED_COLUMNS,
        rows=[
            [
                each.group,
                each.archetype,
                ", ".join(str(number) for number in each.modules),
                f"{plural(each.refresh_months, 'month')}, and each major version",
            ]
            for each in view.found.standards
        ],
    )


def _simulations(view: TrainingView) -> Section:
    return Section(
        "Simulations",
        "simulations",
        columns=SIMULATION_COLUMNS,
        rows=[_simulation_row(each) for each in reversed(view.found.simulations)],
        empty="None has been held.",
    )


def _simulation_row(each: SimulationOn) -> Row:
    def after(minutes: int | None) -> str:
        return "Not measured" if minutes is None else plural(minutes, "minute")

    return [
        Cell(each.scenario, hint=each.actions),
        nhs_date(each.held_on),
        f"{each.participants:,}",
        after(each.minutes_to_detect),
        after(each.minutes_to_fall_back),
        nhs_date(each.retest_on, empty="Not needed"),
    ]
