"""Rules about monitoring: what a plan must say, which readings are possible, what they tell, and when they are late. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tracker.core.days import add_months, end_of_month
from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import nhs_date
from tracker.governance.policies.patient_data import may_write
from tracker.governance.policies.spc import Settings
from tracker.governance.policies.verdicts import Verdict, met, unmet
from tracker.governance.vocabulary import BetterWay, Cadence, MonitoringMethod, ProcessChangeKind, Unit

CADENCE_MONTHS = {Cadence.WEEKLY: 1, Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6}
PERCENT = 100
ROUNDING = Decimal("0.05")  # how far a value may be from what its counts give, in its own unit
PLAN_PAGE = "monitoring"


@dataclass(frozen=True)
class Standards:
    """The numbers that monitoring works by on a day, by their codes."""

    values: Mapping[str, Decimal]

    def of(self, code: str) -> Decimal:
        return self.values[code]

    def whole(self, code: str) -> int:
        return int(self.values[code])

    def spc(self, *, screen_outliers: bool = False) -> Settings:
        """What the rules of control charts need."""
        return Settings(
            self.whole("spc-shift-points"),
            self.whole("spc-trend-points"),
            self.whole("spc-minimum-points"),
            screen_outliers,
        )


@dataclass(frozen=True)
class Measure:
    """One measure of a plan, as it stands."""

    metric: str
    name: str
    unit: Unit
    cadence: Cadence
    method: MonitoringMethod
    better: BetterWay
    starts_on: date
    ends_on: date | None = None
    owner: str = ""
    lower_limit: Decimal | None = None
    upper_limit: Decimal | None = None
    target: Decimal | None = None
    sd: Decimal | None = None
    baseline_counts: tuple[int, ...] = ()
    needs_baseline: bool = False
    screens_outliers: bool = False
    version: int = 1

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


@dataclass(frozen=True)
class Reading:
    """A value of a month (its first day), known from `known_on`; of a proportion also what it was counted from."""

    period: date
    value: Decimal
    known_on: date
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    counts: tuple[int, ...] = ()

    @property
    def sample(self) -> tuple[int, int] | None:
        """Cases found and cases counted, where both are whole numbers of cases."""
        found, counted = self.numerator, self.denominator
        if found is None or counted is None or found % 1 or counted % 1 or not 0 <= found <= counted:
            return None
        return int(found), int(counted)

    @property
    def exact(self) -> Fraction:
        return Fraction(self.value)


@dataclass(frozen=True)
class Rebase:
    """From the month `period` on a process is another one; for all measures when `metric` is empty."""

    id: int
    kind: ProcessChangeKind
    metric: str
    period: date
    reason: str
    known_on: date


@dataclass(frozen=True)
class MonitoringOn:
    """What is known of the monitoring of one deployment on a day. `explained` has, by metric, the last month up to which
    special causes are explained."""

    deployment_id: int
    standards: Standards
    is_planned: bool = False
    owner: str = ""
    starts_on: date | None = None
    version: int | None = None
    measures: tuple[Measure, ...] = ()
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    rebases: tuple[Rebase, ...] = ()
    explained: Mapping[str, date] = field(default_factory=dict)

    def measures_on(self, day: date) -> list[Measure]:
        return [measure for measure in self.measures if measure.holds_on(day)]

    def readings_of(self, measure: Measure) -> tuple[Reading, ...]:
        return self.readings.get(measure.metric, ())

    def rebased_on(self, measure: Measure) -> list[date]:
        return [each.period for each in self.rebases if each.metric in ("", measure.metric)]


# --- When a reading is due ------------------------------------------------------------------------------------------


def reading_due_on(measure: Measure, readings: Sequence[Reading], standards: Standards) -> date:
    """The day by which the next reading has to be there: its months have ended, and the days of grace have passed."""
    months = CADENCE_MONTHS[measure.cadence]
    last = max((reading.period for reading in readings), default=None)
    ends_in = add_months(measure.starts_on.replace(day=1), months - 1) if last is None else add_months(last, months)
    return end_of_month(ends_in) + timedelta(days=standards.whole("reading-grace"))


def overdue_measures(monitoring: MonitoringOn, day: date) -> list[tuple[Measure, date]]:
    """Measures whose next reading is late on the day, each with the day by which it was due."""
    due = [
        (measure, reading_due_on(measure, monitoring.readings_of(measure), monitoring.standards))
        for measure in monitoring.measures_on(day)
    ]
    return [(measure, due_on) for measure, due_on in due if due_on < day]


# --- What may be recorded -------------------------------------------------------------------------------------------


def value_of(
    measure: Measure, *, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | None:
    """The value of a reading: as told, else worked out from its counts; None where neither gives one."""
    if value is not None or numerator is None or not denominator:
        return value
    scale = PERCENT if measure.unit == Unit.PERCENT else 1
    return (scale * numerator / denominator).quantize(Decimal("0.0001"))


def may_record_reading(
    measure: Measure,
    *,
    period: date,
    value: Decimal | None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    today: date,
) -> Decision:
    """Whether a reading is possible: of a month that has begun, with counts that add up to its value."""
    return first_refusal(
        _is_of_a_month(period, today=today),
        _counts_are_possible(measure, numerator, denominator),
        _value_is_possible(measure, value, numerator, denominator),
    )


def _is_of_a_month(period: date, *, today: date) -> Decision:
    if period.day != 1:
        return deny("A reading is of a month.", remedy="Give the first day of the month.", field="period")
    if period > today:
        return deny("A reading can't be of a month that has not begun.", remedy="Correct the month.", field="period")
    return ALLOWED


def _counts_are_possible(measure: Measure, numerator: Decimal | None, denominator: Decimal | None) -> Decision:
    if (numerator is None) != (denominator is None):
        field = "denominator" if denominator is None else "numerator"
        return deny(
            "A count needs both how many it was and out of how many.", remedy="Fill in both or neither.", field=field
        )
    if numerator is None or denominator is None:
        return ALLOWED
    if denominator <= 0:
        return deny(
            "Nothing can be counted out of 0 cases.",
            remedy="Leave the month out, or correct the count.",
            field="denominator",
        )
    if numerator < 0:
        return deny("A count can't be below 0.", remedy="Correct the count.", field="numerator")
    if measure.unit == Unit.PERCENT and numerator > denominator:
        return deny(
            "More cases were found than were counted.", remedy="Correct one of the two counts.", field="numerator"
        )
    return ALLOWED


def _value_is_possible(
    measure: Measure, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> Decision:
    counted = value_of(measure, value=None, numerator=numerator, denominator=denominator)
    if value is None and counted is None:
        return deny("A reading needs a value, or the counts that give it.", remedy="Enter one of them.", field="value")
    if value is not None and counted is not None and abs(value - counted) > ROUNDING:
        return deny(
            f"The value is {value.normalize():f}, and the counts give {counted.normalize():f}.",
            remedy="Correct one of them, or leave the value empty.",
            field="value",
        )
    told = counted if value is None else value
    if told is not None and told < 0:
        return deny("This measure can't be below 0.", remedy="Correct the value.", field="value")
    if told is not None and measure.unit == Unit.PERCENT and told > PERCENT:
        return deny("A percentage can't be above 100.", remedy="Correct the value.", field="value")
    return ALLOWED


def may_keep_measure(measure: Measure, *, owner: str = "") -> Decision:
    """Whether a row of a plan is whole: its days and limits in order, and what its method needs."""
    if measure.ends_on is not None and measure.ends_on <= measure.starts_on:
        return deny("A measure ends after it starts.", remedy="Correct one of the two days.", field="ends_on")
    if (
        measure.lower_limit is not None
        and measure.upper_limit is not None
        and measure.lower_limit > measure.upper_limit
    ):
        return deny(
            "The lower limit is above the upper one.", remedy="Correct one of the two limits.", field="lower_limit"
        )
    if measure.sd is not None and measure.sd <= 0:
        return deny("A standard deviation is above 0.", remedy="Correct it.", field="sd")
    if measure.method == MonitoringMethod.CUSUM and (measure.target is None or measure.sd is None):
        return deny(
            "A CUSUM counts from a target in standard deviations.",
            remedy="Enter both, from the local validation.",
            field="target" if measure.target is None else "sd",
        )
    if measure.baseline_counts and not sum(measure.baseline_counts):
        return deny(
            "A baseline has at least one case.", remedy="Enter the cases in each class.", field="baseline_counts"
        )
    return may_write(owner=owner)


def may_compare_counts(measure: Measure, counts: Sequence[int]) -> Decision:
    """Whether a PSI can be worked out from counts: the plan has a baseline in the same classes."""
    if not measure.baseline_counts:
        return deny(
            "The plan has no baseline counts to compare with.",
            remedy="Enter them in the plan first, or give the index as a value.",
            field="counts",
        )
    if len(counts) != len(measure.baseline_counts) or not sum(counts):
        return deny(
            f"The baseline has {len(measure.baseline_counts)} classes, and the counts must be of the same.",
            remedy="Enter as many counts, in the same order, with at least one case.",
            field="counts",
        )
    return ALLOWED


def may_rebase(*, period: date, reason: str, today: date) -> Decision:
    """Whether limits may be counted anew from a month on: only where something is known to have changed."""
    if period > today:
        return deny(
            "A process can't have changed in a month that has not begun.", remedy="Correct the month.", field="period"
        )
    if not reason.strip():
        return deny(
            "Limits are counted anew only for a reason.",
            remedy="Say in a sentence what changed in the process.",
            field="reason",
        )
    return may_write(reason=reason)


def may_explain(*, through: date, last_period: date | None, explanation: str) -> Decision:
    """Whether a special cause may be called explained up to a month: one that has a reading."""
    if not explanation.strip():
        return deny("A special cause needs its explanation.", remedy="Say what it was.", field="explanation")
    if last_period is None or through > last_period:
        return deny(
            "There is no reading of that month yet.", remedy="Choose a month that has a reading.", field="through"
        )
    return may_write(explanation=explanation)


# --- The gate -------------------------------------------------------------------------------------------------------


def monitoring_plan_is_ready(monitoring: MonitoringOn, day: date) -> Verdict:
    """Whether a deployment may go live by its monitoring: a plan with measures, somebody for each of them, and the
    readings from before the go-live that later ones are held against."""
    if not monitoring.is_planned:
        return unmet("There is no monitoring plan.", remedy="Start one from the template.", page=PLAN_PAGE)
    measures = [measure for measure in monitoring.measures if measure.ends_on is None or measure.ends_on > day]
    if not measures:
        return unmet("The monitoring plan has no measure.", remedy="Add what will be watched.", page=PLAN_PAGE)
    nobody = [measure.name for measure in measures if not (measure.owner or monitoring.owner).strip()]
    if nobody:
        return unmet(
            f"Nobody looks after “{nobody[0]}” in the monitoring plan.", remedy="Name its owner.", page=PLAN_PAGE
        )
    bare = [each.name for each in measures if each.needs_baseline and not monitoring.readings_of(each)]
    if bare:
        return unmet(f"“{bare[0]}” has no reading from before go-live.", remedy="Record it.", page=PLAN_PAGE)
    return met(f"{len(measures)} measures, from {nhs_date(monitoring.starts_on)}.", page=PLAN_PAGE)
