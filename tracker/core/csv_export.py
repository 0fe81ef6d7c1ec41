"""Tables as CSV that a spreadsheet opens without running anything that somebody typed.

Source: OWASP, CSV injection: a cell that begins with =, +, -, @, a tab or a carriage return is a formula to a
spreadsheet. Such a cell gets an apostrophe before it, which shows it as the text that it is.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.http import StreamingHttpResponse

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet reads £ as two characters

CsvCell = str | int | Decimal | date | None


class _Echo:
    """A file that gives back each line as it is written."""

    def write(self, line: str) -> str:
        return line


def as_text(cell: CsvCell) -> str:
    """A cell as text: days as 2026-11-25, nothing as an empty cell, and no formula."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | Decimal):
        return str(cell)
    return f"'{cell}" if cell.lstrip(" \n").startswith(STARTS_A_FORMULA) else cell


def csv_lines(*, marking: str, header: Sequence[str], rows: Iterable[Sequence[CsvCell]]) -> Iterator[str]:
    """The lines of a file: its marking, its header, its rows."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([marking])
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow([as_text(cell) for cell in row])


def csv_response(
    name: str, *, marking: str, header: Sequence[str], rows: Iterable[Sequence[CsvCell]]
) -> StreamingHttpResponse:
    """The file as an attachment that is sent line by line; its name carries the marking."""
    marked = marking.lower().replace(": ", "-")
    response = StreamingHttpResponse(
        csv_lines(marking=marking, header=header, rows=rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}-{marked}.csv"'
    response["Cache-Control"] = "no-store"
    return response
