"""Flags as pages and lists show them: words, colours and addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from tracker.core.decisions import Decision
from tracker.core.formats import in_words, nhs_date, plural
from tracker.core.presentation import Action, FlagLine, HistoryEntry, Link, Tag, severity_tag
from tracker.flags.models import FlagEvent
from tracker.flags.selectors import FlagOn
from tracker.flags.vocabulary import FlagEventKind, Severity, SubjectKind


def flag_line(flag: FlagOn, today: date, *, as_of: date | None = None) -> FlagLine:
    """A flag as one entry of a list. `today` is the day that the page shows; `as_of` is given when that is past, and
    stays in the addresses. A flag computed for such a day has no page of its own, and leads to its subject."""
    subject_href = subject_address(flag, as_of)
    href = _dated(reverse("flag", args=[flag.id]), as_of) if flag.id is not None else subject_href
    return FlagLine(
        title=flag.title,
        severity=severity_tag(flag.severity),
        href=href,
        subject=flag.subject,
        subject_href=subject_href,
        detail=flag.finding,
        action=flag.what_to_do,
        since=_since(flag, today),
        owner=flag.owner_role.label,
        status=status_tag(flag),
    )


def subject_address(flag: FlagOn, as_of: date | None = None) -> str:
    """The page of what a flag is about: its deployment, its trust, its contract, or its network."""
    if flag.deployment_id is not None:
        return _dated(reverse("deployment", args=[flag.deployment_id]), as_of)
    if flag.ods_code:
        return _dated(reverse("trust", args=[flag.ods_code]), as_of)
    if flag.subject_kind == SubjectKind.CONTRACT:
        return _dated(reverse("contract", args=[flag.subject_id]), as_of)
    return _dated(reverse("network", args=[flag.network_slug]), as_of) if flag.network_slug else ""


def status_tag(flag: FlagOn) -> Tag | None:
    """What else a reader has to know: closed, acknowledged, or waiting for a national decision."""
    if flag.closed_on is not None:
        return Tag("Closed", "green")
    if flag.acknowledged_until is not None:
        return Tag(f"Acknowledged until {nhs_date(flag.acknowledged_until)}", "blue")
    return Tag("National decision", "purple") if flag.needs_national_decision else None


def _since(flag: FlagOn, today: date) -> str:
    if flag.closed_on is not None:
        return f"Closed on {nhs_date(flag.closed_on)}"
    days = (today - flag.since).days
    return f"Since {nhs_date(flag.since)}{f' ({in_words(days)})' if days > 0 else ''}"


def _dated(address: str, as_of: date | None) -> str:
    return f"{address}?as_of={as_of.isoformat()}" if as_of else address


# --- The list -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FlagsPage:
    """The list of flags. `summary` counts all that were found, `lines` are those of this page."""

    summary: str
    lines: Sequence[FlagLine]
    empty: str


@dataclass(frozen=True)
class Slice:
    """The flags of one page of a longer list, and the counts of all of them."""

    flags: Sequence[FlagOn]
    counts: dict[Severity, int]

    @property
    def found(self) -> int:
        return sum(self.counts.values())


def present_flags(shown: Slice, *, day: date, as_of: date | None, is_filtered: bool) -> FlagsPage:
    return FlagsPage(
        summary=_summary(shown.counts),
        # What to do stands on each flag's own page: twelve slipping go-lives need it said once.
        lines=[replace(flag_line(flag, day, as_of=as_of), action="") for flag in shown.flags],
        empty="No flag fits these filters." if is_filtered else "No flag is open.",
    )


def _summary(counts: dict[Severity, int]) -> str:
    parts = [f"{count} {severity.label.lower()}" for severity, count in counts.items() if count]
    total = plural(sum(counts.values()), "flag")
    return f"{total}: {', '.join(parts)}" if parts else total


# --- One flag -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FlagPage:
    """Everything about one flag. `cannot` says why the viewer may not acknowledge it, where they may not."""

    title: str
    finding: str
    severity: Tag
    status: Tag | None
    rows: Sequence[tuple[str, str, str]]  # label, text, address (empty: no link)
    meaning: str
    what_to_do: str
    history: Sequence[HistoryEntry]
    actions: Sequence[Action]
    cannot: str
    crumbs: Sequence[Link]


EVENT_WORDS = {
    FlagEventKind.OPENED: "Opened as {severity}",
    FlagEventKind.ESCALATED: "Became more severe: {severity}",
    FlagEventKind.EASED: "Became less severe: {severity}",
    FlagEventKind.ACKNOWLEDGED: "Acknowledged",
    FlagEventKind.CLOSED: "Closed",
    FlagEventKind.REOPENED: "Opened again as {severity}",
}


def present_flag(
    flag: FlagOn, events: Sequence[FlagEvent], *, day: date, as_of: date | None, may: Decision
) -> FlagPage:
    offers = may.allowed and flag.is_open and as_of is None and flag.id is not None
    text = "Change the acknowledgement" if flag.acknowledged_until else "Acknowledge this flag"
    return FlagPage(
        title=flag.title,
        finding=flag.finding,
        severity=severity_tag(flag.severity),
        status=status_tag(flag),
        rows=_rows(flag, day, as_of),
        meaning=flag.meaning,
        what_to_do=flag.what_to_do,
        history=[_entry(event) for event in reversed(events) if event.happened_on <= day],
        actions=[Action(text, reverse("acknowledge-flag", args=[flag.id]), "secondary")] if offers else [],
        cannot=may.reason if flag.is_open and as_of is None and not may.allowed else "",
        crumbs=[Link("Home", "/"), Link("Flags", _dated(reverse("flags"), as_of))],
    )


def _rows(flag: FlagOn, day: date, as_of: date | None) -> list[tuple[str, str, str]]:
    rows = [
        ("About", flag.subject, subject_address(flag, as_of)),
        ("Since", _since(flag, day).removeprefix("Since "), ""),
        ("Who can clear it", f"{flag.owner_role.label}. It closes by itself when {flag.closes_when}.", ""),
    ]
    if flag.network_slug and flag.trust_id:
        network = _dated(reverse("network", args=[flag.network_slug]), as_of)
        rows.insert(1, ("Network", flag.network_name, network))
    if flag.needs_national_decision and flag.is_open:
        rows.append(("National decision", "Needed: this can’t be settled by the network alone.", ""))
    if flag.acknowledged_until:
        rows.append(("Acknowledged", f"Until {nhs_date(flag.acknowledged_until)}. {flag.acknowledged_reason}", ""))
    rows.append(("Rule", f"{flag.rule}: {flag.title}", ""))
    return rows


def _entry(event: FlagEvent) -> HistoryEntry:
    severity = Severity(event.severity).label.lower()
    what = EVENT_WORDS[FlagEventKind(event.kind)].format(severity=severity)
    if event.kind == FlagEventKind.ACKNOWLEDGED:
        return HistoryEntry(event.happened_on, what, who=str(event.recorded_by), reason=event.note)
    return HistoryEntry(event.happened_on, f"{what}. {event.note}", who=str(event.recorded_by))
