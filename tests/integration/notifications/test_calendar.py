"""The private calendar: what it holds, for whom, how long, and what a calendar program can rely on."""

import logging
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar, Event
from structlog.stdlib import ProcessorFormatter

from tests.factories import (
    make_deployment,
    make_milestone,
    make_network,
    make_person,
    make_procurement,
    make_signed_contract,
    make_stage,
    make_trust,
    revise,
    set_state,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.data_version import mark_changed
from tracker.core.days import today_in_london
from tracker.networks.models import ClinicalUse, Deployment, MilestoneType, RevisionKind, RoleAssignment
from tracker.notifications.actions.calendars import create_calendar_link, revoke_calendar_link
from tracker.notifications.actions.following import follow, stop_following
from tracker.notifications.models import CalendarLink
from tracker.notifications.private_links import hash_of
from tracker.notifications.vocabulary import FollowedKind
from tracker.portfolio.views.calendars import MOST_OF_A_LINK
from tracker.settings.logs import LOGGING

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
SOON = TODAY + timedelta(days=30)


@pytest.fixture
def deployment() -> Deployment:
    deployment = make_deployment(make_trust(make_network(name="North"), name="Harrowmere"))
    make_milestone(deployment, MilestoneType.TRAINING, baseline=SOON)
    return deployment


@pytest.fixture
def person() -> User:
    return make_person(role=Role.NATIONAL_LEAD)


def address_of(person: User, *, only_followed: bool = False) -> str:
    return reverse("calendar", args=[create_calendar_link(only_followed=only_followed, by=person)])


def events(client: Client, address: str) -> list[Event]:
    response = client.get(address)
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def move(deployment: Deployment, day: date | None, kind: RevisionKind = RevisionKind.FORECAST) -> None:
    revise(deployment, MilestoneType.TRAINING, kind, day, on=TODAY, reason="The room costs £9,000 less")
    mark_changed()  # which a change does when it commits


def test_event_is_the_milestones_day_as_it_stands(client: Client, person: User, deployment: Deployment) -> None:
    address = address_of(person)
    [before] = events(client, address)
    assert before["UID"] == f"milestone-{deployment.pk}-training@127.0.0.1"
    assert before["SUMMARY"] == f"Staff trained: {deployment} (expected)"
    assert before["URL"].endswith(f"/deployments/{deployment.pk}/")
    assert (before["DTSTART"].dt, before["DTEND"].dt) == (SOON, SOON + timedelta(days=1))
    assert before["DTSTART"].params["VALUE"] == "DATE"  # all day, wherever the reader's clock is
    assert (before["STATUS"], before["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    move(deployment, SOON + timedelta(days=7))
    [after] = events(client, address)
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt == SOON + timedelta(days=7)
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    assert "£" not in str(after)
    move(deployment, TODAY, RevisionKind.ACTUAL)
    [done] = events(client, address)
    assert (done["STATUS"], done["DTSTART"].dt) == ("CONFIRMED", TODAY)
    assert "(expected)" not in done["SUMMARY"]


def test_calendar_says_what_it_is(client: Client, person: User, deployment: Deployment) -> None:
    response = client.get(address_of(person))
    calendar = Calendar.from_ical(response.content)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert calendar["X-WR-TIMEZONE"] == "Europe/London"
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert b"\r\nBEGIN:VEVENT\r\n" in response.content
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75


def test_each_person_has_what_they_may_see(client: Client, deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    make_stage(make_procurement(network), baseline=SOON)
    contract = make_signed_contract(network, covers=[deployment])
    other = make_milestone(make_deployment(), MilestoneType.TRAINING, baseline=SOON).deployment
    gone = make_milestone(make_deployment(deployment.trust, use_case="chest-ct"), MilestoneType.TRAINING, baseline=SOON)
    set_state(gone.deployment, ClinicalUse.SHADOW, on=TODAY - timedelta(days=9))
    set_state(gone.deployment, ClinicalUse.WITHDRAWN, on=TODAY)
    make_milestone(deployment, MilestoneType.DPIA, baseline=TODAY - timedelta(days=400))
    local = make_person(role=Role.TRUST_USER, scope=deployment.trust)
    about = {str(event["UID"]).split("@")[0] for event in events(client, address_of(local))}
    assert f"milestone-{deployment.pk}-training" in about
    assert f"milestone-{other.pk}-training" not in about
    assert f"milestone-{gone.deployment_id}-training" not in about
    assert f"milestone-{deployment.pk}-dpia" not in about  # more than a year ago
    assert any(each.startswith("stage-") for each in about)
    assert all(each.split("-")[1] == str(contract.pk) for each in about if each.startswith("signature-"))
    assert events(client, address_of(make_person())) == []


def test_calendar_of_what_is_followed(client: Client, person: User, deployment: Deployment) -> None:
    address = address_of(person, only_followed=True)
    assert events(client, address) == []
    for kind, pk in (
        (FollowedKind.NETWORK, deployment.trust.memberships.get().network_id),
        (FollowedKind.TRUST, deployment.trust_id),
        (FollowedKind.DEPLOYMENT, deployment.pk),
    ):
        follow(kind=kind, subject_id=pk, by=person)
        assert len(events(client, address)) == 1, kind
        stop_following(kind=kind, subject_id=pk, by=person)
    assert events(client, address) == []


# --- The address ----------------------------------------------------------------------------------------------------


def test_only_the_hash_of_the_secret_is_kept(person: User) -> None:
    secret = create_calendar_link(only_followed=False, by=person)
    assert CalendarLink.objects.get().token_hash == hash_of(secret)
    assert len(secret) >= 43  # 256 bits
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(row)::text FROM notifications_calendarlinkauditevent row")
        assert not any(hash_of(secret) in row[0] or secret in row[0] for row in cursor.fetchall())


def test_address_stops_when_it_is_revoked_replaced_or_the_account_ends(client: Client, person: User) -> None:
    first = address_of(person)
    second = address_of(person)
    assert [client.get(each).status_code for each in (first, second)] == [404, 200]
    revoke_calendar_link(by=person)
    assert client.get(second).status_code == 404
    third = address_of(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(third).status_code == 404
    assert client.get("/calendar/nobody-has-this.ics").status_code == 404


def test_calendar_empties_when_the_role_ends(client: Client, person: User, deployment: Deployment) -> None:
    address = address_of(person)
    assert events(client, address)
    RoleAssignment.objects.filter(user=person).update(valid_to=TODAY)
    mark_changed()  # as the action that ends a role does
    assert events(client, address) == []


def test_program_that_has_it_gets_a_304_without_the_milestones_being_read(
    client: Client, person: User, deployment: Deployment
) -> None:
    address = address_of(person)
    tag = client.get(address)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert len(queries) == 1  # the link
    move(deployment, SOON + timedelta(days=1))
    changed = client.get(address, headers={"If-None-Match": tag})
    assert (changed.status_code, changed["ETag"] != tag) == (200, True)
    make_person()  # something that this calendar does not show
    assert client.get(address, headers={"If-None-Match": changed["ETag"]}).status_code == 304


def test_last_use_is_kept_to_a_quarter_of_an_hour(client: Client, person: User) -> None:
    address = address_of(person)
    for _ in range(2):
        client.get(address)
    used = CalendarLink.objects.get().last_used_at
    assert used is not None
    CalendarLink.objects.update(last_used_at=used - timedelta(minutes=16))
    client.get(address)
    assert CalendarLink.objects.get().last_used_at >= used


def test_program_that_asks_too_often_is_told_so(client: Client, person: User) -> None:
    address = address_of(person)
    answers = [client.get(address).status_code for _ in range(MOST_OF_A_LINK + 1)]
    assert answers[-2:] == [200, 429] or 429 in answers  # a new minute may begin in between
    assert client.get(address_of(person)).status_code == 200


def test_calendar_takes_as_many_queries_for_many_milestones_as_for_few(client: Client, person: User) -> None:
    network, counts = make_network(), []
    for number in (1, 8):
        for _ in range(number):
            make_milestone(make_deployment(make_trust(network)), MilestoneType.TRAINING, baseline=SOON)
        address = address_of(person)
        with CaptureQueriesContext(connection) as queries:
            found = events(client, address)
        counts.append(len(queries))
    assert len(found) == 9
    assert counts[0] == counts[1]


def test_secret_stays_out_of_the_logs(client: Client, person: User) -> None:
    """Django logs the address of what it refuses; here it goes through the formatter of the settings."""
    address, stream = address_of(person), StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        ProcessorFormatter(**{k: v for k, v in LOGGING["formatters"]["structured"].items() if k != "()"})
    )
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client.post(address)
        client.get(f"{address[:-4]}x.ics")
    finally:
        logger.removeHandler(handler)
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    assert stream.getvalue().count("/calendar/….ics") == 2
    assert secret not in stream.getvalue()


def test_posting_to_it_is_refused(client: Client, person: User) -> None:
    assert client.post(address_of(person)).status_code == 405
