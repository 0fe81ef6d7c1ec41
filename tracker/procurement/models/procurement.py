"""A network's procurement of a tool for a use case, in stages that each keep every revision of their dates."""

from django.db import models
from django.db.models import Q

from tracker.core.history import tracked
from tracker.core.models import Versioned
from tracker.networks.models import ImagingNetwork, Programme, RevisionBase, UseCase
from tracker.procurement.vocabulary import Stage


@tracked()
class Procurement(Versioned):
    """One call-off of a network for a use case; it serves all of the network's trusts in scope."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="procurements")
    network = models.ForeignKey(ImagingNetwork, on_delete=models.PROTECT, related_name="procurements")
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="procurements")
    framework = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["network__name", "use_case__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "network", "use_case"],
                name="procurement_procurement_is_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.use_case} for {self.network}"


@tracked()
class ProcurementStage(Versioned):
    """One stage of a procurement; its dates, those of the stage's completion, are its revisions."""

    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=20, choices=Stage.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procurement", "stage"],
                name="procurement_procurementstage_one_of_each",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values),
                name="procurement_procurementstage_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.procurement}"


@tracked()
class StageRevision(RevisionBase):
    stage = models.ForeignKey(ProcurementStage, on_delete=models.PROTECT, related_name="revisions")

    class Meta(RevisionBase.Meta):
        abstract = False
