"""When a local validation has to be looked at again, and what may be decided. Pure.

Each cause opens one case: a new release, a changed scanner, threshold, source, protocol or PACS, a special cause that
nobody explained in time, a shifted population, a serious incident, a field safety notice, a subgroup for which the tool
does worse, and a validation that is old. The list is the programme's own; a decision on each is the clinical safety
officer's, within ten working days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.days import add_months
from tracker.core.decisions import Decision, deny
from tracker.core.formats import nhs_date, nhs_month
from tracker.core.working_days import add_working_days, working_days_between
from tracker.governance.policies.audits import AuditsOn, alerts_of
from tracker.governance.policies.findings import findings_of
from tracker.governance.policies.incidents import IncidentsOn
from tracker.governance.policies.monitoring import MonitoringOn, Standards
from tracker.governance.policies.patient_data import may_write
from tracker.governance.vocabulary import ProcessChangeKind, RevalidationResult, RevalidationTrigger

TRIGGERS_OF_CHANGES = {
    ProcessChangeKind.RELEASE: RevalidationTrigger.RELEASE,
    ProcessChangeKind.THRESHOLD: RevalidationTrigger.THRESHOLD,
    ProcessChangeKind.SCANNER: RevalidationTrigger.SCANNER,
    ProcessChangeKind.SOURCE: RevalidationTrigger.SOURCE,
    ProcessChangeKind.PACS_RIS: RevalidationTrigger.PACS_RIS,
    ProcessChangeKind.PROTOCOL: RevalidationTrigger.PROTOCOL,
}


@dataclass(frozen=True)
class Cause:
    """Something that asks whether the validation still holds; `key` is the same whenever it is found again."""

    trigger: RevalidationTrigger
    key: str
    detail: str


@dataclass(frozen=True)
class CaseOn:
    """A case as it stands on a day; `key` names its cause."""

    id: int
    trigger: RevalidationTrigger
    key: str
    detail: str
    opened_on: date
    due_on: date
    result: RevalidationResult | None = None
    decided_on: date | None = None
    reason: str = ""

    def is_overdue(self, day: date) -> bool:
        return self.result is None and self.due_on < day


@dataclass(frozen=True)
class ReleaseChange:
    """From a day on the deployment runs another release."""

    id: int
    name: str
    effective_on: date


@dataclass(frozen=True)
class RevalidationOn:
    """What bears on the validation of one deployment on a day. `validated_on` is the day of the last one with results,
    None before the first."""

    deployment_id: int
    standards: Standards
    cases: tuple[CaseOn, ...] = ()
    live_on: date | None = None
    validated_on: date | None = None
    releases: tuple[ReleaseChange, ...] = ()


def decision_due_on(opened_on: date, standards: Standards) -> date:
    return add_working_days(opened_on, standards.whole("revalidation-decision"))


def causes_of(
    revalidation: RevalidationOn,
    monitoring: MonitoringOn,
    incidents: IncidentsOn,
    audits: AuditsOn,
    *,
    day: date,
) -> list[Cause]:
    """Everything that asks for a case on the day; nothing before clinical use has begun."""
    if revalidation.live_on is None or revalidation.live_on > day:
        return []
    return [
        *_from_changes(revalidation, monitoring, revalidation.live_on),
        *_from_readings(monitoring, day),
        *_from_incidents(incidents, revalidation.live_on),
        *_from_audits(audits),
        *_from_age(revalidation, day),
    ]


def _from_changes(revalidation: RevalidationOn, monitoring: MonitoringOn, live_on: date) -> Iterator[Cause]:
    for release in revalidation.releases:
        if release.effective_on > live_on:
            detail = f"{release.name} in use since {nhs_date(release.effective_on)}"
            yield Cause(RevalidationTrigger.RELEASE, f"release:{release.id}", detail)
    for change in monitoring.rebases:
        trigger = TRIGGERS_OF_CHANGES.get(change.kind)
        if trigger is not None and change.known_on > live_on:
            detail = f"From {nhs_month(change.period)}: {change.reason}"
            yield Cause(trigger, f"change:{change.id}", detail[:500])


def _from_readings(monitoring: MonitoringOn, day: date) -> Iterator[Cause]:
    limit = monitoring.standards.whole("special-cause-explained")
    for findings in findings_of(monitoring, day):
        measure, cause = findings.measure, findings.cause
        if cause is not None and working_days_between(cause.since, day) > limit:
            key = f"special-cause:{measure.metric}:{cause.period}"
            yield Cause(RevalidationTrigger.SPECIAL_CAUSE, key, cause.sentence)
        if findings.bands and findings.bands[-1][0].value > monitoring.standards.of("psi-act"):
            reading = findings.bands[-1][0]
            detail = f"{measure.name}: {reading.value.normalize():f} in {nhs_month(reading.period)}"
            yield Cause(RevalidationTrigger.DRIFT, f"drift:{measure.metric}:{findings.band_since}", detail)


def _from_incidents(incidents: IncidentsOn, live_on: date) -> Iterator[Cause]:
    for incident in incidents.incidents:
        if incident.seriousness.is_serious and incident.aware_on >= live_on:
            detail = f"{incident.seriousness.name}, known since {nhs_date(incident.aware_on)}"
            yield Cause(RevalidationTrigger.INCIDENT, f"incident:{incident.id}", detail)
    for notice in incidents.notices:
        if notice.received_on >= live_on:
            detail = f"{notice.reference}, received on {nhs_date(notice.received_on)}"
            yield Cause(RevalidationTrigger.SAFETY_NOTICE, f"notice:{notice.id}", detail)


def key_of_audit(audit_id: int) -> str:
    return f"audit:{audit_id}"


def _from_audits(audits: AuditsOn) -> Iterator[Cause]:
    for audit in audits.audits:
        alerts = alerts_of(audit, audits.standards)
        if alerts:
            detail = f"Audit of {nhs_date(audit.held_on)}: {alerts[0]}"
            yield Cause(RevalidationTrigger.SUBGROUP, key_of_audit(audit.id), detail)


def _from_age(revalidation: RevalidationOn, day: date) -> Iterator[Cause]:
    """Counted from the last validation, or from when somebody last decided that an old one would do."""
    aged = [case.decided_on for case in revalidation.cases if case.trigger == RevalidationTrigger.AGE]
    since = max((day for day in (revalidation.validated_on or revalidation.live_on, *aged) if day), default=None)
    if since is not None and add_months(since, revalidation.standards.whole("validation-age")) <= day:
        yield Cause(RevalidationTrigger.AGE, f"age:{since}", f"Last looked at on {nhs_date(since)}")


def may_raise(detail: str) -> Decision:
    """Whether a person may raise a case of their own."""
    if not detail.strip():
        return deny("Say what makes you doubt the validation.", remedy="Write it in a sentence.", field="detail")
    return may_write(detail=detail)


def may_decide(case: CaseOn, *, reason: str, decided_on: date, today: date) -> Decision:
    """Whether a case may be decided: once, with a reason."""
    if case.result is not None:
        return deny("This case has been decided already.", remedy="Raise a new one if something has changed.")
    if not case.opened_on <= decided_on <= today:
        return deny(
            "A case is decided after it was opened, and not in the future.",
            remedy="Correct the day.",
            field="decided_on",
        )
    if not reason.strip():
        return deny("A decision needs its reason.", remedy="Write it in a sentence.", field="reason")
    return may_write(reason=reason)


def undecided(cases: Sequence[CaseOn]) -> list[CaseOn]:
    """Cases that wait for a decision, the one that is due first before the others."""
    return sorted((case for case in cases if case.result is None), key=lambda case: (case.due_on, case.id))


def has_open_alert(revalidation: RevalidationOn, audits: AuditsOn) -> bool:
    """Whether the last audit of bias found a difference that nobody has decided on."""
    latest = audits.latest
    if latest is None or not alerts_of(latest, audits.standards):
        return False
    return not any(case.key == key_of_audit(latest.id) and case.result for case in revalidation.cases)
