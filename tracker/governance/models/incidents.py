"""Incidents and field safety notices. Only references, days and categories are kept here: what happened to a patient is
told in the systems that are made for it (LFPSE, Yellow Card), and no free text may carry patient data."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.governance.vocabulary import IncidentKind, IncidentStepKind, PhysicalHarm, PsychologicalHarm
from tracker.networks.models import Deployment

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class IncidentClass(Dated):
    """How serious an incident with a device is, and within how many days of awareness its manufacturer reports it to
    the MHRA (UK MDR 2002 as amended by SI 2024/1368, regulation 44ZH); no days: it is not reportable as serious."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    supplier_days = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name_plural = "incident classes"
        ordering = ["pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="governance_incidentclass_one_is_current"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Incident(AppendOnly):
    """Something that went wrong with a deployment, known since `aware_on`, from which every clock runs. `seriousness` is
    the code of an `IncidentClass`."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=20, choices=IncidentKind.choices)
    seriousness = models.SlugField(max_length=40)
    occurred_on = models.DateField()
    aware_on = models.DateField()
    physical_harm = models.CharField(max_length=10, choices=PhysicalHarm.choices)
    psychological_harm = models.CharField(max_length=10, choices=PsychologicalHarm.choices)
    involves_personal_data = models.BooleanField(default=False)
    summary = models.CharField(max_length=500, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["aware_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=IncidentKind.values), name="governance_incident_kind_is_known"),
            models.CheckConstraint(
                condition=Q(physical_harm__in=PhysicalHarm.values), name="governance_incident_physical_harm_is_known"
            ),
            models.CheckConstraint(
                condition=Q(psychological_harm__in=PsychologicalHarm.values),
                name="governance_incident_psychological_harm_is_known",
            ),
            models.CheckConstraint(
                condition=Q(aware_on__gte=F("occurred_on")), name="governance_incident_is_known_once_it_happened"
            ),
            models.CheckConstraint(
                condition=~Q(kind=IncidentKind.DATA_BREACH) | Q(involves_personal_data=True),
                name="governance_incident_breach_involves_personal_data",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.aware_on}"


@tracked()
class IncidentStep(AppendOnly):
    """Something that was done about an incident on a day, with the other system's reference. `seriousness` is the new
    class of one that was reclassified."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=IncidentStepKind.choices)
    happened_on = models.DateField()
    reference = models.CharField(max_length=100, blank=True)
    seriousness = models.SlugField(max_length=40, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["happened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=IncidentStepKind.values), name="governance_incidentstep_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=IncidentStepKind.RECLASSIFIED, seriousness__gt="")
                | (~Q(kind=IncidentStepKind.RECLASSIFIED) & Q(seriousness="")),
                name="governance_incidentstep_class_where_it_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_on}"


@tracked()
class SafetyNotice(AppendOnly):
    """A field safety notice that the trust received from the manufacturer or the MHRA, for one deployment."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="safety_notices")
    reference = models.CharField(max_length=100)
    received_on = models.DateField()
    summary = models.CharField(max_length=500, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["received_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deployment", "reference"], name="governance_safetynotice_is_recorded_once")
        ]

    def __str__(self) -> str:
        return f"Field safety notice {self.reference}"


@tracked()
class SafetyNoticeAnswer(AppendOnly):
    """What the trust answered to a field safety notice, once."""

    notice = models.OneToOneField(SafetyNotice, on_delete=models.PROTECT, related_name="answer")
    answered_on = models.DateField()
    action = models.CharField(max_length=1000)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(action=""), name="governance_safetynoticeanswer_says_what_was_done")
        ]

    def __str__(self) -> str:
        return f"Answered on {self.answered_on}"
