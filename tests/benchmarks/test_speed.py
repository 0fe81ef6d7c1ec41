"""What the tracker takes on a whole programme of 66 trusts: `make bench`. Each line is a median of several runs in one
process, and the ratios compare within the run, because machines differ. docs/benchmarks.md says how to read it."""

import statistics
import time
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from weasyprint import HTML

from tests.factories import make_person, system
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.flags.actions.sweeping import sweep
from tracker.networks.access import access_of
from tracker.networks.models import Deployment, ImagingNetwork, Programme
from tracker.reports import pdf
from tracker.reports.composing import compose
from tracker.reports.document import Issue
from tracker.reports.making import to_html
from tracker.reports.models import ReportKind

pytestmark = pytest.mark.django_db
RUNS = 7
SLOWEST_PAGE_SECONDS = 2.0  # on two cores that nobody else uses; what a person waits for without wondering


def median_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The middle of several runs, after one that warms up."""
    work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def tell(what: str, seconds: float, more: str = "") -> None:
    print(f"{what:<44}{seconds * 1000:>9.0f} ms  {more}")  # noqa: T201 - the benchmark's answer


@pytest.fixture
def lead(db: None) -> Client:
    """A national lead who looks at a whole programme."""
    call_command("load_demo", stdout=StringIO())
    client = Client()
    client.force_login(make_person("lead@tests.example", Role.NATIONAL_LEAD))
    return client


def test_speed_of_pages_sweeps_and_reports(lead: Client) -> None:
    today, programme = today_in_london(), Programme.objects.get()
    print()  # noqa: T201 - as above
    tell("sweep of the whole programme", median_seconds(lambda: sweep(programme=programme, on=today, by=system()), 3))

    deployment = Deployment.objects.select_related("trust").order_by("trust__name")[0]
    network = ImagingNetwork.objects.order_by("name")[0]
    pages = {
        "home": "/",
        "national dashboard": "/national/",
        "network dashboard": f"/networks/{network.slug}/",
        "trust": f"/trusts/{deployment.trust.ods_code}/",
        "deployment": f"/deployments/{deployment.pk}/",
        "flags": "/flags/",
        "search": "/search/?q=teahcing+hospitals",
        "summary (API)": "/api/v1/summary/",
    }
    slowest = 0.0
    for name, path in pages.items():
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(path).status_code == 200
        seconds = median_seconds(lambda path=path: lead.get(path))
        slowest = max(slowest, seconds)
        tell(name, seconds, f"{len(queries)} queries")

    document = compose(
        access_of(system(), day=today),
        ReportKind.TRUST,
        deployment.trust.ods_code,
        on=today,
        issue=Issue(made_by="the benchmark", made_at=timezone.now()),
    )
    assert document is not None
    html = to_html(document)
    ours = median_seconds(lambda: pdf.write(pdf.lay_out(html)), 3)
    alone = median_seconds(lambda: HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"), 3)
    tell("trust readiness report, as PDF", ours, f"{ours / alone:.2f} of WeasyPrint alone on the same HTML")
    assert slowest < SLOWEST_PAGE_SECONDS
