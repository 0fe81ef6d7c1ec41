"""What follows a change is delivered once it has committed, whether or not Redis was there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tracker.celery import app
from tracker.core import outbox
from tracker.core.models import OutboxItem
from tracker.core.tasks import deliver_outbox
from tracker.core.touched import TOUCHED, collecting, touch

pytestmark = pytest.mark.django_db
TOPIC = "test-topic"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    payloads: list[dict[str, Any]] = []
    monkeypatch.setitem(outbox._handlers, TOPIC, [payloads.append])
    return payloads


@contextmanager
def redis_down() -> Iterator[None]:
    """Nothing listens where the broker should be; no connection to it is kept afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
        patch.setattr(app, "_pool", None)
        patch.setattr(app.amqp, "_producer_pool", None)
        yield


def age(item: OutboxItem) -> None:
    OutboxItem.objects.filter(pk=item.pk).update(created_at=timezone.now() - timedelta(minutes=5))


def test_item_is_delivered_once(heard: list[dict[str, Any]]) -> None:
    outbox.publish(TOPIC, {"n": 1})
    item = OutboxItem.objects.get()
    outbox.deliver(item.pk)
    outbox.deliver(item.pk)
    assert heard == [{"n": 1}]
    item.refresh_from_db()
    assert item.delivered_at is not None
    assert item.attempts == 1


def test_item_of_a_change_that_failed_is_gone(heard: list[dict[str, Any]]) -> None:
    def publish_and_fail() -> None:
        with transaction.atomic():
            outbox.publish(TOPIC, {})
            raise LookupError

    with pytest.raises(LookupError):
        publish_and_fail()
    assert not OutboxItem.objects.exists()


def test_item_whose_handler_fails_waits_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(payload: dict[str, Any]) -> None:
        OutboxItem.objects.create(topic="half-done")
        raise RuntimeError("no such thing")

    monkeypatch.setitem(outbox._handlers, TOPIC, [fail])
    outbox.publish(TOPIC, {})
    item = OutboxItem.objects.get()
    outbox.deliver(item.pk)
    item.refresh_from_db()
    assert item.delivered_at is None
    assert "no such thing" in item.last_error
    assert not OutboxItem.objects.filter(topic="half-done").exists()


@pytest.mark.django_db(transaction=True)
def test_save_goes_through_while_redis_is_down_and_is_caught_up_later(
    heard: list[dict[str, Any]],
) -> None:
    with redis_down(), transaction.atomic():
        outbox.publish(TOPIC, {"n": 2})
    item = OutboxItem.objects.get()
    assert item.delivered_at is None
    age(item)
    deliver_outbox()
    assert heard == [{"n": 2}]


def test_beat_job_leaves_young_items_to_their_own_hand_over(heard: list[dict[str, Any]]) -> None:
    outbox.publish(TOPIC, {})
    deliver_outbox()
    assert heard == []


def test_many_touched_things_are_one_item() -> None:
    with collecting():
        touch("deployment", 3, 1)
        with collecting():
            touch("deployment", 2)
        touch("contract", 7)
    assert OutboxItem.objects.get(topic=TOUCHED).payload == {"deployment": [1, 2, 3], "contract": [7]}


def test_nothing_touched_is_no_item() -> None:
    with collecting():
        touch("deployment")
    touch("deployment")
    assert not OutboxItem.objects.exists()
