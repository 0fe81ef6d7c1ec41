"""Telling people: once each, in the change's own transaction, and only of pages that somebody vouches for."""

from datetime import date

import pytest
from django.db import transaction

from tests.factories import make_deployment, make_person, system
from tracker.accounts.roles import Role
from tracker.core.models import OutboxItem
from tracker.notifications.actions import Notice, notify, notify_all
from tracker.notifications.models import Notification
from tracker.notifications.sight import visible_hrefs
from tracker.notifications.vocabulary import Topic

pytestmark = pytest.mark.django_db


def tell(*people: object, key: str = "flag-1", href: str = "/flags/", **more: object) -> None:
    notify(people=people, topic=Topic.FLAG, key=key, title="A flag was opened", href=href, **more)  # type: ignore[arg-type]


def test_each_person_is_told_once_for_each_key() -> None:
    people = [make_person(), make_person()]
    tell(*people, text="It is late", due_on=date(2026, 11, 30))
    tell(*people)
    tell(people[0], key="flag-2")
    rows = Notification.objects.order_by("pk")
    assert [(row.person, row.key) for row in rows] == [
        (people[0], "flag-1"),
        (people[1], "flag-1"),
        (people[0], "flag-2"),
    ]
    assert (rows[0].text, rows[0].due_on, rows[0].read_at) == ("It is late", date(2026, 11, 30), None)


def test_closed_accounts_and_the_system_are_left_out() -> None:
    left = make_person()
    left.is_active = False
    tell(left, system())
    assert not Notification.objects.exists()


def test_nobody_is_told_of_a_change_that_did_not_happen() -> None:
    with transaction.atomic():
        tell(make_person(), is_critical=True)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert not OutboxItem.objects.exists()


def test_only_what_is_critical_wakes_the_mailer() -> None:
    person = make_person()
    tell(person)
    assert not OutboxItem.objects.exists()
    tell(person, key="flag-2", is_critical=True)
    assert OutboxItem.objects.get().payload == {"people": [person.pk]}


def test_many_notices_take_as_many_queries_as_one(django_assert_num_queries: object) -> None:
    people = [make_person() for _ in range(5)]
    for count in (1, 40):
        notices = [Notice(people, Topic.DUE, f"due-{count}-{number}", "Due", "/flags/") for number in range(count)]
        with django_assert_num_queries(3):  # type: ignore[operator] - the insert and its savepoint
            notify_all(notices)


def test_a_page_that_nobody_vouches_for_is_refused() -> None:
    with pytest.raises(ValueError, match="evidence_id"):
        tell(make_person(), href="/evidence/7/")


def test_words_show_only_while_the_person_may_open_the_page() -> None:
    own, other = make_deployment(), make_deployment()
    person = make_person(role=Role.TRUST_USER, scope=own.trust)
    hrefs = {f"/deployments/{own.pk}/#plan", f"/deployments/{other.pk}/dpia/", f"/trusts/{other.trust.ods_code}/"}
    assert visible_hrefs(person, hrefs | {"/flags/?severity=high"}) == {
        f"/deployments/{own.pk}/#plan",
        "/flags/?severity=high",
    }
