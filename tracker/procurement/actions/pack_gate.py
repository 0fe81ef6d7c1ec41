"""No tender without a complete pack: asked wherever the day of a tender is recorded, by whatever door."""

from collections.abc import Collection, Iterable
from datetime import date

from tracker.core.decisions import first_refusal, require
from tracker.networks.models import RevisionKind
from tracker.procurement.models import Procurement, Stage, StageRevision
from tracker.procurement.selectors.tenders import tender_decisions


def require_packs(added: Iterable[StageRevision], procurements: Collection[Procurement], *, today: date) -> None:
    """Raises unless each tender that is said to be issued may be."""
    issued = {
        row.stage.procurement_id: row.date
        for row in added
        if row.stage.stage == Stage.TENDER and row.kind == RevisionKind.ACTUAL and row.date is not None
    }
    if issued:
        require(first_refusal(*tender_decisions(issued, procurements, today=today).values()))
