"""The filters of the lists of governance: evidence, waivers, and what waits for a signature."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.http import QueryDict

from tracker.core.filters import Choice, ListFilter, Offered, Words
from tracker.governance.policies.evidence import WORST_FIRST, EvidenceOn
from tracker.governance.policies.waivers import WaiverState
from tracker.governance.selectors.inbox import Inbox
from tracker.governance.selectors.waivers import PlacedWaiver
from tracker.governance.vocabulary import EvidenceScope, EvidenceType


class EvidenceFilter(ListFilter):
    """Choices over the evidence of a deployment, what to look at first at the top."""

    one = "piece of evidence"
    many = "pieces of evidence"
    orders = {
        "title": lambda item: item.title.casefold(),
        "state": lambda item: WORST_FIRST.index(item.state),
        "expires": lambda item: item.standing.expires_on,
        "owner": lambda item: item.owner.casefold(),
    }

    text = Words(label="Title or owner", of=lambda item: (item.title, item.owner))
    state = Choice(
        label="State", choices=[(state.value, state.label) for state in WORST_FIRST], of=lambda item: item.state
    )
    type = Choice(label="Kind", choices=EvidenceType.choices, of=lambda item: item.type)
    scope = Choice(label="About", choices=EvidenceScope.choices, of=lambda item: item.scope)

    def __init__(self, data: QueryDict, rows: Iterable[EvidenceOn], **kwargs: Any) -> None:
        super().__init__(data, sorted(rows, key=lambda item: (WORST_FIRST.index(item.state), item.title)), **kwargs)


class WaiverFilter(ListFilter):
    """Choices over the waivers that a person may see, those that matter now first."""

    one = "waiver"
    orders = {
        "deployment": lambda placed: placed.deployment.casefold(),
        "requirement": lambda placed: placed.requirement.title.casefold(),
        "ends": lambda placed: placed.waiver.expires_on,
    }

    text = Words(
        label="Deployment or reason",
        of=lambda placed: (placed.deployment, placed.waiver.reason, placed.requirement.title),
    )
    state = Choice(label="State", choices=[(each.code, each.label) for each in WaiverState], method="in_state")
    requirement = Offered(label="Requirement", of=lambda placed: (placed.requirement.code, placed.requirement.title))

    @property
    def unfiltered(self) -> list[PlacedWaiver]:
        return self._now_first(self.queryset)

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(self._now_first(queryset))

    def in_state(self, rows: Sequence[PlacedWaiver], _name: str, value: str) -> list[PlacedWaiver]:
        assert self.day is not None  # noqa: S101 - how a waiver stands depends on the day
        return [placed for placed in rows if placed.waiver.state_on(self.day).code == value]

    def _now_first(self, rows: Iterable[PlacedWaiver]) -> list[PlacedWaiver]:
        assert self.day is not None  # noqa: S101 - as above
        day = self.day
        return sorted(rows, key=lambda placed: placed.waiver.expires_on <= day)


# --- What waits for a signature --------------------------------------------------------------------------------------


class Work(StrEnum):
    """The parts of an inbox, by their anchors on its page."""

    SIGN_OFFS = "sign-offs"
    PAPERS = "papers"
    REVIEWS = "reviews"
    WAIVERS = "waivers"

    @property
    def label(self) -> str:
        return WORK[self]


WORK = {
    Work.SIGN_OFFS: "Sign-offs",
    Work.PAPERS: "Records to approve",
    Work.REVIEWS: "Requirements to review",
    Work.WAIVERS: "Waivers to decide",
}


@dataclass(frozen=True)
class Waiting:
    """One thing of an inbox, as its filters read it."""

    work: Work
    item: Any
    texts: tuple[str, ...]
    use_case: str = ""


def _waiting(inbox: Inbox) -> list[Waiting]:
    placed: list[tuple[Work, Any, str]] = [
        *((Work.SIGN_OFFS, each, each.role.label) for each in inbox.sign_offs),
        *((Work.PAPERS, each, each.kind.label) for each in inbox.papers),
        *((Work.REVIEWS, each, each.item.requirement.title) for each in inbox.reviews),
    ]
    waivers = [
        Waiting(Work.WAIVERS, each, (each.deployment, each.requirement.title, each.waiver.reason))
        for each in inbox.waivers
    ]
    return [
        Waiting(
            work,
            each,
            (each.deployment.trust.name, each.deployment.trust.ods_code, title),
            each.deployment.use_case_name,
        )
        for work, each, title in placed
    ] + waivers


class InboxFilter(ListFilter):
    """Choices over what waits for one person."""

    one = "thing to decide"
    many = "things to decide"

    work = Choice(label="Kind of work", choices=list(WORK.items()), of=lambda waiting: waiting.work)
    text = Words(label="Trust, requirement or record", of=lambda waiting: waiting.texts)
    use_case = Offered(label="Use case", of=lambda waiting: (waiting.use_case, waiting.use_case))

    def __init__(self, data: QueryDict, inbox: Inbox) -> None:
        self.inbox = inbox
        super().__init__(data, _waiting(inbox))

    @property
    def chosen_inbox(self) -> Inbox:
        """The inbox with what fits alone."""

        def of(work: Work) -> tuple[Any, ...]:
            return tuple(waiting.item for waiting in self.found if waiting.work == work)

        return replace(
            self.inbox,
            sign_offs=of(Work.SIGN_OFFS),
            papers=of(Work.PAPERS),
            reviews=of(Work.REVIEWS),
            waivers=of(Work.WAIVERS),
        )
