"""The sweep: judges a programme by the rules, and brings its stored flags in line with what they find."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zlib import crc32

from django.db import connection

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.formats import nhs_date
from tracker.flags.actions.telling import tell_owners
from tracker.flags.models import Flag, FlagEvent
from tracker.flags.rules import Finding, judge
from tracker.flags.selectors import Reach, Touched, facts_on, reach_of, thresholds_on
from tracker.flags.vocabulary import FlagEventKind, Severity
from tracker.networks.models import Programme

Key = tuple[str, str, int, str]
LOCK_SPACE = crc32(b"tracker.flags.sweep") & 0x7FFFFFFF
ACKNOWLEDGEMENT: tuple[str, ...] = ("acknowledged_until", "acknowledged_by", "acknowledged_reason")
TOLD = (
    "severity",
    "owner_role",
    "finding",
    "since",
    "needs_national_decision",
    "network_id",
    "trust_id",
    "deployment_id",
)
WRITTEN = (
    *("severity", "owner_role", "finding", "since", "needs_national_decision", "network", "trust", "deployment"),
    *("opened_on", "closed_on", "version", *ACKNOWLEDGEMENT),
)


@dataclass
class SweepResult:
    """How many flags the sweep opened, made more or less severe, opened again, closed, worded anew, and left alone."""

    opened: int = 0
    reopened: int = 0
    escalated: int = 0
    eased: int = 0
    closed: int = 0
    reworded: int = 0
    unchanged: int = 0

    @property
    def changed(self) -> int:
        return self.opened + self.reopened + self.escalated + self.eased + self.closed + self.reworded

    def __str__(self) -> str:
        return ", ".join(f"{count} {name}" for name, count in vars(self).items())


def sweep(*, programme: Programme, on: date, touched: Touched | None = None, by: User) -> SweepResult:
    """Opens, escalates, eases, closes and reopens the programme's flags as the rules judge its facts on `on`.

    `touched` limits it to what a change reaches. It is one transaction, and one sweep of a programme at a time: a
    second one waits, reads what the first has written, and finds nothing left to do. Killed midway it leaves nothing.
    """
    with change(reason="The rules judged the programme again.", door=Door.JOB, by=by):
        _wait_for_turn(programme)
        reach = None if touched is None else reach_of(programme, touched)
        found = judge(facts_on(programme, on=on, reach=reach), thresholds_on(programme, on))
        if reach is not None:
            found = [each for each in found if reach.covers(each.subject_kind, each.subject_id)]
        changes = _Changes(on, by)
        changes.compare({each.key: each for each in found}, _stored(programme, reach))
        changes.write()
    return changes.result


def _wait_for_turn(programme: Programme) -> None:
    """Held to the end of the transaction, and let go by the server when a worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, programme.pk])


def _stored(programme: Programme, reach: Reach | None) -> dict[Key, Flag]:
    """The flags that are judged, locked, closed ones too: one that opens again keeps its row."""
    rows = Flag.objects.filter(programme=programme)
    if reach is not None:
        rows = rows.about(reach.by_kind)
    return {
        (row.rule, row.subject_kind, row.subject_id, row.detail_key): row
        for row in rows.order_by("pk").select_for_update()
    }


@dataclass
class _Changes:
    """What one sweep has to write, gathered flag by flag and written at once."""

    on: date
    by: User
    result: SweepResult = field(default_factory=SweepResult)
    added: list[Flag] = field(default_factory=list)
    updated: list[Flag] = field(default_factory=list)
    events: list[FlagEvent] = field(default_factory=list)

    def compare(self, found: dict[Key, Finding], stored: dict[Key, Flag]) -> None:
        for key, finding in found.items():
            flag = stored.get(key)
            if flag is None:
                self._open(finding)
            elif flag.closed_on is not None:
                self._reopen(flag, finding)
            else:
                self._keep(flag, finding)
        for key, flag in stored.items():
            if key not in found and flag.closed_on is None:
                self._close(flag)

    def write(self) -> None:
        Flag.objects.bulk_create(self.added, batch_size=500)
        for flag in self.updated:
            flag.version += 1
        Flag.objects.bulk_update(self.updated, WRITTEN, batch_size=500)
        FlagEvent.objects.bulk_create(self.events, batch_size=500)
        tell_owners(self.events, on=self.on)

    def _open(self, finding: Finding) -> None:
        flag = Flag(
            rule=finding.rule,
            subject_kind=finding.subject_kind,
            subject_id=finding.subject_id,
            detail_key=finding.detail_key,
            programme_id=finding.programme_id,
            opened_on=self.on,
            **_told(finding),
        )
        self.added.append(flag)
        self.result.opened += 1
        self._event(flag, FlagEventKind.OPENED, finding.sentence)

    def _reopen(self, flag: Flag, finding: Finding) -> None:
        _set(flag, {**_told(finding), "opened_on": self.on, "closed_on": None})
        self.updated.append(flag)
        self.result.reopened += 1
        self._event(flag, FlagEventKind.REOPENED, finding.sentence)

    def _close(self, flag: Flag) -> None:
        _set(flag, {"closed_on": self.on, **_NOT_ACKNOWLEDGED})
        self.updated.append(flag)
        self.result.closed += 1
        self._event(flag, FlagEventKind.CLOSED, "Its cause has gone.")

    def _keep(self, flag: Flag, finding: Finding) -> None:
        told = _told(finding)
        if all(getattr(flag, name) == told[name] for name in TOLD):
            self.result.unchanged += 1
            return
        before, after = Severity(flag.severity), finding.severity
        note = finding.sentence
        if after.rank > before.rank and flag.acknowledged_until is not None:
            note = f"{note} It was acknowledged until {nhs_date(flag.acknowledged_until)}, and is back now."
            told |= _NOT_ACKNOWLEDGED
        _set(flag, told)
        self.updated.append(flag)
        if after.rank > before.rank:
            self.result.escalated += 1
            self._event(flag, FlagEventKind.ESCALATED, note)
        elif after.rank < before.rank:
            self.result.eased += 1
            self._event(flag, FlagEventKind.EASED, note)
        else:
            self.result.reworded += 1

    def _event(self, flag: Flag, kind: FlagEventKind, note: str) -> None:
        event = FlagEvent(
            flag=flag, kind=kind, severity=flag.severity, happened_on=self.on, note=note, recorded_by=self.by
        )
        self.events.append(event)


_NOT_ACKNOWLEDGED: dict[str, Any] = {"acknowledged_until": None, "acknowledged_by": None, "acknowledged_reason": ""}


def _told(finding: Finding) -> dict[str, Any]:
    """The fields of a flag that its finding decides."""
    return {
        "severity": finding.severity,
        "owner_role": finding.owner_role,
        "finding": finding.sentence,
        "since": finding.since,
        "needs_national_decision": finding.needs_national_decision,
        "network_id": finding.network_id,
        "trust_id": finding.trust_id,
        "deployment_id": finding.deployment_id,
    }


def _set(flag: Flag, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(flag, name, value)
