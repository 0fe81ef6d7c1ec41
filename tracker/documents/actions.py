"""Keeping files, and having them scanned."""

from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core import outbox
from tracker.core.decisions import require
from tracker.documents import clamav, store
from tracker.documents.inspection import inspect
from tracker.documents.models import FileScan, StoredFile
from tracker.documents.policies import may_store, too_large
from tracker.documents.vocabulary import ScanState

STORED = "file-stored"
UNPACKED_TIMES = 20  # how many times the size limit a packed document may unpack to


def store_file(*, upload: UploadedFile, by: User) -> StoredFile:
    """Keeps a file that somebody brings, and has it scanned. Who may bring one is for the calling action to ask, which
    knows what the file belongs to."""
    limit = settings.UPLOAD_MAX_BYTES
    file, size_bytes = cast("BinaryIO", upload.file), upload.size or 0
    if size_bytes > limit:
        require(too_large(size_bytes, limit))  # before any of it is read
    found = inspect(file, name=upload.name or "", size_bytes=size_bytes)
    require(may_store(found, max_bytes=limit, max_unpacked_bytes=UNPACKED_TIMES * limit))
    with change(by=by):
        sha256 = store.hash_of(file)
        store.keep(file, sha256)
        row = StoredFile.objects.create(
            sha256=sha256,
            size_bytes=found.size_bytes,
            content_type=found.content_type,
            original_name=found.name,
            uploaded_by=by,
        )
        outbox.publish(STORED, {"file": row.pk})
    return row


def scan_file(*, file: StoredFile, by: User) -> FileScan | None:
    """Asks the virus scanner about a file and records what it says; None where there is no scanner, or where it failed
    as it did before."""
    if not settings.CLAMAV_URL:
        return None
    before = file.scans.order_by("pk").last()
    with store.path_of(file.sha256).open("rb") as content:
        answer = clamav.scan(content, address=settings.CLAMAV_URL, timeout_seconds=settings.CLAMAV_TIMEOUT_SECONDS)
    if before and before.state == answer.state == ScanState.FAILED:
        return None
    with change(door=Door.JOB, by=by):
        return FileScan.objects.create(file=file, state=answer.state, detail=answer.detail)
