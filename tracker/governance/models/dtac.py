"""The NHS Digital Technology Assessment Criteria (DTAC): versions of the form as data, and assessments of releases."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.governance.models.safety import Authored
from tracker.governance.safety_vocabulary import DtacOutcome, DtacPart
from tracker.procurement.models import ProductRelease

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class DtacForm(AppendOnly):
    """A version of the form: its questions, options, routing and pass rules (`tracker.governance.policies.dtac`). From
    `mandatory_from` a supplier may no longer fill in an earlier version."""

    version = models.CharField(max_length=20, unique=True)
    published_on = models.DateField()
    mandatory_from = models.DateField()
    sections = models.JSONField()
    source = models.CharField(max_length=300)

    class Meta(AppendOnly.Meta):
        ordering = ["published_on"]

    def __str__(self) -> str:
        return f"DTAC version {self.version}"


@tracked()
class DtacAssessment(Authored):
    """One form of a release as it is assessed here. `dated_on` is the day of the supplier's form, `answers` are by the
    code of the question. Once concluded it stays as it is: a new form is a new assessment."""

    release = models.ForeignKey(ProductRelease, on_delete=models.PROTECT, related_name="dtac_assessments")
    form = models.ForeignKey(DtacForm, on_delete=models.PROTECT, related_name="+")
    dated_on = models.DateField()
    answers = models.JSONField(default=dict, blank=True)
    opened_on = models.DateField()

    class Meta:
        ordering = ["release", "opened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.form}, {self.release}"


@tracked()
class DtacDecision(AppendOnly):
    """A person assessed a part of a form, or the whole, and this is what it came to by the form's rules. `failing` are
    codes of questions."""

    assessment = models.ForeignKey(DtacAssessment, on_delete=models.PROTECT, related_name="decisions")
    part = models.CharField(max_length=20, choices=DtacPart.choices)
    outcome = models.CharField(max_length=20, choices=DtacOutcome.choices)
    failing = models.JSONField(default=list, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    content_hash = models.CharField(max_length=64)
    decided_on = models.DateField()
    decided_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=DtacPart.values), name="governance_dtacdecision_part_is_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=[DtacOutcome.PASSED, DtacOutcome.FAILED]),
                name="governance_dtacdecision_is_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(part=DtacPart.WHOLE),
                name="governance_dtacdecision_concluded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_outcome_display()}"
