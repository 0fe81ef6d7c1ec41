"""The import as a whole: every sheet in its turn, one transaction, and all of it or nothing."""

from django.db import IntegrityError, connection, transaction

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused
from tracker.core.touched import collecting
from tracker.exchange.importing.assurance import apply_training, apply_validation
from tracker.exchange.importing.contracts import apply_contracts
from tracker.exchange.importing.deployments import apply_deployments, open_deployments
from tracker.exchange.importing.frame import apply_lead_trusts, apply_networks, apply_programme
from tracker.exchange.importing.governance import apply_dpias, apply_sign_offs
from tracker.exchange.importing.milestones import apply_milestones
from tracker.exchange.importing.monitoring import apply_monitoring
from tracker.exchange.importing.procurements import apply_procurements
from tracker.exchange.importing.result import ImportResult
from tracker.exchange.importing.run import Run, broken_rule
from tracker.exchange.importing.suppliers import apply_products, apply_suppliers
from tracker.exchange.importing.trusts import apply_trusts
from tracker.exchange.problems import Problem
from tracker.exchange.workbook import Workbook

# In the order in which one sheet's rows refer to another's.
STEPS = (
    apply_programme,
    apply_networks,
    apply_trusts,
    apply_lead_trusts,
    apply_suppliers,
    apply_products,
    open_deployments,
    apply_procurements,
    apply_contracts,
    apply_dpias,
    apply_sign_offs,
    apply_training,
    apply_validation,
    apply_monitoring,
    # Last, because a go-live is judged by everything that the other sheets bring.
    apply_deployments,
    apply_milestones,
)
# One import at a time: two at once could each add what the other adds.
LOCK = 7_236_911


def import_workbook(book: Workbook, *, name: str = "a workbook", dry_run: bool = False, by: User) -> ImportResult:
    """Applies the workbook, or in a dry run finds out what it would do. With a problem anywhere nothing is kept."""
    with change(reason=f"Import of {name}"[:500], door=Door.IMPORT, by=by):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        run = Run(book, today=today_in_london(), by=by)
        with collecting():
            if book.sheets:
                apply(run)
        result = run.finish()
        result.is_dry_run = dry_run
        if not result.is_applied:
            transaction.set_rollback(True)
    return result


def apply(run: Run) -> None:
    """Takes the steps. What a step could not foresee of its sheet as a whole is told for the file."""
    for step in STEPS:
        try:
            step(run)
        except (Refused, IntegrityError) as error:
            sentence = str(error) if isinstance(error, Refused) else f"This breaks a rule: {broken_rule(error)}."
            run.result.problems.append(Problem("", 0, "", "", sentence))
