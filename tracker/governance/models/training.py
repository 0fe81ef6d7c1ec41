"""Training: what has to be taught to whom, as dated data, and how many have learned it at each deployment."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.governance.validation_vocabulary import TrainingRole
from tracker.networks.models import Deployment

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class TrainingModule(Dated):
    """A part of the curriculum. A course is whole only when every mandatory one is in it."""

    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    is_mandatory = models.BooleanField(default=False)
    source = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["number"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["number"], condition=Q(valid_to__isnull=True), name="governance_trainingmodule_one_is_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@tracked()
class RoleCurriculum(Dated):
    """Which modules a group of staff needs, how often again, and which share of them must have completed before go-live
    (empty: none is asked for), counted over all its `roles` together; a group without roles is not counted. The archetype
    is that of the DART-Ed capability framework."""

    group = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=30, choices=TrainingRole.choices), default=list, blank=True)
    archetype = models.CharField(max_length=60)
    modules = ArrayField(models.PositiveSmallIntegerField())
    refresh_months = models.PositiveSmallIntegerField()
    minimum_share = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    source = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name_plural = "role curricula"
        ordering = ["pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["group"], condition=Q(valid_to__isnull=True), name="governance_rolecurriculum_one_is_current"
            ),
            models.CheckConstraint(
                condition=Q(minimum_share__isnull=True) | Q(minimum_share__gt=0, minimum_share__lte=1),
                name="governance_rolecurriculum_minimum_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.group


@tracked()
class SimulationScenario(Dated):
    """A failure that staff walk through together."""

    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_to__isnull=True),
                name="governance_simulationscenario_one_is_current",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class TrainingCount(AppendOnly):
    """How many people of a role there are, and how many of them are trained and in date, as at a day. The newest day
    stands; of two rows of one day the later recorded."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="training_counts")
    role = models.CharField(max_length=30, choices=TrainingRole.choices)
    eligible = models.PositiveIntegerField()
    completed = models.PositiveIntegerField()
    as_at = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["as_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=TrainingRole.values), name="governance_trainingcount_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(completed__lte=F("eligible")), name="governance_trainingcount_completed_of_eligible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.completed} of {self.eligible}"


@tracked()
class LocalCurriculum(AppendOnly):
    """What a trust's own course holds from a day on: its modules, how many of its own cases, and whether it is tested."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="curricula")
    modules = ArrayField(models.PositiveSmallIntegerField(), blank=True)
    local_cases = models.PositiveIntegerField()
    has_assessment = models.BooleanField()
    effective_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        verbose_name_plural = "local curricula"
        ordering = ["effective_on", "pk"]

    def __str__(self) -> str:
        return f"Course at {self.deployment} from {self.effective_on}"


@tracked()
class Simulation(AppendOnly):
    """One exercise: what was played, who took part, and how long it took to notice and to fall back."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="simulations")
    scenario = models.ForeignKey(SimulationScenario, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    participants = models.PositiveIntegerField()
    minutes_to_detect = models.PositiveIntegerField(null=True, blank=True)
    minutes_to_fall_back = models.PositiveIntegerField(null=True, blank=True)
    actions = models.CharField(max_length=1000, blank=True)
    retest_on = models.DateField(null=True, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(participants__gte=1), name="governance_simulation_somebody_took_part"),
            models.CheckConstraint(
                condition=Q(retest_on__isnull=True) | Q(retest_on__gt=F("held_on")),
                name="governance_simulation_is_repeated_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} on {self.held_on}"
