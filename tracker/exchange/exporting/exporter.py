"""The export as a whole: every sheet of the workbook, over what one person may see of a programme on a day."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import IO

from tracker.core.database import snapshot
from tracker.exchange.exporting.assurance import monitoring_rows, training_rows, validation_rows
from tracker.exchange.exporting.contracts import contract_rows
from tracker.exchange.exporting.deployments import deployment_rows
from tracker.exchange.exporting.extent import Extent
from tracker.exchange.exporting.frame import network_rows, programme_rows, trust_rows
from tracker.exchange.exporting.governance import dpia_rows, sign_off_rows
from tracker.exchange.exporting.plans import milestone_rows, procurement_rows
from tracker.exchange.exporting.rows import Cells
from tracker.exchange.exporting.suppliers import product_rows, supplier_rows
from tracker.exchange.writing import write_workbook
from tracker.networks.access import Access
from tracker.networks.models import Programme

ROWS: dict[str, Callable[[Extent], Iterator[Cells]]] = {
    "Programme": programme_rows,
    "Networks": network_rows,
    "Trusts": trust_rows,
    "Suppliers": supplier_rows,
    "Products": product_rows,
    "Procurements": procurement_rows,
    "Contracts": contract_rows,
    "Deployments": deployment_rows,
    "Milestones": milestone_rows,
    "DPIAs": dpia_rows,
    "Sign-offs": sign_off_rows,
    "Training": training_rows,
    "Validation": validation_rows,
    "Monitoring": monitoring_rows,
}


def rows_of(programme: Programme, access: Access, *, on: date) -> dict[str, list[Cells]]:
    """The rows of every sheet, all of one moment whatever is written meanwhile."""
    with snapshot():
        extent = Extent(programme, access, on=on)
        return {name: list(rows(extent)) for name, rows in ROWS.items()}


def export_workbook(target: Path | IO[bytes], programme: Programme, access: Access, *, on: date) -> dict[str, int]:
    """Writes the workbook. Answers how many rows each sheet has."""
    sheets = rows_of(programme, access, on=on)
    write_workbook(target, sheets)
    return {name: len(rows) for name, rows in sheets.items()}
