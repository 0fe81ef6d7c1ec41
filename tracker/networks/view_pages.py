"""Saved views in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from tracker.core.permissions import decide
from tracker.core.presentation import Cell, Link, Row, TableColumn
from tracker.networks.access import Access
from tracker.networks.actions.saved_views import scope_of_view
from tracker.networks.listing import whose
from tracker.networks.lists import LISTS
from tracker.networks.models import SavedView

COLUMNS = tuple(map(TableColumn, ("View", "List", "Who sees it", "Opens first", "Change", "Delete")))


@dataclass(frozen=True)
class ViewsPage:
    """The views that a person saved or is shown. `back` leads to the list that they came from."""

    rows: Sequence[Row]
    back: Link | None
    columns: Sequence[TableColumn] = COLUMNS


def present_views(views: Sequence[SavedView], access: Access, *, back: str) -> ViewsPage:
    return ViewsPage(
        rows=[_row(view, access) for view in views if view.list in LISTS],
        back=Link("Go back to the list", back) if back else None,
    )


def _row(view: SavedView, access: Access) -> Row:
    is_own = view.owner_id == access.user.pk
    shared = whose(view) if is_own else f"Shared by {view.owner}"
    changes = bool(decide("networks.change_view", access, scope_of_view(view)))
    edit = reverse("change-view", args=[view.pk])
    return [
        Cell(view.name, _href(view)),
        LISTS[view.list],
        shared[0].upper() + shared[1:],
        "Yes" if view.opens else "No",  # type: ignore[attr-defined] # by `with_default_of`
        Cell(f"Change {view.name}" if changes else f"Open first: {view.name}", edit),
        Cell(f"Delete {view.name}", reverse("remove-view", args=[view.pk])) if changes else "",
    ]


def _href(view: SavedView) -> str:
    """The address of the list with the view; none where the list belongs to one deployment or another."""
    try:
        return f"{reverse(view.list)}?{view.query}"
    except NoReverseMatch:
        return ""
