"""What a contract says: its clauses against the checklist, its parties and arrangements for change and exit, its options
to extend, and its modifications."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.procurement.contract_vocabulary import ClauseGroup, ClausePresence, ModificationStepKind
from tracker.procurement.models.contract import Contract

if TYPE_CHECKING:
    from tracker.accounts.models import User

LONG = 2000
MOST_MONTHS = 60


@tracked()
class ClauseRequirement(Dated):
    """A term that a contract for imaging AI should have (governance standards, section 5.6). The four core data terms,
    and those about change control and re-validation, are the ones that the study found loose."""

    code = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=10, choices=ClauseGroup.choices)
    title = models.CharField(max_length=200)
    good_clause = models.CharField(max_length=1000)
    is_core = models.BooleanField(default=False)
    is_change_control = models.BooleanField(default=False)
    is_revalidation = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["number", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_to__isnull=True),
                name="procurement_clauserequirement_one_is_current",
            ),
            models.CheckConstraint(
                condition=Q(group__in=ClauseGroup.values), name="procurement_clauserequirement_group_is_known"
            ),
            models.CheckConstraint(
                condition=Q(is_core=False) | Q(group=ClauseGroup.DATA),
                name="procurement_clauserequirement_core_is_about_data",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@tracked()
class ClausePosition(AppendOnly):
    """How a contract stands on one clause of the checklist, from `effective_on`. `clause` is the code of a
    `ClauseRequirement`. The agreed text is commercial; one that is `shared` is offered to other networks as wording."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="clause_positions")
    clause = models.SlugField(max_length=40)
    effective_on = models.DateField()
    presence = models.CharField(max_length=10, choices=ClausePresence.choices)
    reference = models.CharField(max_length=60, blank=True)
    position = models.CharField(max_length=LONG, blank=True)
    is_shared = models.BooleanField(default=False)
    deviation = models.CharField(max_length=LONG, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(presence__in=ClausePresence.values), name="procurement_clauseposition_presence_is_known"
            ),
            models.CheckConstraint(
                condition=Q(approved_by="", approved_on__isnull=True)
                | (~Q(approved_by="") & Q(approved_on__isnull=False)),
                name="procurement_clauseposition_approver_and_day",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(deviation=""),
                name="procurement_clauseposition_approves_a_deviation",
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False) | ~Q(position=""),
                name="procurement_clauseposition_shares_a_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}: {self.get_presence_display()}"


@tracked()
class ContractArrangements(AppendOnly):
    """Who contracts, how changes are agreed, and how the contract is left, as a whole from `effective_on`."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="arrangements")
    effective_on = models.DateField()
    authority = models.CharField(max_length=200, blank=True)
    trusts_sign = models.BooleanField(default=False)
    change_control = models.CharField(max_length=LONG, blank=True)
    exit_owner = models.CharField(max_length=200, blank=True)
    data_return_format = models.CharField(max_length=500, blank=True)
    deletion_certificate_days = models.PositiveSmallIntegerField(null=True, blank=True)
    exit_tested_on = models.DateField(null=True, blank=True)
    exit_reviewed_on = models.DateField(null=True, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        verbose_name_plural = "contract arrangements"
        constraints = [
            models.CheckConstraint(
                condition=Q(exit_tested_on__isnull=True) | Q(exit_tested_on__lte=F("effective_on")),
                name="procurement_contractarrangements_tested_by_then",
            ),
            models.CheckConstraint(
                condition=Q(exit_reviewed_on__isnull=True) | Q(exit_reviewed_on__lte=F("effective_on")),
                name="procurement_contractarrangements_reviewed_by_then",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} from {self.effective_on}"


@tracked()
class ExtensionOption(AppendOnly):
    """An option to extend the contract by some months, agreed when it was signed; options are used in their order."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="extension_options")
    number = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    agreed_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="procurement_extensionoption_number_is_unique"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=MOST_MONTHS), name="procurement_extensionoption_months_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"Option {self.number}: {self.months} months"


@tracked()
class ExtensionExercise(AppendOnly):
    """An option to extend was used: the supplier had notice, and the contract ends later from then on."""

    option = models.OneToOneField(ExtensionOption, on_delete=models.PROTECT, related_name="exercise")
    exercised_on = models.DateField()
    ended_on = models.DateField()
    ends_on = models.DateField()
    notice = models.CharField(max_length=500)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["exercised_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("ended_on")), name="procurement_extensionexercise_ends_later"
            ),
            models.CheckConstraint(
                condition=~Q(notice=""), name="procurement_extensionexercise_says_how_notice_was_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option}, used on {self.exercised_on}"


@tracked()
class ContractModification(AppendOnly):
    """A change of the contract that was agreed; `ends_on` is its new last day, where that moves. A qualifying one takes effect only after its contract change notice
    (UK10) is published (Procurement Act 2023, section 75)."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="modifications")
    what = models.CharField(max_length=1000)
    value_change_pence = models.BigIntegerField(default=0)
    ends_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField()
    planned_for = models.DateField()
    is_qualifying = models.BooleanField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["agreed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_for__gte=F("agreed_on")),
                name="procurement_contractmodification_planned_once_agreed",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="procurement_contractmodification_says_what"),
        ]

    def __str__(self) -> str:
        return f"Modification of {self.contract}, {self.agreed_on}"


@tracked()
class ModificationStep(AppendOnly):
    """What was decided about a modification's notice, or that it took effect; the newest decision stands."""

    modification = models.ForeignKey(ContractModification, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=15, choices=ModificationStepKind.choices)
    happened_on = models.DateField()
    notice_id = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["happened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ModificationStepKind.values), name="procurement_modificationstep_kind_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(kind=ModificationStepKind.NOTICE_PUBLISHED) & ~Q(notice_id=""))
                | (~Q(kind=ModificationStepKind.NOTICE_PUBLISHED) & Q(notice_id="")),
                name="procurement_modificationstep_notice_has_its_id",
            ),
            models.UniqueConstraint(
                fields=["modification"],
                condition=Q(kind=ModificationStepKind.IN_EFFECT),
                name="procurement_modificationstep_takes_effect_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_on}"
