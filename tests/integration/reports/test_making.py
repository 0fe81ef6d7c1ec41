"""A report is made once, whole, with the rights of the person who asked, as an accessible PDF."""

import io
import threading
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from django.db import connection
from pypdf import PdfReader

from tests import factories
from tests.integration.reports.conftest import NAME, Place
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.formats import nhs_date
from tracker.networks.actions.programmes import end_role
from tracker.reports import making
from tracker.reports.actions.making import Superseded, begin_report, record_step, requeue_lost
from tracker.reports.actions.requests import request_report
from tracker.reports.locks import only_one
from tracker.reports.models import Report, ReportKind, ReportStatus
from tracker.reports.policies import GONE

pytestmark = pytest.mark.django_db


def ask(by: User, place: Place, kind: ReportKind = ReportKind.TRUST) -> Report:
    key = place.trust.ods_code if kind == ReportKind.TRUST else place.network.slug
    return request_report(kind=kind, key=key, as_of=today_in_london(), by=by)


def made(report: Report) -> tuple[Report, bytes]:
    making.make(report.pk)
    report.refresh_from_db()
    assert report.status == ReportStatus.READY, report.error
    return report, Path(report.file.path).read_bytes()


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_trust_report_holds_name_go_live_and_what_is_missing(place: Place) -> None:
    report, pdf = made(ask(factories.make_person(role=Role.TRUST_USER, scope=place.trust, name="Asa Reader"), place))
    text = words(pdf)
    assert NAME in text
    assert nhs_date(place.go_live_on) in text
    assert "What we ask of you:" in text
    assert "DPIA approved" in text
    assert "PACS upgrade" in text
    assert "Asa Reader" in text
    assert str(report.pk) in text
    assert report.pages == len(PdfReader(io.BytesIO(pdf)).pages)
    assert f"Page {report.pages} of {report.pages}" in text
    assert report.sha256 == sha256(pdf).hexdigest()
    assert report.size_bytes == len(pdf)
    assert report.progress == 100


def test_network_report_lists_each_trust_and_stage(place: Place) -> None:
    _, pdf = made(
        ask(factories.make_person(role=Role.PROGRAMME_MANAGER, scope=place.network), place, ReportKind.NETWORK)
    )
    text = words(pdf)
    assert "North Vale imaging network" in text
    assert NAME in text
    assert "Contract signed" in text


def test_pdf_is_tagged_with_language_title_and_embedded_fonts(place: Place) -> None:
    _, content = made(ask(factories.make_person(role=Role.TRUST_USER, scope=place.trust), place))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == f"Trust readiness report: {NAME}"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        kinds = [str(node.S) for node in structure(pdf.Root.StructTreeRoot)]
        assert [kind for kind in kinds if kind in {"/H1", "/H2"}][:2] == ["/H1", "/H2"]
        assert {"/Table", "/TH", "/TD", "/Caption"} <= set(kinds)
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert {str(font.BaseFont).split("+")[-1].split("-")[0] for font in fonts} == {"Liberation"}
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)


def structure(node: pikepdf.Object) -> list[pikepdf.Object]:
    """Every structure element below a node, in reading order."""
    children = node.get("/K", [])
    found = [node] if "/S" in node else []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += structure(child)
    return found


def test_money_is_shown_and_marked_only_to_whom_it_may_be_shown(place: Place) -> None:
    buyer, buyers_pdf = made(ask(factories.make_person(role=Role.PROCUREMENT, scope=place.network), place))
    reader, readers_pdf = made(ask(factories.make_person(role=Role.TRUST_USER, scope=place.trust), place))
    assert buyer.shows_money
    assert "£123,456" in words(buyers_pdf)
    assert words(buyers_pdf).count("OFFICIAL-SENSITIVE: COMMERCIAL") >= 2 * buyer.pages
    assert not reader.shows_money
    assert "£" not in words(readers_pdf)
    assert "OFFICIAL-SENSITIVE" not in words(readers_pdf)
    assert words(readers_pdf).count("OFFICIAL") >= 2 * reader.pages


def test_report_shows_the_day_that_was_asked_for(place: Place) -> None:
    day = today_in_london() - timedelta(days=60)
    person = factories.make_person(role=Role.TRUST_USER, scope=place.trust)
    _, pdf = made(request_report(kind=ReportKind.TRUST, key=place.trust.ods_code, as_of=day, by=person))
    assert f"Data as at {nhs_date(day)}." in words(pdf)
    assert "PACS upgrade" not in words(pdf)
    assert nhs_date(place.go_live_on) not in words(pdf)


def test_making_again_leaves_a_ready_report_alone(place: Place, media: Path) -> None:
    report, _ = made(ask(factories.make_person(role=Role.TRUST_USER, scope=place.trust), place))
    file = Path(report.file.path)
    before = file.stat().st_mtime_ns
    making.make(report.pk)
    report.refresh_from_db()
    assert (report.attempts, file.stat().st_mtime_ns) == (1, before)
    assert [path.name for path in (media / "reports").iterdir()] == [f"{report.pk}.pdf"]


def test_rights_lost_since_the_request_fail_the_report(place: Place) -> None:
    person = factories.make_person(role=Role.TRUST_USER, scope=place.trust)
    report = ask(person, place)
    end_role(assignment=person.role_assignments.get(), on=today_in_london(), by=factories.system())
    making.make(report.pk)
    report.refresh_from_db()
    assert (report.status, report.error) == (ReportStatus.FAILED, GONE)
    assert not report.file


def test_fault_of_ours_fails_the_report_with_a_sentence(place: Place, media: Path) -> None:
    report = ask(factories.make_person(role=Role.TRUST_USER, scope=place.trust), place)
    media.write_text("a file where the folder should be")
    making.make(report.pk)
    report.refresh_from_db()
    assert report.status == ReportStatus.FAILED
    assert report.error.startswith("Something went wrong on our side")


def test_report_that_ends_every_worker_is_given_up(place: Place) -> None:
    report = ask(factories.make_person(role=Role.TRUST_USER, scope=place.trust), place)
    for _ in range(3):
        assert begin_report(report.pk, by=factories.system())
    making.make(report.pk)
    report.refresh_from_db()
    assert report.status == ReportStatus.FAILED
    assert "interrupted several times" in report.error


def test_older_attempt_can_not_write_over_a_newer_one(place: Place) -> None:
    report = ask(factories.make_person(role=Role.TRUST_USER, scope=place.trust), place)
    older = begin_report(report.pk, by=factories.system())
    newer = begin_report(report.pk, by=factories.system())
    assert older
    assert newer
    record_step(newer, percent=30, step="Laying out the pages")
    with pytest.raises(Superseded):
        record_step(older, percent=75, step="Writing the PDF")


@pytest.mark.django_db(transaction=True)
def test_second_worker_leaves_a_report_that_is_being_made(place: Place) -> None:
    report = ask(factories.make_person(role=Role.TRUST_USER, scope=place.trust), place)

    def second_worker() -> None:
        try:
            making.make(report.pk)
        finally:
            connection.close()

    with only_one(report.pk) as is_ours:
        assert is_ours
        assert begin_report(report.pk, by=factories.system())
        assert requeue_lost(by=factories.system()) == []
        thread = threading.Thread(target=second_worker)
        thread.start()
        thread.join()
        report.refresh_from_db()
        assert (report.status, report.attempts) == (ReportStatus.RUNNING, 1)
    assert requeue_lost(by=factories.system()) == [report.pk]


def test_waiting_report_is_queued_again_only_after_a_minute(place: Place) -> None:
    report = ask(factories.make_person(role=Role.TRUST_USER, scope=place.trust), place)
    assert requeue_lost(by=factories.system()) == []
    Report.objects.update(queued_at=report.queued_at - timedelta(minutes=2))
    assert requeue_lost(by=factories.system()) == [report.pk]
    assert requeue_lost(by=factories.system()) == []
