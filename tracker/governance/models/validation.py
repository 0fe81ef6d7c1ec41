"""Local validation: how well a release does on a trust's own images, against criteria that were fixed beforehand."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.governance.models.assurance import Approval
from tracker.governance.validation_vocabulary import (
    CriterionRule,
    CriterionSource,
    IntervalMethod,
    Metric,
    Operator,
    Outcome,
    Sampling,
    StudyDesign,
    SubgroupKind,
)
from tracker.networks.models import Deployment
from tracker.procurement.models import ProductRelease

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class ValidationStudy(Versioned):
    """One study of one release at one trust (RCR guidance on deploying AI: validate locally, before and after go-live).
    One that came by a programme workbook has the criteria that its row stated, and no record of when they were set."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="validation_studies")
    release = models.ForeignKey(ProductRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    operating_threshold = models.CharField(max_length=100, blank=True)
    purpose = models.CharField(max_length=1000, blank=True)
    design = models.CharField(max_length=20, choices=StudyDesign.choices, blank=True)
    sampling = models.CharField(max_length=20, choices=Sampling.choices, blank=True)
    expected_prevalence = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    sites = models.CharField(max_length=500, blank=True)
    inclusion = models.CharField(max_length=1000, blank=True)
    exclusion = models.CharField(max_length=1000, blank=True)
    reference_standard = models.CharField(max_length=1000, blank=True)
    blinding = models.CharField(max_length=500, blank=True)
    scanner_mix = models.CharField(max_length=500, blank=True)
    sample_size_reasoning = models.CharField(max_length=1000, blank=True)
    deviations = models.CharField(max_length=1000, blank=True)
    is_from_workbook = models.BooleanField(default=False)
    workbook_run_on = models.DateField(null=True, blank=True)
    workbook_cases = models.PositiveIntegerField(null=True, blank=True)
    workbook_result = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    author: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    if TYPE_CHECKING:
        locked_editions: list["CriteriaEdition"]  # where a selector prefetched them

    class Meta:
        verbose_name_plural = "validation studies"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(design__in=StudyDesign.values, sampling__in=Sampling.values)
                | Q(design="", sampling="", is_from_workbook=True),
                name="governance_validationstudy_design_is_known",
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True) | Q(period_to__isnull=True) | Q(period_to__gte=F("period_from")),
                name="governance_validationstudy_period_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(expected_prevalence__isnull=True) | Q(expected_prevalence__gt=0, expected_prevalence__lt=1),
                name="governance_validationstudy_prevalence_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(is_from_workbook=True, workbook_run_on__isnull=False)
                | Q(
                    is_from_workbook=False,
                    workbook_run_on__isnull=True,
                    workbook_cases__isnull=True,
                    workbook_result="",
                ),
                name="governance_validationstudy_workbook_says_its_day",
            ),
            models.UniqueConstraint(
                fields=["deployment", "workbook_run_on"], name="governance_validationstudy_one_of_a_workbook_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_design_display() or 'Local'} validation, {self.deployment}"


@tracked()
class CriteriaEdition(models.Model):
    """The acceptance criteria of a study as a whole. The first edition is locked before any result; a later one is an
    amendment, which has a reason and is locked by somebody else than who proposed it."""

    study = models.ForeignKey(ValidationStudy, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=1000, blank=True)
    proposed_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    locked_by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "criteria editions"
        ordering = ["number"]
        triggers = [
            pgtrigger.Protect(
                name="locked_criteria_stay",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__locked_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="governance_criteriaedition_number_is_unique"),
            models.UniqueConstraint(
                fields=["study"],
                condition=Q(locked_at__isnull=True),
                name="governance_criteriaedition_one_is_open",
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, locked_by__isnull=True, locked_on__isnull=True)
                | Q(locked_at__isnull=False, locked_by__isnull=False, locked_on__isnull=False),
                name="governance_criteriaedition_locked_at_on_and_by",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="governance_criteriaedition_amendment_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(locked_by__isnull=True) | ~Q(locked_by=F("proposed_by")),
                name="governance_criteriaedition_amendment_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"Criteria {self.number} of {self.study}"


@tracked()
class AcceptanceCriterion(models.Model):
    """A bar that the figures must clear. Thresholds are for clinicians to agree locally: there is no national one."""

    edition = models.ForeignKey(CriteriaEdition, on_delete=models.PROTECT, related_name="criteria")
    metric = models.CharField(max_length=20, choices=Metric.choices)
    finding = models.CharField(max_length=100, blank=True)
    subgroup_kind = models.CharField(max_length=10, choices=SubgroupKind.choices, default=SubgroupKind.ALL)
    subgroup = models.CharField(max_length=100, blank=True)
    operator = models.CharField(max_length=10, choices=Operator.choices)
    threshold = models.DecimalField(max_digits=10, decimal_places=9)
    rule = models.CharField(max_length=20, choices=CriterionRule.choices)
    interval_method = models.CharField(max_length=20, choices=IntervalMethod.choices, default=IntervalMethod.WILSON)
    min_positives = models.PositiveIntegerField(default=0)
    min_negatives = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=20, choices=CriterionSource.choices)
    is_mandatory = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "acceptance criteria"
        ordering = ["pk"]
        triggers = [
            pgtrigger.Trigger(
                name="locked_criteria_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("wanted", "bigint")],
                func="""
                    wanted := CASE WHEN TG_OP = 'INSERT' THEN NEW.edition_id ELSE OLD.edition_id END;
                    IF EXISTS (
                        SELECT 1 FROM governance_criteriaedition WHERE id = wanted AND locked_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'criteria that were locked do not change';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold__gte=0, threshold__lte=1), name="governance_acceptancecriterion_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(subgroup_kind=SubgroupKind.ALL, subgroup="")
                | (~Q(subgroup_kind=SubgroupKind.ALL) & ~Q(subgroup="")),
                name="governance_acceptancecriterion_subgroup_is_named",
            ),
            models.CheckConstraint(
                condition=Q(rule=CriterionRule.POINT_ESTIMATE)
                | Q(rule=CriterionRule.CI_LOWER_BOUND, operator=Operator.AT_LEAST)
                | Q(rule=CriterionRule.CI_UPPER_BOUND, operator=Operator.AT_MOST),
                name="governance_acceptancecriterion_worse_bound_counts",
            ),
            models.UniqueConstraint(
                fields=["edition", "metric", "finding", "subgroup_kind", "subgroup", "operator"],
                name="governance_acceptancecriterion_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_metric_display()} {self.get_operator_display().lower()} {self.threshold}"


@tracked()
class ValidationResult(AppendOnly):
    """The counts of one group of cases, as run on a day. A correction is a further row of the same group: the newest
    recorded one stands."""

    study = models.ForeignKey(ValidationStudy, on_delete=models.PROTECT, related_name="results")
    finding = models.CharField(max_length=100, blank=True)
    subgroup_kind = models.CharField(max_length=10, choices=SubgroupKind.choices, default=SubgroupKind.ALL)
    subgroup = models.CharField(max_length=100, blank=True)
    cases = models.PositiveIntegerField()
    true_positives = models.PositiveIntegerField()
    false_positives = models.PositiveIntegerField()
    true_negatives = models.PositiveIntegerField()
    false_negatives = models.PositiveIntegerField()
    run_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="criteria_come_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM governance_criteriaedition
                        WHERE study_id = NEW.study_id AND locked_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'results come after criteria that were locked';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    cases=F("true_positives") + F("false_positives") + F("true_negatives") + F("false_negatives")
                ),
                name="governance_validationresult_counts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(subgroup_kind=SubgroupKind.ALL, subgroup="")
                | (~Q(subgroup_kind=SubgroupKind.ALL) & ~Q(subgroup="")),
                name="governance_validationresult_subgroup_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cases} cases on {self.run_on}, {self.study}"


@tracked()
class ValidationApproval(Approval):
    """A decision on what a study found."""

    study = models.ForeignKey(ValidationStudy, on_delete=models.PROTECT, related_name="approvals")
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Approval.Meta):
        pass


@tracked()
class TurnaroundResult(AppendOnly):
    """Report turnaround before and with the AI, for one band of priority, as it was computed from times in minutes that
    are not kept. `shift_minutes` is the Hodges-Lehmann estimate with its 95% interval; less than nought is quicker."""

    study = models.ForeignKey(ValidationStudy, on_delete=models.PROTECT, related_name="turnarounds")
    band = models.CharField(max_length=100)
    target_minutes = models.PositiveIntegerField()
    before_count = models.PositiveIntegerField()
    before_median_minutes = models.FloatField()
    before_p90_minutes = models.FloatField()
    before_within_target = models.PositiveIntegerField()
    after_count = models.PositiveIntegerField()
    after_median_minutes = models.FloatField()
    after_p90_minutes = models.FloatField()
    after_within_target = models.PositiveIntegerField()
    shift_minutes = models.FloatField()
    shift_low_minutes = models.FloatField()
    shift_high_minutes = models.FloatField()
    run_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(before_within_target__lte=F("before_count"), after_within_target__lte=F("after_count")),
                name="governance_turnaroundresult_part_of_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(shift_low_minutes__lte=F("shift_minutes"), shift_high_minutes__gte=F("shift_minutes")),
                name="governance_turnaroundresult_interval_holds_the_shift",
            ),
        ]

    def __str__(self) -> str:
        return f"Turnaround, {self.band}, {self.study}"
