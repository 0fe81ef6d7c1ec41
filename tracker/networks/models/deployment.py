"""A deployment: one AI use case at one trust in one programme, and everything dated about it but its milestones."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.networks.models.organisation import NetworkMembership, Trust
from tracker.networks.models.programme import Programme
from tracker.networks.vocabulary import BlockerCode, ClinicalUse, ReferralSource, StatedRating

if TYPE_CHECKING:
    from tracker.accounts.models import User
    from tracker.networks.access import Access


@tracked()
class UseCase(models.Model):
    """What the AI is used for, as data: chest X-ray, chest CT, and whatever a programme adds."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    def visible_to(self, access: "Access", *, on: date) -> Self:
        """Deployments that the person may open: their programmes', their networks' trusts' on that day, their trust's."""
        if access.sees_every_programme:
            return self
        members = NetworkMembership.objects.on(on).filter(network__in=access.network_ids).values("trust")
        return self.filter(Q(programme__in=access.programme_ids) | Q(trust__in=members) | Q(trust__in=access.trust_ids))

    def in_scope(self, *, on: date) -> Self:
        """Those whose trust is in the programme on that day."""
        return self.filter(
            Q(trust__scopes__valid_to__isnull=True) | Q(trust__scopes__valid_to__gt=on),
            trust__scopes__programme=F("programme"),
            trust__scopes__valid_from__lte=on,
        )


@tracked()
class Deployment(Versioned):
    """One use case at one trust in one programme: what goes live, slips, is blocked and is signed off."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="deployments")
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="deployments")
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="deployments")
    owner = models.CharField(max_length=200, blank=True)

    objects = DeploymentQuerySet.as_manager()

    class Meta:
        ordering = ["trust__name", "use_case__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "trust", "use_case"],
                name="networks_deployment_is_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.use_case} at {self.trust}"


@tracked()
class DeploymentState(AppendOnly):
    """From `effective_on` the tool is in this clinical use. The newest row that counts on a day is the state that day;
    of two rows for one day the later recorded one stands."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=20, choices=ClinicalUse.choices)
    sources = ArrayField(
        models.CharField(max_length=20, choices=ReferralSource.choices),
        default=list,
        blank=True,
    )
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ClinicalUse.values),
                name="networks_deploymentstate_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClinicalUse.LIVE_PARTIAL) | Q(sources__len__gte=1),
                name="networks_deploymentstate_partly_live_names_sources",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} from {self.effective_on}"


@tracked()
class Blocker(models.Model):
    """Something that holds the deployment up, from a day until it is cleared."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="blockers")
    code = models.CharField(max_length=3, choices=BlockerCode.choices)
    note = models.CharField(max_length=1000, blank=True)
    opened_on = models.DateField()
    cleared_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["opened_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__in=BlockerCode.values),
                name="networks_blocker_code_is_known",
            ),
            models.CheckConstraint(
                condition=Q(cleared_on__isnull=True) | Q(cleared_on__gte=F("opened_on")),
                name="networks_blocker_clears_after_it_opens",
            ),
            models.UniqueConstraint(
                fields=["deployment", "code"],
                condition=Q(cleared_on__isnull=True),
                name="networks_blocker_one_open_of_a_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_code_display()}"


@tracked()
class StatedRag(AppendOnly):
    """What the owner says of the deployment's delivery confidence, kept apart from what the rules compute."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="stated_rags")
    rating = models.CharField(max_length=20, choices=StatedRating.choices)
    reason = models.CharField(max_length=1000, blank=True)
    effective_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__in=StatedRating.values),
                name="networks_statedrag_rating_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_rating_display()} on {self.effective_on}"


@tracked()
class DeploymentUpdate(AppendOnly):
    """Somebody looked at the deployment on a day and said that what stands here is true. Every change leaves one, and
    so does "nothing has changed"; no update for 30 days raises a flag."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="updates")
    updated_on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["updated_on", "pk"]

    def __str__(self) -> str:
        return f"{self.deployment} on {self.updated_on}"


@tracked()
class NextAction(AppendOnly):
    """What has to be done next for the deployment, and by when, as said on a day. The newest one that counts on a day
    stands; an empty text says that there is nothing to do next."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="next_actions")
    text = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(text="", due_on__isnull=True) | (~Q(text="") & Q(due_on__isnull=False)),
                name="networks_nextaction_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.text or "Nothing"
