"""Procurement packs in words: what is missing before the tender, section by section."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, Fact, HistoryEntry, Link, Row, TableColumn, Tag
from tracker.procurement.models import PackAnswer
from tracker.procurement.pack_vocabulary import AnswerState, PackVerdict
from tracker.procurement.policies.pack_waivers import PackWaiverOn
from tracker.procurement.policies.packs import ItemOn, PackOn, SectionOn, missing_in_words
from tracker.procurement.selectors.packs import Offer

NOT_ANSWERED = Tag("Not started", "grey", "state-not-started")
STATE_TAGS = {
    AnswerState.IN_PROGRESS: Tag("In progress", "blue", "state-live-partial"),
    AnswerState.COMPLETE: Tag("Complete", "green", "state-live-full"),
    AnswerState.NOT_APPLICABLE: Tag("Not applicable", "grey", "state-withdrawn"),
}
WAIVER_COLUMNS = (
    TableColumn("Reason", width="wide"),
    TableColumn("State"),
    TableColumn("Until"),
    TableColumn("Asked for by"),
    TableColumn("Decided by"),
)


@dataclass(frozen=True)
class Task:
    """One line of a task list."""

    title: str
    href: str
    hint: str
    state: Tag


@dataclass(frozen=True)
class PackPage:
    """A pack, the answer first: may the tender go out, and what is missing."""

    title: str
    caption: str
    lead: str
    state: Tag
    tasks: Sequence[Task]
    facts: Sequence[Fact]
    waiver_columns: Sequence[TableColumn]
    waivers: Sequence[Row]
    actions: Sequence[Action]


@dataclass(frozen=True)
class SectionPage:
    title: str
    caption: str
    lead: str
    state: Tag
    tasks: Sequence[Task]
    following: Link | None


@dataclass(frozen=True)
class OfferView:
    """Another network's text, and the link that puts it into the form."""

    title: str
    text: str
    use: Action | None


@dataclass(frozen=True)
class ItemPage:
    title: str
    caption: str
    guidance: str
    state: Tag
    standing: str
    text: str
    reason: str
    offers: Sequence[OfferView]
    history: Sequence[HistoryEntry]
    actions: Sequence[Action]


def pack_href(procurement_id: int) -> str:
    return reverse("pack", args=[procurement_id])


def item_href(procurement_id: int, section: str, item: str) -> str:
    return reverse("pack-item", args=[procurement_id, section, item])


def waiver_tag(waiver: PackWaiverOn, day: date) -> Tag:
    """How a waiver stands on a day, as a word and a shape."""
    if waiver.is_withdrawn:
        return Tag("Taken back", "grey", "state-withdrawn")
    if waiver.is_refused:
        return Tag("Refused", "red", "state-withdrawn")
    if waiver.expires_on <= day:
        return Tag("Ended", "grey", "state-withdrawn")
    if waiver.is_agreed:
        return Tag("In force", "green", "state-live-full")
    return Tag("Waits for a decision", "yellow", "state-live-partial")


def pack_tag(pack: PackOn, day: date) -> Tag:
    """Whether the tender may go out."""
    if pack.is_complete:
        return Tag("Complete", "green", "state-live-full")
    if pack.waiver_on(day):
        return Tag("Waived", "yellow", "state-live-partial")
    return Tag("Not complete", "red", "state-paused")


def standing(pack: PackOn, day: date) -> str:
    """The pack in a sentence or two."""
    count = f"{pack.done} of {plural(pack.total, 'mandatory item')} complete ({pack.percent}%)."
    waiver = pack.waiver_on(day)
    if pack.is_complete:
        return f"{count} The tender can be issued."
    if waiver:
        return f"{count} The tender can be issued under a waiver until {nhs_date(waiver.expires_on)}."
    return f"{count} The tender can’t be issued before all are complete, or a waiver is given."


def present_pack(
    pack: PackOn,
    *,
    caption: str,
    day: date,
    newest: int | None,
    may_edit: bool,
    may_waive: bool,
    query: str = "",
) -> PackPage:
    """The page of a pack. `query` keeps the day looked at; `newest` is the newest version of the template."""
    return PackPage(
        title="Procurement pack",
        caption=caption,
        lead=standing(pack, day),
        state=pack_tag(pack, day),
        tasks=[_section_task(section, pack.procurement_id, query) for section in pack.sections],
        facts=[
            Fact("Template", f"{pack.template}, version {pack.template_version}"),
            Fact("Begun on", nhs_date(pack.opened_on)),
            *([] if pack.is_complete else [Fact("Missing", missing_in_words(pack))]),
        ],
        waiver_columns=WAIVER_COLUMNS,
        waivers=[_waiver_row(waiver, pack.procurement_id, day, may_waive=may_waive) for waiver in pack.waivers[::-1]],
        actions=_actions(pack, day, newest, may_edit=may_edit),
    )


def _actions(pack: PackOn, day: date, newest: int | None, *, may_edit: bool) -> list[Action]:
    offers = []
    waits = any(waiver.is_waiting(day) for waiver in pack.waivers)
    if may_edit and not pack.is_complete and not pack.waiver_on(day) and not waits:
        offers.append(
            Action("Ask for a waiver", reverse("request-pack-waiver", args=[pack.procurement_id]), "secondary")
        )
    if may_edit and newest is not None and newest > pack.template_version:
        offers.append(
            Action(f"Move to version {newest}", reverse("move-pack", args=[pack.procurement_id]), "secondary")
        )
    return offers


def section_tag(section: SectionOn) -> Tag:
    """How far a section is, by its mandatory items."""
    if section.is_complete:
        return STATE_TAGS[AnswerState.COMPLETE]
    return STATE_TAGS[AnswerState.IN_PROGRESS] if section.is_begun else NOT_ANSWERED


def _section_task(section: SectionOn, procurement_id: int, query: str) -> Task:
    href = reverse("pack-section", args=[procurement_id, section.code])
    return Task(
        title=section.title,
        href=f"{href}{query}",
        hint=f"{section.done} of {plural(len(section.mandatory), 'mandatory item')} complete",
        state=section_tag(section),
    )


def _waiver_row(waiver: PackWaiverOn, procurement_id: int, day: date, *, may_waive: bool) -> Row:
    is_open = waiver.expires_on > day and not waiver.is_refused and not waiver.is_withdrawn
    href = reverse("decide-pack-waiver", args=[procurement_id, waiver.id]) if may_waive and is_open else ""
    decided = "; ".join(f"{voice.verdict.label} by {voice.by} on {nhs_date(voice.on)}" for voice in waiver.voices)
    why = "; ".join(voice.reason for voice in waiver.voices if voice.reason)
    return [
        Cell(waiver.reason, href),
        Cell(tag=waiver_tag(waiver, day)),
        nhs_date(waiver.expires_on),
        f"{waiver.requested_by}, {nhs_date(waiver.since)}",
        Cell(decided or "Nobody yet", hint=why),
    ]


def item_tag(item: ItemOn) -> Tag:
    return STATE_TAGS[item.answer.state] if item.answer else NOT_ANSWERED


def present_section(pack: PackOn, section: SectionOn, *, caption: str, query: str = "") -> SectionPage:
    """One section with its items."""
    places = [each.code for each in pack.sections]
    after = pack.sections[places.index(section.code) + 1 :][:1]
    following = [
        Link(f"Next section: {each.title}", f"{reverse('pack-section', args=[pack.procurement_id, each.code])}{query}")
        for each in after
    ]
    return SectionPage(
        title=section.title,
        caption=caption,
        lead=section.purpose,
        state=section_tag(section),
        tasks=[
            Task(
                title=item.title if item.is_mandatory else f"{item.title} (optional)",
                href=f"{item_href(pack.procurement_id, section.code, item.code)}{query}",
                hint=item.guidance,
                state=item_tag(item),
            )
            for item in section.items
        ],
        following=following[0] if following else None,
    )


def present_item(
    pack: PackOn,
    section: SectionOn,
    item: ItemOn,
    *,
    offers: Sequence[Offer],
    history: Sequence[PackAnswer],
    may_edit: bool,
) -> ItemPage:
    """One item: what is asked, what stands, and what other networks wrote."""
    answer, href = item.answer, reverse("answer-pack-item", args=[pack.procurement_id, section.code, item.code])
    return ItemPage(
        title=item.title,
        caption=section.title,
        guidance=item.guidance,
        state=item_tag(item),
        standing=_standing_of(item),
        text=answer.text if answer else "",
        reason=answer.reason if answer else "",
        offers=[
            OfferView(
                f"{offer.network_name}, {offer.use_case_name}, {nhs_date(offer.on)}",
                offer.text,
                Action("Use this text", f"{href}?{urlencode({'use': offer.id})}", "secondary") if may_edit else None,
            )
            for offer in offers
        ],
        history=[
            HistoryEntry(
                when=row.effective_on,
                what=f"{row.get_state_display()}{', offered to other networks' if row.is_offered else ''}",
                who=str(row.recorded_by),
                reason=row.reason,
            )
            for row in history
        ],
        actions=[Action("Change the answer" if answer else "Answer this item", href)] if may_edit else [],
    )


def _standing_of(item: ItemOn) -> str:
    kind = "Mandatory." if item.is_mandatory else "Optional: it does not count towards completeness."
    if item.answer is None:
        return f"{kind} Nobody has answered it yet."
    offered = " It is offered to other networks." if item.answer.is_offered else ""
    return f"{kind} Since {nhs_date(item.answer.on)}, by {item.answer.by}.{offered}"


def verdicts_for(waiver: PackWaiverOn) -> list[PackVerdict]:
    """What may be said of a waiver now."""
    return [PackVerdict.WITHDRAWN] if waiver.is_agreed else [PackVerdict.AGREED, PackVerdict.REFUSED]
