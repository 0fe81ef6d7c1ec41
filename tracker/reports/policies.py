"""Rules about reports: what counts as the same request, who may open what somebody else made, when to give up. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.markings import COMMERCIAL, OFFICIAL

SAME_REQUEST_WITHIN = timedelta(minutes=1)  # a double click, or a page sent again
LOST_AFTER = timedelta(minutes=1)  # a job that waits longer than this was perhaps never handed over
MAX_ATTEMPTS = 3  # a report that ended this many workers is not tried on a fourth


GONE = "You may not see this trust or network, or it is not in the programme on that day."
FAULT = "Something went wrong on our side while the report was made."
INTERRUPTED = "The report was interrupted several times while it was made."
TRY_AGAIN = "Try again. If it happens again, tell support which report it was."


@dataclass(frozen=True)
class Sight:
    """How much of a subject somebody sees: `money` the contract values, `whole` all of it and not only its plan."""

    money: bool
    whole: bool

    def covers(self, other: "Sight") -> bool:
        return (self.money or not other.money) and (self.whole or not other.whole)


def marking_of(*, shows_money: bool) -> str:
    """The marking of a page by what it shows. Source: Government Security Classifications Policy, and the programme's
    rule that prices make a report commercially sensitive."""
    return COMMERCIAL if shows_money else OFFICIAL


def may_open(made_with: Sight, sees_now: Sight) -> Decision:
    """A file shows what its maker saw that day, so whoever opens it must see as much today: the maker too."""
    if sees_now.covers(made_with):
        return ALLOWED
    return deny(
        "This report shows more than you may see.",
        remedy="Make your own report: it holds what you may see.",
    )


def may_retry(status: str) -> Decision:
    """Only a report that failed is made again; one that is ready stays as it was issued."""
    if status == "failed":
        return ALLOWED
    return deny("This report did not fail, so there is nothing to try again.", remedy="Open the report instead.")
