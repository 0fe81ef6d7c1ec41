"""What the pages share: addresses that stay on the day looked at, flags in order, and small words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from tracker.core.formats import plural


@dataclass(frozen=True)
class Links:
    """Addresses of the pages. With `as_of`, a day that is past, each leads to its page as it stood on that day."""

    as_of: date | None = None

    def _dated(self, address: str, **query: str) -> str:
        if self.as_of:
            query["as_of"] = self.as_of.isoformat()
        return f"{address}?{urlencode(query)}" if query else address

    def national(self, **query: str) -> str:
        return self._dated(reverse("national"), **query)

    def flags(self, **query: str) -> str:
        """The list of flags, filtered by `query`."""
        return self._dated(reverse("flags"), **query)

    def network(self, slug: str) -> str:
        return self._dated(reverse("network", args=[slug]))

    def readiness(self, slug: str) -> str:
        """How ready the trusts of a network are."""
        return self._dated(reverse("readiness", args=[slug]))

    def trust(self, ods_code: str) -> str:
        return self._dated(reverse("trust", args=[ods_code]))

    def procurement(self, procurement_id: int) -> str:
        return self._dated(reverse("procurement", args=[procurement_id]))

    def procurements(self) -> str:
        """All procurements side by side."""
        return self._dated(reverse("procurements"))

    def deployment(self, deployment_id: int) -> str:
        return self._dated(reverse("deployment", args=[deployment_id]))


def listed(words: Sequence[str]) -> str:
    """`one`, `one and two`, `one, two and three`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def counted(counts: Iterable[tuple[int, str]]) -> str:
    """`2 critical, 5 high`: the counts that are not zero, in their order."""
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def of_all(count: int, total: int, one: str) -> str:
    """`43 of 66 trusts`: a count never stands without its denominator."""
    return f"{count} of {plural(total, one)}"


def against_plan(planned: int, live: int) -> str:
    """`6 trusts behind the plan`: a count of live trusts beside the planned one."""
    if planned > live:
        return f"{plural(planned - live, 'trust')} behind the plan"
    return f"{plural(live - planned, 'trust')} ahead of plan" if live > planned else "as planned"
