"""Suppliers, their products, and the releases that evidence is bound to."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.networks.models import UseCase
from tracker.procurement.vocabulary import DeviceClass, Marking, SupplierStatusCode

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class Supplier(Versioned):
    """A company that offers AI tools; by its legal name. `parent` is the company that owns it, as text."""

    name = models.CharField(max_length=200, unique=True)
    company_number = models.CharField(max_length=20, blank=True)
    registered_country = models.CharField(max_length=100, blank=True)
    parent = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@tracked()
class SupplierStatus(AppendOnly):
    """From `effective_on` the supplier has this status; one that fails takes deployments with it."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=20, choices=SupplierStatusCode.choices)
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
                condition=Q(status__in=SupplierStatusCode.values),
                name="procurement_supplierstatus_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier}: {self.status} from {self.effective_on}"


@tracked()
class Product(models.Model):
    """An AI tool of a supplier, for one or more use cases."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(max_length=200)
    use_cases = models.ManyToManyField(UseCase, through="ProductUseCase", related_name="products", blank=True)

    class Meta:
        ordering = ["supplier__name", "name"]
        constraints = [models.UniqueConstraint(fields=["supplier", "name"], name="procurement_product_name_is_unique")]

    def __str__(self) -> str:
        return f"{self.name} ({self.supplier})"


@tracked()
class ProductUseCase(models.Model):
    """A product is offered for a use case."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "use_case"],
                name="procurement_productusecase_is_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.product} for {self.use_case}"


@tracked()
class ProductRelease(models.Model):
    """One version of a product, with the dates of the evidence that was given for it."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="releases")
    version = models.CharField(max_length=60)
    device_class = models.CharField(max_length=4, choices=DeviceClass.choices, blank=True)
    marking = models.CharField(max_length=4, choices=Marking.choices, blank=True)
    certificate_expires_on = models.DateField(null=True, blank=True)
    mhra_reference = models.CharField(max_length=60, blank=True)
    iso_13485_expires_on = models.DateField(null=True, blank=True)
    dcb0129_on = models.DateField(null=True, blank=True)
    dtac_on = models.DateField(null=True, blank=True)
    penetration_test_on = models.DateField(null=True, blank=True)
    cyber_essentials_plus_expires_on = models.DateField(null=True, blank=True)
    dspt_status = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["product", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "version"],
                name="procurement_productrelease_version_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(device_class__in=["", *DeviceClass.values]),
                name="procurement_productrelease_class_is_known",
            ),
            models.CheckConstraint(
                condition=Q(marking__in=["", *Marking.values]),
                name="procurement_productrelease_marking_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product.name} {self.version}"
