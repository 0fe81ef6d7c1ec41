"""Waivers: a requirement that a go-live may do without for a while, on the word of two people."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.accounts.roles import SignOffRole
from tracker.core.history import AppendOnly, tracked
from tracker.governance.models.catalogue import Requirement
from tracker.governance.vocabulary import WaiverParty, WaiverVerdict
from tracker.networks.models import Deployment

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class Waiver(AppendOnly):
    """A wish to go without one requirement at one deployment from a day up to, and not including, `expires_on`. It counts
    once an executive and a clinical safety officer, two people, have agreed."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="waivers")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="waivers")
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
                condition=Q(expires_on__gt=F("effective_on")), name="governance_waiver_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="governance_waiver_gives_its_reason"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="waivable_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "IF NOT (SELECT is_waivable FROM governance_requirement WHERE id = NEW.requirement_id) THEN"
                    " RAISE EXCEPTION 'this requirement can not be waived' USING ERRCODE = 'check_violation'; END IF;"
                    " RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} waived at {self.deployment} until {self.expires_on}"


@tracked()
class WaiverDecision(AppendOnly):
    """What one of the two said of a waiver, or that one of them withdrew their word, which ends it."""

    waiver = models.ForeignKey(Waiver, on_delete=models.PROTECT, related_name="decisions")
    party = models.CharField(max_length=10, choices=WaiverParty.choices)
    role = models.CharField(max_length=30, choices=SignOffRole.choices)
    verdict = models.CharField(max_length=10, choices=WaiverVerdict.choices)
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
                condition=Q(party=WaiverParty.SAFETY, role=SignOffRole.CLINICAL_SAFETY_OFFICER)
                | Q(party=WaiverParty.EXECUTIVE, role__in=[SignOffRole.SIRO, SignOffRole.EXECUTIVE]),
                name="governance_waiverdecision_role_is_of_the_party",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=WaiverVerdict.values), name="governance_waiverdecision_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict=WaiverVerdict.AGREED) | ~Q(reason=""),
                name="governance_waiverdecision_says_why_not",
            ),
            models.UniqueConstraint(
                fields=["waiver", "party"],
                condition=~Q(verdict=WaiverVerdict.WITHDRAWN),
                name="governance_waiverdecision_one_of_a_party",
            ),
            models.UniqueConstraint(
                fields=["waiver", "decided_by"],
                condition=~Q(verdict=WaiverVerdict.WITHDRAWN),
                name="governance_waiverdecision_two_people",
            ),
            models.UniqueConstraint(
                fields=["waiver"],
                condition=Q(verdict=WaiverVerdict.WITHDRAWN),
                name="governance_waiverdecision_withdrawn_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.get_verdict_display()}"
