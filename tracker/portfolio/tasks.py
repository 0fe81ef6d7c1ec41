"""Telling people in a worker: of days that come each hour, of changes to what they follow with each change."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from tracker.core.days import today_in_london
from tracker.portfolio.actions.telling import tell_followers, tell_what_comes


@shared_task(acks_late=True)
def tell_of_days() -> None:
    """Each hour rather than each day, so that a missed run loses nothing; a second one tells nobody twice."""
    tell_what_comes(on=today_in_london())


@shared_task(acks_late=True)
def tell_of_changes() -> None:
    """Catches up with what no change woke us for: the hourly sweep of flags, and a worker that was stopped."""
    tell_followers(now=timezone.now())


def tell_of_touched(_: dict[str, Any]) -> None:
    """Something changed, as the outbox tells it; flags have been judged again by now."""
    tell_followers(now=timezone.now())
