"""What the law of a procurement asks: of its route, its notices, and the day on which its contract is signed. Pure.

Sources: Procurement Act 2023, ss.50 to 53 (award notice, standstill, contract details), 100 and 101 (claims); Public
Contracts Regulations 2015, regulations 86, 87 and 95; the programme governance standards, 5.1 and 5.2.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import nhs_date
from tracker.procurement.policies.challenges import ChallengeOn
from tracker.procurement.policies.clocks import Clock, Standstill, last_day, quarter_end, standstill
from tracker.procurement.route_vocabulary import (
    UNDER_FRAMEWORK,
    Basis,
    ChallengeKind,
    Method,
    Regime,
)

REFERENCE = re.compile(r"\d{6}-\d{4}")
OCID = re.compile(r"ocds-[a-z0-9]{6}-[0-9a-z-]+")


@dataclass(frozen=True)
class RegimeTerms:
    """A law, for procurements that start from one day up to another: its standstill, and the methods that must keep it."""

    regime: Regime
    starts_from: date
    starts_before: date | None
    standstill: Clock
    standstill_methods: frozenset[Method]
    award_code: str
    source: str

    def holds_on(self, day: date) -> bool:
        return self.starts_from <= day and (self.starts_before is None or day < self.starts_before)


@dataclass(frozen=True)
class NoticeDuty:
    """A notice that a regime knows, with the clock that it has (`basis` None: none)."""

    code: str
    name: str
    duty: str
    source: str
    basis: Basis | None = None
    clock: Clock | None = None
    methods: frozenset[Method] = frozenset()
    is_expected: bool = False
    over_pence: int | None = None

    @property
    def is_an_answer(self) -> bool:
        """It is no notice: it tells by when something that a supplier raised is answered."""
        return self.basis == Basis.RECEIPT

    def applies_to(self, method: Method) -> bool:
        return not self.methods or method in self.methods


@dataclass(frozen=True)
class RouteOn:
    """How a procurement goes on a day."""

    regime: Regime
    method: Method
    started_on: date
    keeps_voluntary_standstill: bool = False

    @property
    def is_under_framework(self) -> bool:
        return self.method in UNDER_FRAMEWORK


@dataclass(frozen=True)
class FrameworkOn:
    """A framework that networks call off from."""

    name: str
    reference: str = ""
    lot: str = ""
    starts_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class NoticeOn:
    code: str
    published_on: date
    reference: str = ""
    address: str = ""
    id: int = 0


@dataclass(frozen=True)
class Standing:
    """A procurement's route with all that a rule about it needs; `terms` are those of its law, None while there is no
    route on record."""

    route: RouteOn | None = None
    terms: RegimeTerms | None = None
    duties: tuple[NoticeDuty, ...] = ()
    notices: tuple[NoticeOn, ...] = ()
    challenges: tuple[ChallengeOn, ...] = ()

    @property
    def award_code(self) -> str:
        """The code of the notice that tells the award and begins the standstill."""
        return self.terms.award_code if self.terms else ""

    def award_notice(self, *, by: date | None = None) -> NoticeOn | None:
        return self.newest(self.award_code, by=by)

    def newest(self, code: str, *, by: date | None = None) -> NoticeOn | None:
        """The newest notice of this code (published by a day, when given)."""
        found = [each for each in self.notices if each.code == code and (by is None or each.published_on <= by)]
        return max(found, key=lambda each: each.published_on, default=None)

    @property
    def keeps_standstill(self) -> bool:
        """The law asks for one, or the network said that it keeps one."""
        if self.route is None or self.terms is None:
            return False
        return self.route.method in self.terms.standstill_methods or self.route.keeps_voluntary_standstill

    def standstill_of(self, notice: NoticeOn | None) -> Standstill | None:
        """The standstill that an award notice began."""
        if notice is None or self.terms is None or not self.keeps_standstill:
            return None
        return standstill(self.terms.standstill, notice.published_on)


def may_take_route(route: RouteOn, rules: Collection[RegimeTerms], *, framework: str, today: date) -> Decision:
    """Whether a procurement may go this way: the law fits the day on which it started, and a call-off names the framework
    that it is called off from."""
    if route.started_on > today:
        return deny(
            "A procurement can't have started on a day in the future.",
            remedy="Enter the day on which it started, or wait until it has.",
            field="started_on",
        )
    if not any(each.regime == route.regime and each.holds_on(route.started_on) for each in rules):
        fitting = [each for each in rules if each.holds_on(route.started_on) and each.regime != Regime.PSR]
        right = f" It is under the {fitting[0].regime.label} ({fitting[0].source})." if fitting else ""
        return deny(
            f"A procurement that started on {nhs_date(route.started_on)} can't be under the {route.regime.label}.{right}",
            remedy="Correct the law or the day on which it started.",
            field="regime",
        )
    if route.is_under_framework and not framework.strip():
        return deny(
            "A call-off under a framework names the framework.",
            remedy="Enter the framework's name.",
            field="framework",
        )
    if route.keeps_voluntary_standstill and any(
        each.regime == route.regime and each.holds_on(route.started_on) and route.method in each.standstill_methods
        for each in rules
    ):
        return deny(
            "The law asks for a standstill here, so it is not a voluntary one.",
            remedy="Leave “Voluntary standstill” unticked.",
            field="keeps_voluntary_standstill",
        )
    return ALLOWED


def may_record_notice(standing: Standing, notice: NoticeOn, *, ocid: str = "", today: date) -> Decision:
    """Whether a notice may be recorded: one that the procurement's law knows, published, and numbered as Find a Tender
    numbers notices."""
    return first_refusal(
        _is_known(standing, notice),
        _is_published(standing, notice, today),
        _is_numbered(notice, ocid),
    )


def _is_known(standing: Standing, notice: NoticeOn) -> Decision:
    if standing.route is None:
        return deny(
            "This procurement has no route yet, so its notices are not known.",
            remedy="Record the law and the method first.",
            field="code",
        )
    duty = next((each for each in standing.duties if each.code == notice.code and not each.is_an_answer), None)
    if duty is None:
        return deny(
            f"The {standing.route.regime.label} knows no notice “{notice.code}”.",
            remedy="Choose one of the notices in the list.",
            field="code",
        )
    if not duty.applies_to(standing.route.method):
        return deny(
            f"{duty.code}, {duty.name.lower()}, is not used for a {standing.route.method.label.lower()} ({duty.source}).",
            remedy="Choose another notice, or correct the method.",
            field="code",
        )
    return ALLOWED


def _is_published(standing: Standing, notice: NoticeOn, today: date) -> Decision:
    if notice.published_on > today:
        return deny(
            "A notice can't have been published on a day in the future.",
            remedy="Record it on the day on which it is published.",
            field="published_on",
        )
    if any((each.code, each.published_on) == (notice.code, notice.published_on) for each in standing.notices):
        return deny(
            f"The {notice.code} notice of {nhs_date(notice.published_on)} is recorded already.",
            remedy="Enter the day of the other notice, or leave this one out.",
            field="published_on",
        )
    return ALLOWED


def _is_numbered(notice: NoticeOn, ocid: str) -> Decision:
    if notice.reference and not REFERENCE.fullmatch(notice.reference):
        return deny(
            f"“{notice.reference}” is not a notice number of Find a Tender.",
            remedy="Write six digits, a hyphen and the year, such as 012345-2026.",
            field="reference",
        )
    if ocid and not OCID.fullmatch(ocid):
        return deny(
            f"“{ocid}” is not a procurement identifier (OCID).",
            remedy="Copy it from the notice; it begins with ocds- and six characters, such as ocds-h6vhtk-04a1b2.",
            field="ocid",
        )
    return ALLOWED


def may_sign_on(standing: Standing, day: date) -> Decision:
    """Whether the contract may be entered into on a day, as far as the award goes. A procurement whose route is not on
    record is not judged."""
    if standing.route is None or standing.terms is None:
        return ALLOWED
    notice = standing.award_notice(by=day)
    if notice is None and (standing.keeps_standstill or standing.terms.regime == Regime.PA2023):
        return deny(
            f"No notice of the award ({standing.award_code}) was published by {nhs_date(day)}, and the contract can't be "
            f"entered into before it ({standing.terms.source}).",
            remedy="Record the notice with the day of its publication, or correct the date of signature.",
            field="actual",
        )
    still = standing.standstill_of(notice)
    if still is not None and still.is_running(day):
        return deny(
            f"{nhs_date(day)} lies in the standstill, which began with the notice of {nhs_date(still.published_on)} and "
            f"runs to the end of {nhs_date(still.ends_on)} ({standing.terms.source}).",
            remedy=f"The contract can be signed from {nhs_date(still.earliest_entry)} on.",
            field="actual",
        )
    claim = suspending_claim(standing, still, day)
    if claim is not None:
        return deny(
            f"{claim.supplier_name} notified a legal claim on {nhs_date(claim.received_on)}, within the standstill, so the "
            f"contract can't be entered into until the suspension is lifted ({standing.terms.source}).",
            remedy="Record how the claim ended first.",
            field="actual",
        )
    return ALLOWED


def suspending_claim(standing: Standing, still: Standstill | None, day: date) -> ChallengeOn | None:
    """The claim that suspends the award on a day: notified within the standstill, and not ended."""
    if still is None:
        return None
    return next(
        (
            each
            for each in standing.challenges
            if each.kind == ChallengeKind.CLAIM and still.is_running(each.received_on) and each.is_open(day)
        ),
        None,
    )


@dataclass(frozen=True)
class Events:
    """The days from which a procurement's clocks run, as far as they are known; `value_pence` tells which notices the
    contract is large enough for (None: not known)."""

    signed_on: date | None = None
    ended_on: date | None = None
    payments: Sequence[date] = field(default_factory=tuple)
    value_pence: int | None = None


@dataclass(frozen=True)
class NoticeDue:
    """A notice that is published, or has to be: by when, and what that was counted from."""

    duty: NoticeDuty
    due_on: date | None = None
    counted_from: date | None = None
    published: NoticeOn | None = None

    def is_overdue(self, day: date) -> bool:
        return self.published is None and self.due_on is not None and self.due_on < day

    @property
    def is_late(self) -> bool:
        """It was published after the day by which it was due."""
        return self.published is not None and self.due_on is not None and self.published.published_on > self.due_on


def notices_due(standing: Standing, events: Events) -> list[NoticeDue]:
    """Every notice of the procurement's law that applies to it: those published, and those that are or will be due."""
    if standing.route is None:
        return []
    found = []
    for duty in standing.duties:
        if duty.is_an_answer or not duty.applies_to(standing.route.method) or _is_too_small(duty, events):
            continue
        start = _basis_day(duty, standing, events)
        due_on = last_day(duty.clock, start) if duty.clock and start else None
        published = standing.newest(duty.code)
        if published is not None and duty.basis == Basis.SIGNATURE and start and published.published_on < start:
            published = None
        if duty.is_expected or due_on is not None or published is not None:
            found.append(NoticeDue(duty, due_on, start if due_on else None, published))
    return found


def _is_too_small(duty: NoticeDuty, events: Events) -> bool:
    return duty.over_pence is not None and (events.value_pence is None or events.value_pence <= duty.over_pence)


def _basis_day(duty: NoticeDuty, standing: Standing, events: Events) -> date | None:
    """The day from which the clock of a notice runs; None while that has not come."""
    if duty.basis == Basis.SIGNATURE:
        return events.signed_on
    if duty.basis == Basis.END:
        return events.ended_on
    if duty.basis == Basis.QUARTER:
        return max((quarter_end(day) for day in events.payments), default=None)
    if duty.basis == Basis.AWARD_NOTICE and (award := standing.award_notice()):
        return award.published_on
    return None


def due_of_challenge(kind: ChallengeKind, received_on: date, duties: Collection[NoticeDuty]) -> date | None:
    """The day by which something that a supplier raised is answered, by the standards that hold."""
    duty = next((each for each in duties if each.is_an_answer and each.code == kind), None)
    return last_day(duty.clock, received_on) if duty and duty.clock else None
