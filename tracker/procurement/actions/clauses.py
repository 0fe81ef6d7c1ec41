"""Recording how a contract stands on the clauses of the checklist."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import deny, require
from tracker.procurement.actions.contract_common import SEES_MONEY, UPDATES, contract_changed, demand_on, lock_contract
from tracker.procurement.contract_vocabulary import ClausePresence
from tracker.procurement.models import ClausePosition, Contract
from tracker.procurement.policies.clauses import CHECKLIST, may_record_clause
from tracker.procurement.selectors.contract_content import clause_items_on


@dataclass(frozen=True)
class ClauseEntry:
    """A position on one clause, to be recorded."""

    clause: str
    presence: ClausePresence
    reference: str = ""
    position: str = ""
    is_shared: bool = False
    deviation: str = ""
    approved_by: str = ""
    approved_on: date | None = None


def record_clauses(
    *, contract: Contract, entries: Sequence[ClauseEntry], on: date, version: int | None = None, by: User
) -> list[ClausePosition]:
    """Somebody read the contract against the checklist: records the positions that hold from a day on."""
    with change(by=by):
        _, today = demand_on(contract, UPDATES, SEES_MONEY, by=by)
        current = lock_contract(contract, version=version)
        known = {item.code for item in clause_items_on(on)}
        for entry in entries:
            if entry.clause not in known:
                require(
                    deny(
                        f"The checklist has no clause “{entry.clause}” on that day ({CHECKLIST}).",
                        remedy="Choose a clause of the checklist.",
                        field="clause",
                    )
                )
            checked = {name: value for name, value in asdict(entry).items() if name not in {"clause", "reference"}}
            require(may_record_clause(**checked, on=on, today=today))
        rows = ClausePosition.objects.bulk_create(_row(current, entry, on, by) for entry in entries)
        contract_changed(current)
    return rows


def _row(contract: Contract, entry: ClauseEntry, on: date, by: User) -> ClausePosition:
    texts = ("reference", "position", "deviation", "approved_by")
    fields = asdict(entry) | {name: getattr(entry, name).strip() for name in texts}
    return ClausePosition(contract=contract, effective_on=on, recorded_by=by, **fields)
