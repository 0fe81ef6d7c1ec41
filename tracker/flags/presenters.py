"""Flags as pages and lists show them: words, colours and addresses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse

from tracker.accounts.roles import Role
from tracker.core.decisions import Decision
from tracker.core.formats import in_words, nhs_date
from tracker.core.presentation import Action, FlagLine, HistoryEntry, Link, Tag, severity_tag
from tracker.flags.models import FlagComment, FlagEvent
from tracker.flags.rules import BY_CODE, Rule
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
        owner=f"{flag.owner_role.label}. {flag.assigned_to} has it" if flag.assigned_to else flag.owner_role.label,
        select=str(flag.id) if flag.id is not None and flag.is_open and as_of is None else "",
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
    """What else a reader has to know: closed, snoozed, or waiting for a national decision."""
    if flag.closed_on is not None:
        return Tag("Closed", "green")
    if flag.acknowledged_until is not None:
        return Tag(f"Snoozed until {nhs_date(flag.acknowledged_until)}", "blue")
    return Tag("National decision", "purple") if flag.needs_national_decision else None


def _since(flag: FlagOn, today: date) -> str:
    if flag.closed_on is not None:
        return f"Closed on {nhs_date(flag.closed_on)}"
    days = (today - flag.since).days
    return f"Since {nhs_date(flag.since)}{f' ({in_words(days)})' if days > 0 else ''}"


def _dated(address: str, as_of: date | None) -> str:
    return f"{address}?as_of={as_of.isoformat()}" if as_of else address


# --- The list -------------------------------------------------------------------------------------------------------

NONE_FITS = "No flag fits these filters. Clear them to see all that are open."
NONE_OPEN = "No flag is open. The rules judge everything again each hour and after each change: there is nothing to do here now."


@dataclass(frozen=True)
class FlagsPage:
    """The list of flags. `summary` counts all that were found by severity, `lines` are those of this page."""

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
        empty=NONE_FITS if is_filtered else NONE_OPEN,
    )


def _summary(counts: dict[Severity, int]) -> str:
    return ", ".join(f"{count} {severity.label.lower()}" for severity, count in counts.items() if count)


# --- One flag -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FlagTold:
    """What is read beside the flag itself. `may` says what the viewer may do to it, `may_have` who could have it."""

    events: Sequence[FlagEvent]
    comments: Sequence[FlagComment]
    may: Mapping[str, Decision]
    may_have: Collection[int] = ()


@dataclass(frozen=True)
class CommentLine:
    """Something that was said: `told` names the people whom it tells."""

    who: str
    when: datetime
    text: str
    told: str = ""


@dataclass(frozen=True)
class FlagPage:
    """Everything about one flag. `cannot` says why the viewer may do nothing to it, where they may not."""

    title: str
    finding: str
    severity: Tag
    status: Tag | None
    rows: Sequence[tuple[str, str, str]]  # label, text, address (empty: no link)
    meaning: str
    what_to_do: str
    holder: str
    snooze: str
    comments: Sequence[CommentLine]
    comment_href: str  # empty: the viewer may not comment
    history: Sequence[HistoryEntry]
    actions: Sequence[Action]
    cannot: str
    rule_href: str
    crumbs: Sequence[Link]


EVENT_WORDS = {
    FlagEventKind.OPENED: "Opened as {severity}",
    FlagEventKind.ESCALATED: "Became more severe: {severity}",
    FlagEventKind.EASED: "Became less severe: {severity}",
    FlagEventKind.ACKNOWLEDGED: "Acknowledged and snoozed",
    FlagEventKind.ASSIGNED: "Given to {person}",
    FlagEventKind.UNASSIGNED: "Given to nobody",
    FlagEventKind.CLOSED: "Closed",
    FlagEventKind.REOPENED: "Opened again as {severity}",
}
DONE_BY_PEOPLE = (FlagEventKind.ACKNOWLEDGED, FlagEventKind.ASSIGNED, FlagEventKind.UNASSIGNED)


def present_flag(flag: FlagOn, told: FlagTold, *, day: date, as_of: date | None) -> FlagPage:
    is_now = flag.is_open and as_of is None and flag.id is not None
    return FlagPage(
        title=flag.title,
        finding=flag.finding,
        severity=severity_tag(flag.severity),
        status=status_tag(flag),
        rows=_rows(flag, day, as_of),
        meaning=flag.meaning,
        what_to_do=flag.what_to_do,
        holder=_holder(flag, told, is_now=is_now),
        snooze=_snooze(flag),
        comments=[_comment(each) for each in told.comments],
        comment_href=reverse("comment-flag", args=[flag.id]) if as_of is None and told.may["comment"] else "",
        history=[_entry(event) for event in reversed(told.events) if event.happened_on <= day],
        actions=_actions(flag, told) if is_now else [],
        cannot=told.may["acknowledge"].reason if is_now else "",
        rule_href=rule_address(flag.rule),
        crumbs=[Link("Home", "/"), Link("Flags", _dated(reverse("flags"), as_of))],
    )


def _actions(flag: FlagOn, told: FlagTold) -> list[Action]:
    """What the viewer may do to an open flag."""
    found = []
    if told.may["assign"]:
        text = "Give it to somebody else" if flag.assigned_to_id else "Give it to somebody"
        found.append(Action(text, reverse("assign-flag", args=[flag.id]), "secondary"))
    if told.may["acknowledge"]:
        text = "Change the snooze" if flag.acknowledged_until else "Acknowledge and snooze"
        found.append(Action(text, reverse("acknowledge-flag", args=[flag.id]), "secondary"))
    return found


def _holder(flag: FlagOn, told: FlagTold, *, is_now: bool) -> str:
    if flag.assigned_to_id is None:
        return "Nobody has taken it on yet." if flag.is_open else "Nobody had it."
    gone = is_now and flag.assigned_to_id not in told.may_have
    lost = ", who no longer has a role here: give it to somebody else" if gone else ""
    return f"{flag.assigned_to} {'has' if flag.is_open else 'had'} it{lost}."


def _snooze(flag: FlagOn) -> str:
    if flag.acknowledged_until is None:
        return ""
    return f"Snoozed: it is back on {nhs_date(flag.acknowledged_until)}. {flag.acknowledged_reason}"


def _comment(row: FlagComment) -> CommentLine:
    names = [str(mention.person) for mention in row.mentions.all()]
    return CommentLine(str(row.recorded_by), row.recorded_at, row.text, told=", ".join(names))


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
    rows.append(("Rule", f"{flag.rule}: {flag.title}", ""))
    return rows


def _entry(event: FlagEvent) -> HistoryEntry:
    kind, severity = FlagEventKind(event.kind), Severity(event.severity).label.lower()
    what = EVENT_WORDS[kind].format(severity=severity, person=event.person or "")
    if kind in DONE_BY_PEOPLE:
        return HistoryEntry(event.happened_on, what, who=str(event.recorded_by), reason=event.note)
    return HistoryEntry(event.happened_on, f"{what}. {event.note}", who=str(event.recorded_by))


# --- The rules ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleHelp:
    """One rule as help explains it; `name` is where a flag of it leads on the page."""

    name: str
    code: str
    title: str
    meaning: str
    what_to_do: str
    closes_when: str
    values: str
    source: str


@dataclass(frozen=True)
class RuleGroup:
    """The rules whose flags are for one role."""

    name: str
    role: str
    rules: Sequence[RuleHelp]


def rule_address(code: str) -> str:
    """Where help explains a rule; empty for one that is no longer in use."""
    return f"{reverse('help-flags')}#{code.lower()}" if code in BY_CODE else ""


def present_rules(rules: Sequence[Rule]) -> list[RuleGroup]:
    """The rules by the role that can clear their flags, in the order of roles and then of codes."""
    groups = []
    for role in Role:
        own = sorted((rule for rule in rules if rule.owner_role == role), key=lambda rule: rule.code)
        if own:
            groups.append(RuleGroup(role.value, role.label, [_rule_help(rule) for rule in own]))
    return groups


def _rule_help(rule: Rule) -> RuleHelp:
    values = "; ".join(f"{name.replace('_', ' ')} {value:,}" for name, value in rule.thresholds.items())
    return RuleHelp(
        name=rule.code.lower(),
        code=rule.code,
        title=rule.title,
        meaning=rule.meaning,
        what_to_do=rule.what_to_do,
        closes_when=rule.closes_when,
        values=values,
        source=rule.source,
    )
