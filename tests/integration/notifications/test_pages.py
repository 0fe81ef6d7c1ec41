"""The pages of notifications: reading, choosing, following, and e-mails that need an administrator."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from tests.factories import (
    make_deployment,
    make_network,
    make_person,
    make_procurement,
    make_signed_contract,
    make_trust,
)
from tests.support.forms import form_of, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.decisions import Refused
from tracker.notifications.actions import notify
from tracker.notifications.actions.following import follow
from tracker.notifications.actions.reading import mark_read
from tracker.notifications.models import CalendarLink, Delivery, DigestTime, Follow, Notification, TopicChoice
from tracker.notifications.policies import MOST_FOLLOWED
from tracker.notifications.vocabulary import DeliveryKind, DeliveryState, FollowedKind, Frequency, Topic

pytestmark = pytest.mark.django_db
LIST, SETTINGS = "/notifications/", "/notifications/settings/"


@pytest.fixture
def person(client: Client) -> User:
    person = make_person(role=Role.NATIONAL_LEAD)
    client.force_login(person)
    return person


def tell(person: User, key: str, **more: Any) -> Notification:
    given = {"topic": Topic.DUE, "title": f"Told {key}", "href": "/flags/", **more}
    notify(people=[person], key=key, **given)
    return Notification.objects.get(person=person, key=key)


def words_of(response: HttpResponse) -> str:
    """The words of a page, without its marks."""
    return " ".join(strip_tags(text_of(response)).split())


# --- Reading --------------------------------------------------------------------------------------------------------


def test_list_shows_the_newest_first_and_marks_what_is_new(client: Client, person: User) -> None:
    mark_read(notification=tell(person, "old"), by=person)
    tell(person, "new", is_critical=True, due_on=date(2026, 12, 1), text="It is late")
    tell(make_person(), "another’s")
    text = words_of(client.get(LIST))
    assert text.index("New Told new Critical") < text.index("Told old")
    assert "It is late" in text
    assert "Due dates, due on 1 December 2026" in text
    assert "New Told old" not in text
    assert "another’s" not in text
    assert "Notifications, 1 new" in text  # in the header


def test_filters_stand_in_the_address(client: Client, person: User) -> None:
    mark_read(notification=tell(person, "read"), by=person)
    tell(person, "due")
    tell(person, "mention", topic=Topic.MENTION)
    text = text_of(client.get(f"{LIST}?topic=due&unread=on"))
    assert "1 of 3 notifications" in text
    assert "Told due" in text
    assert "Told mention" not in text
    assert "Nothing fits these filters" in text_of(client.get(f"{LIST}?topic=report"))
    assert client.get(f"{LIST}?topic=nonsense").content.count(b"There is a problem") == 1


def test_who_was_told_nothing_reads_what_to_do(client: Client, person: User) -> None:
    text = text_of(client.get(LIST))
    assert "You have no notifications." in text
    assert "Mark all as read" not in text


def test_opening_one_leads_to_its_page_and_marks_it_as_read(client: Client, person: User) -> None:
    row = tell(person, "one", href="/flags/?severity=high")
    assert client.get(reverse("open-notification", args=[row.pk]))["Location"] == "/flags/?severity=high"
    row.refresh_from_db()
    first = row.read_at
    assert first is not None
    client.get(reverse("open-notification", args=[row.pk]))
    row.refresh_from_db()
    assert row.read_at == first


def test_nobody_opens_or_marks_what_another_was_told(client: Client, person: User) -> None:
    row = tell(make_person(role=Role.NATIONAL_LEAD), "another’s")
    assert client.get(reverse("open-notification", args=[row.pk])).status_code == 404
    assert client.post(reverse("mark-read"), {"one": row.pk}).status_code == 404
    with pytest.raises(Refused):
        mark_read(notification=row, by=person)
    assert Notification.objects.get(pk=row.pk).read_at is None


def test_words_go_with_the_right_to_see(client: Client) -> None:
    own, other = make_deployment(), make_deployment()
    person = make_person(role=Role.TRUST_USER, scope=own.trust)
    client.force_login(person)
    tell(person, "seen", href=f"/deployments/{own.pk}/")
    hidden = tell(person, "hidden", href=f"/deployments/{other.pk}/", text="Secret")
    gone = tell(person, "gone")
    Notification.objects.filter(pk=gone.pk).update(href="/a-page-of-an-older-version/")
    text = text_of(client.get(LIST))
    assert "Told seen" in text
    assert "Told hidden" not in text
    assert "Secret" not in text
    assert text.count("Something that you can no longer see") == 4  # twice each: once for screen readers, in its button
    assert client.get(reverse("open-notification", args=[hidden.pk])).status_code == 404
    assert client.post(reverse("mark-read"), {"one": hidden.pk}).status_code == 302


def test_marking_keeps_the_list_where_it_was(client: Client, person: User) -> None:
    row = tell(person, "one")
    sent = {"one": row.pk, "here": "topic=due&page=2&nonsense=1"}
    assert client.post(reverse("mark-read"), sent)["Location"] == "/notifications/?topic=due&page=2"
    assert client.post(reverse("mark-read"), {}).status_code == 404


def test_marking_all_leaves_what_came_after_the_page_was_drawn(client: Client, person: User) -> None:
    tell(person, "one")
    sent = form_of(client.get(LIST)).values
    tell(person, "two")
    assert sent["up_to"]
    text = text_of(client.post(reverse("mark-read"), {"up_to": sent["up_to"]}, follow=True))
    assert "1 notification is marked as read." in text
    assert [row.key for row in Notification.objects.unread()] == ["two"]


def test_list_takes_as_many_queries_for_many_as_for_few(client: Client, person: User) -> None:
    counts = []
    for number in (2, 60):
        for each in range(number):
            tell(
                person,
                f"{number}-{each}",
                href=f"/deployments/{make_deployment().pk}/" if each >= number - 2 else "/flags/",
            )
        with CaptureQueriesContext(connection) as queries:
            text = text_of(client.get(LIST))
        counts.append(len(queries))
    assert "Page 2 of 2" in text
    assert counts[0] == counts[1]


def test_the_count_of_the_header_costs_one_query_over_an_index(client: Client, person: User) -> None:
    tell(person, "one")
    with CaptureQueriesContext(connection) as queries:
        client.get("/views/")
    asked = [query["sql"] for query in queries if "notifications_notification" in query["sql"]]
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked[0]}")
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "notifications_unread" in plan


# --- Choosing -------------------------------------------------------------------------------------------------------


def test_choices_are_kept_and_only_what_differs_is_written(client: Client, person: User) -> None:
    form = form_of(client.get(SETTINGS))
    assert form.values["due"] == Frequency.DAILY
    assert client.post(SETTINGS, form.sent(due="weekly", hour="17", weekday="3")).status_code == 302
    assert [(row.topic, row.frequency) for row in TopicChoice.objects.all()] == [(Topic.DUE, Frequency.WEEKLY)]
    assert [(row.hour, row.weekday) for row in DigestTime.objects.all()] == [(17, "3")]
    again = form_of(client.get(SETTINGS))
    assert (again.values["due"], again.values["hour"], again.values["weekday"]) == ("weekly", "17", "3")
    events = TopicChoice.audit_events.rel.related_model.objects  # type: ignore[attr-defined]
    before = events.count()
    client.post(SETTINGS, again.sent())
    assert events.count() == before
    client.post(SETTINGS, again.sent(due="daily"))
    assert TopicChoice.objects.get().frequency == Frequency.DAILY


def test_choice_that_is_none_is_refused_at_its_field(client: Client, person: User) -> None:
    form = form_of(client.get(SETTINGS))
    response = client.post(SETTINGS, form.sent(due="hourly", weekday="7"))
    assert b"<title>Error:" in response.content
    assert set(form_of(response).errors) == {"id_due", "id_weekday"}
    assert not TopicChoice.objects.exists()


# --- Following ------------------------------------------------------------------------------------------------------


def test_everything_that_can_be_followed_has_its_button(client: Client, person: User) -> None:
    network = make_network()
    deployment = make_deployment(make_trust(network))
    contract = make_signed_contract(network, covers=[deployment])
    places = {
        f"/trusts/{deployment.trust.ods_code}/": (FollowedKind.TRUST, deployment.trust_id),
        f"/networks/{network.slug}/": (FollowedKind.NETWORK, network.pk),
        f"/deployments/{deployment.pk}/": (FollowedKind.DEPLOYMENT, deployment.pk),
        f"/procurements/{make_procurement(network).pk}/": (FollowedKind.PROCUREMENT, network.procurements.get().pk),
        f"/contracts/{contract.pk}/": (FollowedKind.CONTRACT, contract.pk),
        f"/suppliers/{contract.supplier_id}/": (FollowedKind.SUPPLIER, contract.supplier_id),
    }
    for page, (kind, pk) in places.items():
        what = f"this {kind.label.lower()}"
        assert f"Follow {what}" in text_of(client.get(page)), page
        sent = client.post(reverse("follow", args=[kind, pk]), {"follow": "yes"})
        assert sent["Location"] == page
        assert f"Stop following {what}" in text_of(client.get(page)), page
        assert f"ollow {what}" not in text_of(client.get(f"{page}?as_of=2026-01-01"))
    assert {(row.subject_kind, row.subject_id) for row in Follow.objects.of(person)} == set(places.values())
    assert text_of(client.get(SETTINGS)).count("Stop following") == len(places)


def test_following_twice_and_stopping_twice_change_nothing(client: Client, person: User) -> None:
    trust = make_deployment().trust
    where = reverse("follow", args=["trust", trust.pk])
    for answer in ("yes", "yes"):
        client.post(where, {"follow": answer})
    assert Follow.objects.count() == 1
    for _ in range(2):
        assert client.post(where, {"follow": "no", "from": "settings"})["Location"] == f"{SETTINGS}#following"
    assert not Follow.objects.exists()


def test_what_a_person_may_not_see_they_can_only_stop_following(client: Client) -> None:
    own, other = make_deployment().trust, make_deployment().trust
    person = make_person(role=Role.TRUST_USER, scope=own)
    client.force_login(person)
    where = reverse("follow", args=["trust", other.pk])
    assert client.post(where, {"follow": "yes"}).status_code == 404
    assert client.post(reverse("follow", args=["planet", 1]), {"follow": "yes"}).status_code == 404
    with pytest.raises(Refused):
        follow(kind=FollowedKind.TRUST, subject_id=other.pk, by=person)
    Follow.objects.create(person=person, subject_kind=FollowedKind.TRUST, subject_id=other.pk)
    text = text_of(client.get(SETTINGS))
    assert other.name not in text
    assert "Trust: Something that you can no longer see" in text
    assert client.post(where, {"follow": "no"}).status_code == 302
    assert not Follow.objects.exists()


def test_nobody_follows_more_than_they_can_read(client: Client, person: User) -> None:
    rows = [Follow(person=person, subject_kind="trust", subject_id=-number) for number in range(MOST_FOLLOWED)]
    Follow.objects.bulk_create(rows)
    trust = make_deployment().trust
    text = text_of(client.post(reverse("follow", args=["trust", trust.pk]), {"follow": "yes"}, follow=True))
    assert "You follow 500 things already." in text
    assert Follow.objects.count() == MOST_FOLLOWED


# --- The calendar's link --------------------------------------------------------------------------------------------


def test_calendar_link_is_shown_once_replaced_and_revoked(client: Client, person: User) -> None:
    made = client.post(reverse("create-calendar-link"), {"shows": "followed"})
    text = text_of(client.get(made["Location"]))
    assert "We can’t show it again: http" in text
    assert ".ics" in text
    assert "Milestones of what you follow" in text
    assert ".ics" not in text_of(client.get(SETTINGS))
    client.post(reverse("create-calendar-link"), {"shows": "everything"})
    assert [bool(row.revoked_at) for row in CalendarLink.objects.order_by("pk")] == [True, False]
    text = text_of(client.post(reverse("revoke-calendar-link"), follow=True))
    assert "Your calendar link has stopped working." in text
    assert not CalendarLink.objects.in_force().exists()


def test_calendar_without_a_choice_is_refused(client: Client, person: User) -> None:
    response = client.post(reverse("create-calendar-link"), {"shows": "nothing"})
    assert set(form_of(response).errors) == {"id_shows"}
    assert not CalendarLink.objects.exists()


# --- E-mails that need somebody -------------------------------------------------------------------------------------


def failed(person: User, state: DeliveryState, period: str) -> Delivery:
    return Delivery.objects.create(
        person=person,
        kind=DeliveryKind.DAILY,
        period=period,
        state=state,
        last_error="SMTPServerDisconnected: gone",
        state_changed_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
    )


def test_administrator_decides_about_each_email_once(client: Client) -> None:
    reader = make_person(role=Role.NATIONAL_LEAD, name="Asha")
    unknown = failed(reader, DeliveryState.UNKNOWN, "2026-11-24")
    told = tell(reader, "secret")
    Notification.objects.filter(pk=told.pk).update(delivery=unknown)
    failed(reader, DeliveryState.GIVEN_UP, "2026-11-23")
    client.force_login(make_person(role=Role.ADMINISTRATOR))
    text = text_of(client.get(reverse("emails")))
    assert "2 e-mails need your decision." in text
    assert "SMTPServerDisconnected: gone" in text
    assert text.count("Send it again") == 1  # a digest that was given up has nothing left to say
    assert "secret" not in text
    sent = {"delivery": unknown.pk, "send": "again"}
    assert "is sent again within a minute" in text_of(client.post(reverse("emails"), sent, follow=True))
    assert client.post(reverse("emails"), sent).status_code == 404
    assert client.post(reverse("emails"), {"delivery": "x"}).status_code == 404
    other = Delivery.objects.get(state=DeliveryState.GIVEN_UP)
    client.post(reverse("emails"), {"delivery": other.pk, "send": "no"})
    assert "Every e-mail went out." in text_of(client.get(reverse("emails")))


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
def test_nobody_else_sees_which_emails_failed(client: Client, role: Role | None) -> None:
    client.force_login(make_person(role=role))
    assert client.get(reverse("emails")).status_code == 403
    assert client.post(reverse("emails"), {"delivery": 1}).status_code == 403
