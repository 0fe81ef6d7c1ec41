"""Rules about contracts. Pure."""

from collections.abc import Collection
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny


def may_go_live_under(signed_dates: Collection[date], day: date) -> Decision:
    """A tool is in clinical use under a signed contract: one of the contracts that cover the deployment must have been
    signed on or before the day of going live."""
    if any(signed <= day for signed in signed_dates):
        return ALLOWED
    if not signed_dates:
        return deny(
            "This deployment can't go live before a contract that covers it is signed, and none is.",
            remedy="Record the contract's signature, or move the go-live forecast.",
            field="actual",
        )
    first = min(signed_dates)
    return deny(
        f"The contract was signed on {first:%-d %B %Y}, so the deployment can't have gone live before that day.",
        remedy="Correct the go-live date or the contract's signature.",
        field="actual",
    )


def terms_fit(
    *,
    starts_on: date | None,
    ends_on: date | None,
    notice_by: date | None,
    value_pence: int | None,
    paid_pence: int | None,
) -> Decision:
    """Whether a contract's terms agree with each other."""
    if starts_on and ends_on and ends_on < starts_on:
        return deny(
            "The contract would end before it starts.",
            remedy="Correct one of the two dates.",
            field="ends_on",
        )
    if notice_by and ends_on and notice_by > ends_on:
        return deny(
            "Notice would be due after the contract's end.",
            remedy="Correct one of the two dates.",
            field="notice_by",
        )
    if value_pence is not None and paid_pence is not None and paid_pence > value_pence:
        return deny(
            f"£{paid_pence / 100:,.2f} paid is more than the contract's value of £{value_pence / 100:,.2f}.",
            remedy="Correct the payments, or record the change of value first.",
            field="paid_pence",
        )
    return ALLOWED
