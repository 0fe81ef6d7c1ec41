"""Writes one report to a file, without the queue: for a look at it, and for people who script."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.networks.access import access_of
from tracker.networks.requests import parse_as_of
from tracker.reports import pdf
from tracker.reports.composing import compose
from tracker.reports.document import Document, Issue
from tracker.reports.making import to_html
from tracker.reports.models import ReportKind


class Command(BaseCommand):
    help = "Writes a readiness report as PDF: render_report trust R0A report.pdf --as-of 2025-06-30"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help=f"one of: {', '.join(ReportKind.values)}")
        parser.add_argument("key", help="the trust's ODS code, or the network's slug")
        parser.add_argument("file", type=Path, help="where to write the PDF")
        parser.add_argument("--as-of", default="", help="the day that the report shows, as 2025-06-30; default today")

    def handle(self, *, kind: str, key: str, file: Path, as_of: str, **options: Any) -> None:
        document = _document(kind, key, as_of)
        made = pdf.write(pdf.lay_out(to_html(document)))
        try:
            file.write_bytes(made.content)
        except OSError as error:
            raise CommandError(f"{file} could not be written: {error.strerror}. Choose another file.") from None
        self.stdout.write(f"Wrote {file}: {document.title}, {made.pages} pages.")


def _document(kind: str, key: str, as_of: str) -> Document:
    if kind not in ReportKind.values:
        raise CommandError(
            f"“{kind}” is not a kind of report that can be made. Use one of: {', '.join(ReportKind.values)}."
        )
    today = today_in_london()
    day, wrong = parse_as_of(as_of, today=today)
    if wrong:
        raise CommandError(f"--as-of: {wrong}")
    document = _compose(kind, key, day, today)
    if document is None:
        what = "trust with ODS code" if kind == ReportKind.TRUST else "network with slug"
        raise CommandError(f"There is no {what} “{key}” in the programme on {day.isoformat()}. Check the code.")
    return document


def _compose(kind: str, key: str, day: date, today: date) -> Document | None:
    issue = Issue(made_by="the command line", made_at=timezone.now())
    return compose(access_of(system_user(), day=today), kind, key, on=day, issue=issue)
