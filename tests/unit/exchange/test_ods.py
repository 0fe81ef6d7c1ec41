"""The organisation file: every good line read, every bad one told by its number, nothing that stops the reader."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.ods import read_organisations

REAL = Path(__file__).parents[2] / "data" / "etr.csv"


def line(**changes: str) -> list[str]:
    """A good line, with some of its columns changed."""
    cells = [""] * 27
    cells[0:4] = ["RM3", "NORTHERN CARE ALLIANCE NHS FOUNDATION TRUST", "Y62", "QOP"]
    cells[4:10] = ["MAYO BUILDING", "STOTT LANE", "", "SALFORD", "", "M6 8HD"]
    cells[10], cells[21], cells[23] = "20010401", "0", "B"
    for place, value in changes.items():
        cells[int(place.removeprefix("c"))] = value
    return cells


def as_file(*lines: list[str]) -> bytes:
    """Lines as the real file has them: every field in quotation marks."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(lines)
    return text.getvalue().encode()


def test_real_file_reads_without_a_problem():
    found = read_organisations(REAL.read_bytes())
    assert len(found.lines) == 207
    assert found.outside_england == ["RQF", "RT4", "RYT"]
    assert found.problems == []
    by_code = {line.code: line for line in found.lines}
    assert by_code["G6V2S"].opened_on == dt.date(2024, 11, 1)
    assert by_code["RAP"].closed_on == dt.date(2024, 12, 31)
    assert by_code["RCX"].name == "THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN, NHS FOUNDATION TRUST"
    assert (by_code["RCX"].address, by_code["RCX"].town) == (("QUEEN ELIZABETH HOSPITAL", "GAYTON ROAD"), "KING'S LYNN")


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"c0": "RM"}, "code", "not an ODS trust code"),
        ({"c0": "Organisation Code"}, "code", "header"),
        ({"c1": ""}, "name", "missing"),
        ({"c2": "NW"}, "region", "not a code of a region"),
        ({"c2": ""}, "region", "needs its region"),
        ({"c3": "X99"}, "ICB", "not a code of an ICB"),
        ({"c3": ""}, "ICB", "needs its ICB"),
        ({"c10": ""}, "open date", "missing"),
        ({"c10": "2001-04-01"}, "open date", "CCYYMMDD"),
        ({"c10": "20010231"}, "open date", "CCYYMMDD"),
        ({"c11": "soon"}, "close date", "CCYYMMDD"),
        ({"c11": "19990101"}, "close date", "before the open date"),
    ],
)
def test_bad_line_is_told_with_its_number_and_stops_no_other(changes, column, says):
    found = read_organisations(as_file(line(c0="R0A"), line(**changes), line(c0="RW3")))
    assert [good.code for good in found.lines] == ["R0A", "RW3"]
    (problem,) = found.problems
    assert (problem.line, problem.column) == (2, column)
    assert says in problem.remedy
    assert str(problem).startswith("Line 2")


def test_same_code_twice_keeps_the_first_and_tells_the_second():
    found = read_organisations(as_file(line(), line(c1="ANOTHER NAME")))
    assert [good.name for good in found.lines] == ["NORTHERN CARE ALLIANCE NHS FOUNDATION TRUST"]
    assert "line 1 already" in found.problems[0].remedy


@pytest.mark.parametrize(
    "changes",
    [
        {"c2": "W00", "c3": "Q99", "c23": "W"},
        {"c2": "W00", "c23": ""},
        {"c2": "", "c3": "", "c23": "W"},
        {"c2": "", "c3": "", "c23": ""},
    ],
)
def test_trust_outside_england_is_counted_not_kept(changes):
    found = read_organisations(as_file(line(c0="R0A"), line(**changes)))
    assert found.outside_england == ["RM3"]
    assert [good.code for good in found.lines] == ["R0A"]
    assert found.problems == []


def test_closed_english_trust_may_have_no_region():
    found = read_organisations(as_file(line(c2="", c3="", c11="20060401")))
    assert found.lines[0].closed_on == dt.date(2006, 4, 1)


def test_five_character_codes_of_the_2026_file_are_read():
    found = read_organisations(as_file(line(c0="K0N6A", c3="S1Y5D", c17="01494 434411", c21="1")))
    assert (found.lines[0].code, found.lines[0].icb_code, found.lines[0].telephone) == (
        "K0N6A",
        "S1Y5D",
        "01494 434411",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_encodings_in_use_are_read(encoding):
    text = as_file(line(c1="YSBYTY GLÂN’S TRUST")).decode()
    found = read_organisations(text.encode(encoding))
    assert found.lines[0].name == "YSBYTY GLÂN’S TRUST"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'"RM3","NAME"', "2 columns"),
        (b'"RM3', "quotation marks"),
        (b'"RM3"x,"y"', "quotation marks"),
        (b"\x81\x8d", "neither UTF-8 nor Windows-1252"),
        (b"R\x00M3", "control characters"),
        (b"A" * 20_000, "longer than 10,000 bytes"),
    ],
)
def test_line_that_can_not_be_split_is_told(raw, says):
    found = read_organisations(as_file(line(c0="R0A")) + raw + b"\r\n" + as_file(line(c0="RW3")))
    assert [good.code for good in found.lines] == ["R0A", "RW3"]
    assert [problem.line for problem in found.problems] == [2]
    assert says in found.problems[0].remedy


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04...", "zip archive"),
        ("x".encode("utf-16"), "UTF-16"),
        (b"<!doctype html><html>", "web page"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
)
def test_file_of_another_kind_is_refused_as_a_whole(content, says):
    found = read_organisations(content)
    assert found.lines == []
    assert len(found.problems) == 1
    assert says in str(found.problems[0])


@given(st.binary(max_size=400))
def test_any_bytes_give_lines_or_problems(content):
    found = read_organisations(content)
    assert found.lines or found.outside_england or found.problems


@given(st.lists(st.text(max_size=12), min_size=27, max_size=27))
def test_any_27_cells_give_a_line_or_a_problem(cells):
    found = read_organisations(as_file(cells))
    assert found.lines or found.outside_england or found.problems
