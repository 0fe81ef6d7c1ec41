"""The procurement pack: a national template in versions, each network's copy of it with its answers, and waivers."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet, Versioned
from tracker.networks.models import Programme
from tracker.procurement.models.procurement import Procurement
from tracker.procurement.pack_vocabulary import AnswerState, PackVerdict

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class PackTemplate(AppendOnly):
    """A version of the national pack, which a procurement may begin with from `valid_from` on. What is published stays as
    it is; a later version replaces it. `longest_waiver_days` is how many days ahead a waiver may end."""

    version = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=200)
    valid_from = models.DateField()
    longest_waiver_days = models.PositiveSmallIntegerField(default=90)
    source = models.CharField(max_length=500)

    class Meta(AppendOnly.Meta):
        ordering = ["version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(longest_waiver_days__gte=1), name="procurement_packtemplate_waivers_have_a_length"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="procurement_packtemplate_versions_count_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


@tracked()
class PackSection(AppendOnly):
    """A part of the template, such as the integration checklist; `place` is its order."""

    template = models.ForeignKey(PackTemplate, on_delete=models.PROTECT, related_name="sections")
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=100)
    purpose = models.CharField(max_length=500)
    place = models.PositiveSmallIntegerField()

    class Meta(AppendOnly.Meta):
        ordering = ["template", "place"]
        constraints = [
            models.UniqueConstraint(fields=["template", "code"], name="procurement_packsection_code_is_unique"),
            models.UniqueConstraint(fields=["template", "place"], name="procurement_packsection_place_is_unique"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class PackItem(AppendOnly):
    """One thing that a section asks for. Only mandatory ones count towards completeness."""

    section = models.ForeignKey(PackSection, on_delete=models.PROTECT, related_name="items")
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    guidance = models.CharField(max_length=1000)
    is_mandatory = models.BooleanField(default=True)
    place = models.PositiveSmallIntegerField()

    class Meta(AppendOnly.Meta):
        ordering = ["section", "place"]
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="procurement_packitem_code_is_unique"),
            models.UniqueConstraint(fields=["section", "place"], name="procurement_packitem_place_is_unique"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class PackPolicy(Dated):
    """From `valid_from` on no tender of the programme is issued without a complete pack or a waiver; tenders before that
    day are history. `source` is where the rule stands."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pack_policies")
    source = models.CharField(max_length=500)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["valid_from", "pk"]
        verbose_name_plural = "pack policies"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(valid_to__isnull=True),
                name="procurement_packpolicy_one_is_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} from {self.valid_from}"


@tracked()
class ProcurementPack(Versioned):
    """The pack of one procurement, begun on a day. Its version counts every change of it, so that two writers meet."""

    procurement = models.OneToOneField(Procurement, on_delete=models.PROTECT, related_name="pack")
    opened_on = models.DateField()

    def __str__(self) -> str:
        return f"Pack of {self.procurement}"


@tracked()
class PackEdition(AppendOnly):
    """From `effective_on` the pack follows this version of the template; the newest that counts on a day holds."""

    pack = models.ForeignKey(ProcurementPack, on_delete=models.PROTECT, related_name="editions")
    template = models.ForeignKey(PackTemplate, on_delete=models.PROTECT, related_name="editions")
    effective_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "template"], name="procurement_packedition_each_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.pack}: {self.template}"


@tracked()
class PackAnswer(AppendOnly):
    """What a network says about one item from `effective_on` on; the newest that counts on a day holds. With
    `is_offered` other networks are shown the text beside the same item of theirs."""

    pack = models.ForeignKey(ProcurementPack, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(PackItem, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(max_length=20, choices=AnswerState.choices)
    text = models.CharField(max_length=4000, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    is_offered = models.BooleanField(default=False)
    effective_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AnswerState.values), name="procurement_packanswer_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=AnswerState.COMPLETE) | ~Q(text=""), name="procurement_packanswer_complete_has_words"
            ),
            models.CheckConstraint(
                condition=~Q(state=AnswerState.NOT_APPLICABLE) | ~Q(reason=""),
                name="procurement_packanswer_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(is_offered=False) | (Q(state=AnswerState.COMPLETE) & ~Q(text="")),
                name="procurement_packanswer_offers_what_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_state_display()}"


@tracked()
class PackWaiver(AppendOnly):
    """The wish to issue a tender without a complete pack, from a day up to, and not including, `expires_on`. It counts
    once somebody else has agreed."""

    pack = models.ForeignKey(ProcurementPack, on_delete=models.PROTECT, related_name="waivers")
    reason = models.CharField(max_length=1000)
    effective_on = models.DateField()
    expires_on = models.DateField()
    requested_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("effective_on")), name="procurement_packwaiver_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="procurement_packwaiver_gives_its_reason"),
        ]

    def __str__(self) -> str:
        return f"Waiver for {self.pack} until {self.expires_on}"


@tracked()
class PackWaiverDecision(AppendOnly):
    """What a second person said of a waiver, or that one who gave it took it back, which ends it."""

    waiver = models.ForeignKey(PackWaiver, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=PackVerdict.choices)
    decided_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    decided_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=PackVerdict.values), name="procurement_packwaiverdecision_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict=PackVerdict.AGREED) | ~Q(reason=""),
                name="procurement_packwaiverdecision_says_why_not",
            ),
            models.UniqueConstraint(
                fields=["waiver"],
                condition=~Q(verdict=PackVerdict.WITHDRAWN),
                name="procurement_packwaiverdecision_decided_once",
            ),
            models.UniqueConstraint(
                fields=["waiver"],
                condition=Q(verdict=PackVerdict.WITHDRAWN),
                name="procurement_packwaiverdecision_withdrawn_once",
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="two_people",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "IF NEW.verdict = 'agreed' AND NEW.decided_by_id ="
                    " (SELECT requested_by_id FROM procurement_packwaiver WHERE id = NEW.waiver_id) THEN"
                    " RAISE EXCEPTION 'a waiver of a pack takes two people' USING ERRCODE = 'check_violation'; END IF;"
                    " RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.waiver}: {self.get_verdict_display()}"
