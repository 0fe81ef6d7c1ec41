"""Work survives the worker that does it: killed in the middle and started again, it ends once, as if nothing happened."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
import redis
from django.conf import settings
from psycopg import sql
from pypdf import PdfReader

from tests import factories
from tests.support.worker import Worker, celery_worker, wait_for
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.networks.models import Trust
from tracker.reports.actions.requests import request_report
from tracker.reports.models import Report, ReportKind, ReportStatus
from tracker.reports.tasks import make_report, resume_reports

NAME = "Harrowmere University Hospitals NHS Foundation Trust"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def environment(process_environment: Mapping[str, str], tmp_path: Path) -> dict[str, str]:
    """What the worker is started with: the test's database and Redis, and files that end with the test."""
    return {**process_environment, "MEDIA_ROOT": str(tmp_path / "media")}


@pytest.fixture
def trust() -> Trust:
    trust = factories.make_trust(name=NAME)
    factories.make_milestone(factories.make_deployment(trust))
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()  # what followed these changes would run first, and is not what these tests kill
    return trust


def status_of(report: Report) -> tuple[str, str]:
    report.refresh_from_db()
    return report.status, report.step


def asked_for(trust: Trust) -> Report:
    person = factories.make_person(role=Role.TRUST_USER, scope=trust)
    return request_report(kind=ReportKind.TRUST, key=trust.ods_code, as_of=today_in_london(), by=person)


def files_in(environment: Mapping[str, str]) -> list[str]:
    folder = Path(environment["MEDIA_ROOT"]) / "reports"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_report_is_made_by_a_worker_without_anyone_running_a_command(
    environment: dict[str, str], trust: Trust, tmp_path: Path
) -> None:
    with celery_worker(environment, log=tmp_path / "worker.log"):
        report = asked_for(trust)
        wait_for(lambda: status_of(report)[0] == ReportStatus.READY, what=(tmp_path / "worker.log").read_text)
    assert files_in(environment) == [f"{report.pk}.pdf"]


def test_report_of_a_worker_killed_while_it_reads_ends_ready_once(
    environment: dict[str, str], trust: Trust, tmp_path: Path
) -> None:
    report = asked_for(trust)
    with nobody_reaches("governance_dpia", environment), celery_worker(environment, log=tmp_path / "log") as worker:
        reaches(report, "Reading the plan, the documents and the flags", worker)
        worker.kill()
    assert status_of(report)[0] == ReportStatus.RUNNING
    assert_made_once_by_the_next_worker(report, environment, tmp_path / "log")


def test_report_of_a_worker_killed_after_it_stored_the_file_ends_ready_once(
    environment: dict[str, str], trust: Trust, tmp_path: Path
) -> None:
    report = asked_for(trust)
    with ExitStack() as stack:
        with nobody_reaches("governance_dpia", environment):
            worker = stack.enter_context(celery_worker(environment, log=tmp_path / "log"))
            reaches(report, "Reading the plan, the documents and the flags", worker)
            stack.enter_context(nobody_reaches("reports_reportauditevent", environment))
        reaches(report, "Storing the file", worker)
        wait_for(lambda: files_in(environment) == [f"{report.pk}.pdf"], what="The file was not stored.")
        worker.kill()
    assert status_of(report) == (ReportStatus.RUNNING, "Storing the file")
    assert_made_once_by_the_next_worker(report, environment, tmp_path / "log")


@contextmanager
def nobody_reaches(table: str, environment: Mapping[str, str]) -> Iterator[None]:
    """Holds a table, so that a worker which needs it next stops at a known place."""
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(sql.Identifier(table)))
        yield


def reaches(report: Report, step: str, worker: Worker) -> None:
    wait_for(lambda: status_of(report)[1] == step, what=worker.log.read_text)


def assert_made_once_by_the_next_worker(report: Report, environment: dict[str, str], log: Path) -> None:
    """Beat asks every minute to take up what was left; here the test does."""
    with celery_worker(environment, log=log):
        resume_reports.delay()
        wait_for(lambda: status_of(report)[0] == ReportStatus.READY, what=log.read_text)
        resume_reports.delay()
        make_report.delay(str(report.pk))
    assert [row.attempts for row in Report.objects.all()] == [2]
    assert files_in(environment) == [f"{report.pk}.pdf"]
    text = PdfReader(Path(environment["MEDIA_ROOT"]) / str(report.file.name)).pages[0].extract_text()
    assert NAME in " ".join(text.split())
