"""Each e-mail once, whatever fails: the ledger against a real database, a real mail server and a stand-in for Notify."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_deployment, make_person
from tests.support.mail import MailServer, Notify, mail_server, notify_service
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.decisions import Refused
from tracker.core.models import OutboxItem
from tracker.notifications.actions import notify
from tracker.notifications.actions.delivering import (
    NEEDS_SOMEBODY,
    begin_hand_over,
    claim_delivery,
    deliver,
    settle_delivery,
    settle_stopped,
)
from tracker.notifications.models import Delivery, Notification
from tracker.notifications.policies import ABANDONED_AFTER, PAUSES, Due
from tracker.notifications.selectors import deliveries_due, deliveries_to_settle
from tracker.notifications.vocabulary import DeliveryKind, DeliveryState, Topic

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday
DAILY = "2026-11-24"


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


@pytest.fixture
def govuk(settings: Any) -> Iterator[Notify]:
    with notify_service() as service:
        key = "11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222"
        settings.MAIL_SERVICE, settings.NOTIFY_URL = "notify", service.url
        settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID = f"test-{key}", "the-template"
        yield service


@pytest.fixture
def person() -> User:
    return make_person(role=Role.NATIONAL_LEAD, name="Asha", email="asha@tests.example")


def tell(person: User, key: str = "due-1", **more: Any) -> None:
    given = {"topic": Topic.DUE, "title": f"Told {key}", "href": "/flags/", **more}
    notify(people=[person], key=key, **given)


def daily(person: User) -> Due:
    return Due(person.pk, DeliveryKind.DAILY, DAILY)


def state_of(person: User) -> tuple[str, int]:
    row = Delivery.objects.get(person=person)
    return row.state, row.attempts


pytestmark = pytest.mark.django_db


# --- As it should be ------------------------------------------------------------------------------------------------


def test_digest_goes_out_once_with_everything_that_waits(person: User, mail: MailServer) -> None:
    tell(person)
    tell(person, "due-2")
    for due in deliveries_due(now=timezone.now()):
        deliver(due)
        deliver(due)
    tell(person, "due-3")
    assert deliveries_due(now=timezone.now()) == []
    [message] = mail.messages
    assert message["To"] == "asha@tests.example"
    assert message["Message-ID"].startswith(f"<daily.{DAILY}.{person.pk}@")
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    for words in ("Told due-1", "Told due-2"):
        assert words in text.get_content()
        assert words in html.get_content()
    assert state_of(person) == (DeliveryState.SENT, 1)


def test_what_came_too_late_goes_with_the_next_digest(person: User, mail: MailServer, noon: Any) -> None:
    tell(person)
    deliver(daily(person))
    tell(person, "due-2")
    noon.move_to(NOON + timedelta(days=1))
    for due in deliveries_due(now=timezone.now()):
        deliver(due)
    assert ["Told due-2" in text for text in mail.taken] == [False, True]
    assert "Told due-1" not in mail.taken[1]


def test_nothing_is_said_of_what_was_read_or_may_not_be_seen_any_more(mail: MailServer) -> None:
    own, other = make_deployment(), make_deployment()
    person = make_person(role=Role.TRUST_USER, scope=own.trust)
    tell(person, "seen", href=f"/deployments/{own.pk}/")
    tell(person, "hidden", href=f"/deployments/{other.pk}/")
    tell(person, "read")
    Notification.objects.filter(key="read").update(read_at=timezone.now())
    deliver(daily(person))
    [text] = mail.taken
    assert "Told seen" in text
    assert "Told hidden" not in text
    assert "Told read" not in text


def test_email_without_anything_to_say_is_not_sent(mail: MailServer) -> None:
    person = make_person(role=Role.TRUST_USER, scope=make_deployment().trust)
    tell(person, href=f"/deployments/{make_deployment().pk}/")
    deliver(daily(person))
    assert (mail.taken, state_of(person)[0]) == ([], DeliveryState.EMPTY)


def test_closed_account_gets_nothing(person: User, mail: MailServer) -> None:
    tell(person)
    [due] = deliveries_due(now=timezone.now())
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert deliveries_due(now=timezone.now()) == []
    deliver(due)
    assert mail.taken == []


# --- Two at once ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_gets_the_key(mail: MailServer) -> None:
    person = make_person(role=Role.NATIONAL_LEAD)
    tell(person)
    start, claims = threading.Barrier(4), []

    def claim() -> None:
        try:
            start.wait(10)
            claims.append(claim_delivery(daily(person), now=NOON))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(each is not None for each in claims) == [False, False, False, True]
    assert Delivery.objects.count() == 1
    assert Notification.objects.get().delivery == Delivery.objects.get()


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_one_email_one_sends_it(mail: MailServer) -> None:
    person = make_person(role=Role.NATIONAL_LEAD)
    tell(person)
    mail.holds = threading.Event()

    def send() -> None:
        try:
            deliver(daily(person))
        finally:
            connections.close_all()

    first = threading.Thread(target=send)
    first.start()
    assert mail.reached.wait(10)  # the message is on its way
    deliver(daily(person))
    assert deliveries_due(now=NOON) == []
    mail.holds.set()
    first.join(20)
    assert len(mail.taken) == 1
    assert state_of(person) == (DeliveryState.SENT, 1)


# --- A worker that stopped ------------------------------------------------------------------------------------------


def test_another_takes_over_from_a_worker_that_stopped_before_it_handed_over(
    person: User, mail: MailServer, noon: Any
) -> None:
    tell(person)
    stopped = claim_delivery(daily(person), now=NOON)
    assert stopped is not None
    noon.shift(ABANDONED_AFTER - timedelta(seconds=1))
    assert deliveries_due(now=timezone.now()) == []
    noon.shift(timedelta(seconds=2))
    for due in deliveries_due(now=timezone.now()):
        deliver(due)
    assert len(mail.taken) == 1
    assert state_of(person) == (DeliveryState.SENT, 2)
    assert not begin_hand_over(stopped)  # it was only slow, and comes back: it has lost the right to send


def test_worker_that_only_seemed_to_have_stopped_sends_nothing_more(person: User, mail: MailServer, noon: Any) -> None:
    tell(person)
    slow = claim_delivery(daily(person), now=NOON)
    assert slow is not None
    noon.shift(ABANDONED_AFTER + timedelta(seconds=1))
    newer = claim_delivery(daily(person), now=timezone.now())
    assert newer is not None
    assert [begin_hand_over(slow), begin_hand_over(newer), begin_hand_over(newer)] == [False, True, False]


def test_nobody_sends_again_what_a_stopped_worker_may_have_sent(person: User, mail: MailServer, noon: Any) -> None:
    tell(person)
    claim = claim_delivery(daily(person), now=NOON)
    assert claim is not None
    assert begin_hand_over(claim)
    noon.shift(ABANDONED_AFTER + timedelta(seconds=1))
    settle_stopped(now=timezone.now())
    assert deliveries_due(now=timezone.now()) == []
    deliver(daily(person))
    assert mail.taken == []
    assert state_of(person) == (DeliveryState.UNKNOWN, 1)
    assert OutboxItem.objects.filter(topic=NEEDS_SOMEBODY).count() == 1


def test_notify_knows_what_a_stopped_worker_had_sent(person: User, govuk: Notify, noon: Any) -> None:
    for key, was_sent in (("a", True), ("b", False)):
        other = make_person(role=Role.NATIONAL_LEAD, email=f"{key}@tests.example")
        tell(other, key)
        claim = claim_delivery(daily(other), now=NOON)
        assert claim is not None
        assert begin_hand_over(claim)
        if was_sent:
            govuk.sent.append({"reference": claim.delivery.reference})
    noon.shift(ABANDONED_AFTER + timedelta(seconds=1))
    settle_stopped(now=timezone.now())
    rows = Delivery.objects.order_by("person__email").values_list("state", flat=True)
    assert list(rows) == [DeliveryState.SENT, DeliveryState.UNKNOWN]


# --- What the server answers ----------------------------------------------------------------------------------------


def test_refused_email_is_tried_again_with_pauses_and_then_given_up(person: User, mail: MailServer, noon: Any) -> None:
    tell(person)
    mail.refuses = "550 no such box"
    deliver(daily(person))
    deliver(daily(person))
    assert state_of(person) == (DeliveryState.FAILED, 1)
    for pause in PAUSES:
        noon.shift(pause - timedelta(seconds=1))
        assert deliveries_due(now=timezone.now()) == []
        noon.shift(timedelta(seconds=1))
        for due in deliveries_due(now=timezone.now()):
            deliver(due)
    assert state_of(person) == (DeliveryState.GIVEN_UP, len(PAUSES) + 1)
    assert "no such box" in Delivery.objects.get().last_error
    assert [row.person for row in deliveries_to_settle()] == [person]
    assert Notification.objects.get().delivery is None  # the next digest takes it along
    mail.refuses = ""
    noon.move_to(NOON + timedelta(days=1))
    for due in deliveries_due(now=timezone.now()):
        deliver(due)
    assert len(mail.taken) == 1


def test_refused_email_goes_out_when_the_server_takes_it(person: User, mail: MailServer, noon: Any) -> None:
    tell(person)
    mail.refuses = "451 later"
    deliver(daily(person))
    mail.refuses = ""
    noon.shift(PAUSES[0])
    for due in deliveries_due(now=timezone.now()):
        deliver(due)
    assert (len(mail.taken), state_of(person)) == (1, (DeliveryState.SENT, 2))


def test_email_to_a_server_that_is_not_there_was_not_sent(person: User, settings: Any, mail: MailServer) -> None:
    settings.EMAIL_PORT = 1
    tell(person)
    deliver(daily(person))
    assert state_of(person) == (DeliveryState.FAILED, 1)


@pytest.mark.parametrize("step", ["data", "taken"])
def test_connection_that_breaks_with_the_message_on_its_way_leaves_it_unknown(
    person: User, mail: MailServer, noon: Any, step: str
) -> None:
    tell(person)
    mail.hangs_up = step
    deliver(daily(person))
    noon.shift(timedelta(hours=5))
    assert deliveries_due(now=timezone.now()) == []
    assert state_of(person) == (DeliveryState.UNKNOWN, 1)
    assert len(mail.taken) == (1 if step == "taken" else 0)


@pytest.mark.parametrize(
    ("status", "hangs_up", "state"),
    [
        (201, False, DeliveryState.SENT),
        (400, False, DeliveryState.FAILED),
        (429, False, DeliveryState.FAILED),
        (500, False, DeliveryState.UNKNOWN),
        (201, True, DeliveryState.UNKNOWN),
    ],
)
def test_answers_of_notify(person: User, govuk: Notify, status: int, hangs_up: bool, state: DeliveryState) -> None:
    tell(person)
    govuk.status, govuk.hangs_up = status, hangs_up
    deliver(daily(person))
    assert state_of(person) == (state, 1)


def test_notify_gets_subject_body_and_a_reference_that_names_the_email(person: User, govuk: Notify) -> None:
    tell(person)
    deliver(daily(person))
    [sent] = govuk.sent
    assert (sent["email_address"], sent["template_id"]) == ("asha@tests.example", "the-template")
    assert sent["reference"] == f"daily.{DAILY}.{person.pk}"
    assert sent["personalisation"]["subject"] == "1 notification – Imaging AI tracker"
    assert "Told due-1" in sent["personalisation"]["body"]


def test_notify_that_is_not_there_has_sent_nothing(person: User, govuk: Notify, settings: Any) -> None:
    settings.NOTIFY_URL = "http://127.0.0.1:1"
    tell(person)
    deliver(daily(person))
    assert state_of(person) == (DeliveryState.FAILED, 1)


# --- What an administrator decides ----------------------------------------------------------------------------------


def unknown(person: User, mail: MailServer) -> Delivery:
    tell(person)
    mail.hangs_up = "data"
    deliver(daily(person))
    mail.hangs_up = ""
    return Delivery.objects.get(person=person)


def test_email_that_is_left_as_it_is_needs_nobody_any_more(person: User, mail: MailServer) -> None:
    settle_delivery(delivery=unknown(person, mail), send_again=False, by=make_person(role=Role.ADMINISTRATOR))
    assert deliveries_to_settle() == []
    assert deliveries_due(now=timezone.now()) == []
    assert mail.taken == []


def test_email_that_is_sent_again_goes_out_once(person: User, mail: MailServer, noon: Any) -> None:
    admin, row = make_person(role=Role.ADMINISTRATOR), unknown(person, mail)
    settle_delivery(delivery=row, send_again=True, by=admin)
    with pytest.raises(Refused, match="settled"):
        settle_delivery(delivery=row, send_again=True, by=admin)
    for due in deliveries_due(now=timezone.now()):
        deliver(due)
        deliver(due)
    assert (len(mail.taken), state_of(person)) == (1, (DeliveryState.SENT, 2))
    assert deliveries_to_settle() == []


def test_email_that_fails_again_needs_somebody_again(person: User, mail: MailServer, noon: Any) -> None:
    settle_delivery(delivery=unknown(person, mail), send_again=True, by=make_person(role=Role.ADMINISTRATOR))
    mail.hangs_up = "data"
    noon.shift(timedelta(minutes=1))
    deliver(daily(person))
    assert [row.state for row in deliveries_to_settle()] == [DeliveryState.UNKNOWN]


def test_due_emails_are_found_in_as_many_queries_for_many_people_as_for_one() -> None:
    counts = []
    for _ in range(2):
        for number in range(1 if not counts else 20):
            tell(make_person(role=Role.VIEWER), f"due-{number}")
        with CaptureQueriesContext(connection) as queries:
            deliveries_due(now=timezone.now())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
