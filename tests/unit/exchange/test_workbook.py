"""A workbook in and out: what was written reads back, every mistake is told by its place, and nothing harmful opens."""

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.exchange import safety, workbook
from tracker.exchange.cells import CLEAR, LEAVE
from tracker.exchange.sheets import BY_NAME, SHEETS
from tracker.exchange.workbook import read_upload, read_workbook
from tracker.exchange.writing import write_workbook

MILESTONE = {
    "trust": "RM3",
    "use case": "chest-xray",
    "milestone": "go-live",
    "baseline": dt.date(2023, 12, 1),
    "forecast": dt.date(2024, 9, 1),
    "reason": "PACS upgrade — late",
    "effective on": dt.date(2024, 3, 31),
}


def written(sheets) -> bytes:
    """A workbook with these rows, by the writer of the product."""
    target = io.BytesIO()
    write_workbook(target, sheets)
    return target.getvalue()


def by_hand(cells: dict[str, object], sheet: str = "Milestones") -> bytes:
    """A workbook whose cells stand where they are put, as a person may leave them."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for place, value in cells.items():
        page[place] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same workbook with one more part in its archive."""
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return target.getvalue()


def told(book: workbook.Workbook) -> list[tuple[str, int, str]]:
    """Where the problems are."""
    return [(problem.sheet, problem.row, problem.column) for problem in book.problems]


def test_what_was_written_reads_back():
    rows = [
        MILESTONE,
        MILESTONE
        | {
            "forecast": CLEAR,
            "actual": dt.date(2024, 9, 2),
            "effective on": dt.date(2024, 9, 2),
        },
    ]
    contract = {
        "contract": "C-1",
        "trusts": ("RM3", "R0A"),
        "value": 123_456_789,
        "data use agreed": True,
        "deletion agreed": False,
        "effective on": dt.date(2024, 3, 31),
    }
    book = read_upload("programme.xlsx", written({"Milestones": rows, "Contracts": [contract]}))
    assert book.problems == []
    assert [row.cells for row in book.sheets["Milestones"]] == rows
    assert [row.number for row in book.sheets["Milestones"]] == [2, 3]
    assert book.sheets["Contracts"][0].cells == contract
    assert book.sheets["Milestones"][0].get("actual") is LEAVE
    assert book.sheets["Milestones"][1].get("forecast") is CLEAR


def test_same_rows_give_the_same_file():
    assert written({"Milestones": [MILESTONE]}) == written({"Milestones": [MILESTONE]})


def test_text_that_looks_like_a_formula_or_a_link_stays_text():
    row = MILESTONE | {"reason": "=1+1"}
    other = MILESTONE | {"reason": "https://example.org", "milestone": "dpia"}
    book = read_upload("programme.xlsx", written({"Milestones": [row, other]}))
    assert [row.cells["reason"] for row in book.sheets["Milestones"]] == [
        "=1+1",
        "https://example.org",
    ]


def test_writer_refuses_a_sheet_or_column_that_does_not_exist():
    with pytest.raises(KeyError, match="no such sheet: Milestnes"):
        written({"Milestnes": []})
    with pytest.raises(KeyError, match="no such column on sheet Milestones: colour"):
        written({"Milestones": [{"colour": "red"}]})
    with pytest.raises(ValueError, match="more than a cell"):
        written({"Milestones": [{"reason": "x" * 40_000}]})


def test_every_declared_sheet_is_written_and_read():
    book = read_upload("programme.xlsx", written({sheet.name: [] for sheet in SHEETS}))
    assert book.problems == []
    assert list(book.sheets) == list(BY_NAME)


def test_headers_match_in_any_order_and_case_with_notes_and_spaces():
    content = by_hand(
        {
            "A1": " Effective  ON ",
            "B1": "MILESTONE",
            "C1": "Trust (ODS)",
            "D1": "use\xa0case",
            "A2": dt.date(2024, 3, 31),
            "B2": "Go-Live",
            "C2": "rm3",
            "D2": "chest-xray",
        }
    )
    book = read_upload("a.xlsx", content)
    assert book.problems == []
    assert book.sheets["Milestones"][0].cells == {
        "effective on": dt.date(2024, 3, 31),
        "milestone": "go-live",
        "trust": "RM3",
        "use case": "chest-xray",
    }


def test_each_mistake_is_told_once_by_sheet_row_and_column():
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Milestones"
    page.append(
        [
            "trust",
            "use case",
            "milestone",
            "baseline",
            "forcast",
            "forecast",
            "forecast",
            "",
            "reason",
        ]
    )
    page.append(["RM3", "chest-xray", "go-live", "31/02/2024", "", "", "", "stray"])
    page.append(["RM3", "", "go-live", "2024-01-01"])
    page.append(["-", "chest-xray", "golive"])
    page.append([])
    page.append(["RM3", "chest-xray", "go-live", "#REF!"])
    page["D6"].data_type = "e"
    book.create_sheet("Sheet1")
    book.create_sheet("Trust")["A1"] = "trust"
    book.create_sheet("Networks").append(["name", "region"])
    target = io.BytesIO()
    book.save(target)
    found = read_upload("a.xlsx", target.getvalue())
    assert sorted(told(found)) == [
        ("Milestones", 1, "forcast"),
        ("Milestones", 1, "forecast"),
        ("Milestones", 2, "H"),
        ("Milestones", 2, "baseline"),
        ("Milestones", 3, "use case"),
        ("Milestones", 4, "milestone"),
        ("Milestones", 4, "trust"),
        ("Milestones", 6, "baseline"),
        ("Networks", 1, "network"),
        ("Trust", 0, ""),
    ]
    texts = [str(problem) for problem in found.problems]
    assert any("Did you mean “forecast”?" in text for text in texts)
    assert any("Did you mean “Trusts”?" in text for text in texts)
    assert any("Milestones, row 6, baseline “#REF!”: The spreadsheet shows an error here." in text for text in texts)
    assert [row.number for row in found.sheets["Milestones"]] == [2, 6]
    assert found.sheets["Milestones"][0].bad == {"baseline"}
    assert found.dropped == {"Milestones": 2}
    assert found.unreadable == {"Networks"}


def test_rows_keep_the_numbers_that_a_person_sees_when_the_table_starts_lower():
    content = by_hand({"B3": "trust"})
    assert told(read_upload("a.xlsx", content)) == [
        ("Milestones", 3, "B"),
        ("Milestones", 1, "trust"),
        ("Milestones", 1, "use case"),
        ("Milestones", 1, "milestone"),
    ]


def test_dates_of_the_mac_calendar_are_read():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    page = book.active
    page.title = "Milestones"
    page.append(["trust", "use case", "milestone", "baseline"])
    page.append(["RM3", "chest-xray", "go-live", dt.date(2024, 3, 31)])
    target = io.BytesIO()
    book.save(target)
    rows = read_upload("a.xlsx", target.getvalue()).sheets["Milestones"]
    assert rows[0].cells["baseline"] == dt.date(2024, 3, 31)


def test_empty_cells_with_a_format_far_away_do_no_harm():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("Milestones")
        page.write_row(0, 0, ["trust", "use case", "milestone"])
        page.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert read_upload("a.xlsx", target.getvalue()).problems == []


CSV = "trust,use case,milestone,reason\r\nRM3,chest-xray,go-live,“Zoë’s” plan\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_csv_is_read_in_the_encodings_in_use(encoding):
    book = read_upload("milestones.CSV", CSV.encode(encoding))
    assert book.problems == []
    assert book.sheets["Milestones"][0].cells["reason"] == "“Zoë’s” plan"


def test_folder_and_zip_of_csvs_are_one_workbook(tmp_path: Path):
    (tmp_path / "Milestones.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "Sign-offs.csv").write_text("trust,use case,role,decided on\nRM3,chest-xray,dpo,2024-03-31\n")
    (tmp_path / "notes.txt").write_text("left alone")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.write(tmp_path / "Milestones.csv", "export/Milestones.csv")
        archive.write(tmp_path / "Sign-offs.csv", "export/Sign-offs.csv")
        archive.writestr("__MACOSX/export/._Milestones.csv", b"\0\0")
    for book in (
        read_workbook(tmp_path),
        read_upload("programme.zip", target.getvalue()),
    ):
        assert book.problems == []
        assert {name: len(rows) for name, rows in book.sheets.items()} == {
            "Milestones": 1,
            "Sign-offs": 1,
        }


@pytest.mark.parametrize(
    ("content", "row", "says"),
    [
        (
            CSV.encode() + b'RM3,chest-xray,dpia,"never closed\nRM3,chest-xray,training,\n',
            3,
            "quotation mark",
        ),
        (CSV.replace(",", ";").encode(), 1, "not parted by commas"),
        (CSV.encode("utf-16"), 0, "neither UTF-8 nor Windows-1252"),
        (CSV.encode() + b"\x81\n", 0, "neither UTF-8 nor Windows-1252"),
    ],
)
def test_csv_that_can_not_be_split_is_told(content, row, says):
    book = read_upload("Milestones.csv", content)
    assert [problem.row for problem in book.problems] == [row]
    assert says in book.problems[0].remedy


def test_same_sheet_twice_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a/Milestones.csv", CSV)
        archive.writestr("b/milestones.csv", CSV)
    assert "there twice" in read_upload("a.zip", target.getvalue()).problems[0].remedy


GOOD = written({"Milestones": [MILESTONE]})


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"x" * (20 * 1024 * 1024 + 1), "limit of 20 MB"),
        ("a.xlsx", b"just text", "something else"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("a.xlsx", GOOD[:-400], "damaged"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "password"),
        ("a.xlsm", GOOD, "macros"),
        ("a.xls", GOOD, "can't be read"),
        ("a.pdf", b"%PDF-1.7", "can't be read"),
        ("a", GOOD, "can't be read"),
        ("Milestones.csv", GOOD, "not a CSV"),
        ("Milestones.csv", b"%PDF-1.7", "not a CSV"),
        ("a.zip", GOOD, "Name it .xlsx"),
        ("a.xlsx", with_part(GOOD, "xl/vbaProject.bin", b"x"), "has macros"),
        ("a.xlsx", with_part(GOOD, "xl/macrosheets/sheet1.xml", b"x"), "has macros"),
        (
            "a.xlsx",
            with_part(GOOD, "xl/externalLinks/externalLink1.xml", b"x"),
            "links to another file",
        ),
        ("a.xlsx", with_part(GOOD, "xl/connections.xml", b"x"), "data connection"),
        (
            "a.xlsx",
            with_part(GOOD, "xl/bomb.bin", b"\0" * 60_000_000),
            "unpacks to far more",
        ),
        ("a.xlsx", with_part(GOOD, "mimetype", b"x"), "another kind"),
        ("a.zip", with_part(b"", "a/nested.zip", b"x"), "not a CSV"),
        ("a.zip", with_part(b"", "__MACOSX/x.csv", b"x"), "holds no CSV"),
        ("a.xlsx", with_part(b"", "hello.txt", b"x"), "not an Excel workbook"),
        (
            "a.xlsx",
            by_hand({"A1": "trust", "XFD1048576": "stray"}),
            "reaches to cell XFD1048576",
        ),
        ("a.xlsx", by_hand({}, "Sheet1"), "no sheet of the workbook"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_harmful_or_foreign_file_is_refused_as_a_whole(name, content, says):
    book = read_upload(name, content)
    assert book.sheets == {}
    assert len(book.problems) == 1
    assert says in str(book.problems[0])


def test_declared_sizes_that_lie_are_found_before_another_reader_trusts_them():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Milestones.csv", b"0" * 5_000_000)
        archive.infolist()[0].file_size = 10
    assert "damaged" in str(read_upload("a.zip", target.getvalue()).problems[0])


def test_entities_are_refused():
    source = zipfile.ZipFile(io.BytesIO(GOOD))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/workbook.xml":
                content = content.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            archive.writestr(part.filename, content)
    assert "spreadsheet program saved" in str(read_upload("a.xlsx", target.getvalue()).problems[0])


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    book = read_upload(
        "Milestones.csv",
        CSV.encode() + b"RM3,chest-xray,dpia,\nRM3,chest-xray,training,\n",
    )
    assert "3 rows, more than the limit of 2" in str(book.problems[0])


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(safety, "MAX_PARTS", 3)
    assert "not a workbook" in str(read_upload("a.xlsx", GOOD).problems[0])


def test_missing_file_and_empty_folder_are_told(tmp_path: Path):
    assert "There is no file" in str(read_workbook(tmp_path / "none.xlsx").problems[0])
    assert "holds no CSV" in str(read_workbook(tmp_path).problems[0])


@given(st.binary(max_size=300), st.sampled_from(["Milestones.csv", "a.zip", "a.xlsx"]))
def test_any_bytes_give_rows_or_problems(content, name):
    book = read_upload(name, content)
    assert book.problems or book.sheets


@settings(max_examples=50)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_workbook_with_one_byte_spoilt_never_raises(place, byte):
    spoilt = bytearray(GOOD)
    spoilt[place] = byte
    read_upload("a.xlsx", bytes(spoilt))


@given(st.lists(st.lists(st.text(max_size=8), min_size=4, max_size=4), max_size=4))
def test_any_csv_rows_give_rows_or_problems(rows):
    text = io.StringIO()
    csv.writer(text).writerows([["trust", "use case", "milestone", "reason"], *rows])
    book = read_upload("Milestones.csv", text.getvalue().encode("utf-8", "replace"))
    kept = len(book.sheets.get("Milestones", []))
    assert kept + book.dropped.get("Milestones", 0) <= len(rows)
