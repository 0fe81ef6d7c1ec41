"""What a contract is measured and paid by: success metrics, payments that wait for them, KPIs, service levels and the
reviews of the supplier's performance."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet, Versioned
from tracker.procurement.contract_vocabulary import (
    BetterWay,
    Frequency,
    Gate,
    KpiRating,
    PaymentStep,
    ServiceLevelKind,
    ServiceOutcome,
)
from tracker.procurement.models.contract import Contract

if TYPE_CHECKING:
    from tracker.accounts.models import User

NAME, LONG = 200, 1000


@tracked()
class SuccessMetric(Versioned):
    """What the contract is to achieve, as a number: how it is counted, from which value it starts, and its target
    (governance standards, section 5.7)."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="success_metrics")
    name = models.CharField(max_length=NAME)
    definition = models.CharField(max_length=LONG)
    numerator = models.CharField(max_length=NAME, blank=True)
    denominator = models.CharField(max_length=NAME, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    baseline_value = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    baseline_period = models.CharField(max_length=100, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=3)
    better = models.CharField(max_length=10, choices=BetterWay.choices)
    data_source = models.CharField(max_length=NAME)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    owner = models.CharField(max_length=NAME)
    agreed_on = models.DateField()

    class Meta:
        ordering = ["contract", "name"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "name"], name="procurement_successmetric_name_is_unique"),
            models.CheckConstraint(
                condition=Q(better__in=BetterWay.values), name="procurement_successmetric_better_is_known"
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="procurement_successmetric_frequency_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class MetricReading(AppendOnly):
    """The value of a success metric over a period, read on a day. Of two about one period the later read stands."""

    metric = models.ForeignKey(SuccessMetric, on_delete=models.PROTECT, related_name="readings")
    period_from = models.DateField()
    period_to = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=3)
    source_note = models.CharField(max_length=500)
    read_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["period_to", "read_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="procurement_metricreading_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(read_on__gte=F("period_to")), name="procurement_metricreading_read_once_it_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} to {self.period_to}"


@tracked()
class RenewalCondition(Dated):
    """The contract is renewed only if a success metric does what the condition says."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="renewal_conditions")
    metric = models.ForeignKey(SuccessMetric, on_delete=models.PROTECT, related_name="renewal_conditions")
    condition = models.CharField(max_length=500)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["valid_from", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(condition=""), name="procurement_renewalcondition_says_what"),
        ]

    def __str__(self) -> str:
        return self.condition


@tracked()
class PaymentMilestone(Versioned):
    """A part of the contract's value that is paid when a metric meets its target or a gate is passed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="payment_milestones")
    name = models.CharField(max_length=NAME)
    amount_pence = models.BigIntegerField()
    due_on = models.DateField()
    metric = models.ForeignKey(
        SuccessMetric, on_delete=models.PROTECT, null=True, blank=True, related_name="payment_milestones"
    )
    gate = models.CharField(max_length=25, choices=Gate.choices, blank=True)
    agreed_on = models.DateField()

    class Meta:
        ordering = ["contract", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="procurement_paymentmilestone_pays_something"),
            models.CheckConstraint(
                condition=Q(metric__isnull=False, gate="") | Q(metric__isnull=True, gate__in=Gate.values),
                name="procurement_paymentmilestone_waits_for_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class PaymentDecision(AppendOnly):
    """One step of a payment. Two different people propose and release it; the newest step is how it stands."""

    milestone = models.ForeignKey(PaymentMilestone, on_delete=models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=10, choices=PaymentStep.choices)
    decided_on = models.DateField()
    evidence = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=LONG, blank=True)
    reading = models.ForeignKey(
        MetricReading, on_delete=models.PROTECT, null=True, blank=True, related_name="payment_decisions"
    )
    reference = models.CharField(max_length=100, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=PaymentStep.values), name="procurement_paymentdecision_step_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(step=PaymentStep.PROPOSED) | ~Q(evidence=""),
                name="procurement_paymentdecision_proposal_has_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(step=PaymentStep.REFUSED) | ~Q(reason=""),
                name="procurement_paymentdecision_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(step=PaymentStep.PAID) | ~Q(reference=""),
                name="procurement_paymentdecision_payment_has_reference",
            ),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(step=PaymentStep.RELEASED),
                name="procurement_paymentdecision_is_released_once",
            ),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(step=PaymentStep.PAID),
                name="procurement_paymentdecision_is_paid_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.get_step_display()}"


@tracked()
class Kpi(Versioned):
    """A key performance indicator of the contract. Above a value that the law sets at least three are published and
    assessed every year (Procurement Act 2023, sections 52 and 71)."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="kpis")
    name = models.CharField(max_length=NAME)
    target = models.CharField(max_length=NAME)
    agreed_on = models.DateField()

    class Meta:
        ordering = ["contract", "name"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "name"], name="procurement_kpi_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class KpiAssessment(AppendOnly):
    """A KPI over a year, rated as the contract performance notice (UK9) rates it."""

    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="assessments")
    period_from = models.DateField()
    period_to = models.DateField()
    rating = models.CharField(max_length=15, choices=KpiRating.choices)
    note = models.CharField(max_length=LONG, blank=True)
    notice_id = models.CharField(max_length=40, blank=True)
    assessed_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["assessed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__in=KpiRating.values), name="procurement_kpiassessment_rating_is_known"
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="procurement_kpiassessment_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(assessed_on__gte=F("period_to")), name="procurement_kpiassessment_once_the_period_ended"
            ),
            models.CheckConstraint(
                condition=Q(rating=KpiRating.GOOD) | ~Q(note=""), name="procurement_kpiassessment_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi}: {self.get_rating_display()}"


@tracked()
class ServiceLevel(Versioned):
    """A level of service that the supplier owes, such as availability or the time to respond."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="service_levels")
    kind = models.CharField(max_length=15, choices=ServiceLevelKind.choices)
    name = models.CharField(max_length=NAME)
    target = models.CharField(max_length=NAME)
    agreed_on = models.DateField()

    class Meta:
        ordering = ["contract", "name"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "name"], name="procurement_servicelevel_name_is_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=ServiceLevelKind.values), name="procurement_servicelevel_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class PerformanceReview(AppendOnly):
    """The network's review of a supplier's performance under the contract, once a quarter. The service at one trust is
    reviewed with its deployment."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="performance_reviews")
    held_on = models.DateField()
    actions = models.CharField(max_length=LONG, blank=True)
    next_due_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_due_on__gt=F("held_on")), name="procurement_performancereview_next_lies_ahead"
            )
        ]

    def __str__(self) -> str:
        return f"Review of {self.contract}, {self.held_on}"


@tracked()
class ReviewOutcome(AppendOnly):
    """How one service level did, as a review found it."""

    review = models.ForeignKey(PerformanceReview, on_delete=models.PROTECT, related_name="outcomes")
    service_level = models.ForeignKey(ServiceLevel, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=10, choices=ServiceOutcome.choices)

    class Meta(AppendOnly.Meta):
        ordering = ["review", "service_level"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "service_level"], name="procurement_reviewoutcome_one_for_each_level"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=ServiceOutcome.values), name="procurement_reviewoutcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_level}: {self.get_outcome_display()}"
