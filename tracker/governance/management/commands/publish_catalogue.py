"""Publishes a version of the requirement catalogue from a file. No programme is held to it until it is adopted."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from tracker.accounts.selectors import system_user
from tracker.core.formats import nhs_date, plural
from tracker.governance.actions.catalogue import publish_catalogue
from tracker.governance.checks import check_codes
from tracker.governance.policies.catalogue_file import COLUMNS, read_requirements


class Command(BaseCommand):
    """`publish_catalogue FILE --code 2 --title TITLE --from 2027-01-01`."""

    help = (
        "Publish a version of the go-live requirements from a CSV file. The whole file is published, or nothing of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=f"CSV with the columns {', '.join(COLUMNS)}")
        parser.add_argument("--code", required=True, help="the version, such as 2")
        parser.add_argument("--title", required=True)
        parser.add_argument("--from", dest="effective_from", type=date.fromisoformat, required=True, help="2027-01-01")
        parser.add_argument("--longest-waiver-days", type=int, default=90, help="default 90")
        parser.add_argument("--source", default="", help="what it was written from")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                fields, problems = read_requirements(csv.DictReader(file), checks=check_codes())
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} can't be read as a CSV file: {error}") from error
        if problems:
            raise CommandError("\n".join([*problems, "Nothing was published."]))
        names = ("code", "title", "effective_from", "longest_waiver_days", "source")
        try:
            version = publish_catalogue(
                requirements=fields, by=system_user(), **{name: options[name] for name in names}
            )
        except IntegrityError as error:
            raise CommandError(f"There is a version {options['code']} already. Give this one another code.") from error
        many = plural(len(fields), "requirement")
        self.stdout.write(f"Published {version} with {many}, from {nhs_date(version.effective_from)} on.")
