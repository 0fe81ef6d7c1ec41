"""Takes in a programme workbook: all of it, or nothing with every mistake listed."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import ImportResult
from tracker.exchange.management.people import add_person_argument, person_behind
from tracker.exchange.workbook import read_workbook


class Command(BaseCommand):
    """`import_programme FILE [--dry-run] [--by EMAIL]`."""

    help = "Import a programme workbook (.xlsx, or a folder or zip of CSVs). It applies as a whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the workbook")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        add_person_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        result = import_workbook(
            read_workbook(path), name=path.name, dry_run=options["dry_run"], by=person_behind(options["by"])
        )
        if result.problems:
            self.refuse(result)
        for sheet, counts in result.counts.items():
            self.stdout.write(f"{sheet}: {counts}")
        self.stdout.write(f"{result.total}{' (dry run: nothing was kept)' if result.is_dry_run else ''}")

    def refuse(self, result: ImportResult) -> None:
        """Lists every problem and ends with an error."""
        for problem in result.problems:
            self.stderr.write(str(problem))
        count = len(result.problems)
        raise CommandError(f"{count} problem{'s' if count > 1 else ''}. Nothing was imported.")
