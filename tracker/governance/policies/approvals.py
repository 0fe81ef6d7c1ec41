"""Rules about approving records in a capacity. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.accounts.roles import SignOffRole
from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.governance.validation_vocabulary import ApprovalDecision


@dataclass(frozen=True)
class ApprovalOn:
    """The decision that stands in one capacity. `is_stale` tells that what was read then has changed since."""

    role: SignOffRole
    decision: ApprovalDecision
    decided_on: date
    name: str
    note: str = ""
    is_stale: bool = False

    @property
    def counts(self) -> bool:
        return self.decision == ApprovalDecision.APPROVED and not self.is_stale


def missing_roles(
    required: Iterable[SignOffRole], standing: Mapping[SignOffRole, ApprovalOn]
) -> tuple[SignOffRole, ...]:
    """The capacities in which an approval is asked for and none counts."""
    return tuple(role for role in required if role not in standing or not standing[role].counts)


def may_decide(
    role: SignOffRole,
    decision: ApprovalDecision,
    *,
    required: Collection[SignOffRole],
    holds_role: bool,
    had_a_hand_in_it: bool,
    note: str,
    sees_what_stands: bool = True,
) -> Decision:
    """Whether a person may decide on a record in a capacity today: one that is asked for, that they hold, on work that
    is not their own, having read what stands."""
    if role not in required:
        return deny(f"This is not approved by the {in_words(role)}.", remedy="Choose another capacity.", field="role")
    if not holds_role:
        return deny(
            f"You don't sign as {in_words(role)} here today.",
            remedy="Ask the person who does.",
            field="role",
        )
    if had_a_hand_in_it:
        return deny(
            "Nobody approves their own work, and you wrote or recorded some of this.",
            remedy=f"Ask another {in_words(role)}.",
            field="role",
        )
    if not sees_what_stands:
        return deny(
            "This has changed since you read it.",
            remedy="Read it again, then decide.",
            field="decision",
        )
    if decision == ApprovalDecision.REFUSED and not note.strip():
        return deny("A refusal says why.", remedy="Write what has to change.", field="note")
    return ALLOWED


def in_words(role: SignOffRole) -> str:
    """A capacity as it reads within a sentence: `radiology lead`, `IT lead`, `Caldicott Guardian`."""
    label = role.label
    keeps_its_capital = role == SignOffRole.CALDICOTT_GUARDIAN or label[1:2].isupper()
    return label if keeps_its_capital else label[:1].lower() + label[1:]
