"""The frameworks that networks call off from."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.networks.access import SubjectScope
from tracker.networks.editing import EditPage, edit, permit
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import Viewing, viewing
from tracker.networks.selectors import current_programme
from tracker.procurement.actions.routes import save_framework
from tracker.procurement.filters import FrameworkFilter
from tracker.procurement.forms.frameworks import FIELDS, FrameworkForm
from tracker.procurement.presenters.frameworks import present_frameworks
from tracker.procurement.selectors.pipeline import lines_on
from tracker.procurement.selectors.routes import all_frameworks, framework_standing
from tracker.procurement.views.common import both, posted

KEEP = "procurement.manage_suppliers"


def _seen_by_role(request: HttpRequest) -> Viewing:
    """Frameworks belong to no network: they are there for everybody with a role, and for nobody else."""
    seen = viewing(request)
    if not seen.access.grants:
        raise Http404
    return seen


@require_GET
@saves_views("frameworks", title="Frameworks")
def frameworks(request: HttpRequest) -> HttpResponse:
    """Every framework, when it expires, and what of one's own hangs on it."""
    seen = _seen_by_role(request)
    programme = current_programme()
    filters = FrameworkFilter(request.GET, all_frameworks(), day=seen.today)
    page = present_frameworks(
        filters.found,
        lines_on(seen.access, programme, on=seen.today) if programme else [],
        day=seen.today,
        may_edit=bool(decide(KEEP, seen.access, SubjectScope())),
        is_filtered=filters.is_in_use,
    )
    crumbs = [Link("Home", "/"), Link("Procurements", reverse("procurements"))]
    context = listing(request, filters, columns=page.columns, is_dated=False)
    return render(request, "procurement/frameworks.jinja", {"page": page, "crumbs": crumbs, **context})


@both
def new_framework(request: HttpRequest) -> HttpResponse:
    """A framework that is not on record yet."""
    return _edit(request, None)


@both
def edit_framework(request: HttpRequest, framework_id: int) -> HttpResponse:
    """The dates and terms of one framework."""
    return _edit(request, framework_id)


def _edit(request: HttpRequest, framework_id: int | None) -> HttpResponse:
    seen = _seen_by_role(request)
    permit(seen, KEEP, SubjectScope())
    stands = framework_standing(framework_id) if framework_id is not None else ({}, None)
    if stands is None:
        raise Http404
    form = FrameworkForm(posted(request), standing=stands[0], version=stands[1], today=seen.today)
    home = reverse("frameworks")
    crumbs = [Link("Home", "/"), Link("Procurements", reverse("procurements")), Link("Frameworks", home)]
    title = "Framework" if framework_id is not None else "Add a framework"

    def save() -> None:
        typed = form.cleaned_data
        fields = {name: typed[name] for name in FIELDS}
        save_framework(
            framework_id=framework_id, name=typed["name"], version=form.typed_version, by=seen.user, **fields
        )

    page = EditPage(title, "Procurement", home, crumbs, done="The framework is saved.")
    return edit(request, form, page, save=save, current=lambda: framework_standing(framework_id or 0) or ({}, None))
