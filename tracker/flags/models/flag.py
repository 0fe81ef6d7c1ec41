"""A flag: one rule's finding on one subject, open until its cause goes."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.accounts.roles import Role
from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.networks.models import Deployment, ImagingNetwork, NetworkMembership, Programme, Trust

if TYPE_CHECKING:
    from tracker.accounts.models import User
    from tracker.networks.access import Access


class Severity(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    CRITICAL = "critical", "Critical"


class SubjectKind(models.TextChoices):
    """What a flag is about. `Flag.subject_id` is the id of a row of this kind."""

    DEPLOYMENT = "deployment", "Deployment"
    TRUST = "trust", "Trust"
    PROCUREMENT = "procurement", "Procurement"
    CONTRACT = "contract", "Contract"
    SUPPLIER = "supplier", "Supplier"


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def visible_to(self, access: "Access", *, on: date) -> Self:
        """Flags of what the person may open; those of a network itself go to the people of the network, and to its
        trusts' people when they are about its plan."""
        if access.sees_every_programme:
            return self
        members = NetworkMembership.objects.on(on).filter(network__in=access.network_ids).values("trust")
        return self.filter(
            Q(programme__in=access.programme_ids)
            | Q(trust__in=members)
            | Q(trust__in=access.trust_ids)
            | Q(trust__isnull=True, network__in=access.network_ids)
            | Q(trust__isnull=True, subject_kind=SubjectKind.PROCUREMENT, network__in=access.plan_network_ids)
        )


@tracked()
class Flag(Versioned):
    """One open finding per rule and subject. It keeps its row through closing and reopening; its history is events."""

    rule = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=20, choices=SubjectKind.choices)
    subject_id = models.BigIntegerField()
    detail_key = models.CharField(max_length=60, blank=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="flags")
    network = models.ForeignKey(ImagingNetwork, on_delete=models.PROTECT, null=True, blank=True, related_name="flags")
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, null=True, blank=True, related_name="flags")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, null=True, blank=True, related_name="flags")
    severity = models.CharField(max_length=10, choices=Severity.choices)
    owner_role = models.CharField(max_length=30, choices=Role.choices)
    finding = models.CharField(max_length=500)
    since = models.DateField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    acknowledged_until = models.DateField(null=True, blank=True)
    acknowledged_reason = models.CharField(max_length=1000, blank=True)
    acknowledged_by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    needs_national_decision = models.BooleanField(default=False)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_kind", "subject_id", "detail_key"], name="flags_flag_one_per_rule_and_subject"
            ),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="flags_flag_severity_is_known"),
            models.CheckConstraint(
                condition=Q(subject_kind__in=SubjectKind.values), name="flags_flag_subject_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_until__isnull=True, acknowledged_by__isnull=True, acknowledged_reason="")
                | (Q(acknowledged_until__isnull=False, acknowledged_by__isnull=False) & ~Q(acknowledged_reason="")),
                name="flags_flag_acknowledgement_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["severity"], condition=Q(closed_on__isnull=True), name="flags_flag_open")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.finding}"


class FlagEventKind(models.TextChoices):
    OPENED = "opened", "Opened"
    ESCALATED = "escalated", "Escalated"
    EASED = "eased", "Eased"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"


@tracked()
class FlagEvent(AppendOnly):
    """What happened to a flag, when, and why."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=FlagEventKind.choices)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    happened_on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FlagEventKind.values), name="flags_flagevent_kind_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_on}"
