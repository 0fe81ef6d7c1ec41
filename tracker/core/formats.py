"""Dates, times, money and numbers as words, in the NHS content style.

Source: NHS digital service manual, content guide: "Numbers, measurements, dates and time". Everything that a person
reads goes through these, on pages, in reports and in messages, so that the same day never looks two ways.
"""

from datetime import date, datetime
from decimal import Decimal

from tracker.core.days import DAYS_A_MONTH, LONDON

NOT_SET = "Not set"
PENCE_A_POUND = 100
MILLION = 1_000_000
NOON = 12
# Up to a fortnight people count days, up to two months weeks, then months.
DAYS_COUNTED_AS_DAYS = 13
DAYS_COUNTED_AS_WEEKS = 60


def _as_day(value: date | datetime) -> date:
    """The London day of a moment, or the day itself."""
    if isinstance(value, datetime):
        return (value.astimezone(LONDON) if value.tzinfo else value).date()
    return value


def nhs_date(value: date | datetime | None, empty: str = NOT_SET) -> str:
    """`23 November 2026`; `empty` when there is no date."""
    if value is None:
        return empty
    day = _as_day(value)
    return f"{day.day} {day:%B} {day.year}"


def nhs_month(value: date | datetime | None, empty: str = NOT_SET) -> str:
    """`November 2026`; `empty` when there is no date."""
    if value is None:
        return empty
    day = _as_day(value)
    return f"{day:%B} {day.year}"


def nhs_time(value: datetime) -> str:
    """`5.30pm`, `9am`, `midday`, `midnight`, in London time."""
    moment = value.astimezone(LONDON) if value.tzinfo else value
    if moment.minute == 0 and moment.hour in {0, NOON}:
        return "midday" if moment.hour else "midnight"
    minutes = f".{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % NOON or NOON}{minutes}{'am' if moment.hour < NOON else 'pm'}"


def nhs_datetime(value: datetime | None, empty: str = NOT_SET) -> str:
    """`23 November 2026 at 5.30pm`, in London time."""
    if value is None:
        return empty
    return f"{nhs_date(value)} at {nhs_time(value)}"


def number(value: float | Decimal | None, places: int | None = None, empty: str = "Not known") -> str:
    """`1,234` or `0.25`: commas over 999, no trailing zeros unless `places` asks for them."""
    if value is None:
        return empty
    if places is not None:
        return f"{value:,.{places}f}"
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 trust`, `66 trusts`, `0 trusts`; give `many` where adding an s is wrong."""
    word = one if count == 1 else (many or f"{one}s")
    return f"{number(count)} {word}"


def money(pence: int | None, *, short: bool = False, empty: str = "Not known") -> str:
    """An amount in pence as `£1,234,567`, with pence only where there are any; short form `£21m` from a million up."""
    if pence is None:
        return empty
    sign, pence = ("-" if pence < 0 else ""), abs(pence)
    pounds = Decimal(pence) / PENCE_A_POUND
    if short and pounds >= MILLION:
        return f"{sign}£{number(round(pounds / MILLION, 1))}m"
    return f"{sign}£{pounds:,.2f}" if pence % PENCE_A_POUND else f"{sign}£{pounds:,.0f}"


def in_words(days: int) -> str:
    """A span of days in the largest unit that suits: `5 days`, `3 weeks`, `4 months`; the sign is dropped."""
    span = abs(days)
    if span <= DAYS_COUNTED_AS_DAYS:
        return plural(span, "day")
    if span <= DAYS_COUNTED_AS_WEEKS:
        return plural(round(span / 7), "week")
    return plural(round(span / DAYS_A_MONTH), "month")


def mid_sentence(label: str) -> str:
    """A label as it reads within a sentence: `Go-live date` becomes `go-live date`, `NHS number` stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
