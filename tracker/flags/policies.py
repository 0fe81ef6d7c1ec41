"""Rules about flags themselves. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date
from tracker.flags.mentions import Mentions

LONGEST_ACKNOWLEDGEMENT = timedelta(days=90)
WEEK = timedelta(weeks=1)


def may_acknowledge(*, is_open: bool, until: date, reason: str, today: date) -> Decision:
    """Whether an open flag may be set aside until a day: for a reason, and not for longer than a quarter."""
    if not is_open:
        return deny("This flag has closed already, because its cause has gone.", remedy="There is nothing to do.")
    if not reason.strip():
        return deny(
            "An acknowledgement needs a reason, for the people who would act on the flag.",
            remedy="Say in a sentence why it can wait.",
            field="reason",
        )
    if until <= today:
        return deny(
            "The day to look again must be in the future.",
            remedy=f"Enter a day after {nhs_date(today)}.",
            field="until",
        )
    if until > today + LONGEST_ACKNOWLEDGEMENT:
        return deny(
            f"A flag can be acknowledged for at most {LONGEST_ACKNOWLEDGEMENT.days} days.",
            remedy=f"Enter a day up to {nhs_date(today + LONGEST_ACKNOWLEDGEMENT)}.",
            field="until",
        )
    return ALLOWED


def is_acknowledged(until: date | None, *, on: date) -> bool:
    """Whether an acknowledgement still holds on a day. On the day to look again the flag is back."""
    return until is not None and on < until


def snooze_days(*, go_live: date | None, today: date) -> dict[str, date]:
    """The days that a snooze is mostly asked for, by choice: a week, two, and the go-live where it lies within what a
    flag can be set aside for."""
    days = {"week": today + WEEK, "fortnight": today + 2 * WEEK}
    if go_live is not None and today < go_live <= today + LONGEST_ACKNOWLEDGEMENT:
        days["go-live"] = go_live
    return days


def may_assign(
    *, is_open: bool, to_id: int | None, has_id: int | None, may_have: Collection[int], note: str = ""
) -> Decision:
    """Whether an open flag may be given to a person (None: taken back from whoever has it). `may_have` are the ids of
    those who hold a role, other than a reader's, over what the flag is about."""
    if not is_open:
        return deny("This flag has closed already, because its cause has gone.", remedy="There is nothing to do.")
    if to_id is not None and to_id not in may_have:
        return deny(
            "This person has no role over what the flag is about, so they could not see to it.",
            remedy="Choose somebody who has.",
            field="person",
        )
    if to_id == has_id and not note.strip():
        has = "Nobody has this flag." if has_id is None else "This person has the flag already."
        return deny(has, remedy="Choose somebody else, or cancel.", field="person")
    return ALLOWED


def may_comment(*, text: str, mentions: Mentions, tells: Collection[int], may_see: Collection[int]) -> Decision:
    """Whether a comment may be made: it says something, and everybody whom it names may see the flag. A name that belongs
    to somebody who may not is refused like one that belongs to nobody, so that it tells nothing about people elsewhere."""
    if not text.strip():
        return deny("A comment needs a text.", remedy="Say what there is to say.", field="text")
    if mentions.unknown:
        return deny(
            f"Nobody called {_listed(mentions.unknown)} may see this flag, so nobody was told.",
            remedy="Check the name, or choose people from the list below the text.",
            field="text",
        )
    if mentions.unclear:
        return deny(
            f"More than one person who may see this flag is called {_listed(mentions.unclear)}.",
            remedy="Write the whole name, or choose people from the list below the text.",
            field="text",
        )
    if not set(tells) <= set(may_see):
        return deny(
            "Somebody whom you chose may not see this flag, so nobody was told.",
            remedy="Choose people from the list.",
            field="tells",
        )
    return ALLOWED


def _listed(names: Collection[str]) -> str:
    return " or ".join(f"“{name}”" for name in names)
