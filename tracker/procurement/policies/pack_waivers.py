"""Rules about waivers of a pack: two people, a reason and an end. Pure.

Source: the programme's governance standards, step P3: no tender without a complete pack or a recorded waiver. A waiver is
asked for by somebody who runs the procurement, and given by somebody else, who is a national lead or the network's
programme manager.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import nhs_date
from tracker.procurement.pack_vocabulary import PackVerdict


@dataclass(frozen=True)
class PackVoice:
    """What a second person said of a waiver."""

    verdict: PackVerdict
    on: date
    by_id: int
    by: str
    reason: str = ""


@dataclass(frozen=True)
class PackWaiverOn:
    """A waiver of a pack as it stands on a day."""

    id: int
    reason: str
    since: date
    expires_on: date
    requested_by_id: int
    requested_by: str
    voices: tuple[PackVoice, ...] = ()

    def _said(self, verdict: PackVerdict) -> bool:
        return any(voice.verdict == verdict for voice in self.voices)

    @property
    def is_refused(self) -> bool:
        return self._said(PackVerdict.REFUSED)

    @property
    def is_withdrawn(self) -> bool:
        return self._said(PackVerdict.WITHDRAWN)

    @property
    def is_agreed(self) -> bool:
        """A second person has agreed, and nobody has taken it back."""
        gave = {voice.by_id for voice in self.voices if voice.verdict == PackVerdict.AGREED}
        return bool(gave - {self.requested_by_id}) and not self.is_withdrawn

    def is_waiting(self, day: date) -> bool:
        """Nobody has decided, and there is time left to."""
        return not self.voices and day < self.expires_on

    def counts_on(self, day: date) -> bool:
        return self.is_agreed and self.since <= day < self.expires_on


def may_request_pack_waiver(
    *, reason: str, expires_on: date, is_complete: bool, is_waiting: bool, longest_days: int, today: date
) -> Decision:
    """Whether a waiver may be asked for: of a pack that is not complete, for a reason, for so long at most."""
    latest = today + timedelta(days=longest_days)
    if is_complete:
        return deny("The pack is complete, so it needs no waiver.", remedy="Record the tender.")
    if is_waiting:
        return deny(
            "A waiver of this pack waits for a decision already.", remedy="Ask a national lead to decide on it."
        )
    if not reason.strip():
        return deny(
            "A waiver needs a reason.",
            remedy="Say why the tender can't wait, and how what is missing reaches the bidders.",
            field="reason",
        )
    if expires_on <= today:
        return deny("A waiver ends after the day it starts.", remedy="Enter a day after today.", field="expires_on")
    if expires_on > latest:
        return deny(
            f"A waiver ends at most {longest_days} days ahead.",
            remedy=f"Enter {nhs_date(latest)} or an earlier day.",
            field="expires_on",
        )
    return ALLOWED


def may_decide_pack_waiver(
    waiver: PackWaiverOn, *, verdict: PackVerdict, reason: str, by_id: int, today: date
) -> Decision:
    """Whether somebody who may give waivers may say this of one."""
    return first_refusal(
        _is_open(waiver, verdict, today),
        _says_why(verdict, reason),
        _may_take_back(waiver) if verdict == PackVerdict.WITHDRAWN else _is_another(waiver, by_id),
    )


def _is_open(waiver: PackWaiverOn, verdict: PackVerdict, today: date) -> Decision:
    if waiver.expires_on <= today:
        return deny(f"This waiver ended on {nhs_date(waiver.expires_on)}.", remedy="Ask for a new one.")
    if waiver.is_withdrawn or waiver.is_refused or (waiver.is_agreed and verdict != PackVerdict.WITHDRAWN):
        return deny("This waiver is decided.", remedy="Look at what was said, or ask for a new one.", field="verdict")
    return ALLOWED


def _says_why(verdict: PackVerdict, reason: str) -> Decision:
    if verdict == PackVerdict.AGREED or reason.strip():
        return ALLOWED
    return deny("Refusing or taking back needs a reason.", remedy="Say in a sentence why.", field="reason")


def _may_take_back(waiver: PackWaiverOn) -> Decision:
    if waiver.is_agreed:
        return ALLOWED
    return deny("This waiver was not given, so it can't be taken back.", remedy="Refuse it.", field="verdict")


def _is_another(waiver: PackWaiverOn, by_id: int) -> Decision:
    if by_id != waiver.requested_by_id:
        return ALLOWED
    return deny(
        "You asked for this waiver, and it takes two people (programme governance standards, step P3).",
        remedy="Ask a national lead or another programme manager of the network to decide.",
        field="verdict",
    )
