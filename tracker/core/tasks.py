"""Celery tasks of the outbox."""

from datetime import timedelta

from celery import shared_task

from tracker.core import outbox


@shared_task
def deliver_outbox_item(item_id: int) -> None:
    outbox.deliver(item_id)


@shared_task
def deliver_outbox() -> None:
    """Catches up with what was not handed over: Redis was down, or a worker died."""
    for item_id in outbox.waiting_items(older_than=timedelta(seconds=20)):
        outbox.deliver(item_id)
