"""Keeping files: once each, outside the web root, and never what a person called them."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404

from tests.factories import make_person
from tests.support.documents import PDF, PNG, PROGRAM, office, upload
from tracker.core.decisions import Refused
from tracker.documents import store
from tracker.documents.actions import store_file
from tracker.documents.models import FileScan, StoredFile
from tracker.documents.serving import attachment
from tracker.documents.vocabulary import ScanState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.CLAMAV_URL = ""
    return tmp_path


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_file_is_kept_under_its_hash(media: Path) -> None:
    person = make_person()
    row = store_file(upload=upload("DPIA v1.2.pdf"), by=person)
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (row.size_bytes, row.content_type, row.original_name) == (len(PDF), "application/pdf", "DPIA v1.2.pdf")
    assert row.uploaded_by == person
    [path] = files_in(media)
    assert path == media / "private" / row.sha256[:2] / row.sha256[2:4] / row.sha256
    assert path.read_bytes() == PDF
    assert row.audit_events.count() == 1


def test_store_lies_outside_what_is_served() -> None:
    assert not str(store.path_of("0" * 64)).startswith(str(project.STATIC_ROOT))


def test_same_content_is_kept_once(media: Path) -> None:
    first, second = (store_file(upload=upload(name), by=make_person()) for name in ("a.pdf", "b.pdf"))
    assert first.sha256 == second.sha256
    assert len(files_in(media)) == 1
    assert StoredFile.objects.count() == 2


def test_large_file_comes_from_disk() -> None:
    file = TemporaryUploadedFile("a.png", "image/png", len(PNG), None)
    file.write(PNG)
    file.seek(0)
    assert store.path_of(store_file(upload=file, by=make_person()).sha256).read_bytes() == PNG


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", PROGRAM, "the content is of another kind"),
        ("a.pdf", b"", "is empty"),
        ("../../../etc/cron.d/a.pdf", PDF, "hide what it is"),
        ("a.exe.pdf", PDF, "two extensions"),
        ("a\u202efdp.pdf", PDF, "can't be seen"),
        ("a.docx", office(word__a=bytes(30_000_000)), "unpacks to more than"),
    ],
)
def test_refused_file_leaves_nothing(name: str, content: bytes, reason: str, media: Path, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    with pytest.raises(Refused, match=reason):
        store_file(upload=upload(name, content), by=make_person())
    assert files_in(media) == []
    assert StoredFile.objects.count() == 0


def test_file_over_the_limit_is_not_read(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    file = SimpleUploadedFile("a.pdf", b"")
    file.size, file.file = 200_000_000, None  # reading it would fail
    with pytest.raises(Refused, match="is 200 MB, and may be at most 1 MB"):
        store_file(upload=file, by=make_person())


def test_disk_that_fails_leaves_no_half_file(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store_file(upload=upload(), by=make_person())
    assert files_in(media) == []
    assert StoredFile.objects.count() == 0


def test_rows_never_change() -> None:
    row = store_file(upload=upload(), by=make_person())
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=row.pk).update(original_name="other.pdf")
    with pytest.raises(IntegrityError), transaction.atomic():
        FileScan.objects.create(file=row, state="not-scanned")


def test_file_is_handed_out_as_an_attachment() -> None:
    row = store_file(upload=upload("Bericht – £.pdf"), by=make_person())
    response = attachment(row)
    assert b"".join(response.streaming_content) == PDF
    response.close()
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "sandbox" in response["Content-Security-Policy"]


def test_infected_file_is_not_handed_out() -> None:
    row = store_file(upload=upload(), by=make_person())
    FileScan.objects.create(file=row, state=ScanState.INFECTED, detail="Eicar")
    with pytest.raises(PermissionDenied, match="A virus was found"):
        attachment(row)


def test_file_whose_content_is_gone_is_not_there() -> None:
    row = store_file(upload=upload(), by=make_person())
    store.path_of(row.sha256).unlink()
    with pytest.raises(Http404):
        attachment(row)
