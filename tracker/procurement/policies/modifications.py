"""Rules about modifications of a contract, and about options to extend it. Pure.

Sources: Procurement Act 2023, sections 74 and 75 (modifications, contract change notice UK10).
"""

import re
from dataclasses import dataclass
from datetime import date

from tracker.core.days import add_months
from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import money, nhs_date
from tracker.procurement.contract_vocabulary import NOTICE_DECISIONS, ModificationStepKind

SECTION_75 = "Procurement Act 2023, section 75"
NOTICE_ID = re.compile(r"\d{6}-\d{4}")


@dataclass(frozen=True)
class StepOn:
    """What was decided about a modification on a day."""

    kind: ModificationStepKind
    on: date
    notice_id: str = ""
    reason: str = ""
    by_name: str = ""


@dataclass(frozen=True)
class ModificationOn:
    """A modification on a day. `value_change_pence` is None where the viewer may not see it."""

    id: int
    what: str
    agreed_on: date
    planned_for: date
    is_qualifying: bool
    value_change_pence: int | None = 0
    ends_on: date | None = None
    steps: tuple[StepOn, ...] = ()

    @property
    def decision(self) -> StepOn | None:
        """The newest decision about its notice; None while nobody has decided."""
        return next((step for step in reversed(self.steps) if step.kind in NOTICE_DECISIONS), None)

    @property
    def took_effect_on(self) -> date | None:
        return next((step.on for step in self.steps if step.kind == ModificationStepKind.IN_EFFECT), None)


@dataclass(frozen=True)
class OptionOn:
    """An option to extend; `exercised_on` is None while it is open."""

    id: int
    number: int
    months: int
    exercised_on: date | None = None
    ends_on: date | None = None
    notice: str = ""
    by_name: str = ""


def may_record_modification(
    *,
    what: str,
    value_pence: int | None,
    value_change_pence: int,
    agreed_on: date,
    planned_for: date,
    signed_on: date | None,
    today: date,
) -> Decision:
    """A signed contract is modified; one that is not signed is still written."""
    if not what.strip():
        return deny("A modification says what changes.", remedy="Describe it in a sentence.", field="what")
    if agreed_on > today:
        return deny("The modification lies in the future.", remedy="Use today or earlier.", field="agreed_on")
    if signed_on is None or agreed_on < signed_on:
        return deny(
            "Only a signed contract is modified." if signed_on is None else f"It was signed on {nhs_date(signed_on)}.",
            remedy="Change the terms of a contract that is not signed yet.",
            field="agreed_on",
        )
    if planned_for < agreed_on:
        return deny(
            "It would take effect before it was agreed.", remedy="Correct one of the two dates.", field="planned_for"
        )
    if value_change_pence and (value_pence or 0) + value_change_pence < 0:
        return deny(
            f"The contract's value of {money(value_pence or 0)} would become negative.",
            remedy="Correct the change of value.",
            field="value_change",
        )
    return ALLOWED


def may_take_step(
    modification: ModificationOn,
    kind: ModificationStepKind,
    *,
    on: date,
    notice_id: str,
    reason: str,
    today: date,
) -> Decision:
    """Whether this can be recorded about a modification."""
    if modification.took_effect_on is not None:
        return deny(
            f"The modification took effect on {nhs_date(modification.took_effect_on)}.",
            remedy="Record another modification to change it.",
        )
    if on > today:
        return deny("That day lies in the future.", remedy="Use today or earlier.", field="on")
    if on < modification.agreed_on and kind != ModificationStepKind.NOTICE_PUBLISHED:
        return deny(
            f"The modification was agreed on {nhs_date(modification.agreed_on)}.", remedy="Correct the day.", field="on"
        )
    if kind == ModificationStepKind.IN_EFFECT:
        return _may_take_effect(modification, on)
    return _may_decide(modification, kind, notice_id.strip(), reason)


def _may_decide(modification: ModificationOn, kind: ModificationStepKind, notice_id: str, reason: str) -> Decision:
    published = kind == ModificationStepKind.NOTICE_PUBLISHED
    if kind == ModificationStepKind.NOTICE_NOT_NEEDED:
        if modification.is_qualifying:
            return deny(
                f"A qualifying modification needs a contract change notice ({SECTION_75}).",
                remedy="Publish the notice (UK10) and record its number.",
                field="kind",
            )
        if not reason.strip():
            return deny(
                f"Say why no contract change notice is needed ({SECTION_75}).",
                remedy="Name the exception that applies.",
                field="reason",
            )
    if published and not NOTICE_ID.fullmatch(notice_id):
        return deny(
            "A notice has a number such as 012345-2026.",
            remedy="Copy the number from Find a Tender.",
            field="notice_id",
        )
    if notice_id and not published:
        return deny(
            "Only a published notice has a number.", remedy="Choose “published”, or remove it.", field="notice_id"
        )
    return ALLOWED


def _may_take_effect(modification: ModificationOn, on: date) -> Decision:
    decision = modification.decision
    if decision is None:
        return deny(
            f"Nobody has decided whether a contract change notice (UK10) is needed ({SECTION_75}).",
            remedy="Record that decision first.",
        )
    if decision.kind == ModificationStepKind.NOTICE_NEEDED:
        return deny(
            f"The contract change notice (UK10) is not published, and has to be before the change ({SECTION_75}).",
            remedy="Publish the notice and record its number.",
        )
    if decision.kind == ModificationStepKind.NOTICE_PUBLISHED and on < decision.on:
        return deny(
            f"The contract change notice was published on {nhs_date(decision.on)}, and the change may not come before "
            f"it ({SECTION_75}).",
            remedy="Correct the day.",
            field="on",
        )
    return ALLOWED


def may_agree_options(*, count: int, months: int, known: int) -> Decision:
    """Options are agreed with the contract."""
    if not 1 <= count <= 10 or not 1 <= months <= 60:
        return deny(
            "A contract has 1 to 10 options of 1 to 60 months each.", remedy="Correct the numbers.", field="months"
        )
    if known:
        return deny(
            "The contract's options are recorded already.",
            remedy="Another option is a modification of the contract.",
            field="count",
        )
    return ALLOWED


def may_extend(options: tuple[OptionOn, ...], *, ends_on: date | None, notice: str, on: date, today: date) -> Decision:
    """The next option is used before the contract ends, with notice to the supplier."""
    if all(option.exercised_on for option in options):
        return deny(
            "The contract has no option to extend that is left.",
            remedy="A longer time is a modification of the contract: record it as one.",
        )
    if on > today:
        return deny("That day lies in the future.", remedy="Use today or earlier.", field="on")
    if ends_on is None:
        return deny("The contract has no end date yet.", remedy="Record its end first.", field="on")
    if on > ends_on:
        return deny(
            f"The contract ended on {nhs_date(ends_on)} and can't be extended after that.",
            remedy="Correct the day, or record a new contract.",
            field="on",
        )
    if not notice.strip():
        return deny(
            "An extension says how the supplier was given notice.",
            remedy="Name the letter or message, with its day.",
            field="notice",
        )
    return ALLOWED


def extended(ends_on: date, months: int) -> date:
    """The last day of a contract that runs some months longer."""
    return add_months(ends_on, months)


def may_move_end(*, stood: date | None, wanted: date | None, is_signed: bool, options_left: int) -> Decision:
    """A signed contract is not made longer by typing another end: it has options, and beyond them modifications."""
    if not is_signed or stood is None or (wanted is not None and wanted <= stood):
        return ALLOWED
    way = (
        f"Use one of the {options_left} options to extend that are left."
        if options_left
        else "It has no option to extend that is left: record a modification."
    )
    return deny(
        f"A signed contract that ends on {nhs_date(stood)} is not made longer by changing the date.",
        remedy=way,
        field="ends_on",
    )
