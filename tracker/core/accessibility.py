"""What the accessibility statement says of this service: how far it complies, what is missing, and when that was looked
at. Data, because the statement has to be reviewed every year. Its structure and legal wording are those of the model
statement of the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Compliance(StrEnum):
    """The three words that the model statement knows, with how it completes each."""

    FULL = "fully"
    PARTIAL = "partially"
    NONE = "not"


@dataclass(frozen=True)
class Gap:
    """Something that does not meet the standard: what it is, which success criterion of WCAG 2.2, what to use instead,
    and what will be done about it."""

    problem: str
    criterion: str
    instead: str
    plan: str


@dataclass(frozen=True)
class Statement:
    """The facts of the statement. `gaps` fail the standard; `limits` meet it and are still worth knowing."""

    compliance: Compliance
    gaps: tuple[Gap, ...]
    limits: tuple[str, ...]
    prepared_on: date
    reviewed_on: date
    tested_on: date
    tested_by: str
    answer_working_days: int = 5


STATEMENT = Statement(
    compliance=Compliance.PARTIAL,
    gaps=(
        Gap(
            problem="Details that an interactive chart shows under the mouse cannot be reached with a keyboard.",
            criterion="2.1.1 (keyboard)",
            instead="The table below each chart holds the same numbers and works with a keyboard and a screen reader.",
            plan="We look at this again with each new version of the chart library, at least once a year.",
        ),
    ),
    limits=(
        "wide tables scroll sideways on small screens, each in a box of its own",
        "a page that is open keeps itself up to date; you can pause that at the top of the page",
        "nobody outside our team has audited the service yet",
    ),
    prepared_on=date(2026, 11, 24),
    reviewed_on=date(2026, 11, 25),
    tested_on=date(2026, 11, 25),
    tested_by="our own team, with axe in Chromium on every page, wide and at 320 pixels, and by keyboard and without "
    "JavaScript along each task",
)
