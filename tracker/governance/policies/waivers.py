"""Rules about waivers: two people, a reason and an end. Pure.

Source: the programme's governance standards, go-live gate: a waiver is given by the senior responsible owner and the
clinical safety officer, with a reason and an expiry, and some requirements can't be waived.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from tracker.accounts.roles import SignOffRole
from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import nhs_date
from tracker.governance.vocabulary import WaiverParty, WaiverVerdict

ROLES_OF_PARTY: dict[WaiverParty, tuple[SignOffRole, ...]] = {
    WaiverParty.EXECUTIVE: (SignOffRole.SIRO, SignOffRole.EXECUTIVE),
    WaiverParty.SAFETY: (SignOffRole.CLINICAL_SAFETY_OFFICER,),
}


@dataclass(frozen=True)
class WaiverVoice:
    """What one of the two said."""

    party: WaiverParty
    verdict: WaiverVerdict
    on: date
    by_id: int
    by: str
    reason: str = ""


class WaiverState(Enum):
    """How a waiver stands on a day."""

    WAITING = "waiting", "Waits for a decision"
    IN_FORCE = "in-force", "In force"
    ENDED = "ended", "Ended"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"

    def __init__(self, code: str, label: str) -> None:
        self.code, self.label = code, label


@dataclass(frozen=True)
class WaiverOn:
    """A waiver as it stands on a day."""

    id: int
    requirement_id: int
    reason: str
    since: date
    expires_on: date
    requested_by_id: int
    requested_by: str
    voices: tuple[WaiverVoice, ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        return any(voice.verdict == WaiverVerdict.WITHDRAWN for voice in self.voices)

    @property
    def is_refused(self) -> bool:
        return any(voice.verdict == WaiverVerdict.REFUSED for voice in self.voices)

    @property
    def agreed_by(self) -> tuple[WaiverVoice, ...]:
        return tuple(voice for voice in self.voices if voice.verdict == WaiverVerdict.AGREED)

    @property
    def is_agreed(self) -> bool:
        """Both have agreed, they are two people, and neither has taken it back."""
        parties = {voice.party for voice in self.agreed_by}
        people = {voice.by_id for voice in self.agreed_by}
        return parties == set(WaiverParty) and len(people) >= len(parties) and not self.is_withdrawn

    @property
    def awaits(self) -> tuple[WaiverParty, ...]:
        """Those whose word is still missing; nobody once it is refused or taken back."""
        if self.is_refused or self.is_withdrawn:
            return ()
        heard = {voice.party for voice in self.voices}
        return tuple(party for party in WaiverParty if party not in heard)

    def state_on(self, day: date) -> WaiverState:
        if self.is_withdrawn:
            return WaiverState.WITHDRAWN
        if self.is_refused:
            return WaiverState.REFUSED
        if self.expires_on <= day:
            return WaiverState.ENDED
        return WaiverState.IN_FORCE if self.is_agreed else WaiverState.WAITING

    def counts_on(self, day: date) -> bool:
        return self.is_agreed and self.since <= day < self.expires_on

    def has_ended(self, day: date) -> bool:
        """It counted until its end, which has come."""
        return self.is_agreed and self.expires_on <= day


def may_request_waiver(
    *, is_waivable: bool, reason: str, on: date, expires_on: date, longest_days: int, today: date
) -> Decision:
    """Whether a waiver may be asked for: of what can be waived, for a reason, for so long at most."""
    if not is_waivable:
        return deny(
            "This requirement can't be waived.",
            remedy="It has to be met before the deployment goes live.",
            field="reason",
        )
    if not reason.strip():
        return deny(
            "A waiver needs a reason.",
            remedy="Say what risk is taken, and how it is kept small meanwhile.",
            field="reason",
        )
    if on != today:
        return deny("A waiver starts on the day it is asked for.", remedy="Use today.", field="effective_on")
    if expires_on <= on:
        return deny("A waiver ends after the day it starts.", remedy="Enter a later day.", field="expires_on")
    latest = on + timedelta(days=longest_days)
    if expires_on > latest:
        return deny(
            f"A waiver ends at most {longest_days} days ahead.",
            remedy=f"Enter {nhs_date(latest)} or an earlier day.",
            field="expires_on",
        )
    return ALLOWED


def may_decide_waiver(
    waiver: WaiverOn, *, party: WaiverParty, verdict: WaiverVerdict, reason: str, by_id: int, today: date
) -> Decision:
    """Whether somebody who signs for one of the two parties may say this of a waiver."""
    return first_refusal(
        _is_undecided(waiver, today=today),
        _says_why(verdict, reason),
        _may_take_back(waiver, by_id) if verdict == WaiverVerdict.WITHDRAWN else _may_speak(waiver, party, by_id),
    )


def _is_undecided(waiver: WaiverOn, *, today: date) -> Decision:
    if waiver.is_withdrawn or waiver.is_refused:
        return deny("This waiver is decided: it was refused or taken back.", remedy="Ask for a new one.")
    if waiver.expires_on <= today:
        return deny(f"This waiver ended on {nhs_date(waiver.expires_on)}.", remedy="Ask for a new one.")
    return ALLOWED


def _says_why(verdict: WaiverVerdict, reason: str) -> Decision:
    if verdict == WaiverVerdict.AGREED or reason.strip():
        return ALLOWED
    return deny("Refusing or taking back needs a reason.", remedy="Say in a sentence why.", field="reason")


def _may_take_back(waiver: WaiverOn, by_id: int) -> Decision:
    if any(voice.by_id == by_id for voice in waiver.voices):
        return ALLOWED
    return deny("Only one of the two who gave it may take it back.", remedy="Ask one of them.", field="verdict")


def _may_speak(waiver: WaiverOn, party: WaiverParty, by_id: int) -> Decision:
    if by_id == waiver.requested_by_id:
        return deny(
            "You asked for this waiver, so you can't decide on it.", remedy="Ask another signatory.", field="verdict"
        )
    if any(voice.party == party for voice in waiver.voices):
        return deny(
            f"The {party.label.lower()} has decided already.", remedy="Look at what they said.", field="verdict"
        )
    if any(voice.by_id == by_id for voice in waiver.voices):
        return deny(
            "You have spoken for the other side of this waiver, and it needs two people.",
            remedy="Ask somebody else who holds this role.",
            field="verdict",
        )
    return ALLOWED
