"""What follows a change: written with it, handed to Celery on commit, and picked up by a beat job when that failed.

Redis may be down when somebody presses save: the change and its outbox row are in the database, the hand-over is tried
once and forgotten, and `deliver_outbox` (every 30 seconds) delivers whatever still waits. Delivery happens at least
once, so handlers are idempotent.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import KombuError, OperationalError
from redis.exceptions import RedisError

from tracker.core.models import OutboxItem

Handler = Callable[[dict[str, Any]], None]
log = structlog.get_logger(__name__)
BROKER_DOWN = (OperationalError, KombuError, RedisError, OSError)

_handlers: dict[str, list[Handler]] = {}


def subscribe(topic: str, handler: Handler) -> None:
    """Has `handler(payload)` run in a worker for each item of the topic. Called in `AppConfig.ready`."""
    if handler not in _handlers.setdefault(topic, []):
        _handlers[topic].append(handler)


def publish(topic: str, payload: dict[str, Any]) -> None:
    """Stores what has to follow, inside the caller's transaction, and hands it to Celery once that commits."""
    item = OutboxItem.objects.create(topic=topic, payload=payload)
    transaction.on_commit(lambda: hand_over(item.pk), robust=True)


def hand_over(item_id: int) -> None:
    """Asks a worker to deliver one item now; when the broker is down the item simply waits for the beat job."""
    from tracker.core.tasks import deliver_outbox_item  # the task imports this module

    try:
        deliver_outbox_item.delay(item_id)
    except BROKER_DOWN as error:
        log.warning("outbox_waits", item=item_id, error=str(error))


def deliver(item_id: int) -> None:
    """Runs the handlers of one waiting item, once; an item that another worker holds or has delivered is left alone."""
    with transaction.atomic():
        item = OutboxItem.objects.select_for_update(skip_locked=True).filter(pk=item_id, delivered_at=None).first()
        if item is None:
            return
        try:
            with transaction.atomic():
                for handler in _handlers.get(item.topic, []):
                    handler(item.payload)
        except Exception as error:
            log.exception("outbox_failed", item=item_id, topic=item.topic)
            OutboxItem.objects.filter(pk=item_id).update(attempts=item.attempts + 1, last_error=repr(error)[:2000])
            return
        OutboxItem.objects.filter(pk=item_id).update(
            attempts=item.attempts + 1, delivered_at=timezone.now(), last_error=""
        )


def waiting_items(*, older_than: timedelta) -> list[int]:
    """Ids of the items that were not delivered although they are older than that, oldest first; at most 500."""
    waiting = OutboxItem.objects.filter(delivered_at=None, created_at__lte=timezone.now() - older_than)
    return list(waiting.order_by("created_at").values_list("pk", flat=True)[:500])
