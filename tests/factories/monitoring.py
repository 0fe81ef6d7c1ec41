"""Monitoring plans and their readings, incidents and notices."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tests.factories.networks import START, make_deployment
from tests.factories.numbers import next_number
from tests.factories.people import system
from tracker.audit.changes import Door
from tracker.core.days import add_months
from tracker.governance.actions.incidents import record_incident, record_notice
from tracker.governance.actions.monitoring import NewReading, record_readings, start_plan
from tracker.governance.models import Incident, MonitoringPlan, SafetyNotice
from tracker.governance.vocabulary import IncidentKind
from tracker.networks.models import Deployment


def make_monitoring_plan(
    deployment: Deployment | None = None, *, owner: str = "Mo Monitor", starts_on: date = START
) -> MonitoringPlan:
    """A deployment's monitoring plan, with the measures of the template."""
    return start_plan(deployment=deployment or make_deployment(), owner=owner, starts_on=starts_on, by=system())


def make_readings(
    deployment: Deployment, values: Sequence[object], *, metric: str = "turnaround", first: date = date(2024, 1, 1)
) -> None:
    """A reading a month from `first` on, as history that arrives by import: each is known from the end of its month."""
    record_readings(
        [
            NewReading(deployment, metric, add_months(first, place), Decimal(str(value)))
            for place, value in enumerate(values)
        ],
        door=Door.IMPORT,
        by=system(),
    )


def make_incident(
    deployment: Deployment | None = None,
    *,
    kind: IncidentKind = IncidentKind.PATIENT_SAFETY,
    seriousness: str = "other-serious",
    on: date = START,
) -> Incident:
    """An incident that happened and became known on a day."""
    return record_incident(
        deployment=deployment or make_deployment(),
        kind=kind,
        seriousness=seriousness,
        occurred_on=on,
        aware_on=on,
        by=system(),
    )


def make_notice(deployment: Deployment | None = None, *, on: date = START, reference: str = "") -> SafetyNotice:
    """A field safety notice that came on a day."""
    return record_notice(
        deployment=deployment or make_deployment(),
        reference=reference or f"FSN-{next_number()}",
        received_on=on,
        by=system(),
    )
