"""Who judges the bids, the time they are given for it, and their interests."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.procurement.evaluation_vocabulary import InterestRulingCode, PanelCapacity
from tracker.procurement.models.bids import Bid
from tracker.procurement.models.evaluation import Evaluation

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class PanelMember(Versioned):
    """A person on the panel from a day up to, and not including, another. Hours asked and hours protected are kept because
    the study found that clinicians had no time to choose a tool (barrier B3)."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="members")
    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_memberships"
    )
    capacity = models.CharField(max_length=30, choices=PanelCapacity.choices)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    hours_asked = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    hours_given = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)

    class Meta:
        ordering = ["joined_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "person"],
                condition=Q(left_on__isnull=True),
                name="procurement_panelmember_sits_once",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=PanelCapacity.values), name="procurement_panelmember_capacity_is_known"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="procurement_panelmember_leaves_after_joining",
            ),
            models.CheckConstraint(
                condition=(Q(hours_asked__isnull=True) | Q(hours_asked__gte=0))
                & (Q(hours_given__isnull=True) | Q(hours_given__gte=0)),
                name="procurement_panelmember_hours_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_capacity_display()}"


@tracked()
class InterestDeclaration(AppendOnly):
    """What a panel member declares of their own interests; the newest one counts. Nobody scores before one (Procurement Act
    2023, sections 81 to 83)."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="declarations")
    has_interest = models.BooleanField()
    text = models.CharField(max_length=2000, blank=True)
    declared_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_interest=False) | ~Q(text=""), name="procurement_interestdeclaration_says_what"
            )
        ]

    def __str__(self) -> str:
        return f"{'An interest' if self.has_interest else 'No interest'}, declared on {self.declared_on}"


@tracked()
class InterestRuling(AppendOnly):
    """What the lead decided about a declaration. Rulings add up in their order: “may score” lifts what came before it."""

    declaration = models.ForeignKey(InterestDeclaration, on_delete=models.PROTECT, related_name="rulings")
    ruling = models.CharField(max_length=20, choices=InterestRulingCode.choices)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=1000)
    decided_on = models.DateField()
    decided_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ruling__in=InterestRulingCode.values), name="procurement_interestruling_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ruling=InterestRulingCode.NOT_THIS_BID, bid__isnull=False)
                | (~Q(ruling=InterestRulingCode.NOT_THIS_BID) & Q(bid__isnull=True)),
                name="procurement_interestruling_names_the_bid",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="procurement_interestruling_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_ruling_display()}, decided on {self.decided_on}"
