"""Has a programme ask for a complete procurement pack before each tender, from a day on."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.accounts.selectors import system_user
from tracker.core.decisions import Refused
from tracker.core.formats import nhs_date
from tracker.networks.models import Programme
from tracker.procurement.actions.packs import adopt_packs


class Command(BaseCommand):
    """`adopt_packs --programme CODE --on 2027-01-01`. A programme that is set up here does so from its first day."""

    help = "Have a programme ask for a complete procurement pack, or a waiver, before each tender from a day on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", required=True, help="the programme's code")
        parser.add_argument("--on", type=date.fromisoformat, required=True, help="2027-01-01")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = Programme.objects.filter(code=options["programme"]).first()
        if programme is None:
            codes = ", ".join(Programme.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(
                f"There is no programme {options['programme']}. Those that there are: {codes or 'none'}."
            )
        try:
            adopt_packs(programme=programme, on=options["on"], by=system_user())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{programme} asks for a complete pack from {nhs_date(options['on'])} on.")
