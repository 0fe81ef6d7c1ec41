"""Rules about a contract's clauses: how it stands against the checklist, and what may be recorded. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.procurement.contract_vocabulary import ClauseGroup, ClausePresence

CHECKLIST = "Programme governance standards, section 5.6"
# The yes/no terms of the programme workbook that answer for a clause on which nothing was recorded. A contract that
# allows no purpose but those listed allows no secondary use either.
WORKBOOK_TERMS = {
    "permitted-data-use": "data_use_agreed",
    "secondary-use": "data_use_agreed",
    "deletion-return": "deletion_agreed",
    "versioning-notice": "change_control_agreed",
    "revalidation": "change_control_agreed",
}
# Retraining is settled by either answer: the workbook asks whether it is allowed.
SETTLED_BY_EITHER = {"retraining-rights": "retraining_allowed"}


@dataclass(frozen=True)
class ClauseItem:
    """One item of the checklist as it holds on a day."""

    code: str
    number: int
    group: ClauseGroup
    title: str
    good_clause: str = ""
    is_core: bool = False
    is_change_control: bool = False
    is_revalidation: bool = False


@dataclass(frozen=True)
class ClauseOn:
    """How a contract stands on one item. `presence` is None when nobody answered. `is_from_workbook`: a yes/no term of
    the workbook answers. Texts are empty where the viewer may not read them."""

    item: ClauseItem
    presence: ClausePresence | None = None
    reference: str = ""
    position: str = ""
    is_shared: bool = False
    deviation: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    effective_on: date | None = None
    is_from_workbook: bool = False

    @property
    def is_missing(self) -> bool:
        """The contract does not have it, or nobody has said that it does."""
        return self.presence in (None, ClausePresence.NO)

    @property
    def awaits_approval(self) -> bool:
        return bool(self.deviation) and self.approved_on is None


@dataclass(frozen=True)
class Completeness:
    """The checklist in numbers: how many items are answered and present, and which of those that matter most are not."""

    total: int
    answered: int
    present: int
    missing_core: tuple[ClauseOn, ...]
    missing_change: tuple[ClauseOn, ...]
    deviations_to_approve: int = 0

    @property
    def is_complete(self) -> bool:
        return self.answered == self.total and not self.missing_core and not self.missing_change


def from_workbook(item: ClauseItem, terms: Mapping[str, bool | None]) -> ClauseOn:
    """What the workbook's yes/no terms say about an item on which nothing was recorded."""
    either = SETTLED_BY_EITHER.get(item.code)
    if either is not None:
        settled = terms.get(either) is not None
        return ClauseOn(item, ClausePresence.YES if settled else None, is_from_workbook=settled)
    told = terms.get(WORKBOOK_TERMS.get(item.code, ""))
    if told is None:
        return ClauseOn(item)
    return ClauseOn(item, ClausePresence.YES if told else ClausePresence.NO, is_from_workbook=True)


def completeness(clauses: Sequence[ClauseOn]) -> Completeness:
    """How complete a contract is against the checklist."""
    return Completeness(
        total=len(clauses),
        answered=sum(1 for each in clauses if each.presence is not None),
        present=sum(1 for each in clauses if each.presence == ClausePresence.YES),
        missing_core=missing_core(clauses),
        missing_change=missing_change(clauses),
        deviations_to_approve=sum(1 for each in clauses if each.awaits_approval),
    )


def missing_core(clauses: Sequence[ClauseOn]) -> tuple[ClauseOn, ...]:
    """Those of the four core data terms that the contract does not have."""
    return tuple(each for each in clauses if each.item.is_core and each.is_missing)


def missing_change(clauses: Sequence[ClauseOn]) -> tuple[ClauseOn, ...]:
    """Those of change control and re-validation that the contract does not have."""
    return tuple(
        each for each in clauses if (each.item.is_change_control or each.item.is_revalidation) and each.is_missing
    )


def may_record_clause(
    *,
    presence: ClausePresence,
    position: str,
    is_shared: bool,
    deviation: str,
    approved_by: str,
    approved_on: date | None,
    on: date,
    today: date,
) -> Decision:
    """Whether a position on a clause can be recorded as it is told."""
    if on > today:
        return deny("A position can't hold from a day in the future.", remedy="Use today or earlier.", field="on")
    if presence == ClausePresence.NO and position.strip():
        return deny(
            "A clause that is not in the contract has no agreed position.",
            remedy="Answer “yes” or “partly”, or remove the text.",
            field="position",
        )
    if is_shared and not position.strip():
        return deny(
            "There is no agreed position to offer to other networks.",
            remedy="Write the agreed position, or don't offer it.",
            field="is_shared",
        )
    return _approval_fits(deviation, approved_by, approved_on, today)


def _approval_fits(deviation: str, approved_by: str, approved_on: date | None, today: date) -> Decision:
    if (approved_by.strip() or approved_on) and not deviation.strip():
        return deny(
            "Only a deviation is approved, and none is described.",
            remedy="Describe how the clause deviates from the checklist, or remove the approval.",
            field="deviation",
        )
    if bool(approved_by.strip()) != (approved_on is not None):
        return deny(
            "An approval has a name and a day.",
            remedy="Give both, or neither.",
            field="approved_by" if approved_on else "approved_on",
        )
    if approved_on and approved_on > today:
        return deny("The approval lies in the future.", remedy="Use today or earlier.", field="approved_on")
    return ALLOWED
