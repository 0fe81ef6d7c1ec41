"""Which files may be kept, and which may be handed out. Pure: what was found in a file goes in, a `Decision` comes out.

Source: OWASP File Upload Cheat Sheet (allow-list of types, type by content, names and size checked, stored outside the
web root, scanned, served as an attachment).
"""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.documents.vocabulary import ScanState

FIELD = "file"
LONGEST_NAME = 200
BYTES_A_KILOBYTE, BYTES_A_MEGABYTE = 1_000, 1_000_000


@dataclass(frozen=True)
class FileKind:
    """A kind of file that may be kept."""

    label: str
    content_type: str
    extensions: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
KINDS = (
    FileKind("PDF", "application/pdf", (".pdf",)),
    FileKind("Word (DOCX)", f"{_OFFICE}wordprocessingml.document", (".docx",)),
    FileKind("Excel (XLSX)", f"{_OFFICE}spreadsheetml.sheet", (".xlsx",)),
    FileKind("PowerPoint (PPTX)", f"{_OFFICE}presentationml.presentation", (".pptx",)),
    FileKind("OpenDocument text (ODT)", f"{_OPEN}text", (".odt",)),
    FileKind("OpenDocument spreadsheet (ODS)", f"{_OPEN}spreadsheet", (".ods",)),
    FileKind("PNG", "image/png", (".png",)),
    FileKind("JPEG", "image/jpeg", (".jpg", ".jpeg")),
    FileKind("CSV", "text/csv", (".csv",)),
    FileKind("plain text (TXT)", "text/plain", (".txt",)),
)
TEXT_TYPES = frozenset({"text/csv", "text/plain"})  # a text does not tell which of these it is: its extension does
PACKED_TYPES = frozenset(kind.content_type for kind in KINDS if kind.content_type.startswith((_OFFICE, _OPEN)))
ALLOWED_WORDS = f"{', '.join(kind.label for kind in KINDS[:-1])} and {KINDS[-1].label}"
ACCEPT = ",".join(extension for kind in KINDS for extension in kind.extensions)

# A name such as report.exe.pdf is made to be misread; report.v2.pdf is not.
RUNNABLE = frozenset(
    [
        ".app",
        ".bat",
        ".cmd",
        ".com",
        ".cpl",
        ".docm",
        ".dotm",
        ".exe",
        ".hta",
        ".htm",
        ".html",
        ".iso",
        ".jar",
        ".js",
        ".jse",
        ".lnk",
        ".msi",
        ".pif",
        ".pptm",
        ".ps1",
        ".py",
        ".scr",
        ".sh",
        ".svg",
        ".vbe",
        ".vbs",
        ".wsf",
        ".xll",
        ".xlsb",
        ".xlsm",
        ".xltm",
    ]
)


@dataclass(frozen=True)
class Inspected:
    """What was found in a file. `content_type` is that of its content, empty where the content is of no kind that we
    know; `unpacked_bytes` is what a packed document says it holds."""

    name: str
    size_bytes: int
    content_type: str
    has_macros: bool = False
    is_damaged: bool = False
    unpacked_bytes: int = 0

    @property
    def extension(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


def kind_of(extension: str) -> FileKind | None:
    """The kind of file that an extension promises; None where files of it are not kept."""
    return next((kind for kind in KINDS if extension in kind.extensions), None)


def size_in_words(size_bytes: int) -> str:
    """A size as people read it: `25 MB`, `1.4 MB`, `400 kB`, `1 kB` for anything smaller."""
    if size_bytes < BYTES_A_MEGABYTE:
        return f"{max(round(size_bytes / BYTES_A_KILOBYTE), 1)} kB"
    return f"{round(size_bytes / BYTES_A_MEGABYTE, 1):g} MB"


def may_store(file: Inspected, *, max_bytes: int, max_unpacked_bytes: int) -> Decision:
    """Whether a file may be kept."""
    return first_refusal(
        _has_a_fair_size(file.size_bytes, max_bytes),
        _has_an_honest_name(file.name),
        _is_of_a_kind(file),
        _unpacks_safely(file, max_unpacked_bytes),
        _is_what_it_says(file),
    )


def too_large(size_bytes: int, max_bytes: int) -> Decision:
    """The refusal of a file that is larger than allowed, of which no more than its size need be known."""
    return deny(
        f"The file is {size_in_words(size_bytes)}, and may be at most {size_in_words(max_bytes)}.",
        remedy="Make it smaller, split it, or give a link to it.",
        field=FIELD,
    )


def _has_a_fair_size(size_bytes: int, max_bytes: int) -> Decision:
    if size_bytes > max_bytes:
        return too_large(size_bytes, max_bytes)
    if size_bytes == 0:
        return deny("The file is empty.", remedy="Check that it was saved, and choose it again.", field=FIELD)
    return ALLOWED


def _has_an_honest_name(name: str) -> Decision:
    if not name or len(name) > LONGEST_NAME:
        return deny(
            f"The name of the file must have between 1 and {LONGEST_NAME} characters.",
            remedy="Rename it, and choose it again.",
            field=FIELD,
        )
    if "/" in name or "\\" in name or any(unicodedata.category(letter)[0] == "C" for letter in name):
        return deny(
            "The name of the file has characters that can't be seen, or that hide what it is.",
            remedy="Rename it with letters, numbers, spaces and hyphens, and choose it again.",
            field=FIELD,
        )
    hidden = [suffix for suffix in PurePosixPath(name.lower()).suffixes[:-1] if suffix.strip() in RUNNABLE]
    if hidden:
        return deny(
            f"The name of the file has two extensions, and “{hidden[0]}” is that of a program.",
            remedy="Check where the file comes from. If it is yours, rename it and choose it again.",
            field=FIELD,
        )
    return ALLOWED


def _is_of_a_kind(file: Inspected) -> Decision:
    if kind_of(file.extension) is not None:
        return ALLOWED
    what = f"“{file.extension}”" if file.extension else "without an extension"
    return deny(f"Files {what} can't be kept.", remedy=f"Choose one of: {ALLOWED_WORDS}.", field=FIELD)


def _unpacks_safely(file: Inspected, max_unpacked_bytes: int) -> Decision:
    if file.is_damaged:
        return deny(
            "The file is damaged, or is protected with a password, so it can't be checked.",
            remedy="Open it, save it anew without a password, and choose it again.",
            field=FIELD,
        )
    if file.unpacked_bytes > max_unpacked_bytes:
        return deny(
            f"The file unpacks to more than {size_in_words(max_unpacked_bytes)}, which no document of this kind needs.",
            remedy="Check where it comes from, or save it as a PDF.",
            field=FIELD,
        )
    if file.has_macros:
        return deny(
            "The file has macros, which can run programs on the computer of whoever opens it.",
            remedy="Save it without macros, or as a PDF.",
            field=FIELD,
        )
    return ALLOWED


def _is_what_it_says(file: Inspected) -> Decision:
    promised = kind_of(file.extension)
    found = next((kind.label for kind in KINDS if kind.content_type == file.content_type), "")
    if promised is None or file.content_type == promised.content_type:
        return ALLOWED
    looks_like = f"looks like {found}" if found else "is of another kind"
    return deny(
        f"The name ends in “{file.extension}”, but the content {looks_like}.",
        remedy="Save it in the kind that you mean, and choose it again.",
        field=FIELD,
    )


def may_serve(state: str, *, has_scanner: bool) -> Decision:
    """Whether a file in this state of scanning may be handed out: an infected one never, and where there is a scanner
    only what it found clean."""
    if state == ScanState.INFECTED:
        return deny("A virus was found in this file, so nobody can have it.", remedy="Ask for a clean copy of it.")
    if has_scanner and state != ScanState.CLEAN:
        return deny("This file has not been checked for viruses yet.", remedy="Try again in a few minutes.")
    return ALLOWED
