"""E-mails that need somebody, in words. What they say is their reader's, and no administrator's."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.core.formats import nhs_datetime, plural
from tracker.core.presentation import Tag
from tracker.notifications.models import Delivery
from tracker.notifications.vocabulary import DeliveryState

STATES = {
    DeliveryState.UNKNOWN: Tag("Not known whether it was sent", "orange", "severity-high"),
    DeliveryState.GIVEN_UP: Tag("Given up", "red", "severity-critical"),
}


@dataclass(frozen=True)
class EmailLine:
    """One e-mail: to whom, which one, what went wrong, and what sending it again means. A digest that was given up has
    nothing left to carry: the next one does."""

    id: int
    title: str
    state: Tag
    when: str
    error: str
    advice: str
    may_send_again: bool


@dataclass(frozen=True)
class EmailsPage:
    lead: str
    lines: Sequence[EmailLine]


def present_emails(rows: Sequence[Delivery]) -> EmailsPage:
    count = plural(len(rows), "e-mail")
    lead = f"{count} {'needs' if len(rows) == 1 else 'need'} your decision." if rows else "Every e-mail went out."
    return EmailsPage(lead, [_line(row) for row in rows])


def _line(row: Delivery) -> EmailLine:
    return EmailLine(
        id=row.pk,
        title=f"{row.get_kind_display()} e-mail to {row.person} ({row.person.email})",
        state=STATES[DeliveryState(row.state)],
        when=f"{nhs_datetime(row.state_changed_at)}, after {plural(row.attempts, 'attempt')}",
        error=row.last_error or "No error is recorded.",
        advice=_advice(row),
        may_send_again=_carries(row),
    )


def _advice(row: Delivery) -> str:
    if row.state == DeliveryState.UNKNOWN:
        return "Ask the person, or look in the mail server’s log. If you send it again, they may get it twice."
    if _carries(row):
        return "The mail server refused it each time. Put its reason right before you send it again."
    return "The mail server refused it each time. What it was to say goes into the person’s next e-mail."


def _carries(row: Delivery) -> bool:
    return bool(row.carries_anything)  # type: ignore[attr-defined] # by `deliveries_to_settle`
