"""What is wrong with a workbook, told so that a person can put it right."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake: where it is, what stands there, what to do. Row 0 is the whole sheet, no sheet the whole file."""

    sheet: str
    row: int
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        place = [self.sheet or "The file"]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(self.column)
        shown = f" “{self.value}”" if self.value else ""
        return f"{', '.join(place)}{shown}: {self.remedy}"


class Refused(Exception):
    """A file that can't be read at all; the message says why and what to do."""
