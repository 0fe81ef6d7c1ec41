"""What a cell of the workbook may hold, and what a person is told when it holds something else."""

import datetime as dt
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.amounts import Money, Number, Share, Whole
from tracker.exchange.cells import (
    CLEAR,
    LEAVE,
    ODS_TRUST,
    SLUG,
    CellProblem,
    Choice,
    ListOf,
    Text,
    YesNo,
    nearest,
    read_cell,
    shown,
)
from tracker.exchange.days import Date, Month
from tracker.exchange.sheets import BLOCKERS, BY_NAME, SHEETS
from tracker.exchange.writing import as_cell

RAW = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
KINDS = sorted({column.kind for sheet in SHEETS for column in sheet.columns}, key=repr)


def remedy_of(kind, raw) -> str:
    """The remedy of a cell that must be a problem."""
    found = read_cell(kind, raw)
    assert isinstance(found, CellProblem), f"{raw!r} became {found!r}"
    return found.remedy


@given(st.sampled_from(KINDS), RAW)
def test_any_cell_of_any_kind_gives_a_value_or_a_problem(kind, raw):
    found = read_cell(kind, raw)
    if isinstance(found, CellProblem):
        assert found.remedy.endswith((".", "?"))
        assert len(found.value) <= 80


@given(st.sampled_from(KINDS), st.text(alphabet="0123456789-/.,;£% abcRXY", max_size=20))
def test_a_value_written_to_a_cell_reads_back_as_itself(kind, text):
    value = read_cell(kind, text)
    if not isinstance(value, CellProblem) and value is not LEAVE:
        assert read_cell(kind, as_cell(kind, value)) == value


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_a_day_reads_the_same_in_each_way_to_write_it(day):
    month = f"{day:%B}"
    for raw in (
        day,
        dt.datetime.combine(day, dt.time()),
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {month} {day.year}",
        f" {day.day:02}\xa0{month.upper()}  {day.year}\xa0",
    ):
        assert read_cell(Date(), raw) == day


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("31/03/24", "two digits"),
        ("31 March 24", "two digits"),
        ("2024-03-31 10:30", "not a date"),
        ("03/31/2024", "The day comes first"),
        (45382, "number"),
        (45382.0, "number"),
        ("45382", "not a date"),
        ("31/02/2024", "no such day"),
        ("2024-02-30", "no such day"),
        ("31 Mars 2024", "not the full name of a month"),
        ("March 2024", "not a date"),
        ("tbc", "not a date"),
        (dt.datetime.fromisoformat("2024-03-31T10:30:00"), "with a time"),
        (dt.time(10, 30), "not a date"),
        (dt.timedelta(hours=30), "not a date"),
        (True, "not a date"),
        (dt.date(1900, 1, 1), "can't be right"),
        ("31/03/0024", "can't be right"),
        ("٣١/٠٣/٢٠٢٤", "not a date"),
        ("#DIV/0!", "error"),
    ],
)
def test_what_is_not_a_day_is_refused_with_the_reason(raw, says):
    assert says in remedy_of(Date(), raw)


@given(st.integers(0, 100_000_000_000_00))
def test_pence_survive_each_way_to_write_pounds(pence):
    pounds = Decimal(pence) / 100
    for raw in (f"£{pounds:,.2f}", f"{pounds:.2f}", f"£ {pounds}", float(pounds)):
        assert read_cell(Money(), raw) == pence


@pytest.mark.parametrize(
    ("raw", "pence"),
    [
        ("£1,234.50", 123450),
        ("1234.5", 123450),
        (1234.5, 123450),
        (0.1 + 0.2, 30),
        (12, 1200),
        ("0", 0),
        (1e6, 100000000),
    ],
)
def test_money_is_kept_in_pence(raw, pence):
    assert read_cell(Money(), raw) == pence


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("1.234,50", "not an amount"),
        ("12,34.00", "not an amount"),
        ("1.2m", "not an amount"),
        ("$5", "not an amount"),
        ("١٢", "not an amount"),
        ("1234.505", "part of a penny"),
        (1234.505, "part of a penny"),
        (-5, "below nought"),
        ("-5.00", "below nought"),
        (True, "not an amount"),
        (math.nan, "not an amount"),
        (math.inf, "not an amount"),
        (dt.date(2024, 1, 1), "not an amount"),
        ("999999999999999", "larger than any programme"),
        ("9" * 40, "too large"),
        (1e30, "too large"),
    ],
)
def test_what_is_not_money_is_refused_with_the_reason(raw, says):
    assert says in remedy_of(Money(), raw)


@pytest.mark.parametrize(("raw", "number"), [(3.0, 3), ("3", 3), (0, 0), ("1,234", 1234), (66, 66)])
def test_counts_are_whole_numbers(raw, number):
    value = read_cell(Whole(), raw)
    assert value == number
    assert isinstance(value, int)


@pytest.mark.parametrize(
    "raw",
    [
        3.5,
        -1,
        "3.0.0",
        "three",
        True,
        "1e3",
        math.nan,
        3_000_000_000,
        "²",
        dt.date(2024, 1, 1),
    ],
)
def test_what_is_not_a_count_is_refused(raw):
    assert "number" in remedy_of(Whole(), raw)


@pytest.mark.parametrize(
    ("raw", "share"),
    [(0.95, "0.95"), ("95%", "0.95"), ("95.5 %", "0.955"), (1, "1"), ("0", "0")],
)
def test_shares_run_from_nought_to_one(raw, share):
    assert read_cell(Share(), raw) == Decimal(share)


@pytest.mark.parametrize("raw", [95, "95", "101%", -0.1, "high"])
def test_a_share_above_one_is_never_taken_for_a_percentage(raw):
    assert "95%" in remedy_of(Share(), raw)


def test_a_measure_is_any_number_but_no_percentage():
    assert read_cell(Number(), "-1,234.50") == Decimal("-1234.5")
    assert read_cell(Number(), 1 / 3) == Decimal("0.333333333333333")
    assert "not a number" in remedy_of(Number(), "5%")
    assert "not a number" in remedy_of(Number(), "n/a")


def test_a_measure_keeps_to_the_bounds_of_its_column():
    sessions = BY_NAME["Trusts"].by_name["protected sessions"].kind
    assert read_cell(sessions, 2.5) == Decimal("2.5")
    assert "below 0" in remedy_of(sessions, -1)
    assert "above 999" in remedy_of(sessions, 1000)
    assert "2 decimal places" in remedy_of(sessions, 1.125)


@pytest.mark.parametrize("raw", ["2025-06", dt.date(2025, 6, 1), dt.datetime.fromisoformat("2025-06-01T00:00:00")])
def test_a_month_is_its_first_day(raw):
    assert read_cell(Month(), raw) == dt.date(2025, 6, 1)


@pytest.mark.parametrize(
    "raw",
    [
        "06/2025",
        "2025-13",
        "2025-00",
        "June 2025",
        dt.date(2025, 6, 2),
        202506,
        "2025-6",
    ],
)
def test_what_is_not_a_month_is_refused(raw):
    assert "2025-06" in remedy_of(Month(), raw)


@pytest.mark.parametrize(
    ("raw", "answer"),
    [("yes", True), ("TRUE", True), (True, True), ("No", False), (False, False)],
)
def test_yes_and_no_are_words_or_spreadsheet_values(raw, answer):
    assert read_cell(YesNo(), raw) is answer


@pytest.mark.parametrize("raw", ["y", "1", 1, 0, "maybe"])
def test_anything_else_is_neither_yes_nor_no(raw):
    assert "yes or no" in remedy_of(YesNo(), raw)


@pytest.mark.parametrize("raw", ["", None, "  ", "\xa0", "\t \u2007"])
def test_an_empty_cell_leaves_the_value(raw):
    assert read_cell(Text(), raw) is LEAVE


@pytest.mark.parametrize("raw", ["-", " - ", "\xa0-\xa0"])
def test_a_hyphen_alone_clears_the_value(raw):
    assert read_cell(Date(), raw) is CLEAR


@pytest.mark.parametrize("raw", ["–", "—", "−"])
def test_another_dash_is_not_taken_for_a_hyphen(raw):
    assert "plain hyphen" in remedy_of(Text(), raw)


def test_text_is_trimmed_with_its_no_break_spaces():
    assert read_cell(Text(), "\xa0 Ysgol Zoë \u202f") == "Ysgol Zoë"


@pytest.mark.parametrize(
    ("raw", "text"),
    [(2.0, "2"), (2.1, "2.1"), (12345678901.0, "12345678901"), (7, "7")],
)
def test_a_number_in_a_text_column_is_its_digits(raw, text):
    assert read_cell(Text(), raw) == text


def test_text_that_can_not_be_stored_is_refused():
    assert "characters that can't be shown" in remedy_of(Text(), "a\x00b")
    assert "characters long" in remedy_of(Text(limit=5), "abcdef")
    assert "Format it as text" in remedy_of(Text(), True)
    assert "Format it as text" in remedy_of(Text(), dt.date(2024, 1, 1))


def test_a_company_number_typed_as_a_number_is_refused_for_its_lost_zeros():
    kind = BY_NAME["Suppliers"].by_name["company number"].kind
    assert "zeros at its front" in remedy_of(kind, 1234567)
    assert read_cell(kind, "01234567") == "01234567"


@pytest.mark.parametrize(("raw", "code"), [("rm3", "RM3"), ("RM3", "RM3"), ("g6v2s", "G6V2S")])
def test_trust_codes_are_kept_in_capitals(raw, code):
    assert read_cell(ODS_TRUST, raw) == code


@pytest.mark.parametrize("raw", ["RM", "RM33", "X01", "G6V22", "R-1", 123])
def test_what_is_not_a_trust_code_is_refused(raw):
    assert "such as RM3" in remedy_of(ODS_TRUST, raw)


def test_a_slug_is_small_letters_digits_and_hyphens():
    assert read_cell(SLUG, "North-West") == "north-west"
    assert "short name" in remedy_of(SLUG, "north west")


def test_a_word_of_a_list_is_found_whatever_its_capitals():
    assert read_cell(Choice(("IIa", "IIb")), "iia") == "IIa"
    assert "Did you mean “paused”?" in remedy_of(Choice(("paused", "withdrawn")), "pasued")
    assert "Use one of: IIa, IIb." in remedy_of(Choice(("IIa", "IIb")), "4")


def test_a_list_parts_at_semicolons_and_drops_repeats():
    kind = ListOf(Choice(BLOCKERS))
    assert read_cell(kind, "B7; b3;B7;") == ("B7", "B3")
    assert "semicolons" in remedy_of(kind, "B1, B2")
    assert "The list is empty" in remedy_of(kind, ";")
    assert read_cell(ListOf(ODS_TRUST, every="all"), "ALL") == "all"
    assert "such as RM3" in remedy_of(ListOf(ODS_TRUST, every="all"), "all; RM3")


def test_the_nearest_known_word_is_named_or_none():
    assert nearest("milestnes", ["Milestones", "Trusts"]) == "Milestones"
    assert nearest("zzz", ["Milestones", "Trusts"]) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (True, "TRUE"),
        (dt.datetime.fromisoformat("2024-03-01T09:05:00"), "01/03/2024 09:05"),
        (dt.date(2024, 3, 1), "01/03/2024"),
        (3.0, "3"),
        (None, ""),
        ("x" * 100, "x" * 79 + "…"),
        ("a\x00", "a�"),
    ],
)
def test_a_problem_shows_the_cell_as_a_person_saw_it(raw, text):
    assert shown(raw) == text
