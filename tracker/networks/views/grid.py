"""The grid of a network's milestone dates."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.filters import one_page
from tracker.core.formats import plural
from tracker.core.forms import error_list
from tracker.core.permissions import PERMISSIONS, decide
from tracker.core.presentation import Link, Paging
from tracker.networks.access import scopes_of_deployments
from tracker.networks.actions.moving import revise_row
from tracker.networks.editing import allow
from tracker.networks.finding import deployments_of_network, find_network
from tracker.networks.forms_for_many import GridForm
from tracker.networks.grid import KINDS, GridRow, PlanGrid
from tracker.networks.models import Deployment, ImagingNetwork
from tracker.networks.requests import Viewing, viewing
from tracker.networks.selectors import deployments_on
from tracker.networks.vocabulary import MilestoneType, RevisionKind

PAGE_SIZE = 40  # rows; each has an input for every milestone
UPDATES = "networks.update_deployment"


@dataclass(frozen=True)
class OpenGrid:
    """One page of a network's grid, and the deployments behind its rows."""

    seen: Viewing
    network: ImagingNetwork
    kind: RevisionKind
    part: Page[Deployment]

    def read(self, data: QueryDict | None = None) -> PlanGrid:
        """The grid as it stands now, with what a browser sent."""
        rows = list(self.part.object_list)
        scopes = scopes_of_deployments(rows, day=self.seen.today)
        is_open = {pk: bool(decide(UPDATES, self.seen.access, scope)) for pk, scope in scopes.items()}
        return PlanGrid(deployments_on(rows, on=self.seen.today), self.kind, is_open=is_open, data=data)

    def may_edit(self, grid: PlanGrid) -> Decision:
        """Whether any row is the person's to edit; a grid without rows has nothing to keep from them."""
        may = not grid.rows or any(row.is_open for row in grid.rows)
        return ALLOWED if may else deny(PERMISSIONS[UPDATES].sentence)

    @property
    def address(self) -> str:
        return f"{reverse('plan-grid', args=[self.network.slug])}?dates={self.kind.value}&page={self.part.number}"


@require_http_methods(["GET", "POST"])
def plan_grid(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows the dates of every milestone of a network's deployments, and saves those that were changed."""
    opened = _opened(request, slug)
    grid = opened.read(request.POST if request.method == "POST" else None)
    allow(opened.seen, opened.may_edit(grid))
    today = opened.seen.today
    form = GridForm(request.POST if request.method == "POST" else None, initial={"effective_on": today})
    if request.method != "POST":
        return _shown(request, opened, grid, form)
    grid.check_shape()
    saved = _save(opened, grid, form) if form.is_valid() else []
    if not grid.errors and form.is_valid():
        messages.success(request, _said(saved) or "No date was changed.")
        return redirect(opened.address)
    return _shown(request, opened, _fresh(opened, grid, saved), form, saved=saved)


def _opened(request: HttpRequest, slug: str) -> OpenGrid:
    seen = viewing(request)
    network = find_network(seen.access, slug)
    if network is None:
        raise Http404
    wanted = request.GET.get("dates", "")
    kind = RevisionKind(wanted) if wanted in KINDS else RevisionKind.FORECAST
    rows = deployments_of_network(seen.access, network, on=seen.today)
    return OpenGrid(seen, network, kind, one_page(rows, request.GET.get("page", ""), size=PAGE_SIZE))


def _save(opened: OpenGrid, grid: PlanGrid, form: GridForm) -> list[GridRow]:
    """Saves each row by itself; answers those that are saved. Where one is refused, its cells and the form say why."""
    rows = {row.pk: row for row in opened.part.object_list}
    stored = {row.position.id: row for row in opened.read().rows}
    said = dict(form.cleaned_data)  # an error that is added takes its field out of these
    saved = []
    for row in grid.changed:
        if row.has_errors:
            continue
        refusals = revise_row(
            deployment=rows[row.position.id],
            changes=grid.wishes(row, **said),
            versions=row.versions,
            by=opened.seen.user,
        )
        row.position = stored[row.position.id].position
        for name, sentence in grid.refuse(row, refusals).items():
            if sentence not in form.errors.get(name, []):
                form.add_error(name, sentence)
        if not refusals:
            saved.append(row)
    return saved


def _fresh(opened: OpenGrid, grid: PlanGrid, saved: list[GridRow]) -> PlanGrid:
    """The grid with saved rows as they now stand, and the others as they were typed."""
    ids = {row.position.id for row in saved}
    stored = {row.position.id: row for row in opened.read().rows} if ids else {}
    grid.rows = [stored[row.position.id] if row.position.id in ids else row for row in grid.rows]
    return grid


def _said(saved: list[GridRow]) -> str:
    dates = sum(len(row.changed) for row in saved)
    return f"{plural(dates, 'date')} of {plural(len(saved), 'deployment')} saved." if saved else ""


def _shown(
    request: HttpRequest, opened: OpenGrid, grid: PlanGrid, form: GridForm, *, saved: list[GridRow] | None = None
) -> HttpResponse:
    home, name = reverse("network", args=[opened.network.slug]), opened.network.name
    context: dict[str, Any] = {
        "network": opened.network,
        "grid": grid,
        "form": form,
        "errors": [*grid.errors, *error_list(form)],
        "has_errors": bool(grid.errors or form.errors),
        "saved": _said(saved or []),
        "milestones": list(MilestoneType),
        "tabs": [(KINDS[kind], _tab(opened, kind), kind == opened.kind) for kind in KINDS],
        "back_href": home,
        "paging": _paging(opened),
        "crumbs": [Link("Home", "/"), Link(name, home)],
    }
    return render(request, "networks/grid.jinja", context)


def _tab(opened: OpenGrid, kind: RevisionKind) -> str:
    return replace(opened, kind=kind).address


def _paging(opened: OpenGrid) -> Paging | None:
    pages = opened.part.paginator.num_pages
    path = f"{reverse('plan-grid', args=[opened.network.slug])}?dates={opened.kind.value}"

    def link(number: int) -> Link | None:
        return Link(f"Page {number} of {pages}", f"{path}&page={number}") if 1 <= number <= pages else None

    number = opened.part.number
    return Paging("Pages of deployments", link(number - 1), link(number + 1)) if pages > 1 else None
