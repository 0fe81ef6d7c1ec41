"""Sweeps in a worker: every hour, and after each change."""

from typing import Any

from celery import shared_task

from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.flags.actions.sweeping import sweep
from tracker.networks.models import Programme


@shared_task(acks_late=True)
def sweep_flags() -> None:
    """Every programme, each in its own transaction: a worker that is killed and starts again ends in the same flags."""
    for programme in Programme.objects.order_by("pk"):
        sweep(programme=programme, on=today_in_london(), by=system_user())


def sweep_touched(payload: dict[str, Any]) -> None:
    """What a change touched, as the outbox tells it; in the order of programmes, so that two never wait for each
    other."""
    for programme in Programme.objects.order_by("pk"):
        sweep(programme=programme, on=today_in_london(), touched=payload, by=system_user())
