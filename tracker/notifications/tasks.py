"""Sending e-mails in a worker: what is due every minute, and what is critical as soon as it happens."""

from collections.abc import Iterable
from typing import Any

from celery import shared_task
from django.utils import timezone

from tracker.notifications.actions.delivering import deliver, settle_stopped
from tracker.notifications.policies import Due
from tracker.notifications.selectors import deliveries_due
from tracker.notifications.vocabulary import DeliveryKind


@shared_task(acks_late=True)
def send_email(person_id: int, kind: str, period: str) -> None:
    """Sends one e-mail; a second delivery of the same job sends nothing."""
    deliver(Due(person_id, DeliveryKind(kind), period))


@shared_task
def send_due_emails() -> None:
    """Everything whose time has come and that has not been sent, whether or not anybody was woken for it."""
    settle_stopped(now=timezone.now())
    queue(deliveries_due(now=timezone.now()))


def queue(due: Iterable[Due]) -> None:
    """Has a worker send each of these e-mails; a second job for the same one changes nothing."""
    for each in due:
        send_email.delay(each.person_id, each.kind.value, each.period)


def send_critical(payload: dict[str, Any]) -> None:
    """Something critical happened to these people, as the outbox tells it."""
    due = deliveries_due(now=timezone.now(), people=payload["people"])
    queue(each for each in due if each.kind == DeliveryKind.IMMEDIATE)
