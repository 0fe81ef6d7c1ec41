"""The virus scanner is asked over a real socket, and every way in which it can fail is a recorded answer."""

import io
import os
import socket
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.factories import make_person, system
from tests.integration.documents.scanner import scanner
from tests.support.documents import EICAR, PDF, upload
from tracker.core import outbox
from tracker.core.models import OutboxItem
from tracker.documents import clamav
from tracker.documents.actions import scan_file, store_file
from tracker.documents.models import FileScan, StoredFile
from tracker.documents.selectors import files_to_scan, scan_states
from tracker.documents.tasks import scan_waiting
from tracker.documents.vocabulary import ScanState

NOBODY = "tcp://127.0.0.1:1"


@pytest.fixture
def stored(db: None, settings: Any, tmp_path: Path) -> StoredFile:
    settings.MEDIA_ROOT = tmp_path
    settings.CLAMAV_URL = ""
    return store_file(upload=upload(), by=make_person())


def ask(address: str, content: bytes = PDF, seconds: float = 5) -> clamav.Answer:
    return clamav.scan(io.BytesIO(content), address=address, timeout_seconds=seconds)


def test_content_arrives_whole_in_pieces() -> None:
    content = os.urandom(3 * clamav.CHUNK_BYTES + 7)
    with scanner() as server:
        assert ask(server.address, content) == clamav.Answer(ScanState.CLEAN)
        assert server.seen == [content]


def test_virus_is_named() -> None:
    with scanner() as server:
        assert ask(server.address, EICAR) == clamav.Answer(ScanState.INFECTED, "Eicar-Test-Signature")


def test_unix_socket() -> None:
    with tempfile.TemporaryDirectory() as folder, scanner(path=Path(folder) / "clamd") as server:
        assert ask(server.address).state == ScanState.CLEAN


@pytest.mark.parametrize(
    ("reply", "detail"),
    [
        (b"INSTREAM size limit exceeded. ERROR\0", "INSTREAM size limit exceeded. ERROR"),
        (b"UNKNOWN COMMAND", "UNKNOWN COMMAND"),
        (b"\0", "The scanner ended without an answer."),
        (b"x" * 9000, "x" * 200),
    ],
)
def test_other_answers_are_failures(reply: bytes, detail: str) -> None:
    with scanner(reply=reply) as server:
        assert ask(server.address) == clamav.Answer(ScanState.FAILED, detail)


def test_scanner_that_hangs_up_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        assert ask(address, seconds=0.2).detail == "The scanner did not answer: timed out"


@pytest.mark.parametrize("address", [NOBODY, "unix:///nowhere/clamd", "http://127.0.0.1", "tcp://", "tcp://h:port"])
def test_scanner_that_is_not_there_is_a_failure(address: str) -> None:
    assert ask(address).state == ScanState.FAILED


def test_file_is_scanned_through_the_outbox(stored: StoredFile, settings: Any) -> None:
    with scanner() as server:
        settings.CLAMAV_URL = server.address
        outbox.deliver(OutboxItem.objects.get(topic="file-stored").pk)
    assert scan_states([stored.pk]) == {stored.pk: ScanState.CLEAN}


def test_without_a_scanner_the_file_stays_not_scanned(stored: StoredFile) -> None:
    outbox.deliver(OutboxItem.objects.get(topic="file-stored").pk)
    scan_waiting()
    assert scan_states([stored.pk]) == {stored.pk: ScanState.NOT_SCANNED}


def test_failure_is_recorded_once_and_made_up_for_later(stored: StoredFile, settings: Any) -> None:
    settings.CLAMAV_URL = NOBODY
    assert scan_file(file=stored, by=system()) is not None
    assert scan_file(file=stored, by=system()) is None
    assert scan_states([stored.pk]) == {stored.pk: ScanState.FAILED}
    with scanner() as server:
        settings.CLAMAV_URL = server.address
        scan_waiting()
        scan_waiting()
        assert len(server.seen) == 1
    assert [scan.state for scan in FileScan.objects.order_by("pk")] == ["failed", "clean"]
    assert files_to_scan() == []
