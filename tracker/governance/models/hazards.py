"""Rows of hazard logs: the supplier's, of one release, and the trust's own, of one deployment's safety case."""

from django.db import models
from django.db.models import Q

from tracker.core.history import tracked
from tracker.core.models import Versioned
from tracker.governance.models.safety import SafetyCase, SafetyPack
from tracker.governance.safety_vocabulary import HazardStatus

SHORT, LONG = 200, 2000


class HazardRow(Versioned):
    """One hazard as the DCB0129 implementation guidance lists it. Severities and likelihoods are codes of the
    document's risk scheme, from which ratings are computed; empty while nobody has scored it."""

    number = models.PositiveIntegerField()
    name = models.CharField(max_length=SHORT)
    description = models.CharField(max_length=LONG)
    impact = models.CharField(max_length=LONG, blank=True)
    causes = models.CharField(max_length=LONG, blank=True)
    existing_controls = models.CharField(max_length=LONG, blank=True)
    initial_severity = models.CharField(max_length=40, blank=True)
    initial_likelihood = models.CharField(max_length=40, blank=True)
    design_controls = models.CharField(max_length=LONG, blank=True)
    test_controls = models.CharField(max_length=LONG, blank=True)
    training_controls = models.CharField(max_length=LONG, blank=True)
    process_controls = models.CharField(max_length=LONG, blank=True)
    residual_severity = models.CharField(max_length=40, blank=True)
    residual_likelihood = models.CharField(max_length=40, blank=True)
    owner = models.CharField(max_length=SHORT, blank=True)
    status = models.CharField(max_length=20, choices=HazardStatus.choices, default=HazardStatus.OPEN)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=HazardStatus.values), name="%(app_label)s_%(class)s_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(initial_severity="", initial_likelihood="")
                | (~Q(initial_severity="") & ~Q(initial_likelihood="")),
                name="%(app_label)s_%(class)s_initial_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(residual_severity="", residual_likelihood="")
                | (~Q(residual_severity="") & ~Q(residual_likelihood="")),
                name="%(app_label)s_%(class)s_residual_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


@tracked()
class SupplierHazard(HazardRow):
    """A hazard of the supplier's log for a release. One that is transferred needs a row in the log of every trust that
    runs the release (DCB0129, hazard status “Transferred”)."""

    pack = models.ForeignKey(SafetyPack, on_delete=models.PROTECT, related_name="hazards")
    added_on = models.DateField()

    class Meta(HazardRow.Meta):
        ordering = ["pack", "number"]
        constraints = [
            *HazardRow.Meta.constraints,
            models.UniqueConstraint(fields=["pack", "number"], name="governance_supplierhazard_number_is_unique"),
        ]


@tracked()
class Hazard(HazardRow):
    """A hazard of a trust's own log. `alarp` says why the residual risk is as low as reasonably practicable;
    `accepted_by` names the executive who accepted it."""

    case = models.ForeignKey(SafetyCase, on_delete=models.PROTECT, related_name="hazards")
    supplier_hazard = models.ForeignKey(
        SupplierHazard, on_delete=models.PROTECT, null=True, blank=True, related_name="local_rows"
    )
    alarp = models.CharField(max_length=LONG, blank=True)
    accepted_by = models.CharField(max_length=SHORT, blank=True)
    accepted_on = models.DateField(null=True, blank=True)

    class Meta(HazardRow.Meta):
        ordering = ["case", "number"]
        constraints = [
            *HazardRow.Meta.constraints,
            models.UniqueConstraint(fields=["case", "number"], name="governance_hazard_number_is_unique"),
            models.UniqueConstraint(
                fields=["case", "supplier_hazard"],
                condition=Q(supplier_hazard__isnull=False),
                name="governance_hazard_one_for_each_of_the_supplier",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by="", accepted_on__isnull=True)
                | (~Q(accepted_by="") & Q(accepted_on__isnull=False)),
                name="governance_hazard_acceptance_is_whole",
            ),
        ]
