"""Recording incidents and what is done about them, and field safety notices."""

from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import deny, require
from tracker.core.touched import touch
from tracker.governance.actions.monitoring import demand_over
from tracker.governance.models import Incident, IncidentStep, SafetyNotice, SafetyNoticeAnswer
from tracker.governance.policies.incidents import (
    may_answer_notice,
    may_record_incident,
    may_record_notice,
    may_record_step,
)
from tracker.governance.selectors.incidents import classes_on, find_incident, find_notice
from tracker.governance.selectors.monitoring import standards_on
from tracker.governance.vocabulary import IncidentKind, IncidentStepKind, PhysicalHarm, PsychologicalHarm
from tracker.networks.models import Deployment


def record_incident(
    *,
    deployment: Deployment,
    kind: IncidentKind,
    seriousness: str,
    occurred_on: date,
    aware_on: date,
    physical_harm: PhysicalHarm = PhysicalHarm.NONE,
    psychological_harm: PsychologicalHarm = PsychologicalHarm.NONE,
    involves_personal_data: bool = False,
    summary: str = "",
    by: User,
) -> Incident:
    """Somebody became aware that something went wrong: every clock runs from that day."""
    with change(by=by):
        today = demand_over([deployment], by=by)
        require(
            may_record_incident(
                seriousness=seriousness,
                known=list(classes_on(min(aware_on, today))),
                occurred_on=occurred_on,
                aware_on=aware_on,
                summary=summary,
                today=today,
            )
        )
        incident = Incident.objects.create(
            deployment=deployment,
            kind=kind,
            seriousness=seriousness,
            occurred_on=occurred_on,
            aware_on=aware_on,
            physical_harm=physical_harm,
            psychological_harm=psychological_harm,
            involves_personal_data=involves_personal_data or kind == IncidentKind.DATA_BREACH,
            summary=summary.strip(),
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return incident


def record_incident_step(
    *,
    deployment: Deployment,
    incident_id: int,
    kind: IncidentStepKind,
    happened_on: date,
    reference: str = "",
    seriousness: str = "",
    note: str = "",
    by: User,
) -> IncidentStep:
    """Something was done about an incident: it was reported, classed anew, or closed."""
    with change(reason=note, by=by):
        today = demand_over([deployment], by=by)
        # An incident is only ever added to: its deployment's row stands in for it as the lock.
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        incident = find_incident(deployment, incident_id, on=today)
        if incident is None:
            raise Incident.DoesNotExist
        new_class = seriousness if kind == IncidentStepKind.RECLASSIFIED else ""
        require(
            may_record_step(
                incident,
                kind,
                happened_on=happened_on,
                reference=reference,
                seriousness=new_class,
                note=note,
                standards=standards_on(today),
                today=today,
            )
        )
        step = IncidentStep.objects.create(
            incident_id=incident_id,
            kind=kind,
            happened_on=happened_on,
            reference=reference.strip(),
            seriousness=new_class,
            note=note.strip(),
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return step


def record_notice(
    *, deployment: Deployment, reference: str, received_on: date, summary: str = "", by: User
) -> SafetyNotice:
    """A field safety notice came: it is answered within a few working days."""
    with change(by=by):
        today = demand_over([deployment], by=by)
        require(may_record_notice(reference=reference, received_on=received_on, summary=summary, today=today))
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        if SafetyNotice.objects.filter(deployment=deployment, reference=reference.strip()).exists():
            require(deny("This notice is recorded already.", remedy="Answer that one.", field="reference"))
        notice = SafetyNotice.objects.create(
            deployment=deployment,
            reference=reference.strip(),
            received_on=received_on,
            summary=summary.strip(),
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return notice


def answer_notice(
    *, deployment: Deployment, notice_id: int, answered_on: date, action: str, by: User
) -> SafetyNoticeAnswer:
    """The trust did what the notice asks for, and told its sender."""
    with change(reason=action, by=by):
        today = demand_over([deployment], by=by)
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        notice = find_notice(deployment, notice_id, on=today)
        if notice is None:
            raise SafetyNotice.DoesNotExist
        require(may_answer_notice(notice, answered_on=answered_on, action=action, today=today))
        answer = SafetyNoticeAnswer.objects.create(
            notice_id=notice_id, answered_on=answered_on, action=action.strip(), recorded_by=by
        )
        touch("deployment", deployment.pk)
    return answer
