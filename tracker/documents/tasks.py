"""Scans in a worker: of each file as it is brought, and of those that could not be scanned then."""

from typing import Any

from celery import shared_task

from tracker.accounts.selectors import system_user
from tracker.documents.actions import scan_file
from tracker.documents.models import StoredFile
from tracker.documents.selectors import files_to_scan, has_scanner


def scan_stored(payload: dict[str, Any]) -> None:
    """A file was kept, as the outbox tells it."""
    scan_file(file=StoredFile.objects.get(pk=payload["file"]), by=system_user())


@shared_task(acks_late=True)
def scan_waiting() -> None:
    """Catches up: the scanner was down, or there was none when the file was brought."""
    for file in files_to_scan() if has_scanner() else ():
        scan_file(file=file, by=system_user())
