"""What is known of a supplier beyond its name: whom to ask, who works for it, where its products run, and what a product
needs to be on the shortlist."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet, Versioned
from tracker.procurement.models.supplier import Product, Supplier
from tracker.procurement.supply_vocabulary import ContactRole, EvidenceKind, Modality

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class SupplierContact(models.Model):
    """Whom to ask at a supplier about one thing."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(max_length=20, choices=ContactRole.choices)
    contact = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "role"], name="procurement_suppliercontact_one_of_a_role"),
            models.CheckConstraint(
                condition=Q(role__in=ContactRole.values), name="procurement_suppliercontact_role_is_known"
            ),
            models.CheckConstraint(condition=~Q(contact=""), name="procurement_suppliercontact_names_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.contact}"


@tracked()
class SubProcessor(Dated):
    """Another company that processes personal data for a supplier, for one of its products or (`product` empty) for all
    of them. UK GDPR, Article 28: a controller is told of each, and may object."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="sub_processors")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, related_name="sub_processors")
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=100)
    purpose = models.CharField(max_length=500)
    is_outside_uk = models.BooleanField()

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["name", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["supplier", "product", "name"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="procurement_subprocessor_one_is_current",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(country="") & ~Q(purpose=""), name="procurement_subprocessor_says_what_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.supplier}"


@tracked()
class ReferenceSite(Versioned):
    """An NHS organisation that uses a product and may be asked how it does. `yearly_volume` counts studies."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="reference_sites")
    organisation = models.CharField(max_length=200)
    modality = models.CharField(max_length=20, choices=Modality.choices)
    pacs_vendor = models.CharField(max_length=100, blank=True)
    ris_vendor = models.CharField(max_length=100, blank=True)
    yearly_volume = models.PositiveIntegerField(null=True, blank=True)
    live_since = models.DateField()

    class Meta:
        ordering = ["organisation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "organisation", "modality"], name="procurement_referencesite_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(modality__in=Modality.values), name="procurement_referencesite_modality_is_known"
            ),
            models.CheckConstraint(condition=~Q(organisation=""), name="procurement_referencesite_names_its_place"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.product.name}"


@tracked()
class ReferenceSiteCheck(AppendOnly):
    """Somebody asked a reference site, and what showed whether the product has run stably there. The newest check that
    counts on a day is the one that holds."""

    site = models.ForeignKey(ReferenceSite, on_delete=models.PROTECT, related_name="checks")
    is_stable = models.BooleanField()
    evidence = models.CharField(max_length=1000)
    checked_on = models.DateField()
    checked_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["checked_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(evidence=""), name="procurement_referencesitecheck_says_what_it_saw")
        ]

    def __str__(self) -> str:
        return f"{self.site}: {'stable' if self.is_stable else 'not stable'} on {self.checked_on}"


@tracked()
class ShortlistRule(Dated):
    """From `valid_from` a product needs this kind of evidence, in date, to be on the shortlist of vetted products."""

    kind = models.CharField(max_length=30, choices=EvidenceKind.choices)
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values), name="procurement_shortlistrule_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(valid_to__isnull=True), name="procurement_shortlistrule_one_is_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.valid_from}"
