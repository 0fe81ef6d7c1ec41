"""Publishes the next version of the national procurement pack from a file."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.accounts.models import User
from tracker.accounts.selectors import system_user
from tracker.core.decisions import Refused
from tracker.core.formats import nhs_date, plural
from tracker.procurement.actions.packs import publish_pack
from tracker.procurement.policies.pack_file import read_template


class Command(BaseCommand):
    """`publish_pack FILE --from 2027-01-01 [--by EMAIL]`."""

    help = "Publish the next version of the procurement pack from a JSON file. The whole file is published, or nothing of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="JSON, as tracker/procurement/data/pack_1.json")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, required=True, help="2027-01-01")
        parser.add_argument(
            "--by", default="", help="the national lead who publishes it, by email (default: the system)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = json.loads(options["file"].read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']} can't be read as a JSON file: {error}") from error
        template, problems = read_template(told)
        if template is None:
            raise CommandError("\n".join([*problems, "Nothing was published."]))
        try:
            version = publish_pack(
                title=template.title,
                source=template.source,
                valid_from=options["valid_from"],
                longest_waiver_days=template.longest_waiver_days,
                sections=template.sections,
                by=self.person(options["by"]),
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        many = plural(sum(len(section["items"]) for section in template.sections), "item")
        self.stdout.write(f"Published {version} with {many}, from {nhs_date(version.valid_from)} on.")

    def person(self, email: str) -> User:
        """Who publishes it."""
        if not email:
            return system_user()
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the email address {email}. Nothing was published.")
        return person
