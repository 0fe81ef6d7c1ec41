"""Reading files and what the scanner said of them."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import OuterRef, Subquery

from tracker.documents.models import FileScan, StoredFile
from tracker.documents.vocabulary import ScanState


def has_scanner() -> bool:
    """Whether a virus scanner is configured."""
    return bool(settings.CLAMAV_URL)


def scan_states(file_ids: Iterable[int]) -> dict[int, ScanState]:
    """What the scanner said last of each file, by file id, in one query."""
    found = dict.fromkeys(file_ids, ScanState.NOT_SCANNED)
    rows = FileScan.objects.filter(file__in=found).order_by("pk").values_list("file_id", "state")
    return found | {file_id: ScanState(state) for file_id, state in rows}


def files_to_scan(*, most: int = 100) -> list[StoredFile]:
    """Files that the scanner has not judged, or could not; oldest first."""
    newest = FileScan.objects.filter(file=OuterRef("pk")).order_by("-pk").values("state")[:1]
    rows = StoredFile.objects.annotate(newest=Subquery(newest))
    return list(rows.exclude(newest__in=[ScanState.CLEAN, ScanState.INFECTED]).order_by("pk")[:most])
