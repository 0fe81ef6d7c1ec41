"""Reading incidents and field safety notices of deployments as of a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch

from tracker.governance.models import Incident, IncidentClass, IncidentStep, SafetyNotice
from tracker.governance.policies.incidents import (
    IncidentOn,
    IncidentsOn,
    NoticeOn,
    Seriousness,
    Step,
    notice_due_on,
)
from tracker.governance.policies.monitoring import Standards
from tracker.governance.selectors.monitoring import standards_on
from tracker.governance.vocabulary import IncidentKind, IncidentStepKind
from tracker.networks.models import Deployment


def classes_on(day: date) -> dict[str, Seriousness]:
    """The classes of incidents that hold on a day, by code, the most serious first."""
    return {row.code: _seriousness(row) for row in IncidentClass.objects.on(day)}


def _seriousness(row: IncidentClass) -> Seriousness:
    return Seriousness(row.code, row.name, row.supplier_days)


def incidents_on(
    deployment_ids: Iterable[int], *, on: date, standards: Standards | None = None
) -> dict[int, IncidentsOn]:
    """Incidents and notices of deployments on a day, by deployment id, in five queries; each incident by the class that
    held when it became known, whose clock it runs by. The caller has checked who may see them."""
    ids = list(deployment_ids)
    standards = standards or standards_on(on)
    classes = list(IncidentClass.objects.all())
    steps = Prefetch("steps", IncidentStep.objects.filter(happened_on__lte=on).order_by("happened_on", "pk"))
    incidents: dict[int, list[IncidentOn]] = defaultdict(list)
    for row in Incident.objects.filter(deployment__in=ids, aware_on__lte=on).prefetch_related(steps):
        incidents[row.deployment_id].append(_incident(row, classes))
    notices: dict[int, list[NoticeOn]] = defaultdict(list)
    for notice in SafetyNotice.objects.filter(deployment__in=ids, received_on__lte=on).select_related("answer"):
        notices[notice.deployment_id].append(_notice(notice, standards, on))
    held = {row.code: _seriousness(row) for row in classes if _holds_on(row, on)}
    return {pk: IncidentsOn(pk, standards, tuple(incidents[pk]), tuple(notices[pk]), held) for pk in ids}


def _holds_on(row: IncidentClass, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


def _incident(row: Incident, classes: list[IncidentClass]) -> IncidentOn:
    steps = list(row.steps.all())
    code = next((step.seriousness for step in reversed(steps) if step.seriousness), row.seriousness)
    found = next((each for each in classes if each.code == code and _holds_on(each, row.aware_on)), None)
    return IncidentOn(
        id=row.pk,
        kind=IncidentKind(row.kind),
        seriousness=_seriousness(found) if found else Seriousness(code, code, None),
        occurred_on=row.occurred_on,
        aware_on=row.aware_on,
        physical_harm=row.get_physical_harm_display(),
        psychological_harm=row.get_psychological_harm_display(),
        involves_personal_data=row.involves_personal_data,
        summary=row.summary,
        steps=tuple(Step(IncidentStepKind(step.kind), step.happened_on, step.reference) for step in steps),
    )


def _notice(row: SafetyNotice, standards: Standards, on: date) -> NoticeOn:
    answer = getattr(row, "answer", None)
    answered_on = answer.answered_on if answer is not None else None
    return NoticeOn(
        id=row.pk,
        reference=row.reference,
        received_on=row.received_on,
        due_on=notice_due_on(row.received_on, standards),
        summary=row.summary,
        answered_on=answered_on if answered_on and answered_on <= on else None,
    )


def find_incident(deployment: Deployment, incident_id: int, *, on: date) -> IncidentOn | None:
    """One incident of a deployment, None when it has none of that id."""
    incidents = incidents_on([deployment.pk], on=on)[deployment.pk].incidents
    return next((each for each in incidents if each.id == incident_id), None)


def find_notice(deployment: Deployment, notice_id: int, *, on: date) -> NoticeOn | None:
    """One field safety notice of a deployment, None when it has none of that id."""
    notices = incidents_on([deployment.pk], on=on)[deployment.pk].notices
    return next((each for each in notices if each.id == notice_id), None)
