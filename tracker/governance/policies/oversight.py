"""Rules about the human oversight record. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.accounts.roles import SignOffRole
from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date
from tracker.governance.policies.approvals import ApprovalOn, in_words
from tracker.governance.policies.verdicts import Verdict, met, unmet
from tracker.governance.validation_vocabulary import EscalationRole, PermittedEffect

PAGE = "oversight"
# The AI only orders and marks what a reader then reads; anything more takes part in the reading itself.
NO_MORE_THAN_FLAG = frozenset({PermittedEffect.PRIORITISE, PermittedEffect.FLAG})


@dataclass(frozen=True)
class Edition:
    """One edition of a record or plan, and who has approved it."""

    id: int
    number: int
    recorded_on: date
    author_id: int
    author: str
    approvals: Mapping[SignOffRole, ApprovalOn] = field(default_factory=dict)
    missing_roles: tuple[SignOffRole, ...] = ()
    content_hash: str = ""

    @property
    def is_approved(self) -> bool:
        return not self.missing_roles


@dataclass(frozen=True)
class OversightEdition(Edition):
    """What one edition of the oversight record says."""

    permitted_effects: tuple[PermittedEffect, ...] = ()

    @property
    def goes_beyond_flagging(self) -> bool:
        return not set(self.permitted_effects) <= NO_MORE_THAN_FLAG


@dataclass(frozen=True)
class OversightOn:
    """The edition in force (the newest that is approved), and the newest of all."""

    in_force: OversightEdition | None = None
    newest: OversightEdition | None = None


def judge_oversight(found: OversightOn, day: date) -> Verdict:  # noqa: ARG001 - what stands was read for the day
    """Whether an approved record says who reads, what the AI may change, and whom to turn to."""
    if found.in_force is not None:
        return met(f"Edition {found.in_force.number} of {nhs_date(found.in_force.recorded_on)} is approved.", page=PAGE)
    if found.newest is None:
        return unmet(
            "Nothing says who reads, what the AI may change, and whom to turn to.",
            remedy="Write the human oversight record.",
            page=PAGE,
        )
    return not_approved("The human oversight record", found.newest, page=PAGE)


def not_approved(what: str, edition: Edition, *, page: str) -> Verdict:
    """The verdict on a record that waits for approvals."""
    who = ", ".join(in_words(role) for role in edition.missing_roles)
    return unmet(f"{what} is not approved by: {who}.", remedy="Ask them.", page=page)


def may_record_oversight(
    *, effects: Collection[PermittedEffect], contacts: Mapping[EscalationRole, tuple[str, str]]
) -> Decision:
    """Whether an oversight record is whole: at least one permitted effect, and somebody to reach in every role."""
    if not effects:
        return deny("The record says nothing of what the AI may change.", remedy="Tick it.", field="permitted_effects")
    for role in EscalationRole:
        contact, hours = contacts.get(role, ("", ""))
        if not contact.strip() or not hours.strip():
            return deny(
                f"The {role.label.lower()} has no contact or no hours.",
                remedy="Write whom to reach, and when.",
                field=f"contact_{role.value}" if not contact.strip() else f"hours_{role.value}",
            )
    return ALLOWED
