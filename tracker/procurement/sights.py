"""What a person may see today of the procurements, contracts and suppliers that a notification or a follow is about."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse

from tracker.accounts.models import User
from tracker.core.presentation import Link
from tracker.networks.models import ImagingNetwork
from tracker.networks.sights import access_today
from tracker.notifications.followed import register_followed
from tracker.notifications.sight import register_sight
from tracker.notifications.vocabulary import FollowedKind
from tracker.procurement.models import Contract, Procurement, Supplier
from tracker.procurement.selectors.supply import may_see_suppliers


def _plans(person: User) -> QuerySet[ImagingNetwork]:
    """The networks whose plan, and so whose procurements and contracts, the person may see."""
    return ImagingNetwork.objects.with_plan_visible_to(access_today(person))


def visible_procurements(person: User, ids: Collection[int]) -> set[int]:
    return set(Procurement.objects.filter(pk__in=ids, network__in=_plans(person)).values_list("pk", flat=True))


def visible_contracts(person: User, ids: Collection[int]) -> set[int]:
    return set(Contract.objects.filter(pk__in=ids, network__in=_plans(person)).values_list("pk", flat=True))


def visible_suppliers(person: User, ids: Collection[int]) -> set[int]:
    return set(ids) if may_see_suppliers(access_today(person)) else set()


def followed_procurements(person: User, ids: Collection[int]) -> dict[int, Link]:
    rows = Procurement.objects.filter(pk__in=ids, network__in=_plans(person)).select_related("network", "use_case")
    return {row.pk: Link(str(row), reverse("procurement", args=[row.pk])) for row in rows}


def followed_contracts(person: User, ids: Collection[int]) -> dict[int, Link]:
    rows = Contract.objects.filter(pk__in=ids, network__in=_plans(person))
    return {row.pk: Link(f"Contract {row.reference}", reverse("contract", args=[row.pk])) for row in rows}


def followed_suppliers(person: User, ids: Collection[int]) -> dict[int, Link]:
    rows = Supplier.objects.filter(pk__in=visible_suppliers(person, ids))
    return {row.pk: Link(row.name, reverse("supplier", args=[row.pk])) for row in rows}


def register() -> None:
    """Called when the app is ready."""
    register_sight("procurement_id", visible_procurements)
    register_sight("contract_id", visible_contracts)
    register_sight("supplier_id", visible_suppliers)
    register_followed(FollowedKind.PROCUREMENT, followed_procurements)
    register_followed(FollowedKind.CONTRACT, followed_contracts)
    register_followed(FollowedKind.SUPPLIER, followed_suppliers)
