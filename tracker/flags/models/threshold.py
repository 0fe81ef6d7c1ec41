"""Thresholds of the rules, as dated data per programme: a change of policy is a row, not a release."""

from django.db import models
from django.db.models import Q

from tracker.core.history import tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.networks.models import Programme


@tracked()
class Threshold(Dated):
    """The value of one named threshold of one rule (days, unless its name says otherwise), for every programme or for
    one, over a time."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="thresholds")
    rule = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    value = models.IntegerField()
    source = models.CharField(max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "rule", "name"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="flags_threshold_one_is_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.name} = {self.value}"
