"""Notifications, choices and follows in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from tracker.core.formats import nhs_date, nhs_datetime
from tracker.core.presentation import Fact, Link, Tag
from tracker.notifications.followed import Subject
from tracker.notifications.models import CalendarLink, Notification
from tracker.notifications.vocabulary import FollowedKind, Topic

CRITICAL = Tag("Critical", "red", "severity-critical")
HIDDEN = "Something that you can no longer see"


@dataclass(frozen=True)
class ToldLine:
    """One notification. `href` opens what it is about; it is empty where the person may not see that any more."""

    id: int
    title: str
    href: str
    text: str
    about: str
    when: str
    is_unread: bool
    tag: Tag | None = None


@dataclass(frozen=True)
class ToldPage:
    """A page of notifications. `newest` is up to where “mark all as read” goes; None where all is read."""

    lines: Sequence[ToldLine]
    newest: int | None
    empty_title: str
    empty_text: str


def present_notifications(
    rows: Sequence[Notification], seen: Collection[str], *, newest: int | None, is_filtered: bool
) -> ToldPage:
    """`seen` are the addresses that the person may open today."""
    return ToldPage(
        lines=[_line(row) if row.href in seen else _hidden(row) for row in rows],
        newest=newest,
        empty_title="Nothing fits these filters." if is_filtered else "You have no notifications.",
        empty_text="Clear the filters to see all of them."
        if is_filtered
        else "We tell you here when something waits for you. Open a trust, a network or a contract and follow it to hear of "
        "its changes too.",
    )


def _line(row: Notification) -> ToldLine:
    due = f", due on {nhs_date(row.due_on)}" if row.due_on else ""
    return ToldLine(
        id=row.pk,
        title=row.title,
        href=reverse("open-notification", args=[row.pk]),
        text=row.text,
        about=f"{Topic(row.topic).label}{due}",
        when=nhs_datetime(row.created_at),
        is_unread=row.read_at is None,
        tag=CRITICAL if row.is_critical else None,
    )


def _hidden(row: Notification) -> ToldLine:
    """Your role changed since you were told: the words are gone, and it can be put away."""
    return ToldLine(row.pk, HIDDEN, "", "", "", nhs_datetime(row.created_at), row.read_at is None)


@dataclass(frozen=True)
class FollowButton:
    """The button that follows a thing, or stops following it."""

    text: str
    href: str
    follows: bool  # what pressing it asks for
    about: str = ""  # for those who hear the button rather than see what it stands beside
    is_on_settings: bool = False


def present_follow(kind: FollowedKind, subject_id: int, *, is_followed: bool) -> FollowButton:
    what = f"this {kind.label.lower()}"
    href = reverse("follow", args=[kind.value, subject_id])
    return FollowButton(f"Stop following {what}" if is_followed else f"Follow {what}", href, not is_followed)


@dataclass(frozen=True)
class FollowedLine:
    """One thing that the person follows, with the button that stops it."""

    kind: str
    link: Link
    stop: FollowButton


@dataclass(frozen=True)
class CalendarPart:
    """The person's calendar link: what it shows and when it was used, or that there is none."""

    facts: Sequence[Fact]

    @property
    def exists(self) -> bool:
        return bool(self.facts)


def present_follows(follows: Sequence[Subject], seen: Mapping[Subject, Link]) -> list[FollowedLine]:
    lines = [_followed(kind, pk, seen.get((kind, pk), Link(HIDDEN, ""))) for kind, pk in follows]
    return sorted(lines, key=lambda line: (line.kind, line.link.text))


def _followed(kind: str, subject_id: int, link: Link) -> FollowedLine:
    button = present_follow(FollowedKind(kind), subject_id, is_followed=True)
    stop = FollowButton("Stop following", button.href, follows=False, about=link.text, is_on_settings=True)
    return FollowedLine(FollowedKind(kind).label, link, stop)


def present_calendar(link: CalendarLink | None) -> CalendarPart:
    if link is None:
        return CalendarPart(())
    shows = "Milestones of what you follow" if link.only_followed else "Milestones of everything that you may see"
    return CalendarPart(
        (
            Fact("Shows", shows),
            Fact("Made on", nhs_datetime(link.created_at)),
            Fact("Last read", nhs_datetime(link.last_used_at, "Not yet")),
        )
    )
