"""What a DPIA asks and how it is scored, and the limits of its clock: dated data, because the forms and the law move."""

from django.db import models
from django.db.models import Q

from tracker.core.history import tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.governance.vocabulary import DpiaKind


@tracked()
class DpiaTemplate(Dated):
    """One version of a form. `content` holds its sections, questions, fixed options, suggested risks, scale, bands and
    signatures, in the shape that `tracker.governance.policies.dpia_template` reads. An assessment keeps the version
    that it was begun with."""

    kind = models.CharField(max_length=10, choices=DpiaKind.choices)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "DPIA template"
        ordering = ["kind", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=DpiaKind.values), name="governance_dpiatemplate_kind_is_known"),
            models.UniqueConstraint(fields=["kind", "version"], name="governance_dpiatemplate_version_is_unique"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class DpiaLimits(Dated):
    """How long an approval may stand unreviewed, in months, and the clock of a prior consultation, in days. The ICO says
    whether it accepts a submission, advises in writing, and may extend (UK GDPR Article 36(2))."""

    review_within_months = models.PositiveSmallIntegerField()
    ico_acceptance_days = models.PositiveSmallIntegerField()
    ico_advice_days = models.PositiveSmallIntegerField()
    ico_extension_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "DPIA limits"
        verbose_name_plural = "DPIA limits"
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return f"DPIA limits from {self.valid_from}"
