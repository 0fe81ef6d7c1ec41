"""The requirement catalogue: what must be in place before a go-live, in versions that take effect on a day."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.accounts.roles import Role, SignOffRole
from tracker.core.history import AppendOnly, tracked
from tracker.networks.models import Programme

if TYPE_CHECKING:
    from tracker.accounts.models import User

ROLES = ["", *SignOffRole.values]


@tracked()
class CatalogueVersion(models.Model):
    """One edition of the catalogue. A programme may adopt it from `effective_from` on; `longest_waiver_days` is how many
    days ahead a waiver of one of its requirements may end."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    effective_from = models.DateField()
    longest_waiver_days = models.PositiveSmallIntegerField(default=90)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["effective_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(longest_waiver_days__gte=1), name="governance_catalogueversion_waivers_have_a_length"
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Requirement(models.Model):
    """One thing that a go-live needs: what counts as evidence, who owns it and who signs it, when it falls due, whether
    it blocks, whether it can be waived, and the check that answers it (empty: people assess it). Once a programme has
    adopted its version it can't be changed or removed; a later version replaces it."""

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="requirements")
    code = models.SlugField(max_length=60)
    domain = models.PositiveSmallIntegerField()
    domain_title = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    evidence = models.CharField(max_length=500)
    owner_role = models.CharField(max_length=30, choices=Role.choices)
    signs_role = models.CharField(max_length=30, choices=SignOffRole.choices, blank=True)
    due_days_before_go_live = models.PositiveSmallIntegerField()
    is_blocking = models.BooleanField(default=True)
    is_waivable = models.BooleanField(default=True)
    check_code = models.CharField(max_length=60, blank=True)
    sign_off_place = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["version", "domain", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="governance_requirement_code_is_unique"),
            models.CheckConstraint(
                condition=Q(owner_role__in=Role.values), name="governance_requirement_owner_role_is_known"
            ),
            models.CheckConstraint(condition=Q(signs_role__in=ROLES), name="governance_requirement_role_is_known"),
            models.CheckConstraint(
                condition=~Q(check_code="") | ~Q(signs_role=""),
                name="governance_requirement_somebody_or_a_check_answers",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="adopted_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=(
                    "IF EXISTS (SELECT 1 FROM governance_catalogueadoption WHERE version_id = OLD.version_id) THEN"
                    " RAISE EXCEPTION 'a requirement of an adopted catalogue stays as it is'"
                    " USING ERRCODE = 'restrict_violation'; END IF;"
                    " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class CatalogueAdoption(AppendOnly):
    """From `effective_on` the programme's deployments are held to this version; the newest that counts on a day is the
    one that they are held to. Go-lives before the first adoption are history."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="catalogue_adoptions")
    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="adoptions")
    effective_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "effective_on"], name="governance_catalogueadoption_one_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.version} from {self.effective_on}"
