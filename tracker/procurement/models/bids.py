"""Bids in an evaluation, and the NHS sites that a bid names as references."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.procurement.evaluation_vocabulary import BidStatus
from tracker.procurement.models.evaluation import Evaluation
from tracker.procurement.models.supplier import ProductRelease, Supplier

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class Bid(Versioned):
    """What one supplier offers. The price, over the whole term in pence, is commercial."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="bids")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="bids")
    release = models.ForeignKey(ProductRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="bids")
    price_pence = models.BigIntegerField(null=True, blank=True)
    received_on = models.DateField()

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "supplier"], name="procurement_bid_one_of_a_supplier"),
            models.CheckConstraint(
                condition=Q(price_pence__isnull=True) | Q(price_pence__gt=0), name="procurement_bid_price_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"Bid of {self.supplier}"


@tracked()
class BidState(AppendOnly):
    """From `effective_on` the bid is in the evaluation, or out of it for a reason."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="states")
    status = models.CharField(max_length=20, choices=BidStatus.choices)
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=BidStatus.values), name="procurement_bidstate_is_known"),
            models.CheckConstraint(
                condition=Q(status=BidStatus.RECEIVED) | ~Q(reason=""), name="procurement_bidstate_end_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} from {self.effective_on}"


@tracked()
class BidSite(Versioned):
    """An NHS organisation that uses what is offered, named by the bid. The contact is a role, never a patient's or a
    reader's name."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="sites")
    organisation = models.CharField(max_length=200)
    pacs_vendor = models.CharField(max_length=200, blank=True)
    ris_vendor = models.CharField(max_length=200, blank=True)
    yearly_volume = models.PositiveIntegerField(null=True, blank=True)
    modality = models.CharField(max_length=100, blank=True)
    live_since = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=1000, blank=True)
    contact_role = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["organisation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "organisation"], name="procurement_bidsite_is_named_once"),
            models.CheckConstraint(condition=~Q(organisation=""), name="procurement_bidsite_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.organisation


@tracked()
class BidSiteCheck(AppendOnly):
    """Somebody asked the site itself on a day whether what the bid says of it holds; the newest check counts."""

    site = models.ForeignKey(BidSite, on_delete=models.PROTECT, related_name="checks")
    is_confirmed = models.BooleanField()
    note = models.CharField(max_length=1000, blank=True)
    checked_on = models.DateField()
    checked_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["checked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_confirmed=True) | ~Q(note=""), name="procurement_bidsitecheck_doubt_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site}, checked on {self.checked_on}"
