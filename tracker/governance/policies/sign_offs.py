"""Rules about sign-offs: whose decision it is, what it is bound to, and until when it counts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.accounts.roles import SignOffRole
from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import nhs_date
from tracker.governance.policies.verdicts import Verdict, met, unmet
from tracker.governance.vocabulary import SignOffDecision

SIGN_OFF_CHECK = "sign-offs:"  # and the code of the capacity
APPROVALS = (SignOffDecision.APPROVED, SignOffDecision.APPROVED_WITH_CONDITIONS)
# What of the signed content may not change without a new signature, and what such a change is called.
MATERIAL = {"release": "the release in use", "catalogue": "the version of the requirements"}
# Data protection law wants advice that is independent of who accepts the risk (UK GDPR Articles 38 and 39).
APART = (frozenset({SignOffRole.DPO, SignOffRole.SIRO}),)


@dataclass(frozen=True)
class SignOffOn:
    """The decision that stands in one capacity on a day. `stale` says what changed since it was signed; a decision that is
    not bound to any content was recorded from a workbook."""

    role: SignOffRole
    decision: SignOffDecision
    decided_on: date
    signatory_name: str
    conditions: str
    expires_on: date | None
    counts: bool
    is_bound: bool = False
    stale: str = ""
    id: int | None = None
    signatory_id: int | None = None

    def is_expired(self, day: date) -> bool:
        return self.expires_on is not None and self.expires_on <= day

    @property
    def origin(self) -> str:
        return "signed here" if self.is_bound else "recorded from a workbook"


@dataclass(frozen=True)
class SignOffsOn:
    """The decisions that stand on a deployment on a day, who asked for them, and what would be signed now."""

    standing: Mapping[SignOffRole, SignOffOn] = field(default_factory=dict)
    requested_by_id: int | None = None
    requested_by: str = ""
    requested_on: date | None = None
    release: str = ""
    catalogue: str = ""

    def approves(self, role: str) -> bool:
        sign_off = self.standing.get(SignOffRole(role))
        return sign_off is not None and sign_off.counts


def in_words(role: SignOffRole) -> str:
    """A capacity within a sentence: `data protection officer`, `IT lead`, `Caldicott Guardian`."""
    is_name = role.label[1:2].isupper() or role == SignOffRole.CALDICOTT_GUARDIAN
    return role.label if is_name else role.label[:1].lower() + role.label[1:]


def may_sign(
    decision: SignOffDecision,
    *,
    decided_on: date,
    expires_on: date | None,
    conditions: str,
    today: date,
) -> Decision:
    """Whether a decision is whole and of a possible day."""
    if decided_on > today:
        return deny(
            "A decision can't be of a day in the future.",
            remedy="Enter the day it was made.",
            field="decided_on",
        )
    if expires_on is not None and expires_on <= decided_on:
        return deny(
            "A sign-off can't expire on or before the day it was made.",
            remedy="Correct one of the two dates.",
            field="expires_on",
        )
    if decision == SignOffDecision.APPROVED_WITH_CONDITIONS and not conditions.strip():
        return deny(
            "An approval with conditions names them.",
            remedy="Write what has to be done, and by when.",
            field="conditions",
        )
    return ALLOWED


def may_sign_as(
    role: SignOffRole,
    decision: SignOffDecision,
    *,
    signs_here: bool,
    by_id: int,
    sign_offs: SignOffsOn,
    places: Mapping[SignOffRole, int],
) -> Decision:
    """Whether this person may decide in this capacity now. `places` is the order of signature: who has a later place
    waits for those before."""
    return first_refusal(
        _holds(role, signs_here=signs_here),
        _stands_to_be_withdrawn(role, decision, sign_offs),
        _was_asked_by_another(decision, by_id, sign_offs),
        _is_independent(role, by_id, sign_offs),
        _comes_in_order(role, decision, sign_offs, places),
    )


def _holds(role: SignOffRole, *, signs_here: bool) -> Decision:
    if signs_here:
        return ALLOWED
    return deny(
        f"You don't sign as {in_words(role)} here today.",
        remedy="Ask the person who does.",
        field="decision",
    )


def _stands_to_be_withdrawn(role: SignOffRole, decision: SignOffDecision, sign_offs: SignOffsOn) -> Decision:
    before = sign_offs.standing.get(role)
    if decision == SignOffDecision.WITHDRAWN and (before is None or before.decision not in APPROVALS):
        return deny(
            "There is no approval that could be withdrawn.", remedy="Choose another decision.", field="decision"
        )
    return ALLOWED


def _was_asked_by_another(decision: SignOffDecision, by_id: int, sign_offs: SignOffsOn) -> Decision:
    if decision not in APPROVALS:
        return ALLOWED
    if sign_offs.requested_by_id is None:
        return deny(
            "Nobody has asked for sign-offs of this deployment yet.",
            remedy="Whoever runs delivery asks for them first.",
            field="decision",
        )
    if sign_offs.requested_by_id == by_id:
        return deny(
            "You asked for these sign-offs yourself, so you can't give one.",
            remedy="Ask somebody else who holds this role, or have somebody else ask.",
            field="decision",
        )
    return ALLOWED


def _is_independent(role: SignOffRole, by_id: int, sign_offs: SignOffsOn) -> Decision:
    for pair in APART:
        for other in pair - {role} if role in pair else ():
            standing = sign_offs.standing.get(other)
            if standing is not None and standing.signatory_id == by_id:
                return deny(
                    f"You signed as {in_words(other)}, and the two are not the same person.",
                    remedy="Ask somebody else who holds this role.",
                    field="decision",
                )
    return ALLOWED


def _comes_in_order(
    role: SignOffRole, decision: SignOffDecision, sign_offs: SignOffsOn, places: Mapping[SignOffRole, int]
) -> Decision:
    if decision not in APPROVALS or role not in places:
        return ALLOWED
    waits_for = [each for each in SignOffRole if places.get(each, places[role]) < places[role]]
    missing = [each.label for each in waits_for if not sign_offs.approves(each)]
    if missing:
        return deny(
            f"Others sign before the {in_words(role)}: {', '.join(missing)}.",
            remedy="Wait for their approval.",
            field="decision",
        )
    return ALLOWED


def counts_on(decision: str, *, decided_on: date, expires_on: date | None, day: date) -> bool:
    """Whether a sign-off gives approval on a day: made by then, an approval, and not expired."""
    return decision in APPROVALS and decided_on <= day and (expires_on is None or expires_on > day)


def changed_since(covers: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What of the signed content is no longer what stands, in words; empty where nothing is, or nothing was bound."""
    changes = [words for name, words in MATERIAL.items() if covers and covers.get(name) != now.get(name)]
    return " and ".join(changes)


def sign_off_verdict(role: SignOffRole, sign_offs: SignOffsOn, day: date) -> Verdict:
    """Whether an approval counts in this capacity on a day; the gate's answer to the check `sign-offs:ROLE`."""
    sign_off = sign_offs.standing.get(role)
    if sign_off is None:
        return unmet("Nobody has decided.", remedy="Ask for the sign-off.")
    said = f"{sign_off.decision.label} by {sign_off.signatory_name} on {nhs_date(sign_off.decided_on)}"
    if sign_off.counts:
        until = f", until {nhs_date(sign_off.expires_on)}" if sign_off.expires_on else ""
        conditions = f". Conditions: {sign_off.conditions}" if sign_off.conditions else ""
        return met(f"{said}{until}, {sign_off.origin}{conditions}.")
    if sign_off.decision not in APPROVALS:
        return unmet(
            f"{said}{f': {sign_off.conditions}' if sign_off.conditions else ''}.",
            remedy="Settle what stands in the way.",
        )
    if sign_off.is_expired(day):
        return unmet(f"The approval expired on {nhs_date(sign_off.expires_on)}.", remedy="Ask for a new one.")
    return unmet(
        f"{said}; since then {sign_off.stale} changed, so it no longer counts.", remedy="Ask for a new decision."
    )
