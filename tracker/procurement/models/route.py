"""How a network buys: the framework and law that it buys under, its notices, and what suppliers raise about the outcome.

The lengths of standstill and of every notice's clock are dated rows, each with its source: the law changes, and a past
procurement is judged by what held when it started.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet, Versioned
from tracker.procurement.models.procurement import Procurement
from tracker.procurement.route_vocabulary import (
    Basis,
    ChallengeKind,
    ChallengeStepKind,
    ClockUnit,
    Method,
    NoticeState,
    Regime,
)

if TYPE_CHECKING:
    from tracker.accounts.models import User

NAME = 200
TEXT = 1000


class Recorded(AppendOnly):
    """A row that somebody adds and nobody changes."""

    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = True


@tracked()
class Framework(Versioned):
    """A framework agreement or dynamic market that networks call off from; procurements name it by its name."""

    name = models.CharField(max_length=NAME, unique=True)
    reference = models.CharField(max_length=60, blank=True)
    lot = models.CharField(max_length=NAME, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    longest_call_off_months = models.PositiveSmallIntegerField(null=True, blank=True)
    allows_direct_award = models.BooleanField(default=False)
    terms_version = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(expires_on__isnull=True) | Q(expires_on__gt=F("starts_on")),
                name="procurement_framework_expires_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ProcurementRoute(Recorded):
    """From `effective_on` the procurement goes this way: the law, the method, when it started, and whether it keeps a
    standstill that the law does not ask of it."""

    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="routes")
    effective_on = models.DateField()
    regime = models.CharField(max_length=10, choices=Regime.choices)
    method = models.CharField(max_length=20, choices=Method.choices)
    started_on = models.DateField()
    keeps_voluntary_standstill = models.BooleanField(default=False)
    reason = models.CharField(max_length=TEXT, blank=True)

    class Meta(Recorded.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(regime__in=Regime.values), name="procurement_procurementroute_regime_is_known"
            ),
            models.CheckConstraint(
                condition=Q(method__in=Method.values), name="procurement_procurementroute_method_is_known"
            ),
            models.CheckConstraint(
                condition=Q(started_on__lte=F("effective_on")),
                name="procurement_procurementroute_started_before_it_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procurement}: {self.get_method_display()}"


@tracked()
class RegimeRule(Dated):
    """A law under which procurements that start between two days are run, and the standstill that it asks for. The days
    are those of the procurement's start. `standstill_methods` are the methods that must keep one; `award_code` names the
    notice that begins it, and that has to be published before the contract is entered into."""

    regime = models.CharField(max_length=10, choices=Regime.choices)
    standstill_count = models.PositiveSmallIntegerField()
    standstill_unit = models.CharField(max_length=20, choices=ClockUnit.choices)
    counts_first_day = models.BooleanField()
    rolls_to_working_day = models.BooleanField(default=False)
    standstill_methods = models.JSONField(default=list)
    award_code = models.CharField(max_length=10)
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["regime"], condition=Q(valid_to__isnull=True), name="procurement_regimerule_one_is_current"
            ),
            models.CheckConstraint(
                condition=Q(standstill_unit__in=ClockUnit.values), name="procurement_regimerule_unit_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime} from {self.valid_from}"


@tracked()
class NoticeRule(Dated):
    """A notice that the law knows, by its code; where it has a clock: what the clock runs from, and how long. A `count`
    of None has no clock of its own. `methods` are those that it applies to (empty: all)."""

    code = models.CharField(max_length=10)
    name = models.CharField(max_length=NAME)
    regime = models.CharField(max_length=10, choices=Regime.choices)
    basis = models.CharField(max_length=20, choices=Basis.choices, blank=True)
    count = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, choices=ClockUnit.choices, blank=True)
    counts_first_day = models.BooleanField(default=False)
    methods = models.JSONField(default=list, blank=True)
    is_expected = models.BooleanField(default=False)
    over_pence = models.BigIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    duty = models.CharField(max_length=300)
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["order", "code"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["regime", "code"],
                condition=Q(valid_to__isnull=True),
                name="procurement_noticerule_one_is_current",
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True) | (Q(basis__in=Basis.values) & Q(unit__in=ClockUnit.values)),
                name="procurement_noticerule_clock_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@tracked()
class Notice(Recorded):
    """A notice that was published, by its number in Find a Tender; or that a row about it was a mistake."""

    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="notices")
    code = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=NoticeState.choices, default=NoticeState.PUBLISHED)
    published_on = models.DateField()
    reference = models.CharField(max_length=20, blank=True)
    ocid = models.CharField(max_length=60, blank=True)
    address = models.URLField(max_length=300, blank=True)
    note = models.CharField(max_length=TEXT, blank=True)

    class Meta(Recorded.Meta):
        ordering = ["published_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="procurement_notice_state_is_known"),
            models.UniqueConstraint(
                fields=["procurement", "code", "published_on", "state"], name="procurement_notice_is_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.published_on}"


@tracked()
class Challenge(Recorded):
    """A question, debrief, complaint or legal claim of a supplier about a procurement."""

    procurement = models.ForeignKey(Procurement, on_delete=models.PROTECT, related_name="challenges")
    kind = models.CharField(max_length=12, choices=ChallengeKind.choices)
    supplier_name = models.CharField(max_length=NAME)
    received_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    summary = models.CharField(max_length=TEXT)

    class Meta(Recorded.Meta):
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ChallengeKind.values), name="procurement_challenge_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("received_on")),
                name="procurement_challenge_due_after_it_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.supplier_name}"


@tracked()
class ChallengeStep(Recorded):
    """What closed a challenge, and when."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=ChallengeStepKind.choices)
    happened_on = models.DateField()
    note = models.CharField(max_length=TEXT)

    class Meta(Recorded.Meta):
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["challenge"], name="procurement_challengestep_closes_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ChallengeStepKind.values), name="procurement_challengestep_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_on}"
