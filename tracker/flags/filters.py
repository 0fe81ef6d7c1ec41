"""The filters of the list of flags: over stored flags in the database, over computed ones by the same choices."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from tracker.accounts.roles import Role
from tracker.core.forms import NhsForm
from tracker.flags.models import Flag
from tracker.flags.models.flag import FlagQuerySet
from tracker.flags.rules import RULES
from tracker.flags.selectors import FlagOn
from tracker.flags.vocabulary import Severity
from tracker.networks.access import Access
from tracker.networks.models import ImagingNetwork

OPEN, ACKNOWLEDGED, CLOSED = "open", "acknowledged", "closed"
STATES = ((OPEN, "Open"), (ACKNOWLEDGED, "Open, and acknowledged"), (CLOSED, "Closed"))
WORST_FIRST = [(severity.value, severity.label) for severity in reversed(Severity)]


class FlagFilter(django_filters.FilterSet):
    """Choices over the flags that a person may see on a day. Without a choice of state it answers the open flags,
    acknowledged or not."""

    severity = django_filters.ChoiceFilter(label="Severity", choices=WORST_FIRST, empty_label="Any")
    state = django_filters.ChoiceFilter(label="State", choices=STATES, empty_label="Any open", method="in_state")
    rule = django_filters.ChoiceFilter(
        label="Rule", choices=[(rule.code, f"{rule.title} ({rule.code})") for rule in RULES], empty_label="Any"
    )
    network = django_filters.ChoiceFilter(label="Network", field_name="network__slug", empty_label="Any")
    owner = django_filters.ChoiceFilter(
        label="For", field_name="owner_role", choices=Role.choices, empty_label="Anybody"
    )
    trust = django_filters.CharFilter(label="Trust name or code", method="of_trust", max_length=100)
    national = django_filters.BooleanFilter(
        label="Needs a national decision", widget=forms.CheckboxInput, method="needing_decision"
    )

    class Meta:
        model = Flag
        form = NhsForm
        fields: tuple[str, ...] = ()

    def __init__(self, data: Mapping[str, Any] | None, *, access: Access, on: date) -> None:
        super().__init__(data, queryset=Flag.objects.visible_to(access, on=on))
        self.on = on
        networks = ImagingNetwork.objects.with_plan_visible_to(access).values_list("slug", "name")
        self.filters["network"].extra["choices"] = list(networks)

    @property
    def is_in_use(self) -> bool:
        """Somebody chose something (or asked for something that can't be)."""
        return self.is_bound and (not self.form.is_valid() or any(self.form.cleaned_data.values()))

    @property
    def stored(self) -> FlagQuerySet:
        """The stored flags that are chosen, worst first."""
        rows = self.qs if self.is_bound and self.form.is_valid() else self.queryset
        chosen = self.form.cleaned_data.get("state") if self.is_bound and self.form.is_valid() else ""
        return (rows if chosen else rows.open()).worst_first()

    def among(self, flags: Iterable[FlagOn]) -> list[FlagOn]:
        """Those of computed flags that are chosen, in their order. They are all open, and none is acknowledged."""
        wish = self.form.cleaned_data if self.is_bound and self.form.is_valid() else {}
        return [flag for flag in flags if _is_chosen(flag, wish)]

    def in_state(self, rows: FlagQuerySet, _name: str, value: str) -> FlagQuerySet:
        if value == CLOSED:
            return rows.filter(closed_on__isnull=False)
        rows = rows.open()
        holds = Q(acknowledged_until__gt=self.on)
        return rows.filter(holds) if value == ACKNOWLEDGED else rows.exclude(holds)

    def of_trust(self, rows: FlagQuerySet, _name: str, value: str) -> FlagQuerySet:
        return rows.filter(Q(trust__name__icontains=value) | Q(trust__ods_code__iexact=value))

    def needing_decision(self, rows: FlagQuerySet, _name: str, value: bool) -> FlagQuerySet:  # noqa: FBT001 - the library's
        return rows.filter(needs_national_decision=True) if value else rows


def _is_chosen(flag: FlagOn, wish: Mapping[str, Any]) -> bool:
    exact = {
        "severity": flag.severity,
        "rule": flag.rule,
        "network": flag.network_slug,
        "owner": flag.owner_role,
        "state": OPEN,
    }
    trust = str(wish.get("trust") or "").casefold()
    return (
        all(not wish.get(name) or wish[name] == value for name, value in exact.items())
        and (not wish.get("national") or flag.needs_national_decision)
        and (trust in flag.trust_name.casefold() or trust == flag.ods_code.casefold())
    )
