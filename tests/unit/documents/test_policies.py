"""Which files may be kept and handed out, by what was found in them."""

import pytest

from tracker.documents.policies import KINDS, Inspected, may_serve, may_store, size_in_words
from tracker.documents.vocabulary import ScanState

PDF = "application/pdf"
LIMIT = 25_000_000


def decide(name: str = "report.pdf", size_bytes: int = 100, content_type: str = PDF, **found: object) -> str:
    file = Inspected(name, size_bytes, content_type, **found)  # type: ignore[arg-type]
    return may_store(file, max_bytes=LIMIT, max_unpacked_bytes=20 * LIMIT).sentence


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.label)
def test_every_kind_may_be_kept_under_each_of_its_extensions(kind: object) -> None:
    for extension in kind.extensions:  # type: ignore[attr-defined]
        assert decide(f"Report{extension.upper()}", content_type=kind.content_type) == ""  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("report.exe", "can't be kept"),
        ("report", "Files without an extension can't be kept"),
        ("report.docm", "can't be kept"),
        ("letter.eml", "can't be kept"),
        ("report.exe.pdf", "two extensions"),
        ("report.PDF.Js.pdf", "two extensions"),
        ("report.exe .pdf", "two extensions"),
        ("annexe\u202efdp.exe.pdf", "hide what it is"),
        ("report\u200b.pdf", "can't be seen"),
        ("report\x00.pdf", "can't be seen"),
        ("../../etc/passwd.pdf", "hide what it is"),
        ("..\\windows.pdf", "hide what it is"),
        ("", "between 1 and 200"),
        ("a" * 197 + ".pdf", "between 1 and 200"),
    ],
)
def test_names_that_mislead_are_refused(name: str, reason: str) -> None:
    assert reason in decide(name)


@pytest.mark.parametrize("name", ["DPIA v1.2.pdf", "Report 12.03.2025.pdf", "Résumé – final (2).pdf", "a.tar.pdf"])
def test_honest_names_are_kept(name: str) -> None:
    assert decide(name) == ""


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ({"size_bytes": 0}, "The file is empty"),
        ({"size_bytes": LIMIT + 1}, "may be at most 25 MB"),
        ({"content_type": "image/png"}, "ends in “.pdf”, but the content looks like PNG"),
        ({"content_type": ""}, "but the content is of another kind"),
        ({"is_damaged": True}, "damaged, or is protected with a password"),
        ({"has_macros": True}, "has macros"),
        ({"unpacked_bytes": 20 * LIMIT + 1}, "unpacks to more than 500 MB"),
    ],
)
def test_contents_are_refused(found: dict[str, object], reason: str) -> None:
    assert reason in decide(**found)  # type: ignore[arg-type]


def test_limit_itself_is_allowed() -> None:
    assert decide(size_bytes=LIMIT, unpacked_bytes=20 * LIMIT) == ""


@pytest.mark.parametrize(
    ("state", "has_scanner", "allowed"),
    [
        (ScanState.CLEAN, True, True),
        (ScanState.CLEAN, False, True),
        (ScanState.NOT_SCANNED, False, True),
        (ScanState.NOT_SCANNED, True, False),
        (ScanState.FAILED, False, True),
        (ScanState.FAILED, True, False),
        (ScanState.INFECTED, True, False),
        (ScanState.INFECTED, False, False),
    ],
)
def test_infected_files_are_never_served_and_unscanned_ones_only_without_a_scanner(
    state: ScanState, has_scanner: bool, allowed: bool
) -> None:
    assert bool(may_serve(state, has_scanner=has_scanner)) is allowed


def test_sizes_read_as_people_say_them() -> None:
    sizes = (25_000_000, 200_000_000, 1_440_000, 999_000, 400_000, 48)
    assert [size_in_words(size) for size in sizes] == ["25 MB", "200 MB", "1.4 MB", "999 kB", "400 kB", "1 kB"]
