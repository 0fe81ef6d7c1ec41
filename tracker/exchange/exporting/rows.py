"""Rows of events that a workbook dates, in the shape that its reader takes them in."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.exchange.cells import CLEAR
from tracker.exchange.importing.plans import DATE_COLUMNS
from tracker.networks.causes import split_cause
from tracker.networks.models import RevisionKind
from tracker.networks.models.milestone import RevisionBase

Cells = dict[str, object]
LONGEST_REASON = 1_000
SEPARATOR = "; "


def dated(
    revisions: Iterable[RevisionBase], columns: Mapping[RevisionKind, str] = DATE_COLUMNS
) -> dict[date, dict[str, Any]]:
    """The cells of one planned event for each day on which it was revised. `revisions` come in the order in which they
    were recorded, so that the last of a day stands. A date that was taken back is cleared."""
    days: dict[date, dict[str, Any]] = {}
    for revision in revisions:
        cells = days.setdefault(revision.effective_on, {})
        cells[columns[RevisionKind(revision.kind)]] = CLEAR if revision.date is None else revision.date
        add_reason(cells, f"{revision.cause}: {revision.reason}" if revision.cause else revision.reason)
    return days


def add_reason(cells: Cells, reason: str) -> None:
    """Says a further reason in a row that may give only one text: each once, one with a cause before the others, because
    a cause is read at the head of the text alone."""
    known = str(cells.get("reason") or "")
    if not reason or reason == known or reason in known.split(SEPARATOR):
        return
    has_cause = bool(split_cause(reason)[0]) and not split_cause(known)[0]
    told = (reason, known) if has_cause else (known, reason)
    cells["reason"] = SEPARATOR.join(filter(None, told))[:LONGEST_REASON]
