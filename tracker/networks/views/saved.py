"""The pages of saved views: all of them, keeping filters as one, changing one, and deleting one."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.networks.actions.saved_views import change_view, remove_view, save_view, scope_of_view, set_default
from tracker.networks.editing import EditForm, EditPage, back_to, edit, permit
from tracker.networks.lists import LISTS
from tracker.networks.models import SavedView
from tracker.networks.requests import Viewing, viewing
from tracker.networks.saved import find_view, teams_of, views_seen
from tracker.networks.view_forms import ViewForm, standing_of
from tracker.networks.view_pages import present_views

both = require_http_methods(["GET", "POST"])
CHANGES = "networks.change_view"
CRUMBS = (Link("Home", "/"), Link("Saved views", "/views/"))


@require_GET
def saved_views(request: HttpRequest) -> HttpResponse:
    """The views that the person saved, and those that others share with them."""
    seen = viewing(request)
    back = back_to(request, "")
    context = {"page": present_views(views_seen(seen.access), seen.access, back=back), "crumbs": CRUMBS[:1]}
    return render(request, "networks/saved_views.jinja", context)


@both
def save(request: HttpRequest, list_name: str) -> HttpResponse:
    """Keeps the filters of the address under a name."""
    seen = viewing(request)
    if list_name not in LISTS:
        raise Http404
    query = urlencode([pair for pair in request.GET.items() if pair[0] != "next"])
    form = _form(request, seen, None)

    def keep() -> None:
        typed = form.cleaned_data
        save_view(
            list_name=list_name,
            name=typed["name"],
            query=query,
            sharing=form.sharing,
            opens=typed["opens"],
            by=seen.user,
        )

    back = back_to(request, reverse("saved-views"))
    page = EditPage(
        "Save a view",
        LISTS[list_name],
        f"{back}?{query}",
        CRUMBS,
        lead="Keeps the filters and the order of the list as you left it.",
        done="The view is saved.",
    )
    return edit(request, form, page, save=keep, current=lambda: (standing_of(None), None))


@both
def change(request: HttpRequest, view_id: int) -> HttpResponse:
    """A view's name, who sees it, and whether one's own list opens with it."""
    seen = viewing(request)
    view = _found_or_404(seen, view_id)
    owns = bool(decide(CHANGES, seen.access, scope_of_view(view)))
    form = _form(request, seen, view, owns=owns)

    def keep() -> None:
        if owns:
            change_view(
                view=view,
                name=form.cleaned_data["name"],
                sharing=form.sharing,
                version=form.typed_version,
                by=seen.user,
            )
        set_default(view=view, opens=form.cleaned_data["opens"], by=seen.user)

    def current() -> tuple[dict[str, object], int | None]:
        now = _found_or_404(seen, view_id)
        return standing_of(now), now.version

    lead = "" if owns else f"{view.owner} shares this view. You can have your own list open with it."
    page = _page(request, view, "Change a view", lead=lead, done="The view is changed.")
    return edit(request, form, page, save=keep, current=current)


@both
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """Deletes a view, and asks once before it does."""
    seen = viewing(request)
    view = _found_or_404(seen, view_id)
    permit(seen, CHANGES, scope_of_view(view))
    form = EditForm(request.POST if request.method == "POST" else None, standing={})
    page = _page(
        request,
        view,
        "Delete a view",
        lead=f"“{view.name}” goes for everybody who sees it. No record is touched.",
        button="Delete this view",
        variant="warning",
        done=f"“{view.name}” is deleted.",
    )
    return edit(request, form, page, save=lambda: remove_view(view=view, by=seen.user), current=lambda: ({}, None))


def _found_or_404(seen: Viewing, view_id: int) -> SavedView:
    view = find_view(seen.access, view_id)
    if view is None:
        raise Http404
    return view


def _form(request: HttpRequest, seen: Viewing, view: SavedView | None, *, owns: bool = True) -> ViewForm:
    return ViewForm(
        request.POST if request.method == "POST" else None,
        standing=standing_of(view),
        version=view.version if view else None,
        teams=teams_of(seen.access),
        is_national=seen.access.is_national,
        owns=owns,
    )


def _page(request: HttpRequest, view: SavedView, title: str, **more: str) -> EditPage:
    home = reverse("saved-views")
    return EditPage(title, view.name, back_to(request, home), CRUMBS, **more)
