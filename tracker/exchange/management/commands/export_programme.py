"""Writes a programme as a workbook, which imports again with nothing changed."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.core.days import today_in_london
from tracker.exchange.exporting.exporter import export_workbook
from tracker.exchange.management.people import add_person_argument, person_behind
from tracker.networks.access import access_of
from tracker.networks.models import Programme
from tracker.networks.selectors import current_programme


class Command(BaseCommand):
    """`export_programme FILE [--programme CODE] [--as-of DATE] [--by EMAIL]`."""

    help = "Write a programme as a workbook (.xlsx): all that a person may see of it, as it stood on a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the workbook to write")
        parser.add_argument("--programme", default="", metavar="CODE", help="its code (default: the current one)")
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, metavar="DATE", help="such as 2025-06-30")
        add_person_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.suffix.lower() != ".xlsx":
            raise CommandError(f"{path.name} is not the name of a workbook. End it in .xlsx.")
        today = today_in_london()
        on = options["as_of"] or today
        if on > today:
            raise CommandError(f"{on} lies in the future. Choose today or an earlier day.")
        programme = self.programme(options["programme"])
        access = access_of(person_behind(options["by"]), day=today)
        content = BytesIO()
        counts = export_workbook(content, programme, access, on=on)
        try:
            path.write_bytes(content.getvalue())
        except OSError as error:
            raise CommandError(f"{path} can't be written: {error.strerror}. Choose another place.") from None
        for sheet, count in counts.items():
            self.stdout.write(f"{sheet}: {count}")

    def programme(self, code: str) -> Programme:
        """The programme of a code, or the current one."""
        found = Programme.objects.filter(code=code).first() if code else current_programme()
        if found is None:
            raise CommandError(f"There is no programme {code}." if code else "There is no programme yet.")
        return found
