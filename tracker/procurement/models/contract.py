"""Contracts: who supplies which release to which deployments, on which terms from when."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet, Versioned
from tracker.networks.models import (
    Deployment,
    ImagingNetwork,
    Programme,
    RevisionBase,
    UseCase,
)
from tracker.procurement.models.supplier import ProductRelease, Supplier

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class Contract(Versioned):
    """A contract of a network with a supplier, by its reference. Its signature is a planned event like a milestone,
    with baseline, forecast and actual; its terms are dated. One that `replaces` another may run beside it for a while."""

    reference = models.CharField(max_length=60, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="contracts")
    network = models.ForeignKey(ImagingNetwork, on_delete=models.PROTECT, related_name="contracts")
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="contracts")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="contracts")
    release = models.ForeignKey(
        ProductRelease,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contracts",
    )
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="procurement_contract_replaces_another",
            )
        ]

    def __str__(self) -> str:
        return self.reference


@tracked()
class SignatureRevision(RevisionBase):
    """A setting of the planned, forecast or actual day of signature."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="signature_revisions")

    class Meta(RevisionBase.Meta):
        abstract = False


@tracked()
class ContractTerms(AppendOnly):
    """The whole of a contract's terms as they stand from `effective_on`; a change of one of them is a new row with all.
    Money is in pence. The yes/no terms are those that the study found loose: data use, model retraining, deletion,
    change control, and measures of success."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="terms")
    effective_on = models.DateField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    notice_by = models.DateField(null=True, blank=True)
    value_pence = models.BigIntegerField(null=True, blank=True)
    committed_pence = models.BigIntegerField(null=True, blank=True)
    paid_pence = models.BigIntegerField(null=True, blank=True)
    data_use_agreed = models.BooleanField(null=True, blank=True)
    retraining_allowed = models.BooleanField(null=True, blank=True)
    deletion_agreed = models.BooleanField(null=True, blank=True)
    change_control_agreed = models.BooleanField(null=True, blank=True)
    kpis_agreed = models.BooleanField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="procurement_contractterms_end_after_they_start",
            ),
            models.CheckConstraint(
                condition=(Q(value_pence__isnull=True) | Q(value_pence__gte=0))
                & (Q(committed_pence__isnull=True) | Q(committed_pence__gte=0))
                & (Q(paid_pence__isnull=True) | Q(paid_pence__gte=0)),
                name="procurement_contractterms_money_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} from {self.effective_on}"


@tracked()
class ContractCoverage(Dated):
    """A deployment is served under a contract over a time."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="coverages")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="coverages")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["contract", "deployment"],
                condition=Q(valid_to__isnull=True),
                name="procurement_contractcoverage_one_is_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} covers {self.deployment}"
