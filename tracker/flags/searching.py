"""What the search finds of this app: the open flags."""

from datetime import date

from tracker.core.searching import Entry
from tracker.flags.models import Flag
from tracker.flags.rules import rule_of
from tracker.networks.access import Access
from tracker.networks.search_kinds import register_kind


def flags(access: Access, *, on: date) -> list[Entry]:
    """The open flags that the person may see, by what is wrong and where."""
    rows = Flag.objects.open().visible_to(access, on=on).order_by("pk")
    fields = ("pk", "rule", "deployment__use_case__name", "trust__name", "network__name")
    return [
        Entry(
            rule_of(rule).title,
            ("flag", pk),
            ", ".join(filter(None, (f"Rule {rule}", use_case, trust or network))),
        )
        for pk, rule, use_case, trust, network in rows.values_list(*fields)
    ]


def register() -> None:
    register_kind("flags", "Flags", hint="what is wrong, or where", read=flags)
