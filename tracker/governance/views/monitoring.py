"""The page of a deployment's monitoring, and the forms of its plan, readings and what explains them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.core.formats import nhs_month
from tracker.core.presentation import AsOf
from tracker.governance.actions.monitoring import (
    NewReading,
    change_plan,
    explain_special_cause,
    keep_measure,
    record_process_change,
    record_readings,
    start_plan,
)
from tracker.governance.forms.monitoring import (
    MEASURE_FIELDS,
    ExplanationForm,
    MeasureForm,
    PlanForm,
    ProcessChangeForm,
    ReadingForm,
)
from tracker.governance.models import PlanRow
from tracker.governance.policies.monitoring import Measure
from tracker.governance.presenters.monitoring import present_monitoring
from tracker.governance.selectors.monitoring import find_measure, find_plan, measure_of, monitoring_on
from tracker.governance.selectors.watching import find_watch
from tracker.governance.views.common import both
from tracker.governance.views.watching import nothing_stored, page_on, posted, watched
from tracker.governance.vocabulary import ProcessChangeKind
from tracker.networks.editing import edit
from tracker.networks.finding import FoundDeployment
from tracker.networks.requests import viewing


@require_safe
def monitoring(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """What is watched of a deployment, and what is wrong, first."""
    seen = viewing(request)
    watch = find_watch(seen.access, deployment_id, on=seen.as_of)
    if watch is None:
        raise Http404
    if seen.as_of_error:
        messages.error(request, f"{seen.as_of_error} You are looking at today.")
    page = present_monitoring(watch)
    as_of = AsOf(day=seen.as_of, today=seen.today, path=request.path)
    return render(request, "governance/monitoring.jinja", {"page": page, "crumbs": page.crumbs, "as_of": as_of})


@both
def edit_plan(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Starts the monitoring plan, or names who looks after it."""
    seen, found = watched(request, deployment_id)
    plan = find_plan(found.row)
    standing = {"owner": plan.owner if plan else found.row.owner}
    form = PlanForm(
        posted(request),
        standing=standing,
        version=plan.version if plan else None,
        today=seen.today,
        has_plan=plan is not None,
    )

    def save() -> None:
        owner = form.cleaned_data["owner"]
        if plan is None:
            start_plan(deployment=found.row, owner=owner, starts_on=form.cleaned_data["starts_on"], by=seen.user)
        else:
            change_plan(plan=plan, owner=owner, version=form.typed_version, by=seen.user)

    def current() -> tuple[dict[str, object], int | None]:
        row = find_plan(found.row)
        return {"owner": row.owner if row else ""}, row.version if row else None

    lead = "" if plan else "The plan starts with the measures of the programme's template. You can change each of them."
    page = page_on(request, found, "Monitoring plan", lead=lead, done="The monitoring plan is saved.")
    return edit(request, form, page, save=save, current=current)


def _row_or_404(found: FoundDeployment, metric: str) -> PlanRow:
    row = find_measure(found.row, metric)
    if row is None:
        raise Http404
    return row


def _measure_or_404(found: FoundDeployment, metric: str) -> Measure:
    return measure_of(_row_or_404(found, metric))


@both
def add_measure(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """One more thing to watch."""
    seen, found = watched(request, deployment_id)
    plan = find_plan(found.row)
    if plan is None:
        raise Http404
    form = MeasureForm(posted(request), standing={}, today=seen.today, is_new=True)

    def save() -> None:
        keep_measure(plan=plan, metric=form.cleaned_data["metric"], by=seen.user, **form.facts())

    page = page_on(request, found, "Add a measure", done="The measure is added.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def edit_measure(request: HttpRequest, deployment_id: int, metric: str) -> HttpResponse:
    """What is watched, how it is judged, and by whom."""
    seen, found = watched(request, deployment_id)

    def current() -> tuple[dict[str, object], int | None]:
        row = _row_or_404(found, metric)
        return {name: getattr(row, name) for name in MEASURE_FIELDS}, row.version

    row = _row_or_404(found, metric)
    standing, version = current()
    form = MeasureForm(posted(request), standing=standing, version=version, today=seen.today, is_new=False)

    def save() -> None:
        keep_measure(plan=row.plan, metric=metric, version=form.typed_version, by=seen.user, **form.facts())

    page = page_on(request, found, row.name, done="The measure is changed.")
    return edit(request, form, page, save=save, current=current)


@both
def record_reading(request: HttpRequest, deployment_id: int, metric: str) -> HttpResponse:
    """The value of one measure in one month. A month that has one already is corrected."""
    seen, found = watched(request, deployment_id)
    measure = _measure_or_404(found, metric)
    form = ReadingForm(posted(request), standing={}, today=seen.today, measure=measure)

    def save() -> None:
        typed = form.cleaned_data
        reading = NewReading(
            found.row,
            metric,
            typed["period"],
            typed["value"],
            typed.get("numerator"),
            typed.get("denominator"),
            tuple(typed.get("counts") or ()),
            typed["note"],
        )
        record_readings([reading], by=seen.user)

    readings = monitoring_on([found.row.pk], on=seen.today)[found.row.pk].readings_of(measure)
    last = f"The last reading is of {nhs_month(readings[-1].period)}." if readings else "It has no reading yet."
    lead = f"{last} A month that has a reading already is corrected, and the earlier one is kept."
    page = page_on(request, found, f"Record a reading: {measure.name}", lead=lead, done="The reading is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def record_change(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Something is known to have changed: limits are counted anew, and some changes ask for re-validation."""
    seen, found = watched(request, deployment_id)
    measures = monitoring_on([found.row.pk], on=seen.today)[found.row.pk].measures
    form = ProcessChangeForm(posted(request), standing={}, today=seen.today, measures=measures)

    def save() -> None:
        typed = form.cleaned_data
        record_process_change(
            deployment=found.row,
            kind=ProcessChangeKind(typed["kind"]),
            period=typed["period"],
            reason=typed["reason"],
            metric=typed["metric"],
            by=seen.user,
        )

    lead = (
        "Limits are counted anew from that month. Do this only for a change that you know of, never to quieten a chart."
    )
    page = page_on(request, found, "Record a known change", lead=lead, done="The change is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def explain_cause(request: HttpRequest, deployment_id: int, metric: str) -> HttpResponse:
    """What a special cause was."""
    seen, found = watched(request, deployment_id)
    measure = _measure_or_404(found, metric)
    readings = monitoring_on([found.row.pk], on=seen.today)[found.row.pk].readings_of(measure)
    periods = [reading.period for reading in readings]
    form = ExplanationForm(posted(request), standing={}, today=seen.today, periods=periods)

    def save() -> None:
        typed = form.cleaned_data
        explain_special_cause(
            deployment=found.row,
            metric=metric,
            through=typed["through"],
            explanation=typed["explanation"],
            by=seen.user,
        )

    title = f"Explain a special cause: {measure.name}"
    page = page_on(request, found, title, done="The explanation is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)
