"""The ledger of e-mails: claiming one, handing it over, and recording what became of it.

At most one e-mail for each key of the ledger, whatever fails (decision record 5):

1. `claim` takes the key. It is unique in the database, so of two workers one gets it.
2. `begin_hand_over` says, before anything leaves, that this attempt is about to hand the e-mail over. Only the newest
   claim can say so, and only once.
3. What follows is recorded. A certain refusal is tried again later. A worker that stopped at step 1 sent nothing, so
   another takes over; one that stopped at step 2 may have sent it, so nobody tries again without a person's word.

Each step commits before the next begins, so none of this runs within a transaction of the caller's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tracker.accounts.models import User
from tracker.accounts.selectors import has_usable_account
from tracker.core import outbox
from tracker.core.decisions import Refused, deny
from tracker.notifications.composing import compose
from tracker.notifications.mail import Message, NotSent, Uncertain, hand_over, was_taken
from tracker.notifications.models import Delivery, Notification
from tracker.notifications.policies import ABANDONED_AFTER, Due, Wishes, carried_by, next_attempt
from tracker.notifications.selectors import notifications_carried, waiting_for_emails, wishes_of
from tracker.notifications.vocabulary import DeliveryKind, DeliveryState

NEEDS_SOMEBODY = "delivery-needs-somebody"
STOPPED = "The worker stopped while it handed the e-mail over. It may have been sent, or not."


@dataclass(frozen=True)
class Claim:
    """One attempt at one e-mail. `attempt` fences it: a later claim makes this one powerless."""

    delivery: Delivery
    attempt: int

    def move(self, *states: DeliveryState, **fields: Any) -> bool:
        """Changes the row if this is still the newest attempt and it is in one of the states."""
        rows = Delivery.objects.filter(pk=self.delivery.pk, attempts=self.attempt, state__in=states)
        return bool(rows.update(state_changed_at=timezone.now(), **fields))


def deliver(due: Due) -> None:
    """Sends one e-mail unless it was sent, is being sent, or has nothing left to say."""
    claim = claim_delivery(due, now=timezone.now())
    if claim is None:
        return
    message = _message_of(claim.delivery)
    if message is None:
        claim.move(DeliveryState.CLAIMED, state=DeliveryState.EMPTY)
        return
    if begin_hand_over(claim):
        _hand_over(claim, message)


def claim_delivery(due: Due, *, now: datetime) -> Claim | None:
    """Takes the key for this worker, with everything that the e-mail carries; None when there is nothing to do."""
    with transaction.atomic():
        known = Delivery.objects.filter(person=due.person_id, kind=due.kind, period=due.period)
        row = known.select_for_update().first()
        return _claim_again(row, now) if row else _claim_first(due, now)


def _claim_first(due: Due, now: datetime) -> Claim | None:
    person = [due.person_id]
    carried = carried_by(due, waiting_for_emails(person), wishes_of(person).get(due.person_id, Wishes()))
    if not carried:
        return None
    # Waits for another worker that is taking the same key, and then finds its row.
    row, is_ours = Delivery.objects.get_or_create(
        person_id=due.person_id,
        kind=due.kind,
        period=due.period,
        defaults={"created_at": now, "state_changed_at": now},
    )
    if not is_ours:
        return None
    rows = Notification.objects.waiting_for_an_email().filter(pk__in=[each.id for each in carried])
    rows.update(delivery=row)
    return Claim(row, row.attempts)


def _claim_again(row: Delivery, now: datetime) -> Claim | None:
    refused = row.state == DeliveryState.FAILED and row.next_attempt_at is not None and row.next_attempt_at <= now
    stopped = row.state == DeliveryState.CLAIMED and row.state_changed_at < now - ABANDONED_AFTER
    if not refused and not stopped:
        return None
    row.attempts += 1
    row.state, row.state_changed_at, row.next_attempt_at = DeliveryState.CLAIMED, now, None
    row.save(update_fields=["attempts", "state", "state_changed_at", "next_attempt_at"])
    return Claim(row, row.attempts)


def _message_of(delivery: Delivery) -> Message | None:
    carried = notifications_carried(delivery) if has_usable_account(delivery.person) else []
    return compose(delivery, carried) if carried else None


def begin_hand_over(claim: Claim) -> bool:
    """The last thing before the e-mail leaves; False when another attempt has taken over."""
    return claim.move(DeliveryState.CLAIMED, state=DeliveryState.HANDING_OVER)


def _hand_over(claim: Claim, message: Message) -> None:
    try:
        hand_over(message)
    except NotSent as error:
        _record_refusal(claim, str(error))
    except Uncertain as error:
        _record_unknown(claim, str(error))
    else:
        _record_sent(claim)


def _record_sent(claim: Claim) -> None:
    waiting = (DeliveryState.HANDING_OVER, DeliveryState.UNKNOWN)
    claim.move(*waiting, state=DeliveryState.SENT, sent_at=timezone.now(), last_error="")


def _record_refusal(claim: Claim, error: str) -> None:
    """Tries again later; after the last attempt what a digest carried is free for the next one."""
    again = next_attempt(claim.attempt, now=timezone.now())
    state = DeliveryState.FAILED if again else DeliveryState.GIVEN_UP
    with transaction.atomic():
        if not claim.move(DeliveryState.HANDING_OVER, state=state, next_attempt_at=again, last_error=error[:500]):
            return
        if again is None:
            if claim.delivery.kind != DeliveryKind.IMMEDIATE:
                Notification.objects.filter(delivery=claim.delivery).update(delivery=None)
            outbox.publish(NEEDS_SOMEBODY, {"delivery": claim.delivery.pk})


def _record_unknown(claim: Claim, error: str) -> None:
    with transaction.atomic():
        if claim.move(DeliveryState.HANDING_OVER, state=DeliveryState.UNKNOWN, last_error=error[:500]):
            outbox.publish(NEEDS_SOMEBODY, {"delivery": claim.delivery.pk})


def settle_stopped(*, now: datetime) -> None:
    """Looks after e-mails whose worker stopped while it handed them over: those that the service has are sent, of the
    others nobody knows. Called by a beat job."""
    for row in Delivery.objects.abandoned(before=now - ABANDONED_AFTER).filter(state=DeliveryState.HANDING_OVER):
        claim = Claim(row, row.attempts)
        if was_taken(row.reference):
            _record_sent(claim)
        else:
            _record_unknown(claim, STOPPED)


def settle_delivery(*, delivery: Delivery, send_again: bool, by: User) -> None:
    """An administrator looked at an e-mail of which nobody knows whether it was sent, or that was given up: it is left as
    it is, or sent once more. A digest that was given up carries nothing any more: the next one does. The caller asks who
    may. Raises `Refused` when somebody settled it before."""
    with transaction.atomic():
        row = Delivery.objects.needing_an_administrator().select_for_update().filter(pk=delivery.pk).first()
        if row is None:
            raise Refused(deny("Somebody has settled this e-mail already."))
        now = timezone.now()
        row.settled_at, row.settled_by, row.state_changed_at = now, by, now
        if send_again:
            row.state, row.next_attempt_at = DeliveryState.FAILED, now
        row.save(update_fields=["settled_at", "settled_by", "state", "state_changed_at", "next_attempt_at"])
