"""Rules about procurement packs: when one is complete, what may be answered, and what a tender waits for. Pure.

Source: the programme's governance standards, step P3 (a standard pack before every tender), section 5.3 stage 4 (the
tender is issued with a pack of 100%) and rule R10.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import nhs_date, plural
from tracker.procurement.pack_vocabulary import AnswerState
from tracker.procurement.policies.pack_waivers import PackWaiverOn

SHOWN = 3
MONEY = re.compile(r"[£€$]\s*\d|\bGBP\s*\d|\d\s*(?:GBP|pounds?|pence)\b", re.IGNORECASE)
DONE = frozenset({AnswerState.COMPLETE, AnswerState.NOT_APPLICABLE})


@dataclass(frozen=True)
class AnswerOn:
    """What a network says about an item on a day."""

    id: int
    state: AnswerState
    text: str
    reason: str
    is_offered: bool
    on: date
    by: str


@dataclass(frozen=True)
class ItemOn:
    """One item of a pack, with its answer if it has one."""

    id: int
    code: str
    title: str
    guidance: str
    is_mandatory: bool
    answer: AnswerOn | None = None

    @property
    def is_done(self) -> bool:
        return self.answer is not None and self.answer.state in DONE


@dataclass(frozen=True)
class SectionOn:
    """One section of a pack. It is complete when its mandatory items are."""

    code: str
    title: str
    purpose: str
    items: tuple[ItemOn, ...] = ()

    @property
    def mandatory(self) -> tuple[ItemOn, ...]:
        return tuple(item for item in self.items if item.is_mandatory)

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.mandatory)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.mandatory)

    @property
    def is_begun(self) -> bool:
        return any(item.answer is not None for item in self.items)

    def item(self, code: str) -> ItemOn | None:
        return next((item for item in self.items if item.code == code), None)


@dataclass(frozen=True)
class PackOn:
    """The pack of a procurement on a day, by the version of the template that it followed then."""

    id: int
    procurement_id: int
    version: int
    opened_on: date
    template: str
    template_version: int
    longest_waiver_days: int
    sections: tuple[SectionOn, ...] = ()
    waivers: tuple[PackWaiverOn, ...] = ()

    @property
    def total(self) -> int:
        """How many mandatory items there are."""
        return sum(len(section.mandatory) for section in self.sections)

    @property
    def done(self) -> int:
        return sum(section.done for section in self.sections)

    @property
    def is_complete(self) -> bool:
        return self.done == self.total

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, so that 100 means complete."""
        return self.done * 100 // self.total if self.total else 100

    @property
    def missing(self) -> tuple[ItemOn, ...]:
        """The mandatory items that nobody has completed, in their order."""
        return tuple(item for section in self.sections for item in section.mandatory if not item.is_done)

    def section(self, code: str) -> SectionOn | None:
        return next((section for section in self.sections if section.code == code), None)

    def waiver_on(self, day: date) -> PackWaiverOn | None:
        """The waiver that counts on a day, the one that lasts longest where there are several."""
        counting = [waiver for waiver in self.waivers if waiver.counts_on(day)]
        return max(counting, key=lambda waiver: waiver.expires_on, default=None)


@dataclass(frozen=True)
class PolicyOn:
    """What a programme asks before a tender, and since when. Tenders before that day are history."""

    since: date
    source: str
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


# --- Answering ------------------------------------------------------------------------------------------------------


def may_open_pack(*, is_open: bool, on: date, today: date) -> Decision:
    """Whether a procurement may begin its pack on a day."""
    if is_open:
        return deny("This procurement has a pack already.", remedy="Open it and answer its items.")
    if on > today:
        return deny("A pack can't begin on a day in the future.", remedy="Use today.", field="effective_on")
    return ALLOWED


def no_template(day: date) -> Decision:
    """The refusal of a day on which there was no national pack to begin with."""
    return deny(
        f"No version of the national pack was valid on {nhs_date(day)}.",
        remedy="Use a later day, or ask for a version to be published.",
        field="effective_on",
    )


def may_answer(
    *, state: AnswerState, text: str, reason: str, is_offered: bool, on: date, opened_on: date, today: date
) -> Decision:
    """Whether an item may be answered so."""
    return first_refusal(
        _day_fits(on, opened_on, today),
        _words_fit(state, text, reason),
        _may_offer(state, text) if is_offered else ALLOWED,
    )


def _day_fits(on: date, opened_on: date, today: date) -> Decision:
    if on > today:
        return deny("An answer can't count from a day in the future.", remedy="Use today.", field="effective_on")
    if on < opened_on:
        return deny(
            f"The pack was begun on {nhs_date(opened_on)}, so no answer can count from before.",
            remedy="Use that day or a later one.",
            field="effective_on",
        )
    return ALLOWED


def _words_fit(state: AnswerState, text: str, reason: str) -> Decision:
    if state == AnswerState.COMPLETE and not text.strip():
        return deny(
            "A complete item says what the tender asks for.",
            remedy="Write the text, or choose “In progress”.",
            field="text",
        )
    if state == AnswerState.NOT_APPLICABLE and not reason.strip():
        return deny(
            "An item that does not apply needs a reason.",
            remedy="Say in a sentence why bidders need nothing about it here.",
            field="reason",
        )
    return ALLOWED


def _may_offer(state: AnswerState, text: str) -> Decision:
    if state != AnswerState.COMPLETE:
        return deny(
            "Only a complete item can be offered to other networks.",
            remedy="Complete it, or untick the offer.",
            field="is_offered",
        )
    if MONEY.search(text):
        return deny(
            "The text names an amount of money, and what is offered to other networks never has prices in it.",
            remedy="Take the amount out, or untick the offer.",
            field="text",
        )
    return ALLOWED


def may_move_to(*, newest: int, now: int) -> Decision:
    """Whether a pack may move to the newest version of the template."""
    if newest <= now:
        return deny("The pack follows the newest version already.", remedy="There is nothing to move to.")
    return ALLOWED


# --- The tender -----------------------------------------------------------------------------------------------------


def may_issue_tender(
    pack: PackOn | None, *, now: PackOn | None, policy: PolicyOn | None, issued_on: date, today: date
) -> Decision:
    """Whether the tender may be recorded as issued on a day. `pack` is the pack as it stood on that day, `now` as it
    stands today: a waiver that holds today is one that was given to put right what had happened."""
    if policy is None or not policy.holds_on(issued_on):
        return ALLOWED
    if (pack is not None and (pack.is_complete or pack.waiver_on(issued_on))) or (now and now.waiver_on(today)):
        return ALLOWED
    rule = f"No tender is issued without a complete pack ({policy.source})."
    if pack is None:
        return deny(
            f"This procurement had no procurement pack on {nhs_date(issued_on)}. {rule}",
            remedy="Begin the pack and complete it before the tender is issued, or have a waiver given.",
            field="actual",
        )
    return deny(
        f"The procurement pack was not complete on {nhs_date(issued_on)}. {missing_in_words(pack)} {rule}",
        remedy="Complete the pack before the tender is issued, or have a waiver given.",
        field="actual",
    )


def missing_in_words(pack: PackOn) -> str:
    """`12 of 48 mandatory items are missing: A, B, C and 9 more.`"""
    titles = [item.title for item in pack.missing]
    are = "is" if len(titles) == 1 else "are"
    return f"{len(titles)} of {plural(pack.total, 'mandatory item')} {are} missing: {_briefly(titles)}."


def _briefly(titles: Sequence[str]) -> str:
    shown = list(_shown(titles))
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _shown(titles: Sequence[str]) -> Iterator[str]:
    yield from titles[:SHOWN]
    if len(titles) > SHOWN:
        yield f"{len(titles) - SHOWN} more"
