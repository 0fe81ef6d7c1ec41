"""Keeping the filters of a list under a name, sharing them, and opening a list with them."""

from dataclasses import dataclass

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.networks.access import Access, access_of
from tracker.networks.models import Audience, ImagingNetwork, ListDefault, SavedView
from tracker.networks.permissions import ViewScope
from tracker.networks.policies import may_save_view


@dataclass(frozen=True)
class Sharing:
    """Who else sees a view; `network` for the people of one."""

    audience: Audience = Audience.PRIVATE
    network: ImagingNetwork | None = None


def scope_of_view(view: SavedView) -> ViewScope:
    """Where a view is shared and whose it is, for permission questions about it."""
    networks = frozenset({view.network_id} if view.network_id is not None else ())
    return ViewScope(network_ids=networks, owner_id=view.owner_id, is_shared=view.audience != Audience.PRIVATE)


def save_view(*, list_name: str, name: str, query: str, sharing: Sharing, opens: bool, by: User) -> SavedView:
    """Keeps filters under a name when somebody wants to come back to them; `opens` has the list open with them."""
    with change(by=by):
        access = access_of(by, day=today_in_london())
        _demand_sharing(sharing, access)
        require(may_save_view(name, query, taken=_taken(list_name, by)))
        view = SavedView.objects.create(
            list=list_name,
            name=name.strip(),
            query=query,
            owner=by,
            audience=sharing.audience,
            network=sharing.network,
        )
        if opens:
            _open_with(view, by)
    return view


def change_view(*, view: SavedView, name: str, sharing: Sharing, version: int | None = None, by: User) -> SavedView:
    """Renames a view, or shares it with others."""
    with change(by=by):
        locked = SavedView.objects.select_for_update().get(pk=view.pk)
        access = access_of(by, day=today_in_london())
        demand("networks.change_view", access, scope_of_view(locked))
        if version is not None and version != locked.version:
            raise StaleWrite(locked)
        now = Sharing(Audience(locked.audience), locked.network)
        if sharing != now:
            _demand_sharing(sharing, access)
        require(may_save_view(name, locked.query, taken=_taken(locked.list, locked.owner, apart_from=locked)))
        locked.name, locked.audience, locked.network = name.strip(), sharing.audience, sharing.network
        locked.version += 1
        locked.save()
    return locked


def remove_view(*, view: SavedView, by: User) -> None:
    """Deletes a view. Lists that opened with it open with everything again; the audit keeps what it was."""
    with change(by=by):
        locked = SavedView.objects.select_for_update().get(pk=view.pk)
        demand("networks.change_view", access_of(by, day=today_in_london()), scope_of_view(locked))
        locked.delete()


def set_default(*, view: SavedView, opens: bool, by: User) -> None:
    """Has a person's own list open with a view that they may see, or with everything again."""
    with change(by=by):
        if opens and SavedView.objects.visible_to(access_of(by, day=today_in_london())).filter(pk=view.pk).exists():
            _open_with(view, by)
        else:
            ListDefault.objects.filter(user=by, view=view).delete()


def _open_with(view: SavedView, by: User) -> None:
    ListDefault.objects.update_or_create(user=by, list=view.list, defaults={"view": view})


def _demand_sharing(sharing: Sharing, access: Access) -> None:
    if sharing.audience == Audience.PRIVATE:
        return
    networks = frozenset({sharing.network.pk} if sharing.network else ())
    demand("networks.share_view", access, ViewScope(network_ids=networks))


def _taken(list_name: str, owner: User, *, apart_from: SavedView | None = None) -> list[str]:
    """The names of a person's views of one list. The person is locked, so that two at once can't take the same."""
    User.objects.select_for_update().get(pk=owner.pk)
    rows = SavedView.objects.filter(owner=owner, list=list_name)
    return list((rows.exclude(pk=apart_from.pk) if apart_from else rows).values_list("name", flat=True))
