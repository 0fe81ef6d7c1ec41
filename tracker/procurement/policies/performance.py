"""Rules about success metrics, KPIs, service levels and reviews of a supplier's performance. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date
from tracker.procurement.contract_vocabulary import KpiRating, ServiceLevelKind, ServiceOutcome

UK9 = "Procurement Act 2023, section 71 (contract performance notice, UK9)"


@dataclass(frozen=True)
class AssessmentOn:
    """A KPI rated over a period."""

    period_from: date
    period_to: date
    rating: KpiRating
    assessed_on: date
    note: str = ""
    notice_id: str = ""


@dataclass(frozen=True)
class KpiOn:
    """A KPI with its assessments known on a day, oldest first."""

    id: int
    version: int
    name: str
    target: str
    agreed_on: date
    assessments: tuple[AssessmentOn, ...] = ()

    @property
    def newest(self) -> AssessmentOn | None:
        return self.assessments[-1] if self.assessments else None

    @property
    def last_looked_at(self) -> date:
        """The last assessment, or else the day on which the KPI was agreed."""
        return self.newest.assessed_on if self.newest else self.agreed_on


@dataclass(frozen=True)
class LevelOn:
    """A service level that the supplier owes."""

    id: int
    version: int
    kind: ServiceLevelKind
    name: str
    target: str


@dataclass(frozen=True)
class PerformanceReviewOn:
    """A review of the supplier's performance under the contract; `outcomes` are by the name of the service level."""

    id: int
    held_on: date
    by_name: str
    actions: str
    next_due_on: date
    outcomes: Mapping[str, ServiceOutcome]

    @property
    def missed(self) -> tuple[str, ...]:
        return tuple(name for name, outcome in self.outcomes.items() if outcome == ServiceOutcome.MISSED)


@dataclass(frozen=True)
class ConditionOn:
    """A condition of the contract's renewal, about one metric."""

    id: int
    metric_id: int
    metric_name: str
    text: str
    since: date


def may_agree_metric(
    *, name: str, others: Collection[str], numerator: str, denominator: str, baseline: Decimal | None, period: str
) -> Decision:
    """A metric has a name of its own, both parts of a fraction, and a baseline with its period."""
    if name.strip().casefold() in {other.casefold() for other in others}:
        return deny(
            f"The contract has a metric “{name.strip()}” already.", remedy="Give it another name.", field="name"
        )
    if bool(numerator.strip()) != bool(denominator.strip()):
        return deny(
            "A proportion has a numerator and a denominator.",
            remedy="Write both, or neither for a metric that is no proportion.",
            field="numerator" if denominator.strip() else "denominator",
        )
    if (baseline is not None) != bool(period.strip()):
        return deny(
            "A baseline is a value over a period.",
            remedy="Give both, or neither while it is not known.",
            field="baseline_value" if baseline is None else "baseline_period",
        )
    return ALLOWED


def may_record_reading(*, period_from: date, period_to: date, source_note: str, read_on: date, today: date) -> Decision:
    """A reading is of a period that has ended, and says where it was read."""
    if period_to < period_from:
        return deny("The period would end before it starts.", remedy="Correct one of the two dates.", field="period_to")
    if read_on > today:
        return deny("The reading lies in the future.", remedy="Use today or earlier.", field="read_on")
    if period_to > read_on:
        return deny(
            f"The period had not ended on {nhs_date(read_on)}.",
            remedy="Record the reading once the period is over.",
            field="period_to",
        )
    if not source_note.strip():
        return deny("A reading says where it was read.", remedy="Name the report or system.", field="source_note")
    return ALLOWED


def may_assess(
    kpi: KpiOn, *, period_from: date, period_to: date, rating: KpiRating, note: str, assessed_on: date, today: date
) -> Decision:
    """A KPI is rated over a period that has ended; any rating but “good” says why."""
    if period_to < period_from:
        return deny("The period would end before it starts.", remedy="Correct one of the two dates.", field="period_to")
    if assessed_on > today:
        return deny("The assessment lies in the future.", remedy="Use today or earlier.", field="assessed_on")
    if period_to > assessed_on:
        return deny(
            f"The period had not ended on {nhs_date(assessed_on)}.",
            remedy=f"Assess it once the period is over ({UK9}).",
            field="period_to",
        )
    if any(period_from <= each.period_to and each.period_from <= period_to for each in kpi.assessments):
        return deny(
            f"“{kpi.name}” was assessed for a part of this period already.",
            remedy="Choose the time after the last assessment.",
            field="period_from",
        )
    if rating != KpiRating.GOOD and not note.strip():
        return deny("A rating other than “good” says why.", remedy="Write what fell short.", field="note")
    return ALLOWED


def may_record_review(
    *,
    held_on: date,
    next_due_on: date,
    outcomes: Mapping[int, ServiceOutcome],
    levels: Collection[LevelOn],
    actions: str,
    today: date,
) -> Decision:
    """A review rates each service level, and says what follows where one was missed."""
    if held_on > today:
        return deny("The review lies in the future.", remedy="Use today or earlier.", field="held_on")
    if next_due_on <= held_on:
        return deny("The next review would not come after this one.", remedy="Choose a later day.", field="next_due_on")
    if not levels:
        return deny("The contract has no service level to review.", remedy="Record its service levels first.", field="")
    open_ones = [each.name for each in levels if each.id not in outcomes]
    if open_ones or len(outcomes) != len(levels):
        return deny(
            f"A review rates every service level: {', '.join(open_ones) or 'and no other'}.",
            remedy="Say for each whether it was met.",
        )
    if ServiceOutcome.MISSED in outcomes.values() and not actions.strip():
        return deny(
            "A service level was missed.", remedy="Write what was agreed with the supplier about it.", field="actions"
        )
    return ALLOWED
