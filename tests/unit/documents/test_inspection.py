"""What a file is, by its content."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.documents import (
    JPEG,
    OLD_WORD,
    PAGE,
    PDF,
    PNG,
    PROGRAM,
    WORD,
    office,
    open_document,
    packed,
)
from tracker.documents import inspection
from tracker.documents.inspection import inspect
from tracker.documents.policies import Inspected

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def look(content: bytes, name: str = "file.pdf") -> Inspected:
    file = io.BytesIO(content)
    found = inspect(file, name=name, size_bytes=len(content))
    assert file.tell() == 0
    return found


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (PNG, "a.png", "image/png"),
        (JPEG, "a.jpg", "image/jpeg"),
        (PNG, "a.pdf", "image/png"),
        (office(), "a.docx", WORD),
        (office("spreadsheetml.sheet.main+xml"), "a.xlsx", SHEET),
        (office("presentationml.presentation.main+xml"), "a.pptx", SLIDES),
        (open_document(), "a.odt", "application/vnd.oasis.opendocument.text"),
        (open_document("spreadsheet"), "a.ods", "application/vnd.oasis.opendocument.spreadsheet"),
        (b"trust,day\nZ9A0A,1 March\n", "a.csv", "text/csv"),
        (b"BM,first\n1,2\n", "a.csv", "text/csv"),
        ("Château, £5\n".encode("cp1252"), "a.txt", "text/plain"),
        ("\ufefftrust\r\n\tZ9A0A\n".encode(), "a.csv", "text/csv"),
        (b"just text", "a.pdf", "text/plain"),
    ],
)
def test_kinds_are_told_by_content(content: bytes, name: str, content_type: str) -> None:
    assert look(content, name).content_type == content_type


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PROGRAM, "a.pdf"),
        (OLD_WORD, "a.docx"),
        (PAGE, "a.txt"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', "a.csv"),
        ("trust".encode("utf-16"), "a.txt"),
        (b"text with \x00 in it", "a.txt"),
        (b"\x81\x8d undefined in both", "a.txt"),
        (packed({"a.txt": "x"}), "a.docx"),
        (packed({"mimetype": "application/epub+zip"}), "a.odt"),
        (packed({"[Content_Types].xml": "<Types/>"}), "a.docx"),
    ],
)
def test_other_kinds_are_none_of_ours(content: bytes, name: str) -> None:
    assert look(content, name).content_type == ""


@pytest.mark.parametrize(
    "content",
    [
        office("wordprocessingml.document.main+xml", word__vbaProject_bin="x").replace(
            b"vbaProject_bin", b"vbaProject.bin"
        ),
        packed({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
        packed({"[Content_Types].xml": "x.sheet.main+xml", "xl/macrosheets/sheet1.xml": "x"}),
        open_document("text", Basic__Standard__script_xml="x"),
    ],
)
def test_macros_are_seen(content: bytes) -> None:
    assert look(content, "a.docx").has_macros


def test_document_says_what_it_unpacks_to() -> None:
    bomb = office(word__a=bytes(3_000_000))
    assert len(bomb) < 10_000
    assert look(bomb, "a.docx").unpacked_bytes > 3_000_000


def test_damaged_archives_are_damaged() -> None:
    whole = office()
    for content in (whole[:60], b"PK\x03\x04", whole[:-22], b"PK\x03\x04" + bytes(200) + whole[-22:]):
        assert look(content, "a.docx").is_damaged


def test_large_archives_of_more_than_4_gb_are_not_even_opened() -> None:
    content = office()
    assert look(content[:-22] + b"PK\x06\x07" + bytes(16) + content[-22:], "a.docx").is_damaged


def test_archive_with_too_many_members_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "DIRECTORY_BYTES", 100)
    assert look(office(), "a.docx").is_damaged


def test_members_that_overlap_are_damage() -> None:
    """Each member of such an archive points at the same bytes, which is how a small file holds a petabyte."""
    content = bytearray(packed({"[Content_Types].xml": "x.document.main+xml", "a": bytes(100)}, compressed=False))
    place = content.rfind(b"PK\x01\x02")
    content[place + 20 : place + 24] = (1 << 30).to_bytes(4, "little")
    assert look(bytes(content), "a.docx").is_damaged


def test_password_is_damage_to_us() -> None:
    content = bytearray(office())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.find(mark) + offset] |= 1
    assert look(bytes(content), "a.docx").is_damaged


@given(st.binary(max_size=2000))
def test_any_bytes_are_looked_at_without_a_fault(content: bytes) -> None:
    look(content, "a.txt")
    look(b"PK" + content, "a.docx")


@given(st.integers(0, 400), st.integers(0, 255))
def test_one_wrong_byte_is_no_fault(place: int, value: int) -> None:
    content = bytearray(office())
    content[place % len(content)] = value
    look(bytes(content), "a.docx")


def test_builder_makes_real_archives() -> None:
    assert zipfile.ZipFile(io.BytesIO(office())).testzip() is None
