"""Takes in a file of NHS trusts as the Organisation Data Service publishes it."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.audit.changes import Door
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted
from tracker.exchange.management.people import add_person_argument, person_behind
from tracker.exchange.ods import MAX_BYTES
from tracker.exchange.organisations import OrganisationImport, import_organisations


class Command(BaseCommand):
    """`import_organisations FILE`: every good line is recorded; bad lines are listed and end the command with 1."""

    help = (
        "Import the Organisation Data Service's file of NHS trusts (etr.csv). Importing a file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file etr.csv")
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            default=None,
            metavar="DATE",
            help="the day that the file tells of, such as 2025-06-30 (default: today)",
        )
        add_person_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        today = today_in_london()
        as_of = options["as_of"] or today
        if as_of > today:
            raise CommandError("--as-of lies in the future. Give the day on which the file was published.")
        try:
            result = import_organisations(
                read_file(options["file"]), as_of=as_of, door=Door.COMMAND, by=person_behind(options["by"])
            )
        except NotPermitted as refusal:
            raise CommandError(str(refusal)) from None
        self.report(result)

    def report(self, result: OrganisationImport) -> None:
        """Prints the counts and every bad line; ends with an error when there is one."""
        changes = result.changes
        self.stdout.write(
            f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.closed)} closed, "
            f"{len(changes.unchanged)} unchanged, {len(result.outside_england)} skipped outside England"
        )
        for problem in result.problems:
            self.stderr.write(str(problem))
        if result.problems:
            count = len(result.problems)
            raise CommandError(
                f"{count} problem{'s' if count > 1 else ''}. The other lines are in; correct these and import again."
            )


def read_file(path: Path) -> bytes:
    """The file's bytes; no more than the reader needs to see that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}. Check its name and who may read it.") from None
