"""Looks into a file, and tells what is there: its kind by content, macros, how much it unpacks to.

Nothing is unpacked but two small members of a packed document, each up to a fixed size, so that a file which was made to
fill memory can't.
"""

import zipfile
import zlib
from collections.abc import Iterable
from typing import BinaryIO

import puremagic

from tracker.documents.policies import PACKED_TYPES, TEXT_TYPES, Inspected, kind_of

HEAD_BYTES = 8192
MEMBER_BYTES = 1_000_000  # content types of a workbook with thousands of sheets take less
DIRECTORY_BYTES = 2_000_000  # some 20,000 members; each takes memory when the directory is read
END_RECORD_BYTES = 22
LONGEST_COMMENT = 65_535
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, KeyError)
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "xl/macrosheets/", "basic/", "scripts/")
CERTAIN = 0.5  # puremagic's confidence: a match of two bytes, such as BM in a text, has 0.2
OFFICE_MAIN = {
    ".document.main+xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".sheet.main+xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".presentation.main+xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
PLAIN_CONTROLS = frozenset(b"\t\n\r\f")


def inspect(file: BinaryIO, *, name: str, size_bytes: int) -> Inspected:
    """What is in the file, of which `name` is what it was called. Leaves the file at its start."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    candidates = _candidates(head)
    if head.startswith(b"PK"):
        found = _inspect_packed(file, name=name, size_bytes=size_bytes)
    else:
        found = Inspected(name, size_bytes, _content_type(file, name, candidates))
    file.seek(0)
    return found


def _candidates(head: bytes) -> dict[str, float]:
    """The extensions that the first bytes may belong to, with how sure that is."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return {}
    return {match.extension: match.confidence for match in reversed(matches) if match.extension}


def _content_type(file: BinaryIO, name: str, candidates: dict[str, float]) -> str:
    signed = next((kind.content_type for extension in candidates if (kind := kind_of(extension))), "")
    if signed and signed not in PACKED_TYPES | TEXT_TYPES:
        return signed
    is_something_else = any(confidence >= CERTAIN for confidence in candidates.values())
    if is_something_else or not _is_text(file):
        return ""
    promised = kind_of(Inspected(name, 0, "").extension)
    return promised.content_type if promised and promised.content_type in TEXT_TYPES else "text/plain"


def _is_text(file: BinaryIO) -> bool:
    """Whether all of it is text in UTF-8 or Windows-1252, without control characters."""
    file.seek(0)
    content = file.read()
    if any(byte < ord(" ") and byte not in PLAIN_CONTROLS for byte in set(content)):
        return False
    return any(_decodes(content, encoding) for encoding in ("utf-8", "cp1252"))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


# --- Packed documents -----------------------------------------------------------------------------------------------


def _inspect_packed(file: BinaryIO, *, name: str, size_bytes: int) -> Inspected:
    if not _has_a_small_directory(file, size_bytes):
        return Inspected(name, size_bytes, "", is_damaged=True)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            content_type, types = _document_type(archive)
    except BROKEN:
        return Inspected(name, size_bytes, "", is_damaged=True)
    overlaps = sum(member.compress_size for member in members) > size_bytes
    return Inspected(
        name,
        size_bytes,
        content_type,
        has_macros="macroenabled" in types.lower() or _has_macro_parts(member.filename for member in members),
        is_damaged=overlaps or any(member.flag_bits & 1 for member in members),
        unpacked_bytes=sum(member.file_size for member in members),
    )


def _has_a_small_directory(file: BinaryIO, size_bytes: int) -> bool:
    """Whether the list of members is short enough to be read at all, as its end record says."""
    file.seek(max(size_bytes - END_RECORD_BYTES - LONGEST_COMMENT, 0))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or b"PK\x06\x07" in tail:  # none, or one for archives of more than 4 GB
        return False
    return int.from_bytes(tail[end + 12 : end + 16], "little") <= DIRECTORY_BYTES


def _document_type(archive: zipfile.ZipFile) -> tuple[str, str]:
    """The content type of a packed document, and the text that tells it; an archive of anything else has none."""
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        types = _member(archive, "[Content_Types].xml")
        return next((kind for mark, kind in OFFICE_MAIN.items() if mark in types), ""), types
    if "mimetype" in names:
        types = _member(archive, "mimetype").strip()
        return types if types in PACKED_TYPES else "", types
    return "", ""


def _member(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as member:
        return member.read(MEMBER_BYTES).decode("utf-8", errors="replace")


def _has_macro_parts(names: Iterable[str]) -> bool:
    lowered = [name.lower() for name in names]
    return any(name.startswith(part) or name.endswith(part) for name in lowered for part in MACRO_PARTS)
