"""The pages about reports: who sees which, what a press of a button does, and what a file may show to whom."""

from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.integration.reports.conftest import NAME, Place
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.formats import nhs_date
from tracker.core.models import OutboxItem
from tracker.networks.actions.programmes import assign_role, end_role
from tracker.networks.vocabulary import ScopeKind
from tracker.reports import making
from tracker.reports.actions.making import begin_report, fail_report, record_step
from tracker.reports.actions.requests import request_report
from tracker.reports.models import Report, ReportKind, ReportStatus

pytestmark = pytest.mark.django_db
# Session, person, roles, reports, the trusts and networks among them that the person may see, their saved views,
# and how many notifications are new.
LIST_QUERIES = 9
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def reader_of(place: Place) -> User:
    return factories.make_person(role=Role.TRUST_USER, scope=place.trust)


def asked(person: User, place: Place, *, as_of: date | None = None) -> Report:
    return request_report(kind=ReportKind.TRUST, key=place.trust.ods_code, as_of=as_of or today_in_london(), by=person)


def made(person: User, place: Place) -> Report:
    report = asked(person, place)
    making.make(report.pk)
    report.refresh_from_db()
    assert report.status == ReportStatus.READY, report.error
    return report


def wish(place: Place, **changes: str) -> dict[str, str]:
    return {"kind": "trust", "key": place.trust.ods_code, "as_of": today_in_london().isoformat(), **changes}


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_button_stores_a_request_and_leads_to_its_page(place: Place) -> None:
    client = signed_in(reader_of(place))
    response = client.post(reverse("request-report"), wish(place, as_of="2025-06-30"))
    report = Report.objects.get()
    assert response["Location"] == reverse("report", args=[report.pk])
    assert (report.kind, report.key, report.as_of) == ("trust", place.trust.ods_code, date(2025, 6, 30))
    assert report.title == f"Trust readiness: {NAME}"
    assert OutboxItem.objects.get(topic="report-wanted").payload == {"report": str(report.pk)}


def test_second_press_within_a_minute_gives_the_same_report(place: Place) -> None:
    person = reader_of(place)
    first = asked(person, place)
    assert asked(person, place) == first
    assert asked(person, place, as_of=date(2025, 6, 30)) != first
    assert asked(reader_of(place), place) != first
    Report.objects.filter(pk=first.pk).update(requested_at=timezone.now() - timedelta(seconds=61))
    assert asked(person, place) != first
    assert Report.objects.count() == 4


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "pack"}, "“pack” is not a kind of report. Choose trust or network."),
        ({"key": ""}, "Say which trust or network the report is about."),
        ({"as_of": "yesterday"}, "Write the day as 2025-06-30."),
        ({"as_of": "2999-01-01"}, "That day is in the future. Choose today or an earlier day."),
    ],
)
def test_request_that_makes_no_sense_is_refused_with_a_sentence(
    place: Place, changes: dict[str, str], sentence: str
) -> None:
    response = signed_in(reader_of(place)).post(reverse("request-report"), wish(place, **changes), follow=True)
    assert sentence in unescape(response.content.decode())
    assert not Report.objects.exists()


def test_request_about_what_one_may_not_see_is_a_404(place: Place) -> None:
    stranger = factories.make_person(role=Role.TRUST_USER, scope=factories.make_trust())
    for changes in ({}, {"kind": "network", "key": place.network.slug}, {"key": "ZZZ"}):
        assert signed_in(stranger).post(reverse("request-report"), wish(place, **changes)).status_code == 404
    assert not Report.objects.exists()


# --- The HTML twin ----------------------------------------------------------------------------------------------------


def test_twin_shows_the_report_and_the_button(place: Place) -> None:
    html = (
        signed_in(reader_of(place)).get(reverse("report-preview-trust", args=[place.trust.ods_code])).content.decode()
    )
    assert NAME in html
    assert nhs_date(place.go_live_on) in html
    assert "Make the PDF" in html
    assert html.count("OFFICIAL") == 2


def test_twin_of_a_network_shows_money_only_to_whom_it_may_be_shown(place: Place) -> None:
    path = reverse("report-preview-network", args=[place.network.slug])
    buyer = factories.make_person(role=Role.PROCUREMENT, scope=place.network)
    assert "£123,456" in signed_in(buyer).get(path).content.decode()
    assert "£" not in signed_in(reader_of(place)).get(path).content.decode()


def test_twin_shows_the_day_that_is_asked_for(place: Place) -> None:
    client, path = signed_in(reader_of(place)), reverse("report-preview-trust", args=[place.trust.ods_code])
    day = today_in_london() - timedelta(days=60)
    html = client.get(path, {"as_of": day.isoformat()}).content.decode()
    assert f"Data as at {nhs_date(day)}." in html
    assert nhs_date(place.go_live_on) not in html
    assert "is not a date" in unescape(client.get(path, {"as_of": "soon"}).content.decode())


def test_twin_of_what_one_may_not_see_is_a_404(place: Place) -> None:
    client = signed_in(factories.make_person(role=Role.TRUST_USER, scope=factories.make_trust()))
    assert client.get(reverse("report-preview-trust", args=[place.trust.ods_code])).status_code == 404
    assert client.get(reverse("report-preview-network", args=[place.network.slug])).status_code == 404
    assert client.get(reverse("report-preview-trust", args=["ZZZ"])).status_code == 404


# --- Progress ---------------------------------------------------------------------------------------------------------


def test_page_says_how_far_the_report_is(place: Place) -> None:
    person = reader_of(place)
    report = asked(person, place)
    client, path = signed_in(person), reverse("report", args=[report.pk])
    assert "Waiting for a free worker." in client.get(path).content.decode()
    attempt = begin_report(report.pk, by=factories.system())
    assert attempt
    record_step(attempt, percent=30, step="Laying out the pages")
    html = client.get(path).content.decode()
    assert "Laying out the pages." in html
    assert 'value="30"' in html
    assert f'<a href="{path}">Check again</a>' in html  # without scripts; a page never reloads itself under a reader


def test_part_that_the_page_asks_for_is_the_progress_alone(place: Place) -> None:
    person = reader_of(place)
    path = reverse("report", args=[asked(person, place).pk])
    html = signed_in(person).get(path, headers={"HX-Request": "true"}).content.decode()
    assert html.strip().startswith('<div class="tracker-progress"')
    assert f'hx-get="{path}"' in html


def test_page_reloads_itself_once_the_report_is_finished(place: Place) -> None:
    person = reader_of(place)
    path = reverse("report", args=[made(person, place).pk])
    response = signed_in(person).get(path, headers={"HX-Request": "true"})
    assert response["HX-Refresh"] == "true"
    html = signed_in(person).get(path).content.decode()
    assert "Download: PDF, " in html
    assert "noscript" not in html


def test_failed_report_says_why_and_is_tried_again(place: Place) -> None:
    person = reader_of(place)
    report = begin_report(asked(person, place).pk, by=factories.system())
    assert report
    fail_report(report, error="The disk is full. Try again.", by=factories.system())
    client, path = signed_in(person), reverse("report", args=[report.pk])
    html = client.get(path).content.decode()
    assert "The disk is full. Try again." in html
    assert "Try again</button>" in html
    assert client.post(reverse("report-retry", args=[report.pk]), follow=True).status_code == 200
    report.refresh_from_db()
    assert (report.status, report.error, report.attempts) == (ReportStatus.WAITING, "", 0)
    assert OutboxItem.objects.filter(topic="report-wanted").count() == 2
    making.make(report.pk)
    report.refresh_from_db()
    assert report.status == ReportStatus.READY


def test_report_that_did_not_fail_is_not_tried_again(place: Place) -> None:
    person = reader_of(place)
    report = made(person, place)
    response = signed_in(person).post(reverse("report-retry", args=[report.pk]), follow=True)
    assert "This report did not fail" in response.content.decode()
    report.refresh_from_db()
    assert report.status == ReportStatus.READY


def received(response: HttpResponse) -> HttpResponse:
    """The answer with its file read to the end, as a browser does."""
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    return response


# --- The file ---------------------------------------------------------------------------------------------------------


def test_file_is_an_attachment_that_no_cache_keeps(place: Place) -> None:
    person = reader_of(place)
    report = made(person, place)
    response = signed_in(person).get(reverse("report-download", args=[report.pk]))
    name = f"trust-readiness-{place.trust.ods_code}-{today_in_london().isoformat()}.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content) == Path(report.file.path).read_bytes()


def test_file_is_refused_until_it_is_ready(place: Place) -> None:
    person = reader_of(place)
    assert signed_in(person).get(reverse("report-download", args=[asked(person, place).pk])).status_code == 404


def test_somebody_elses_report_is_a_404_even_in_the_same_trust(place: Place) -> None:
    report = made(reader_of(place), place)
    client = signed_in(reader_of(place))
    assert client.get(reverse("report", args=[report.pk])).status_code == 404
    assert client.get(reverse("report-download", args=[report.pk])).status_code == 404
    assert client.post(reverse("report-retry", args=[report.pk])).status_code == 404


def test_rights_are_asked_again_at_the_download(place: Place) -> None:
    person = reader_of(place)
    report = made(person, place)
    end_role(assignment=person.role_assignments.get(), on=today_in_london(), by=factories.system())
    client = signed_in(person)
    assert client.get(reverse("report-download", args=[report.pk])).status_code == 404
    assert client.get(reverse("report", args=[report.pk])).status_code == 404
    assert NAME not in client.get(reverse("reports")).content.decode()


def test_money_of_an_old_report_stays_hidden_from_its_maker_who_may_no_longer_see_it(place: Place) -> None:
    person = factories.make_person(role=Role.PROCUREMENT, scope=place.network)
    report = made(person, place)
    assert report.shows_money
    client, path = signed_in(person), reverse("report-download", args=[report.pk])
    assert "official-sensitive-commercial-" in received(client.get(path))["Content-Disposition"]
    assignment = person.role_assignments.get()
    end_role(assignment=assignment, on=today_in_london(), by=factories.system())
    assign_role(
        user=person,
        role=Role.VIEWER,
        kind=ScopeKind.NETWORK,
        target=place.network,
        sign_off_role=None,
        on=today_in_london(),
        until=None,
        by=factories.system(),
    )
    assert client.get(path).status_code == 404
    assert (
        "This report shows more than you may see." in client.get(reverse("report", args=[report.pk])).content.decode()
    )


def test_national_viewer_reads_reports_of_others_but_never_their_money(place: Place) -> None:
    plain = made(reader_of(place), place)
    costly = made(factories.make_person(role=Role.PROCUREMENT, scope=place.network), place)
    client = signed_in(factories.make_person(role=Role.VIEWER))
    assert client.get(reverse("reports")).content.decode().count(NAME) == 2
    assert received(client.get(reverse("report-download", args=[plain.pk]))).status_code == 200
    assert client.get(reverse("report-download", args=[costly.pk])).status_code == 404
    lead = signed_in(factories.make_person(role=Role.NATIONAL_LEAD))
    assert received(lead.get(reverse("report-download", args=[costly.pk]))).status_code == 200


# --- The list ---------------------------------------------------------------------------------------------------------


def test_list_holds_ones_own_reports_newest_first(place: Place) -> None:
    person = reader_of(place)
    asked(person, place, as_of=date(2025, 6, 30))
    asked(person, place)
    asked(reader_of(place), place)
    html = signed_in(person).get(reverse("reports")).content.decode()
    assert html.count(f"Trust readiness: {NAME}") == 2
    assert html.index(nhs_date(today_in_london())) < html.index("30 June 2025")


def test_empty_list_says_how_to_begin(place: Place) -> None:
    assert "No report has been made yet." in signed_in(reader_of(place)).get(reverse("reports")).content.decode()


@pytest.mark.parametrize("count", [10, 50])
def test_list_asks_the_same_queries_for_any_length(
    place: Place, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = factories.make_person(role=Role.NATIONAL_LEAD)
    request_report(kind=ReportKind.NETWORK, key=place.network.slug, as_of=today_in_london(), by=person)
    for day in range(count):
        asked(person, place, as_of=date(2025, 1, 1) + timedelta(days=day))
    client = signed_in(person)
    client.get(reverse("reports"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("reports"))
