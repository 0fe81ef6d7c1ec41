"""Who holds which role over what, and the people and time that a trust has put into delivery."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.accounts.roles import Role, SignOffRole
from tracker.core.history import tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.networks.models.organisation import ImagingNetwork, Trust
from tracker.networks.models.programme import Programme
from tracker.networks.vocabulary import ScopeKind

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class RoleAssignment(Dated):
    """A person holds a role over a programme (every one when none is named), a network or a trust, from a day to a
    day. Rights come from here and from nowhere else."""

    user: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="role_assignments",
    )
    role = models.CharField(max_length=30, choices=Role.choices)
    sign_off_role = models.CharField(max_length=30, choices=SignOffRole.choices, blank=True)
    scope_kind = models.CharField(max_length=10, choices=ScopeKind.choices)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    network = models.ForeignKey(
        ImagingNetwork,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
    )
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, null=True, blank=True, related_name="people")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="networks_roleassignment_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.SIGNATORY, sign_off_role__in=SignOffRole.values)
                | (~Q(role=Role.SIGNATORY) & Q(sign_off_role="")),
                name="networks_roleassignment_signatory_has_a_capacity",
            ),
            models.CheckConstraint(
                condition=Q(
                    scope_kind=ScopeKind.PROGRAMME,
                    network__isnull=True,
                    trust__isnull=True,
                )
                | Q(
                    scope_kind=ScopeKind.NETWORK,
                    network__isnull=False,
                    trust__isnull=True,
                )
                | Q(
                    scope_kind=ScopeKind.TRUST,
                    network__isnull=True,
                    trust__isnull=False,
                ),
                name="networks_roleassignment_has_one_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


@tracked()
class DeliveryCapacity(Dated):
    """The people and protected time that a trust has for the programme over a time. The study found both to be what
    helped most: dedicated project management, and clinicians with time to take part (barriers B1 and B3)."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="capacities")
    project_manager = models.CharField(max_length=200, blank=True)
    clinical_lead = models.CharField(max_length=200, blank=True)
    protected_sessions_per_week = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["trust"],
                condition=Q(valid_to__isnull=True),
                name="networks_deliverycapacity_one_is_current",
            ),
            models.CheckConstraint(
                condition=Q(protected_sessions_per_week__isnull=True) | Q(protected_sessions_per_week__gte=0),
                name="networks_deliverycapacity_sessions_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trust} from {self.valid_from}"
