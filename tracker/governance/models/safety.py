"""Clinical safety: the supplier's DCB0129 pack of a release, the trust's DCB0160 safety case, and its safety officers."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.governance.models.safety_standards import RiskScheme, SafetyStandard
from tracker.governance.safety_vocabulary import PackDecision, Regulator, SafetyCaseStatus
from tracker.networks.models import Deployment, ImagingNetwork, Programme, ScopeKind, Trust
from tracker.procurement.models import ProductRelease

if TYPE_CHECKING:
    from tracker.accounts.models import User


class Authored(Versioned):
    """A document that several people may write. `author_ids` are all who did: none of them approves it."""

    author_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        abstract = True


@tracked()
class SafetyPack(Authored):
    """What the supplier gave about DCB0129 for one release, or why the standard does not apply to it. `answers` are
    those to the standard's requirements, by number."""

    release = models.OneToOneField(ProductRelease, on_delete=models.PROTECT, related_name="safety_pack")
    standard = models.ForeignKey(SafetyStandard, on_delete=models.PROTECT, related_name="+")
    scheme = models.ForeignKey(RiskScheme, on_delete=models.PROTECT, related_name="+")
    is_applicable = models.BooleanField(default=True)
    rationale = models.CharField(max_length=1000, blank=True)
    received_on = models.DateField(null=True, blank=True)
    report_reference = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_applicable=True, received_on__isnull=False)
                | (Q(is_applicable=False) & ~Q(rationale="")),
                name="governance_safetypack_is_received_or_explained",
            )
        ]

    def __str__(self) -> str:
        return f"DCB0129 pack, {self.release}"


@tracked()
class SafetyPackDecision(AppendOnly):
    """What a clinical safety officer of a deploying organisation decided about a pack. It holds where they sign; an
    edit after an acceptance adds a row that holds everywhere."""

    pack = models.ForeignKey(SafetyPack, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=20, choices=PackDecision.choices)
    note = models.CharField(max_length=1000, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    decided_on = models.DateField()
    scope_kind = models.CharField(max_length=10, choices=ScopeKind.choices)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    network = models.ForeignKey(ImagingNetwork, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=PackDecision.values), name="governance_safetypackdecision_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(decision=PackDecision.ACCEPTED) | ~Q(content_hash=""),
                name="governance_safetypackdecision_acceptance_is_of_a_content",
            ),
            models.CheckConstraint(
                condition=Q(scope_kind=ScopeKind.PROGRAMME, network__isnull=True, trust__isnull=True)
                | Q(scope_kind=ScopeKind.NETWORK, network__isnull=False, trust__isnull=True)
                | Q(scope_kind=ScopeKind.TRUST, network__isnull=True, trust__isnull=False),
                name="governance_safetypackdecision_has_one_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}: {self.get_decision_display()}"


@tracked()
class SafetyCase(Authored):
    """A deployment's DCB0160 safety case for one release. The next release gets a case of its own, begun from this
    one's hazard log."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="safety_cases")
    release = models.ForeignKey(ProductRelease, on_delete=models.PROTECT, related_name="+")
    standard = models.ForeignKey(SafetyStandard, on_delete=models.PROTECT, related_name="+")
    scheme = models.ForeignKey(RiskScheme, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    report_reference = models.CharField(max_length=200, blank=True)
    plan_reference = models.CharField(max_length=200, blank=True)
    hazard_log_reference = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["deployment", "opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deployment", "release"], name="governance_safetycase_one_for_each_release")
        ]

    def __str__(self) -> str:
        return f"Safety case, {self.deployment}, {self.release}"


@tracked()
class SafetyCaseState(AppendOnly):
    """From `effective_on` the case has this status. An approval is bound to what was approved: `content_hash` is the
    hash of the case and its hazard log."""

    case = models.ForeignKey(SafetyCase, on_delete=models.PROTECT, related_name="states")
    status = models.CharField(max_length=20, choices=SafetyCaseStatus.choices)
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=SafetyCaseStatus.values), name="governance_safetycasestate_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=SafetyCaseStatus.APPROVED) | ~Q(content_hash=""),
                name="governance_safetycasestate_approval_is_of_a_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} from {self.effective_on}"


@tracked()
class SafetyOfficerCheck(AppendOnly):
    """Somebody looked a clinical safety officer up in the register of their profession (DCB0160: a suitably qualified
    clinician with a current registration). It holds for as long as the limit `officer-check-months` says."""

    officer: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="safety_officer_checks"
    )
    profession = models.CharField(max_length=100)
    regulator = models.CharField(max_length=10, choices=Regulator.choices)
    registration_number = models.CharField(max_length=40)
    checked_on = models.DateField()
    training = models.CharField(max_length=200, blank=True)
    trained_on = models.DateField(null=True, blank=True)
    employer = models.CharField(max_length=200)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["checked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(regulator__in=Regulator.values), name="governance_safetyofficercheck_regulator_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer}, {self.regulator} {self.registration_number}"
