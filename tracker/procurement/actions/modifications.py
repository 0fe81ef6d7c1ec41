"""Modifying a contract, extending it by its options, and changing its terms on a page."""

from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import deny, require
from tracker.core.touched import collecting
from tracker.procurement.actions.contract_common import SEES_MONEY, UPDATES, contract_changed, demand_on, lock_contract
from tracker.procurement.actions.contracts import record_terms
from tracker.procurement.contract_vocabulary import ModificationStepKind
from tracker.procurement.models import (
    Contract,
    ContractArrangements,
    ContractModification,
    ContractTerms,
    ExtensionExercise,
    ExtensionOption,
    ModificationStep,
)
from tracker.procurement.policies.modifications import (
    extended,
    may_agree_options,
    may_extend,
    may_move_end,
    may_record_modification,
    may_take_step,
)
from tracker.procurement.selectors.contract_content import modifications_of, options_of
from tracker.procurement.selectors.contract_rules import newest_terms, signed_on


def record_modification(
    *,
    contract: Contract,
    what: str,
    value_change_pence: int = 0,
    ends_on: date | None = None,
    agreed_on: date,
    planned_for: date,
    is_qualifying: bool,
    by: User,
) -> ContractModification:
    """Both sides agreed a change of the contract. It takes effect by a step of its own."""
    with change(by=by):
        _, today = demand_on(contract, UPDATES, SEES_MONEY, by=by)
        current = lock_contract(contract)
        terms = newest_terms(current)
        require(
            may_record_modification(
                what=what,
                value_pence=terms.value_pence if terms else None,
                value_change_pence=value_change_pence,
                agreed_on=agreed_on,
                planned_for=planned_for,
                signed_on=signed_on(current),
                today=today,
            )
        )
        row = ContractModification.objects.create(
            contract=current,
            what=what.strip(),
            value_change_pence=value_change_pence,
            ends_on=ends_on,
            agreed_on=agreed_on,
            planned_for=planned_for,
            is_qualifying=is_qualifying,
            recorded_by=by,
        )
        contract_changed(current)
    return row


def take_modification_step(
    *,
    modification: ContractModification,
    kind: ModificationStepKind,
    on: date,
    notice_id: str = "",
    reason: str = "",
    by: User,
) -> ModificationStep:
    """Somebody decided whether the modification needs a contract change notice, the notice was published, or the
    modification took effect: then the contract's value and end are those that it sets."""
    with change(reason=reason, by=by), collecting():
        _, today = demand_on(modification.contract, UPDATES, SEES_MONEY, by=by)
        contract = lock_contract(modification.contract)
        found = modifications_of([contract.pk], on=today)[contract.pk]
        stands = next(each for each in found if each.id == modification.pk)
        require(may_take_step(stands, kind, on=on, notice_id=notice_id, reason=reason, today=today))
        step = ModificationStep.objects.create(
            modification=modification,
            kind=kind,
            happened_on=on,
            notice_id=notice_id.strip(),
            reason=reason.strip(),
            recorded_by=by,
        )
        contract_changed(contract)
        if kind == ModificationStepKind.IN_EFFECT:
            _apply(contract, modification, on, by)
    return step


def _apply(contract: Contract, modification: ContractModification, on: date, by: User) -> None:
    terms = newest_terms(contract)
    changes: dict[str, Any] = {}
    if modification.value_change_pence:
        changes["value_pence"] = ((terms.value_pence if terms else None) or 0) + modification.value_change_pence
    if modification.ends_on is not None:
        changes["ends_on"] = modification.ends_on
        if terms and terms.notice_by and terms.notice_by > modification.ends_on:
            changes["notice_by"] = modification.ends_on
    if changes:
        day = max(on, terms.effective_on) if terms else on
        record_terms(contract=contract, on=day, reason=f"Modification: {modification.what}"[:1000], by=by, **changes)


def agree_options(*, contract: Contract, count: int, months: int, agreed_on: date, by: User) -> list[ExtensionOption]:
    """The contract gives the network options to extend it, by so many months each."""
    with change(by=by):
        _, today = demand_on(contract, UPDATES, by=by)
        current = lock_contract(contract)
        if agreed_on > today:
            require(deny("That day lies in the future.", remedy="Use today or earlier.", field="agreed_on"))
        require(may_agree_options(count=count, months=months, known=current.extension_options.count()))
        rows = ExtensionOption.objects.bulk_create(
            ExtensionOption(contract=current, number=number, months=months, agreed_on=agreed_on, recorded_by=by)
            for number in range(1, count + 1)
        )
        contract_changed(current)
    return rows


def exercise_option(
    *, contract: Contract, on: date, notice: str, version: int | None = None, by: User
) -> ExtensionExercise:
    """The network uses the next option: the contract ends later, and notice falls due as long before the end as
    before."""
    with change(by=by), collecting():
        _, today = demand_on(contract, UPDATES, by=by)
        current = lock_contract(contract, version=version)
        terms = newest_terms(current)
        options = options_of([current.pk], on=today)[current.pk]
        stood = terms.ends_on if terms else None
        require(may_extend(options, ends_on=stood, notice=notice, on=on, today=today))
        option = next(each for each in options if each.exercised_on is None)
        assert terms is not None  # noqa: S101 - the rule has seen its end date
        assert stood is not None  # noqa: S101 - as above
        ends_on = extended(stood, option.months)
        row = ExtensionExercise.objects.create(
            option_id=option.id,
            exercised_on=on,
            ended_on=stood,
            ends_on=ends_on,
            notice=notice.strip(),
            recorded_by=by,
        )
        notice_by = extended(terms.notice_by, option.months) if terms.notice_by else None
        record_terms(
            contract=current,
            on=max(on, terms.effective_on),
            ends_on=ends_on,
            notice_by=notice_by,
            reason=f"Option {option.number} to extend was used",
            by=by,
        )
    return row


def change_terms(
    *, contract: Contract, on: date, reason: str, version: int | None = None, by: User, **terms: Any
) -> ContractTerms | None:
    """Changes the contract's terms on its page. A signed contract is not made longer by hand."""
    with change(reason=reason, by=by):
        _, today = demand_on(contract, UPDATES, SEES_MONEY, by=by)
        current = lock_contract(contract, version=version)
        stood = newest_terms(current)
        options = options_of([current.pk], on=today)[current.pk]
        if "ends_on" in terms:
            require(
                may_move_end(
                    stood=stood.ends_on if stood else None,
                    wanted=terms["ends_on"],
                    is_signed=signed_on(current) is not None,
                    options_left=sum(1 for each in options if each.exercised_on is None),
                )
            )
        return record_terms(contract=current, on=on, reason=reason, by=by, **terms)


def record_arrangements(
    *, contract: Contract, on: date, version: int | None = None, by: User, **arrangements: Any
) -> ContractArrangements:
    """Records who contracts, how changes are agreed, and how the contract is left; the whole of it, from a day on."""
    with change(by=by):
        _, today = demand_on(contract, UPDATES, by=by)
        current = lock_contract(contract, version=version)
        if on > today:
            require(deny("That day lies in the future.", remedy="Use today or earlier.", field="on"))
        for name in ("exit_tested_on", "exit_reviewed_on"):
            day = arrangements.get(name)
            if day is not None and day > on:
                require(
                    deny(
                        "The exit plan can't have been tested or reviewed after the day from which this holds.",
                        remedy="Correct one of the two dates.",
                        field=name,
                    )
                )
        row = ContractArrangements.objects.create(contract=current, effective_on=on, recorded_by=by, **arrangements)
        contract_changed(current)
    return row
