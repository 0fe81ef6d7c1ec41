"""Loads an invented programme and the people to sign in as."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.core.formats import nhs_date
from tracker.core.touched import collecting
from tracker.demo.assurance import load_assurance
from tracker.demo.contracts import load_contract_content
from tracker.demo.dpias import load_dpias
from tracker.demo.evaluations import load_evaluations
from tracker.demo.evidence import load_evidence
from tracker.demo.generate.calendar import Calendar
from tracker.demo.generate.organisations import PROGRAMME_CODE
from tracker.demo.generate.programme import NETWORKS, TRUSTS, generate
from tracker.demo.loading import Loaded, NotLoaded, load
from tracker.demo.monitoring import load_monitoring
from tracker.demo.packs import load_packs
from tracker.demo.people import load_contacts, load_people, load_signatories
from tracker.demo.products import load_products
from tracker.demo.readiness import load_readiness
from tracker.demo.ready import ready_ones, with_hands
from tracker.demo.routes import load_routes
from tracker.demo.safety import load_safety
from tracker.demo.supply import load_supply
from tracker.networks.models import Programme


class Command(BaseCommand):
    """`load_demo [--networks N] [--trusts N] [--anchor DATE]`."""

    help = "Load an invented programme as it stands on an anchor day, and the people to sign in as. Run again, it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--networks", type=int, default=NETWORKS, help=f"how many networks (default {NETWORKS})")
        parser.add_argument("--trusts", type=int, default=TRUSTS, help=f"how many trusts (default {TRUSTS})")
        parser.add_argument("--anchor", default="", help="the day it stands on, such as 2025-06-30 (default today)")

    def handle(self, *args: Any, **options: Any) -> None:
        anchor = self.read_anchor(options["anchor"])
        is_there = Programme.objects.filter(code=PROGRAMME_CODE).first()
        with transaction.atomic(), collecting():
            if is_there and not options["anchor"]:
                loaded = Loaded(is_there)
            else:
                loaded = self.load(anchor, networks=options["networks"], trusts=options["trusts"])
            load_people()
            load_contacts()
            if loaded.results:
                self.govern(loaded.programme, anchor, networks=options["networks"], trusts=options["trusts"])
        if loaded.results:
            self.stdout.write(f"Loaded {loaded.programme} as of {nhs_date(anchor)}: {loaded.rows_changed} rows.")
        else:
            self.stdout.write(f"{loaded.programme} is loaded already. Nothing was changed.")

    def govern(self, programme: Programme, anchor: date, *, networks: int, trusts: int) -> None:
        """Adds what the workbook has no sheets for."""
        by, calendar = system_user(), Calendar(anchor)
        hands = load_signatories(programme, by=by)
        demo = generate(anchor, networks=networks, trusts=trusts)
        everything = with_hands(programme, demo, hands)
        ready = ready_ones(everything)
        load_routes(programme, demo.networks, calendar=calendar, by=by)
        load_evidence(programme, anchor=anchor, by=by)
        load_assurance(ready, calendar=calendar, by=by)
        load_products(everything, calendar=calendar, by=by)
        load_supply(calendar=calendar, by=by)
        load_packs(programme, demo, hands, calendar=calendar, by=by)
        load_safety(ready, calendar=calendar, by=by)
        load_monitoring(programme, anchor=anchor, by=by)
        load_dpias(programme, anchor=anchor, by=by)
        load_readiness(everything, calendar=calendar, by=by)
        load_contract_content(programme, calendar=calendar, by=by)
        load_evaluations(programme, demo, calendar=calendar, by=by)

    def load(self, anchor: date, *, networks: int, trusts: int) -> Loaded:
        try:
            return load(anchor=anchor, networks=networks, trusts=trusts, by=system_user())
        except (NotLoaded, ValueError) as error:
            raise CommandError(str(error)) from error

    def read_anchor(self, text: str) -> date:
        """The anchor day; it can't lie in the future, because nothing that has happened can."""
        today = today_in_london()
        if not text:
            return today
        try:
            anchor = date.fromisoformat(text)
        except ValueError:
            raise CommandError(f"--anchor {text} is not a day. Write it as 2025-06-30.") from None
        if anchor > today:
            raise CommandError(f"--anchor {text} lies in the future. Use today or an earlier day.")
        if Calendar(anchor).starts_on.year < 2000:
            raise CommandError(f"--anchor {text} is too early. Use a day from 2002 on.")
        return anchor
