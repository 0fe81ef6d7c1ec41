"""A flag: one rule's finding on one subject, open until its cause goes."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When

from tracker.accounts.roles import Role
from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.flags.vocabulary import PLAN_KINDS, FlagEventKind, Severity, SubjectKind
from tracker.networks.models import Deployment, ImagingNetwork, NetworkMembership, Programme, Trust

if TYPE_CHECKING:
    from tracker.accounts.models import User
    from tracker.networks.access import Access


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def about(self, subjects: Mapping[SubjectKind, Collection[int]]) -> Self:
        """Flags of these subjects: ids by kind."""
        condition = Q(pk__in=[])
        for kind, ids in subjects.items():
            condition |= Q(subject_kind=kind, subject_id__in=ids)
        return self.filter(condition)

    def worst_first(self) -> Self:
        """By severity, then what needs a national decision, then the oldest."""
        ranks = [When(severity=severity, then=severity.rank) for severity in Severity]
        return self.order_by(Case(*ranks, default=0).desc(), "-needs_national_decision", "since", "pk")

    def visible_to(self, access: "Access", *, on: date) -> Self:
        """Flags of what the person may open; those of a network itself go to the people of the network, and to its
        trusts' people when they are about its plan: its procurements and contracts."""
        if access.sees_every_programme:
            return self
        members = NetworkMembership.objects.on(on).filter(network__in=access.network_ids).values("trust")
        return self.filter(
            Q(programme__in=access.programme_ids)
            | Q(trust__in=members)
            | Q(trust__in=access.trust_ids)
            | Q(trust__isnull=True, network__in=access.network_ids)
            | Q(trust__isnull=True, subject_kind__in=PLAN_KINDS, network__in=access.plan_network_ids)
        )


@tracked()
class Flag(Versioned):
    """One open finding per rule and subject. It keeps its row through closing and reopening; its history is events.
    `assigned_to` is the person who has said, or was told, to see to it."""

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
    assigned_to: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="assigned_flags"
    )
    needs_national_decision = models.BooleanField(default=False)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "rule", "subject_kind", "subject_id", "detail_key"],
                name="flags_flag_one_per_rule_and_subject",
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


@tracked()
class FlagEvent(AppendOnly):
    """What happened to a flag, when, and why. `person` is the one to whom it was given."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=FlagEventKind.choices)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    happened_on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    person: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FlagEventKind.values), name="flags_flagevent_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=FlagEventKind.ASSIGNED, person__isnull=False)
                | (~Q(kind=FlagEventKind.ASSIGNED) & Q(person__isnull=True)),
                name="flags_flagevent_is_given_to_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_on}"
