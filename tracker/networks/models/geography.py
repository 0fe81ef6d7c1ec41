"""NHS England regions and integrated care boards. Codes are never reused; boards open and close (1 April 2026)."""

from django.db import models
from django.db.models import F, Q

from tracker.core.history import tracked


@tracked()
class Region(models.Model):
    """An NHS England region, by its ODS code (Y56 to Y63)."""

    ods_code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=200)
    gss_code = models.CharField(max_length=9, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ods_code__regex=r"^[A-Z][0-9A-Z]{2,4}$"),
                name="networks_region_code_format",
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Icb(models.Model):
    """An integrated care board, by its ODS code; open from a day, closed on a day when it was merged or split."""

    ods_code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=200)
    gss_code = models.CharField(max_length=9, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "ICB"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ods_code__regex=r"^[A-Z][0-9A-Z]{2,4}$"),
                name="networks_icb_code_format",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="networks_icb_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class IcbSuccession(models.Model):
    """One board's area passed, whole or in part, to another on a day: 1 April 2026 merged some and split three."""

    predecessor = models.ForeignKey(Icb, on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Icb, on_delete=models.PROTECT, related_name="successions_in")
    happened_on = models.DateField()
    is_part = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="networks_icbsuccession_is_unique",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="networks_icbsuccession_joins_two_boards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}"
