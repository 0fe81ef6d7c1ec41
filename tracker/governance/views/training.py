"""Pages of training and simulations."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.core.presentation import Link
from tracker.governance.actions.training import Trained, record_curriculum, record_simulation, record_training
from tracker.governance.forms.training import CourseForm, SimulationForm, TrainingForm
from tracker.governance.presenters.training import TrainingView, present_training
from tracker.governance.selectors.training import modules_on, scenarios_on, training_on
from tracker.governance.validation_vocabulary import TrainingRole
from tracker.governance.views.common import both, found_or_404
from tracker.governance.views.records import crumbs_to, form_page, may, seen_or_404, show
from tracker.networks.editing import edit
from tracker.networks.requests import viewing

PERMISSION = "governance.record_training"


@require_safe
def training(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Who is trained, what the course holds, and what was played through."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    view = TrainingView(
        found=training_on([deployment_id], on=seen.as_of)[deployment_id],
        modules=modules_on(seen.as_of),
        deployment_id=deployment_id,
        caption=found.name,
        day=seen.as_of,
        may_record=may(seen, found, PERMISSION),
    )
    return show(request, present_training(view), crumbs_to(found))


def _back(deployment_id: int) -> Link:
    return Link("Training", reverse("training", args=[deployment_id]))


@both
def record_counts(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """How many of a role are trained."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, PERMISSION)
    form = TrainingForm(request.POST if request.method == "POST" else None, standing={}, today=seen.today)

    def save() -> None:
        typed = form.cleaned_data
        trained = Trained(found.row, TrainingRole(typed["role"]), typed["eligible"], typed["completed"], typed["as_at"])
        record_training([trained], by=seen.user)

    lead = "The newest count of a role stands, and the earlier ones are kept."
    page = form_page(
        found, "Record who is trained", back=_back(deployment_id), lead=lead, done="The count is recorded."
    )
    return edit(request, form, page, save=save, current=lambda: ({}, None))


@both
def record_course(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """What the trust's own course holds."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, PERMISSION)
    stands = training_on([deployment_id], on=seen.today)[deployment_id].curriculum
    standing = {
        "modules": list(stands.modules) if stands else [],
        "local_cases": stands.local_cases if stands else None,
        "has_assessment": stands.has_assessment if stands else False,
    }
    form = CourseForm(
        request.POST if request.method == "POST" else None,
        standing=standing,
        today=seen.today,
        modules=[(each.number, str(each)) for each in modules_on(seen.today)],
    )

    def save() -> None:
        names = ("modules", "local_cases", "has_assessment")
        typed = {name: form.cleaned_data[name] for name in names}
        record_curriculum(deployment=found.row, on=form.cleaned_data["effective_on"], by=seen.user, **typed)

    page = form_page(found, "Record the course", back=_back(deployment_id), done="The course is recorded.")
    return edit(request, form, page, save=save, current=lambda: (standing, None))


@both
def record_exercise(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """A simulation that was held."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, PERMISSION)
    scenarios = {each.code: each for each in scenarios_on(seen.today)}
    form = SimulationForm(
        request.POST if request.method == "POST" else None,
        standing={},
        scenarios=[(each.code, each.title) for each in scenarios.values()],
    )

    def save() -> None:
        names = ("held_on", "participants", "minutes_to_detect", "minutes_to_fall_back", "actions", "retest_on")
        typed = {name: form.cleaned_data[name] for name in names}
        scenario = scenarios[form.cleaned_data["scenario"]]
        record_simulation(deployment=found.row, scenario=scenario, by=seen.user, **typed)

    page = form_page(found, "Record a simulation", back=_back(deployment_id), done="The simulation is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))
