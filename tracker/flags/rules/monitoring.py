"""Rules about a tool in clinical use: what is watched of it, what went wrong, and what has to be looked at again. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tracker.core.days import add_months, end_of_month
from tracker.core.formats import mid_sentence, nhs_date, nhs_month, plural
from tracker.core.working_days import working_days_between
from tracker.flags.rules.base import Finding, Limits, about_deployment, listed_briefly
from tracker.flags.rules.facts import DeploymentFacts, Facts
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.audits import alerts_of, audit_due_on
from tracker.governance.policies.drift import Band
from tracker.governance.policies.findings import MeasureFindings, findings_of
from tracker.governance.policies.incidents import IncidentOn, open_duties
from tracker.governance.policies.monitoring import overdue_measures
from tracker.governance.policies.revalidation import has_open_alert, undecided
from tracker.governance.policies.reviews import quarters_missed, schedule_of, supplier_review_due_on
from tracker.governance.selectors.in_use import InUse
from tracker.governance.vocabulary import IncidentStepKind, MonitoringMethod
from tracker.networks.vocabulary import ClinicalUse


def _in_use(facts: Facts) -> Iterator[tuple[DeploymentFacts, InUse]]:
    """Deployments in clinical use, with what is watched of them."""
    for each in facts.deployments:
        if each.is_live and each.use is not None:
            yield each, each.use


def _not_withdrawn(facts: Facts) -> Iterator[tuple[DeploymentFacts, InUse]]:
    for each in facts.deployments:
        if not each.is_withdrawn and each.use is not None:
            yield each, each.use


def notice_unanswered(facts: Facts, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001 - every rule is given limits
    """R55: a field safety notice was not answered in time."""
    for each, use in _not_withdrawn(facts):
        for notice in use.incidents.notices:
            if notice.is_overdue(facts.day):
                finding = about_deployment(
                    each,
                    Severity.HIGH,
                    f"The field safety notice {notice.reference} came on {nhs_date(notice.received_on)}, and its answer "
                    f"was due by {nhs_date(notice.due_on)}.",
                    since=notice.due_on + timedelta(days=1),
                )
                yield replace(finding, detail_key=f"notice-{notice.id}")


def incident_not_reported(facts: Facts, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001 - as above
    """R56: a serious incident has no Yellow Card, or a clock of reporting has run out."""
    for each, use in _not_withdrawn(facts):
        for incident in use.incidents.incidents:
            yield from _of_incident(each, use, incident, facts.day)


def _of_incident(facts: DeploymentFacts, use: InUse, incident: IncidentOn, day: date) -> Iterator[Finding]:
    left = open_duties(incident, use.incidents.standards)
    late = [duty for duty in left if duty.is_overdue(day)]
    missing = incident.seriousness.is_serious and any(duty.kind == IncidentStepKind.YELLOW_CARD for duty in left)
    told = [f"“{duty.kind.label}” was due by {nhs_date(duty.due_on)}" for duty in late]
    if missing:
        told.append("there is no Yellow Card reference")
    if told:
        begun = [duty.due_on + timedelta(days=1) for duty in late if duty.due_on]
        finding = about_deployment(
            facts,
            Severity.CRITICAL if late else Severity.HIGH,
            f"Incident known since {nhs_date(incident.aware_on)} ({mid_sentence(incident.seriousness.name)}): "
            f"{'; '.join(told)}.",
            since=incident.aware_on if missing else min(begun),
        )
        yield replace(finding, detail_key=f"incident-{incident.id}")


def reading_overdue(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R63: a tool in clinical use has no monitoring plan, or a reading of it is late."""
    for each, use in _in_use(facts):
        live_on = each.position.first_live_on or facts.day
        if not use.monitoring.is_planned:
            if (facts.day - live_on).days > limits["plan_days"]:
                yield about_deployment(
                    each,
                    Severity.MEDIUM,
                    f"In clinical use since {nhs_date(live_on)} without a monitoring plan.",
                    since=live_on + timedelta(days=limits["plan_days"] + 1),
                )
            continue
        late = [(measure, max(due_on, live_on)) for measure, due_on in overdue_measures(use.monitoring, facts.day)]
        if late:
            names = listed_briefly([mid_sentence(measure.name) for measure, _ in late])
            yield about_deployment(
                each,
                Severity.MEDIUM,
                f"Readings are overdue: {names}.",
                since=min(due_on for _, due_on in late) + timedelta(days=1),
            )


def special_cause_open(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R64: readings show a special cause that nobody has explained."""
    for each, use in _in_use(facts):
        found = [(findings, findings.cause) for findings in findings_of(use.monitoring, facts.day)]
        causes = [
            cause
            for findings, cause in found
            if cause is not None
            and findings.measure.method != MonitoringMethod.PSI
            and working_days_between(cause.since, facts.day) > limits["open_working_days"]
        ]
        if causes:
            yield about_deployment(
                each,
                Severity.HIGH,
                f"Not explained yet. {listed_briefly([cause.sentence for cause in causes], most=2)}.",
                since=min(cause.since for cause in causes),
            )


def population_shifted(facts: Facts, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001 - the bands are data of their own
    """R65: what the tool sees is no longer what it was validated on."""
    for each, use in _in_use(facts):
        moved = [
            findings for findings in findings_of(use.monitoring, facts.day) if findings.band in (Band.WATCH, Band.ACT)
        ]
        if moved:
            yield about_deployment(
                each,
                Severity.HIGH if any(findings.band == Band.ACT for findings in moved) else Severity.MEDIUM,
                " ".join(_sentence_of_shift(findings) for findings in moved),
                since=min(end_of_month(findings.band_since) for findings in moved if findings.band_since),
            )


def _sentence_of_shift(findings: MeasureFindings) -> str:
    reading = findings.bands[-1][0]
    return f"{findings.measure.name}: index {reading.value.normalize():f} in {nhs_month(reading.period)}."


def bias_audit_due(facts: Facts, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001 - its interval is data of its own
    """R66: an audit of bias is late, or its alert waits for a decision."""
    for each, use in _in_use(facts):
        latest, due_on = use.audits.latest, audit_due_on(use.audits)
        if latest is not None and has_open_alert(use.revalidation, use.audits):
            alerts = alerts_of(latest, use.audits.standards)
            yield about_deployment(
                each,
                Severity.HIGH,
                f"The audit of {nhs_date(latest.held_on)} found: {listed_briefly(alerts, most=2)}.",
                since=latest.held_on,
            )
        elif due_on is not None and due_on < facts.day:
            last = f"The last was held on {nhs_date(latest.held_on)}" if latest else "None has been held"
            yield about_deployment(
                each,
                Severity.MEDIUM,
                f"{last}, and one was due by {nhs_date(due_on)}.",
                since=due_on + timedelta(days=1),
            )


def supplier_review_due(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R67: a quarter of the supplier's service was not reviewed, or the service level was missed again."""
    for each, use in _in_use(facts):
        missed, due_on = quarters_missed(use.reviews), supplier_review_due_on(use.reviews)
        if len(missed) >= limits["quarters_missed"]:
            yield about_deployment(
                each,
                Severity.HIGH,
                f"The supplier missed the agreed service level in {plural(len(missed), 'quarter')} in a row, up to the one "
                f"that began on {nhs_date(missed[-1].quarter)}.",
                since=missed[limits["quarters_missed"] - 1].held_on,
            )
        elif due_on is not None and due_on < facts.day:
            yield about_deployment(
                each,
                Severity.MEDIUM,
                f"A review of the supplier was due by {nhs_date(due_on)}.",
                since=due_on + timedelta(days=1),
            )


def revalidation_undecided(facts: Facts, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001 - as above
    """R68: something asks whether the local validation still holds, and nobody has decided in time."""
    for each, use in _not_withdrawn(facts):
        late = [case for case in undecided(use.revalidation.cases) if case.is_overdue(facts.day)]
        if late:
            names = [f"{mid_sentence(case.trigger.label)} (due by {nhs_date(case.due_on)})" for case in late]
            yield about_deployment(
                each,
                Severity.HIGH,
                f"Nobody has decided whether to validate again: {listed_briefly(names, most=3)}.",
                since=late[0].due_on + timedelta(days=1),
            )


def use_is_paused(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """T09: clinical use has been paused, and has not begun again."""
    for each in facts.deployments:
        state = each.position.state
        if state.state == ClinicalUse.PAUSED and state.since is not None:
            why = f": {state.reason.rstrip('.')}" if state.reason else ""
            yield about_deployment(
                each,
                Severity.CRITICAL,
                f"Clinical use has been paused since {nhs_date(state.since)}{why}.",
                since=state.since,
                national=(facts.day - state.since).days >= limits["national_days"],
            )


def review_overdue(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """T10: a review after go-live was not held in time. Those of long ago are past holding."""
    for each, use in _in_use(facts):
        earliest = add_months(facts.day, -limits["months_back"])
        late = [due for due in schedule_of(use.reviews) if due.is_overdue(facts.day) and due.due_on >= earliest]
        if late:
            names = [f"{mid_sentence(due.step.name)} (due on {nhs_date(due.due_on)})" for due in late]
            yield about_deployment(
                each,
                Severity.MEDIUM,
                f"Reviews after go-live have not been held: {listed_briefly(names)}.",
                since=late[0].due_on + timedelta(days=1),
            )
