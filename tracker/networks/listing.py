"""What every list page shows around its rows: its saved views, the filters of its address, sorted columns, and pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tracker.core.filters import ListFilter, address, present_filters, present_paging, sorted_columns
from tracker.core.presentation import FilterPanel, TableColumn, ViewLink
from tracker.networks.lists import LISTS, register_list
from tracker.networks.models import Audience, SavedView
from tracker.networks.requests import Viewing, dated, viewing
from tracker.networks.saved import default_query, views_of_list

EVERYTHING = (("view", "all"),)  # in the address: the whole list, whatever view it opens with
GONE = "uses a filter that is not offered to you now"

Page_ = Callable[..., HttpResponse]


def saves_views(name: str, *, title: str) -> Callable[[Page_], Page_]:
    """Declares a list page, by the name of its address, as one whose filters can be saved. An address that asks for
    nothing leads to the view that the person's list opens with, so that the filters stand in the address."""
    register_list(name, title)

    def decorate(page: Page_) -> Page_:
        @wraps(page)
        def opened(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            query = "" if request.GET else default_query(viewing(request).access, name)
            return redirect(f"{request.path}?{query}") if query else page(request, **kwargs)

        return opened

    return decorate


def listing(
    request: HttpRequest,
    filters: ListFilter,
    *,
    found: int | None = None,
    columns: Iterable[tuple[str, TableColumn]] = (),
    part: Page[Any] | None = None,
    is_dated: bool = True,
) -> dict[str, Any]:
    """Context of a list page: its `panel` of filters, `columns` with the links that order by them, `paging` where it is
    shown in parts, the form that chooses a day and keeps the filters, and `has_errors`. `found` is the number of rows
    that fit, where it has been counted already; a list that is not `is_dated` shows today only."""
    look = viewing(request)
    as_of = None if look.is_today or not is_dated else look.as_of
    day = dated(request)
    panel = present_filters(filters, path=request.path, found=found, as_of=as_of)
    name = request.resolver_match.url_name if request.resolver_match else ""
    return {
        **day,
        "as_of": replace(day["as_of"], hidden=filters.kept()),
        "has_errors": (is_dated and day["has_errors"]) or filters.is_refused,
        "panel": _with_views(_Place(look, name, request.path), filters, panel) if name in LISTS else panel,
        "columns": sorted_columns(filters, columns, path=request.path, as_of=as_of),
        "paging": present_paging(filters, part, path=request.path, as_of=as_of) if part else None,
    }


# --- Saved views above the list -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    """The list that is looked at, by whom, and where."""

    look: Viewing
    name: str
    path: str

    def with_way_back(self, target: str, pairs: Sequence[tuple[str, str]] = ()) -> str:
        return f"{target}?{urlencode([*pairs, ('next', self.path)])}"


def _with_views(place: _Place, filters: ListFilter, panel: FilterPanel) -> FilterPanel:
    """The panel with the views of this list that the person sees, and the way to keep what is chosen now."""
    views = views_of_list(place.look.access, place.name)
    opens_with_a_view = any(view.opens for view in views)  # type: ignore[attr-defined] # by `with_default_of`
    everything = address(place.path, EVERYTHING) if opens_with_a_view else place.path
    links = [_link(place, filters, view) for view in views]
    whole = ViewLink(f"All {panel.many}", everything, is_current=not panel.is_in_use)
    return replace(
        panel,
        views=[whole, *links] if links else [],
        clear_href=everything if place.look.is_today else panel.clear_href,
        save_href=place.with_way_back(reverse("save-view", args=[place.name]), filters.kept()),
        manage_href=place.with_way_back(reverse("saved-views")),
    )


def _link(place: _Place, filters: ListFilter, view: SavedView) -> ViewLink:
    is_own = view.owner_id == place.look.user.pk
    notes = [
        "" if is_own else f"shared by {view.owner}",
        whose(view) if is_own and view.audience != Audience.PRIVATE else "",
        "opens first" if view.opens else "",  # type: ignore[attr-defined] # by `with_default_of`
        "" if filters.parses(view.query) else GONE,
    ]
    return ViewLink(
        view.name,
        f"{place.path}?{view.query}",
        ", ".join(note for note in notes if note),
        is_current=sorted(parse_qsl(view.query)) == sorted(filters.kept()),
    )


def whose(view: SavedView) -> str:
    """Who else sees a view, in words."""
    if view.audience == Audience.PRIVATE:
        return "only you"
    return f"shared with {view.network}" if view.network else "shared nationally"
