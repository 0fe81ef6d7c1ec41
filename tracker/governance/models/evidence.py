"""Evidence: files and links that show that something was done, their revisions, reviews, and what they support."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet, Versioned
from tracker.documents.models import StoredFile
from tracker.governance.vocabulary import EvidenceScope, EvidenceType, ReviewDecision, SupportKind
from tracker.networks.models import Deployment, ImagingNetwork, Programme
from tracker.procurement.models import Contract, ProductRelease

if TYPE_CHECKING:
    from tracker.accounts.models import User


def _about_exactly_one() -> Q:
    """One of the foreign keys that say what evidence is about is set, and no other."""
    names = [scope.value for scope in EvidenceScope]
    condition = Q()
    for name in names:
        condition |= Q(**{f"{each}__isnull": each != name for each in names})
    return condition


@tracked()
class Evidence(Versioned):
    """One piece of evidence about one thing: a deployment, a network, a product release, a contract or the programme.
    What it says, and for how long, is in its revisions."""

    title = models.CharField(max_length=200)
    type = models.CharField(max_length=20, choices=EvidenceType.choices)
    owner = models.CharField(max_length=200)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    network = models.ForeignKey(
        ImagingNetwork, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    release = models.ForeignKey(
        ProductRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=_about_exactly_one(), name="governance_evidence_is_about_exactly_one"),
            models.CheckConstraint(condition=Q(type__in=EvidenceType.values), name="governance_evidence_type_is_known"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(owner=""), name="governance_evidence_has_a_title_and_an_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> EvidenceScope:
        """What kind of thing it is about."""
        return next(scope for scope in EvidenceScope if getattr(self, f"{scope.value}_id") is not None)

    @property
    def subject_id(self) -> int:
        """The id of the thing that it is about."""
        subject_id: int = getattr(self, f"{self.scope.value}_id")
        return subject_id


@tracked()
class EvidenceRevision(AppendOnly):
    """One version of the evidence: a file or a link, valid from a day up to, and not including, another. `added_on` is
    the day from which it counts as given."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="revisions")
    link = models.URLField(max_length=500, blank=True)
    effective_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    added_on = models.DateField()
    uploaded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="governance_evidencerevision_number_is_unique"),
            models.CheckConstraint(
                condition=(Q(file__isnull=False) & Q(link="")) | (Q(file__isnull=True) & ~Q(link="")),
                name="governance_evidencerevision_is_a_file_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"),
                name="governance_evidencerevision_link_is_https",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("effective_on")),
                name="governance_evidencerevision_expires_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence}, revision {self.number}"


@tracked()
class EvidenceReview(AppendOnly):
    """Somebody other than who brought it looked at a revision and accepted it, or returned it with a reason. The newest
    review of a revision stands."""

    revision = models.ForeignKey(EvidenceRevision, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=10, choices=ReviewDecision.choices)
    decided_on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    decided_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=ReviewDecision.values), name="governance_evidencereview_decision_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(decision=ReviewDecision.RETURNED) | ~Q(note=""),
                name="governance_evidencereview_return_has_a_reason",
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="reviewer_is_not_uploader",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM governance_evidencerevision
                        WHERE id = NEW.revision_id AND uploaded_by_id = NEW.decided_by_id
                    ) THEN
                        RAISE EXCEPTION 'governance_evidencereview_reviewer_is_not_uploader'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.get_decision_display()}"


@tracked()
class EvidenceWithdrawal(AppendOnly):
    """From `effective_on` the evidence no longer counts, for a reason. It stays readable, and does not come back: new
    evidence is added instead."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="withdrawal")
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000)
    withdrawn_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="governance_evidencewithdrawal_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.evidence} withdrawn on {self.effective_on}"


@tracked()
class EvidenceLink(Dated):
    """The evidence supports something, over a time: a requirement of the catalogue, by its code in every version of the
    catalogue that has it; or a DPIA, validation or the like, by the id of its row."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=20, choices=SupportKind.choices)
    supports_id = models.PositiveBigIntegerField(null=True, blank=True)
    requirement_code = models.CharField(max_length=60, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["kind", "requirement_code", "supports_id"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=SupportKind.values), name="governance_evidencelink_kind_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(kind=SupportKind.REQUIREMENT, supports_id__isnull=True) & ~Q(requirement_code=""))
                | (~Q(kind=SupportKind.REQUIREMENT) & Q(supports_id__isnull=False, requirement_code="")),
                name="governance_evidencelink_names_one_thing",
            ),
            models.UniqueConstraint(
                fields=["evidence", "kind", "supports_id", "requirement_code"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="governance_evidencelink_one_is_current",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "requirement_code"], name="governance_evidencelink_code"),
            models.Index(fields=["kind", "supports_id"], name="governance_evidencelink_row"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} supports {self.get_kind_display()} {self.requirement_code or self.supports_id}"


@tracked()
class ExpiryNotice(Dated):
    """So many days before it expires, evidence is called expiring, and the flag about it becomes more severe."""

    days = models.PositiveIntegerField()
    source = models.CharField(max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-days"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["days"], condition=Q(valid_to__isnull=True), name="governance_expirynotice_one_is_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} days before"
