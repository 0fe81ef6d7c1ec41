"""What is watched of a tool in clinical use: the plan, its readings, and what is known to have changed."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet, Versioned
from tracker.governance.vocabulary import BetterWay, Cadence, MonitoringMethod, ProcessChangeKind, Unit
from tracker.networks.models import Deployment

if TYPE_CHECKING:
    from tracker.accounts.models import User

FIRST_DAY = 1


@tracked()
class MonitoringStandard(Dated):
    """One number that monitoring works by over a time: bands of the PSI, lengths of runs, days of a clock. `unit` says
    what it counts, `source` who set it."""

    code = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=12, decimal_places=4)
    unit = models.CharField(max_length=40)
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="governance_monitoringstandard_one_is_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value.normalize():f} {self.unit}"


class Measured(models.Model):
    """What a measure is and how its readings are judged; `lower_limit` and `upper_limit` are what was agreed, beyond
    which one reading is a concern by itself."""

    metric = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=10, choices=Unit.choices)
    cadence = models.CharField(max_length=20, choices=Cadence.choices)
    method = models.CharField(max_length=20, choices=MonitoringMethod.choices)
    better = models.CharField(max_length=10, choices=BetterWay.choices)
    lower_limit = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    upper_limit = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    needs_baseline = models.BooleanField(default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="%(app_label)s_%(class)s_unit_is_known"),
            models.CheckConstraint(
                condition=Q(cadence__in=Cadence.values), name="%(app_label)s_%(class)s_cadence_is_known"
            ),
            models.CheckConstraint(
                condition=Q(method__in=MonitoringMethod.values), name="%(app_label)s_%(class)s_method_is_known"
            ),
            models.CheckConstraint(
                condition=Q(better__in=BetterWay.values), name="%(app_label)s_%(class)s_better_is_known"
            ),
            models.CheckConstraint(
                condition=Q(lower_limit__isnull=True)
                | Q(upper_limit__isnull=True)
                | Q(lower_limit__lte=F("upper_limit")),
                name="%(app_label)s_%(class)s_limits_are_in_order",
            ),
        ]


@tracked()
class PlanTemplateRow(Measured, Dated):
    """A measure that a new plan starts with, over a time. A plan keeps the rows that it started with."""

    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Measured.Meta, Dated.Meta):
        abstract = False
        ordering = ["pk"]
        constraints = [
            *Measured.Meta.constraints,
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["metric"], condition=Q(valid_to__isnull=True), name="governance_plantemplaterow_one_is_current"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class MonitoringPlan(Versioned):
    """What is watched of one deployment from a day on, and who looks after it."""

    deployment = models.OneToOneField(Deployment, on_delete=models.PROTECT, related_name="monitoring_plan")
    owner = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()

    def __str__(self) -> str:
        return f"Monitoring plan, {self.deployment}"


@tracked()
class PlanRow(Measured, Versioned):
    """One measure of a plan, from `starts_on` until it ends. `target` and `sd` are those of a CUSUM, `baseline_counts`
    the cases in each class when the tool was validated, for the PSI."""

    plan = models.ForeignKey(MonitoringPlan, on_delete=models.PROTECT, related_name="rows")
    owner = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    sd = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_counts = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    screens_outliers = models.BooleanField(default=False)

    class Meta(Measured.Meta):
        abstract = False
        ordering = ["pk"]
        constraints = [
            *Measured.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "metric"], name="governance_planrow_one_a_metric"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="governance_planrow_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(sd__isnull=True) | Q(sd__gt=0), name="governance_planrow_sd_is_above_0"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class MonitoringReading(AppendOnly):
    """The value of one measure in one month, known from `effective_on`; a correction is a new row, and the newest of a
    month stands. `counts` are the cases in each class that a PSI was worked out from."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="readings")
    metric = models.SlugField(max_length=60)
    period = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=4)
    numerator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    counts = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    effective_on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    door = models.CharField(max_length=20)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["period", "pk"]
        indexes = [models.Index(fields=["deployment", "metric", "period"], name="governance_reading_series")]
        constraints = [
            models.CheckConstraint(
                condition=Q(period__day=FIRST_DAY), name="governance_monitoringreading_is_of_a_month"
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("period")), name="governance_monitoringreading_known_once_it_began"
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True) | Q(numerator__gte=0, denominator__gt=0),
                name="governance_monitoringreading_counts_are_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.period:%Y-%m}: {self.value}"


@tracked()
class ProcessChange(AppendOnly):
    """From the month `period` on the process is known to be another one, so that limits are counted anew: for one
    measure, or for all when `metric` is empty."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="process_changes")
    kind = models.CharField(max_length=20, choices=ProcessChangeKind.choices)
    metric = models.SlugField(max_length=60, blank=True)
    period = models.DateField()
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["period", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ProcessChangeKind.values), name="governance_processchange_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(period__day=FIRST_DAY), name="governance_processchange_is_of_a_month"),
            models.CheckConstraint(condition=~Q(reason=""), name="governance_processchange_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.period:%Y-%m}"


@tracked()
class SpecialCauseNote(AppendOnly):
    """What a special cause was, for the readings of one measure up to the month `through`: it is explained then."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="special_cause_notes")
    metric = models.SlugField(max_length=60)
    through = models.DateField()
    effective_on = models.DateField()
    explanation = models.CharField(max_length=1000)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["through", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(through__day=FIRST_DAY), name="governance_specialcausenote_is_of_a_month"
            ),
            models.CheckConstraint(condition=~Q(explanation=""), name="governance_specialcausenote_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} through {self.through:%Y-%m}"
