"""Judges every programme by the rules: brings today's flags in line, or tells those of a day gone by."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.core.formats import nhs_date, plural
from tracker.flags.actions.sweeping import sweep
from tracker.flags.selectors import flag_counts, open_flags
from tracker.networks.access import access_of
from tracker.networks.models import Programme
from tracker.networks.requests import parse_as_of


class Command(BaseCommand):
    """`sweep_flags [--as-of DATE]`."""

    help = "Sweep the flags of every programme. With --as-of and a day gone by, print what was open then and change nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", default="", metavar="DATE", help="a day such as 2025-06-30; default: today")

    def handle(self, *args: Any, **options: Any) -> None:
        today = today_in_london()
        day, error = parse_as_of(options["as_of"], today=today)
        if error:
            raise CommandError(error)
        if day < today:
            self.tell(day, today)
            return
        for programme in Programme.objects.order_by("pk"):
            self.stdout.write(f"{programme.code}: {sweep(programme=programme, on=today, by=system_user())}")

    def tell(self, day: date, today: date) -> None:
        """Prints the flags of a day gone by, the worst first."""
        flags = open_flags(access_of(system_user(), day=today), on=day)
        self.stdout.write(f"{nhs_date(day)}: {plural(len(flags), 'flag')}")
        for severity, count in flag_counts(flags).items():
            self.stdout.write(f"  {severity.value}: {count}")
        for flag in flags:
            self.stdout.write(f"{flag.severity.value}\t{flag.rule}\t{flag.subject}\t{flag.finding}")
