"""Puts the demo into an empty tracker: writes its workbook, and takes it in as any programme's workbook is taken in."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.touched import collecting
from tracker.demo.generate.organisations import PROGRAMME_CODE
from tracker.demo.generate.programme import DemoProgramme, generate
from tracker.demo.generate.suppliers import FAILED_SUPPLIER, FAILURE, SUPPLIERS
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import ImportResult
from tracker.exchange.problems import Problem
from tracker.exchange.workbook import Workbook, read_workbook
from tracker.exchange.writing import write_workbook
from tracker.governance.actions.dpias import record_dpia_status, save_dpia
from tracker.governance.vocabulary import DpiaStatus
from tracker.networks.models import Deployment, Programme, ProgrammeScope
from tracker.procurement.actions.suppliers import record_supplier_status, save_supplier
from tracker.procurement.vocabulary import SupplierStatusCode

LAST = "DPIAs"  # the sheet that comes after the statuses which it has no column to date


class NotLoaded(Exception):
    """The demo could not be loaded; the message says why and what to do."""


@dataclass(frozen=True)
class Loaded:
    """What loading did: the programme, and what the importer made of each part of the workbook. No results: the
    programme was there already, and was left as it is."""

    programme: Programme
    results: tuple[ImportResult, ...] = ()

    @property
    def rows_changed(self) -> int:
        return sum(len(result.changes) for result in self.results)


def load(*, anchor: date, networks: int, trusts: int, by: User) -> Loaded:
    """Loads the demo unless it is there: what people have done with it since is never overwritten."""
    demo = generate(anchor, networks=networks, trusts=trusts)
    found = Programme.objects.filter(code=PROGRAMME_CODE).first()
    if found is None:
        return load_programme(demo, by=by)
    scopes = ProgrammeScope.objects.filter(programme=found, valid_to=None)
    stored = (found.starts_on, scopes.values("network").distinct().count(), scopes.count())
    if stored != (demo.calendar.starts_on, networks, trusts):
        raise NotLoaded(
            f"Another demo is loaded, which started on {found.starts_on:%-d %B %Y} with {stored[1]} networks and "
            f"{stored[2]} trusts. Run “make demo-reset” first to forget it."
        )
    return Loaded(found)


def load_programme(demo: DemoProgramme, *, by: User) -> Loaded:
    """Takes the whole of the demo in, in one transaction. Taken in twice, the second time changes nothing."""
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        record_suppliers(demo, by=by)
        book = as_workbook(demo)
        last = Workbook({name: rows for name, rows in book.sheets.items() if name in ("Programme", LAST)})
        book.sheets.pop(LAST, None)
        first_result = take_in(book, by=by)
        record_dpia_histories(demo, by=by)
        results = (first_result, take_in(last, by=by))
        programme = Programme.objects.get(code=PROGRAMME_CODE)
    return Loaded(programme, results)


def as_workbook(demo: DemoProgramme) -> Workbook:
    """The demo as a workbook that was written to a file and read from it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.xlsx"
        write_workbook(path, demo.sheets)
        return read_workbook(path)


def take_in(book: Workbook, *, by: User) -> ImportResult:
    """Imports one part of the workbook; a problem in it is a mistake in the demo."""
    result = import_workbook(book, name="the demo's workbook", by=by)
    if result.problems:
        raise NotLoaded(_told(result.problems))
    return result


def _told(problems: list[Problem]) -> str:
    shown = "\n".join(str(problem) for problem in problems[:20])
    return f"The demo's workbook was refused with {len(problems)} problems. Nothing was loaded.\n{shown}"


def record_suppliers(demo: DemoProgramme, *, by: User) -> None:
    """When each supplier was in which status, which the workbook does not date: it says only how they stand."""
    for name in SUPPLIERS:
        supplier = save_supplier(name=name, by=by)
        record_supplier_status(supplier=supplier, status=SupplierStatusCode.ACTIVE, on=demo.calendar.starts_on, by=by)
        if name == FAILED_SUPPLIER:
            record_supplier_status(
                supplier=supplier,
                status=SupplierStatusCode.IN_ADMINISTRATION,
                on=demo.calendar.supplier_fails_on,
                reason=FAILURE,
                by=by,
            )


def record_dpia_histories(demo: DemoProgramme, *, by: User) -> None:
    """When a DPIA was rejected or superseded, which the workbook has no column for."""
    deployments = {
        (deployment.trust.ods_code, deployment.use_case.code): deployment
        for deployment in Deployment.objects.filter(programme__code=PROGRAMME_CODE).select_related("trust", "use_case")
    }
    for history in demo.dpia_histories:
        dpia = save_dpia(deployment=deployments[history.trust, history.use_case], by=by)
        for day, status, reason in history.states:
            record_dpia_status(dpia=dpia, status=DpiaStatus(status), on=day, reason=reason, door=Door.IMPORT, by=by)
