"""A funded programme, and which trusts and networks are in its scope on which day."""

from django.db import models
from django.db.models import Q

from tracker.core.history import tracked
from tracker.core.models import Dated, DatedQuerySet, Versioned
from tracker.networks.models.organisation import ImagingNetwork, Trust


@tracked()
class Programme(Versioned):
    """A fund with dates: contracts due, everybody live by. Money is in pence."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    funding_pence = models.BigIntegerField(default=0)
    starts_on = models.DateField()
    contracts_due_on = models.DateField(null=True, blank=True)
    live_due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(funding_pence__gte=0),
                name="networks_programme_funding_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class NetworkFunding(models.Model):
    """What the programme allocated to a network, in pence."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="network_fundings")
    network = models.ForeignKey(ImagingNetwork, on_delete=models.PROTECT, related_name="fundings")
    allocated_pence = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "network"],
                name="networks_networkfunding_one_per_programme",
            ),
            models.CheckConstraint(
                condition=Q(allocated_pence__gte=0),
                name="networks_networkfunding_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.allocated_pence} pence"


@tracked()
class ProgrammeScope(Dated):
    """A trust is in the programme, through a network, over a time, for a reason. The denominator of every percentage
    on a day is the scope of that day: 64, 66 and 67 trusts are all true, each on its day."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="scopes")
    network = models.ForeignKey(ImagingNetwork, on_delete=models.PROTECT, related_name="scopes")
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="scopes")
    reason = models.CharField(max_length=500, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "trust"],
                condition=Q(valid_to__isnull=True),
                name="networks_programmescope_one_is_current",
            ),
            models.UniqueConstraint(
                fields=["programme", "trust", "valid_from"],
                name="networks_programmescope_one_per_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trust} in {self.programme}"
