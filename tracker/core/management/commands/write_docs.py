"""Writes the generated pages of docs/, or says which of them are stale."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.core.documentation import pages


class Command(BaseCommand):
    help = "Write the generated pages of docs/. With --check: write nothing, fail when one is stale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say which pages are stale")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = [(path, text) for path, text in pages() if not path.exists() or path.read_text() != text]
        if options["check"] and stale:
            names = ", ".join(path.name for path, _ in stale)
            raise CommandError(f"These pages are stale: {names}. Run `make docs` and read what changed.")
        for path, text in stale:
            path.write_text(text)
            self.stdout.write(f"wrote docs/{path.name}")
