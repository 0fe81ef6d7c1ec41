"""Holds a programme to a version of the requirement catalogue from a day on."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.accounts.selectors import system_user
from tracker.core.decisions import Refused
from tracker.core.formats import nhs_date
from tracker.governance.actions.catalogue import adopt_catalogue
from tracker.governance.models import CatalogueVersion
from tracker.networks.models import Programme


class Command(BaseCommand):
    """`adopt_catalogue VERSION --programme CODE --on 2027-01-01`."""

    help = "Hold a programme to a version of the go-live requirements. Its gates are judged by it from that day on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", help="the version's code, such as 2")
        parser.add_argument("--programme", required=True, help="the programme's code")
        parser.add_argument("--on", type=date.fromisoformat, required=True, help="2027-01-01")

    def handle(self, *args: Any, **options: Any) -> None:
        version = CatalogueVersion.objects.filter(code=options["version"]).first()
        programme = Programme.objects.filter(code=options["programme"]).first()
        if version is None:
            codes = ", ".join(CatalogueVersion.objects.order_by("effective_from").values_list("code", flat=True))
            raise CommandError(f"There is no version {options['version']}. Those that there are: {codes}.")
        if programme is None:
            codes = ", ".join(Programme.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(
                f"There is no programme {options['programme']}. Those that there are: {codes or 'none'}."
            )
        try:
            adopt_catalogue(programme=programme, version=version, on=options["on"], by=system_user())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{programme} is held to {version} from {nhs_date(options['on'])} on.")
