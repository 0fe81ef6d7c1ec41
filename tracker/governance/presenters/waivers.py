"""Waivers in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Cell, Fact, Row, TableColumn, Tag
from tracker.governance.policies.waivers import WaiverOn, WaiverState
from tracker.governance.presenters.gate import requirement_href
from tracker.governance.selectors.waivers import PlacedWaiver

COLUMNS = (
    ("deployment", TableColumn("Waiver")),
    ("requirement", TableColumn("Requirement")),
    ("", TableColumn("State")),
    ("ends", TableColumn("Ends")),
    ("", TableColumn("Reason", width="wide")),
)
TAGS = {
    WaiverState.WAITING: Tag(WaiverState.WAITING.label, "yellow"),
    WaiverState.IN_FORCE: Tag(WaiverState.IN_FORCE.label, "green", "state-live-full"),
    WaiverState.ENDED: Tag(WaiverState.ENDED.label, "grey", "state-withdrawn"),
    WaiverState.REFUSED: Tag(WaiverState.REFUSED.label, "red", "state-withdrawn"),
    WaiverState.WITHDRAWN: Tag(WaiverState.WITHDRAWN.label, "grey", "state-withdrawn"),
}
NOBODY_ASKED = "Nobody has asked for a waiver. The page of a requirement offers one."


@dataclass(frozen=True)
class WaiversPage:
    lead: str
    columns: Sequence[tuple[str, TableColumn]]
    rows: Sequence[Row]
    empty: str


def waiver_tag(waiver: WaiverOn, day: date) -> Tag:
    """How a waiver stands on a day, as a word and a colour."""
    return TAGS[waiver.state_on(day)]


def present_waivers(placed: Sequence[PlacedWaiver], *, day: date, is_filtered: bool) -> WaiversPage:
    """The waivers that were found, in their order."""
    in_force = sum(each.waiver.counts_on(day) for each in placed)
    waiting = sum(bool(each.waiver.awaits) and each.waiver.expires_on > day for each in placed)
    are = "is" if in_force == 1 else "are"
    return WaiversPage(
        lead=f"{plural(in_force, 'waiver')} {are} in force, and {plural(waiting, 'waits', 'wait')} for a decision. "
        "When one ends, the gate of its deployment closes again.",
        columns=COLUMNS,
        rows=[_row(each, day) for each in placed],
        empty="No waiver fits these filters." if is_filtered else NOBODY_ASKED,
    )


def _row(placed: PlacedWaiver, day: date) -> Row:
    waiver = placed.waiver
    code = placed.requirement.code
    return [
        Cell(placed.deployment, reverse("waiver", args=[waiver.id]), hint=f"Asked for by {waiver.requested_by}"),
        Cell(placed.requirement.title, requirement_href(placed.deployment_id, code)),
        Cell(tag=waiver_tag(waiver, day), hint=_heard(waiver)),
        nhs_date(waiver.expires_on),
        waiver.reason,
    ]


def _heard(waiver: WaiverOn) -> str:
    if waiver.awaits:
        return f"Waits for: {', '.join(party.label.lower() for party in waiver.awaits)}"
    return ""


def waiver_facts(waiver: WaiverOn, *, requirement: str, day: date) -> list[Fact]:
    """A waiver as a list of facts, with what each side said."""
    heard = [
        Fact(
            voice.party.label,
            f"{voice.verdict.label} by {voice.by} on {nhs_date(voice.on)}{f': {voice.reason}' if voice.reason else ''}",
        )
        for voice in waiver.voices
    ]
    missing = [Fact(party.label, "Has not decided") for party in waiver.awaits]
    return [
        Fact("State", "", waiver_tag(waiver, day)),
        Fact("Requirement", requirement),
        Fact("Reason", waiver.reason),
        Fact("Asked for", f"{nhs_date(waiver.since)}, by {waiver.requested_by}"),
        Fact("Ends", nhs_date(waiver.expires_on)),
        *heard,
        *missing,
    ]
