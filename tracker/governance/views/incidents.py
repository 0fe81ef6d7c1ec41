"""The pages that record incidents, what is done about them, and field safety notices."""

from django.http import Http404, HttpRequest, HttpResponse

from tracker.core.formats import nhs_date
from tracker.governance.actions.incidents import answer_notice, record_incident, record_incident_step, record_notice
from tracker.governance.forms.incidents import IncidentForm, IncidentStepForm, NoticeAnswerForm, NoticeForm
from tracker.governance.policies.incidents import open_duties
from tracker.governance.selectors.incidents import classes_on, find_incident, find_notice
from tracker.governance.selectors.monitoring import standards_on
from tracker.governance.views.common import both
from tracker.governance.views.watching import nothing_stored, page_on, posted, watched
from tracker.governance.vocabulary import IncidentKind, IncidentStepKind, PhysicalHarm, PsychologicalHarm
from tracker.networks.editing import edit

NO_PATIENTS = "Only references, days and categories are kept here. Tell the story in your incident system."


@both
def new_incident(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Something went wrong with the tool, or nearly did."""
    seen, found = watched(request, deployment_id)
    form = IncidentForm(posted(request), standing={}, today=seen.today, classes=classes_on(seen.today))

    def save() -> None:
        typed = form.cleaned_data
        record_incident(
            deployment=found.row,
            kind=IncidentKind(typed["kind"]),
            seriousness=typed["seriousness"],
            occurred_on=typed["occurred_on"],
            aware_on=typed["aware_on"],
            physical_harm=PhysicalHarm(typed["physical_harm"]),
            psychological_harm=PsychologicalHarm(typed["psychological_harm"]),
            involves_personal_data=typed["involves_personal_data"],
            summary=typed["summary"],
            by=seen.user,
        )

    page = page_on(request, found, "Record an incident", lead=NO_PATIENTS, done="The incident is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def incident_step(request: HttpRequest, deployment_id: int, incident_id: int) -> HttpResponse:
    """What was done about one incident."""
    seen, found = watched(request, deployment_id)
    incident = find_incident(found.row, incident_id, on=seen.today)
    if incident is None:
        raise Http404
    form = IncidentStepForm(posted(request), standing={}, today=seen.today, classes=classes_on(incident.aware_on))

    def save() -> None:
        typed = form.cleaned_data
        record_incident_step(
            deployment=found.row,
            incident_id=incident_id,
            kind=IncidentStepKind(typed["kind"]),
            happened_on=typed["happened_on"],
            reference=typed["reference"],
            seriousness=typed["seriousness"],
            note=typed["note"],
            by=seen.user,
        )

    left = open_duties(incident, standards_on(seen.today))
    waits = "; ".join(duty.kind.label + (f" by {nhs_date(duty.due_on)}" if duty.due_on else "") for duty in left)
    lead = f"Still to be done: {waits}." if waits else "Everything that it asks for is done."
    title = f"{incident.kind.label}, known since {nhs_date(incident.aware_on)}"
    page = page_on(request, found, title, lead=f"{lead} {NO_PATIENTS}", done="The step is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def new_notice(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """A field safety notice came."""
    seen, found = watched(request, deployment_id)
    form = NoticeForm(posted(request), standing={}, today=seen.today)

    def save() -> None:
        record_notice(
            deployment=found.row,
            reference=form.cleaned_data["reference"],
            received_on=form.cleaned_data["received_on"],
            summary=form.cleaned_data["summary"],
            by=seen.user,
        )

    page = page_on(request, found, "Record a field safety notice", done="The notice is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def notice_answer(request: HttpRequest, deployment_id: int, notice_id: int) -> HttpResponse:
    """What the trust did about a field safety notice."""
    seen, found = watched(request, deployment_id)
    notice = find_notice(found.row, notice_id, on=seen.today)
    if notice is None:
        raise Http404
    form = NoticeAnswerForm(posted(request), standing={}, today=seen.today)

    def save() -> None:
        answer_notice(
            deployment=found.row,
            notice_id=notice_id,
            answered_on=form.cleaned_data["answered_on"],
            action=form.cleaned_data["action"],
            by=seen.user,
        )

    lead = f"It came on {nhs_date(notice.received_on)}, and its answer is due by {nhs_date(notice.due_on)}."
    title = f"Answer field safety notice {notice.reference}"
    page = page_on(request, found, title, lead=lead, done="The answer is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)
