"""Imaging networks and trusts. ODS keeps no reliable network codes, so networks have slugs of our own."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from tracker.core.history import tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.networks.models.geography import Icb, Region
from tracker.networks.vocabulary import ITSystemKind

if TYPE_CHECKING:
    from tracker.networks.access import Access

ODS_TRUST_CODE = r"^(R[0-9A-Z]{2}|[A-Z][0-9][A-Z][0-9][A-Z])$"


class NetworkQuerySet(models.QuerySet["ImagingNetwork"]):
    def with_plan_visible_to(self, access: "Access") -> Self:
        """Networks whose page and plan the person may open: theirs, or their trust's."""
        return self if access.is_national else self.filter(pk__in=access.plan_network_ids)


@tracked()
class ImagingNetwork(models.Model):
    """An imaging network: trusts that procure together. One call-off serves several of them."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="networks")
    lead_trust = models.ForeignKey(
        "networks.Trust",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leads_networks",
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TrustQuerySet(models.QuerySet["Trust"]):
    def visible_to(self, access: "Access", *, on: date) -> Self:
        """Trusts that the person may open: all nationally, else those of their networks on that day and their own."""
        if access.is_national:
            return self
        members = NetworkMembership.objects.on(on).filter(network__in=access.network_ids).values("trust")
        return self.filter(Q(pk__in=members) | Q(pk__in=access.trust_ids))

    def open_on(self, day: date) -> Self:
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


@tracked()
class Trust(models.Model):
    """An NHS trust by its ODS code, which is never changed and never reused. Its name, region and ICB are dated
    records; `name` here is the newest, kept for search and order."""

    ods_code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=200)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = TrustQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ods_code__regex=ODS_TRUST_CODE),
                name="networks_trust_code_format",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="networks_trust_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class TrustRecord(Dated):
    """What the ODS said of a trust over a time: name, region, ICB, address. A rename or a new ICB is a new record."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="records")
    name = models.CharField(max_length=200)
    official_name = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trust_records",
    )
    icb = models.ForeignKey(
        Icb,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trust_records",
    )
    address = models.CharField(max_length=500, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["trust", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["trust", "valid_from"], name="networks_trustrecord_one_per_day"),
            models.UniqueConstraint(
                fields=["trust"],
                condition=Q(valid_to__isnull=True),
                name="networks_trustrecord_one_is_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} from {self.valid_from}"


@tracked()
class TrustSuccession(models.Model):
    """One trust's services passed to another on a day: a merger has several predecessors, a split several successors."""

    predecessor = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="successions_in")
    happened_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="networks_trustsuccession_is_unique",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="networks_trustsuccession_joins_two_trusts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}"


@tracked()
class NetworkMembership(Dated):
    """A trust belongs to a network over a time. A trust may have a secondary network, and one primary at a time."""

    network = models.ForeignKey(ImagingNetwork, on_delete=models.PROTECT, related_name="memberships")
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="memberships")
    is_primary = models.BooleanField(default=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["trust"],
                condition=Q(is_primary=True, valid_to__isnull=True),
                name="networks_networkmembership_one_primary",
            ),
            models.UniqueConstraint(
                fields=["network", "trust", "valid_from"],
                name="networks_networkmembership_one_per_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trust} in {self.network}"


@tracked()
class Site(models.Model):
    """A hospital or other place of a trust where images are taken or read."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    ods_code = models.CharField(max_length=9, blank=True)
    postcode = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["trust", "name"]
        constraints = [models.UniqueConstraint(fields=["trust", "name"], name="networks_site_name_is_unique")]

    def __str__(self) -> str:
        return self.name


@tracked()
class ITSystem(models.Model):
    """An imaging IT system at a site: the legacy variety that integration has to meet (barrier B7)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="it_systems")
    kind = models.CharField(max_length=20, choices=ITSystemKind.choices)
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "kind"], name="networks_itsystem_one_of_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=ITSystemKind.values),
                name="networks_itsystem_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
