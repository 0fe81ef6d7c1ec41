"""The filters of the list of flags: over stored flags in the database, over computed ones by the same choices."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict

from tracker.accounts.roles import Role
from tracker.core.filters import Choice, ListFilter, Ticked
from tracker.core.words import folded
from tracker.flags.models import Flag
from tracker.flags.models.flag import FlagQuerySet
from tracker.flags.rules import RULES
from tracker.flags.selectors import FlagOn
from tracker.flags.vocabulary import Severity
from tracker.networks.access import Access
from tracker.networks.models import ImagingNetwork

ME, NOBODY, SOMEBODY = "me", "nobody", "somebody"
HOLDERS = ((ME, "Me"), (NOBODY, "Nobody"), (SOMEBODY, "Somebody"))
OPEN, ACKNOWLEDGED, CLOSED = "open", "acknowledged", "closed"
STATES = ((OPEN, "Open"), (ACKNOWLEDGED, "Open, and snoozed"), (CLOSED, "Closed"))
WORST_FIRST = [(severity.value, severity.label) for severity in reversed(Severity)]


class FlagFilter(ListFilter):
    """Choices over the flags that a person may see on a day. Without a choice of state it answers the open flags,
    snoozed or not. Computed flags are all open, none is snoozed, and nobody has one."""

    one = "flag"

    severity = Choice(label="Severity", choices=WORST_FIRST, of=lambda flag: flag.severity)
    state = Choice(label="State", choices=STATES, empty_label="Any open", method="in_state")
    rule = Choice(
        label="Rule", choices=[(rule.code, f"{rule.title} ({rule.code})") for rule in RULES], of=lambda flag: flag.rule
    )
    network = Choice(label="Network", field_name="network__slug", of=lambda flag: flag.network_slug)
    trust = django_filters.CharFilter(label="Trust name or code", method="of_trust", max_length=100)
    owner = Choice(
        label="For",
        field_name="owner_role",
        choices=Role.choices,
        empty_label="Anybody",
        of=lambda flag: flag.owner_role,
    )
    assigned = Choice(label="Who has it", choices=HOLDERS, empty_label="Anybody or nobody", method="held_by")
    national = Ticked(
        label="Needs a national decision",
        field_name="needs_national_decision",
        of=lambda flag: flag.needs_national_decision,
    )

    def __init__(self, data: QueryDict, rows: Iterable[FlagOn] | QuerySet[Flag], *, access: Access, on: date) -> None:
        super().__init__(data, rows, day=on)
        self.viewer = access.user
        networks = ImagingNetwork.objects.with_plan_visible_to(access).values_list("slug", "name")
        self.filters["network"].extra["choices"] = list(networks)
        self.filters["network"].keeps_case = True

    @property
    def unfiltered(self) -> Any:
        return self.queryset.open() if isinstance(self.queryset, FlagQuerySet) else self.queryset

    @property
    def total(self) -> int:
        return (
            self.queryset.count() if "state" in self.chosen and isinstance(self.queryset, QuerySet) else super().total
        )

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        return rows.open() if isinstance(rows, FlagQuerySet) and "state" not in self.chosen else rows

    def held_by(self, rows: Any, _name: str, value: str) -> Any:
        if not isinstance(rows, QuerySet):
            return rows if value == NOBODY else []
        return rows.filter(assigned_to=self.viewer) if value == ME else rows.filter(assigned_to__isnull=value == NOBODY)

    def in_state(self, rows: Any, _name: str, value: str) -> Any:
        if not isinstance(rows, QuerySet):
            return rows if value == OPEN else []
        if value == CLOSED:
            return rows.filter(closed_on__isnull=False)
        holds = Q(acknowledged_until__gt=self.day)
        return rows.open().filter(holds) if value == ACKNOWLEDGED else rows.open().exclude(holds)  # type: ignore[attr-defined]

    def of_trust(self, rows: Any, _name: str, value: str) -> Any:
        if isinstance(rows, QuerySet):
            return rows.filter(Q(trust__name__icontains=value) | Q(trust__ods_code__iexact=value))
        wanted = folded(value)
        return [flag for flag in rows if wanted in folded(flag.trust_name) or wanted == flag.ods_code.casefold()]
