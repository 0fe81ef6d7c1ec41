"""What a DPIA says: answers, processing activities and their parties, risks and actions; and the supplier's own DPIA."""

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual

from tracker.core.history import tracked
from tracker.core.models import Dated, DatedQuerySet, Versioned
from tracker.governance.models.dpia import Dpia
from tracker.governance.models.dpia_template import DpiaTemplate
from tracker.governance.vocabulary import ActionStatus, PartyRole, RiskStatus
from tracker.networks.models import Deployment
from tracker.procurement.models import ProductRelease

SHORT, LONG = 200, 2000


@tracked()
class DpiaAnswers(Versioned):
    """The answers of one section, by question code: a text, a list of option codes, or a list of rows of texts."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="answers")
    section = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "DPIA answers"
        constraints = [
            models.UniqueConstraint(fields=["dpia", "section"], name="governance_dpiaanswers_one_per_section")
        ]

    def __str__(self) -> str:
        return f"{self.section} of {self.dpia_id}"


@tracked()
class ProcessingActivity(Versioned, Dated):
    """One thing that is done with the data, and on which bases (UK GDPR Articles 6 and 9, the duty of confidentiality,
    the national data opt-out). Codes are those of the template's lists. `countries` are those outside the UK where the
    data are stored or seen; `is_autonomous` says that the tool decides without a human on every case."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="activities")
    name = models.CharField(max_length=SHORT)
    purpose = models.CharField(max_length=40)
    lawful_basis = models.CharField(max_length=40, blank=True)
    special_category_basis = models.CharField(max_length=40, blank=True)
    confidentiality_route = models.CharField(max_length=40, blank=True)
    opt_out_decision = models.CharField(max_length=40, blank=True)
    retention = models.CharField(max_length=SHORT, blank=True)
    countries = models.JSONField(default=list, blank=True)
    safeguard = models.CharField(max_length=40, blank=True)
    is_autonomous = models.BooleanField(default=False)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name_plural = "processing activities"
        ordering = ["pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="governance_processingactivity_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ProcessingParty(Versioned, Dated):
    """An organisation's role in one activity. The role stands with the activity and not with the organisation, because
    the same supplier may process for care and control for its own product. `contract_reference` names the binding
    contract of a processor (UK GDPR Article 28(3)) or the arrangement of joint controllers (Article 26)."""

    activity = models.ForeignKey(ProcessingActivity, on_delete=models.PROTECT, related_name="parties")
    organisation = models.CharField(max_length=SHORT)
    role = models.CharField(max_length=20, choices=PartyRole.choices)
    contract_reference = models.CharField(max_length=SHORT, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name_plural = "processing parties"
        ordering = ["pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(role__in=PartyRole.values), name="governance_processingparty_role_is_known"
            ),
            models.CheckConstraint(condition=~Q(organisation=""), name="governance_processingparty_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


def _on_the_scale(name: str) -> Q:
    return Q(**{f"{name}__gte": 1, f"{name}__lte": 5})


@tracked()
class DpiaRisk(Versioned, Dated):
    """A risk to people's rights and freedoms: likelihood and impact from 1 to 5, before (inherent) and after (residual)
    what is done about it. `suggestion` is the code of the template's suggested risk that it was taken from."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="risks")
    number = models.PositiveSmallIntegerField()
    suggestion = models.CharField(max_length=40, blank=True)
    description = models.CharField(max_length=LONG)
    inherent_likelihood = models.PositiveSmallIntegerField()
    inherent_impact = models.PositiveSmallIntegerField()
    mitigation = models.CharField(max_length=LONG, blank=True)
    residual_likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    residual_impact = models.PositiveSmallIntegerField(null=True, blank=True)
    residual_reason = models.CharField(max_length=LONG, blank=True)
    owner = models.CharField(max_length=SHORT, blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=RiskStatus.choices, default=RiskStatus.OPEN)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "DPIA risk"
        ordering = ["number"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["dpia", "number"], name="governance_dpiarisk_number_is_unique"),
            models.CheckConstraint(
                condition=Q(status__in=RiskStatus.values), name="governance_dpiarisk_status_is_known"
            ),
            models.CheckConstraint(
                condition=_on_the_scale("inherent_likelihood") & _on_the_scale("inherent_impact"),
                name="governance_dpiarisk_inherent_is_on_the_scale",
            ),
            models.CheckConstraint(
                condition=Q(residual_likelihood__isnull=True, residual_impact__isnull=True)
                | (_on_the_scale("residual_likelihood") & _on_the_scale("residual_impact")),
                name="governance_dpiarisk_residual_is_on_the_scale",
            ),
            models.CheckConstraint(
                condition=Q(residual_impact__isnull=True)
                | ~Q(residual_reason="")
                | Q(
                    LessThanOrEqual(
                        F("residual_likelihood") * F("residual_impact"),
                        F("inherent_likelihood") * F("inherent_impact"),
                    )
                ),
                name="governance_dpiarisk_higher_residual_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"R{self.number}: {self.description}"


@tracked()
class DpiaActionItem(Versioned):
    """One line of the action plan: what is done about a risk, or to settle an answer of “Unsure” (`question`)."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="action_items")
    risk = models.ForeignKey(DpiaRisk, on_delete=models.PROTECT, null=True, blank=True, related_name="action_items")
    question = models.CharField(max_length=40, blank=True)
    what = models.CharField(max_length=LONG)
    approver = models.CharField(max_length=SHORT, blank=True)
    owner = models.CharField(max_length=SHORT)
    due_on = models.DateField()
    status = models.CharField(max_length=20, choices=ActionStatus.choices, default=ActionStatus.OPEN)
    raised_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "DPIA action"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ActionStatus.values), name="governance_dpiaactionitem_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=ActionStatus.OPEN, settled_on__isnull=True)
                | (~Q(status=ActionStatus.OPEN) & Q(settled_on__isnull=False)),
                name="governance_dpiaactionitem_settled_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(owner=""), name="governance_dpiaactionitem_has_an_owner"),
        ]

    def __str__(self) -> str:
        return self.what


@tracked()
class SupplierDpia(Versioned):
    """The supplier's own DPIA of one release, as the trust received it: `coverage` holds the page or section for each item
    that the technology assessment criteria ask for. It feeds the trust's assessment as controller and never replaces it."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="supplier_dpias")
    release = models.ForeignKey(ProductRelease, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(DpiaTemplate, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=SHORT)
    received_on = models.DateField()
    coverage = models.JSONField(default=dict)

    class Meta:
        verbose_name = "supplier's DPIA"
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "release"], name="governance_supplierdpia_one_per_deployment_and_release"
            )
        ]

    def __str__(self) -> str:
        return self.reference
