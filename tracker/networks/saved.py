"""Reading saved views, for what one person may see of them."""

from tracker.networks.access import Access
from tracker.networks.models import ImagingNetwork, SavedView


def views_of_list(access: Access, list_name: str) -> list[SavedView]:
    """The views of one list that the person may see, by name, each with `opens`; in one query."""
    rows = SavedView.objects.visible_to(access).filter(list=list_name).with_default_of(access.user)
    return list(rows.select_related("owner", "network").order_by("name", "pk"))


def views_seen(access: Access) -> list[SavedView]:
    """All views that the person may see or look after, by list and name, each with `opens`."""
    rows = SavedView.objects.known_to(access).with_default_of(access.user)
    return list(rows.select_related("owner", "network").order_by("list", "name", "pk"))


def find_view(access: Access, view_id: int) -> SavedView | None:
    """The view, if the person may see it or look after it."""
    return next(iter(SavedView.objects.known_to(access).with_default_of(access.user).filter(pk=view_id)), None)


def default_query(access: Access, list_name: str) -> str:
    """The filters that the person's list opens with; empty where it opens with everything."""
    rows = SavedView.objects.visible_to(access).filter(list=list_name, defaults__user=access.user)
    return rows.values_list("query", flat=True).first() or ""


def teams_of(access: Access) -> list[ImagingNetwork]:
    """The networks that the person may share a view with, by name."""
    return list(ImagingNetwork.objects.with_plan_visible_to(access).order_by("name"))
