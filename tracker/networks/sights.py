"""What a person may see today of the organisations and deployments that a notification or a follow is about."""

from collections.abc import Collection

from django.urls import reverse

from tracker.accounts.models import User
from tracker.core.days import today_in_london
from tracker.core.presentation import Link
from tracker.networks.access import Access, access_of
from tracker.networks.models import Deployment, ImagingNetwork, Trust
from tracker.notifications.followed import register_followed
from tracker.notifications.sight import register_sight
from tracker.notifications.vocabulary import FollowedKind


def access_today(person: User) -> Access:
    """The person's rights of today."""
    return access_of(person, day=today_in_london())


def visible_trusts(person: User, codes: Collection[str]) -> set[str]:
    access = access_today(person)
    return set(
        Trust.objects.visible_to(access, on=access.day).filter(ods_code__in=codes).values_list("ods_code", flat=True)
    )


def visible_networks(person: User, slugs: Collection[str]) -> set[str]:
    rows = ImagingNetwork.objects.with_plan_visible_to(access_today(person))
    return set(rows.filter(slug__in=slugs).values_list("slug", flat=True))


def visible_deployments(person: User, ids: Collection[int]) -> set[int]:
    access = access_today(person)
    return set(Deployment.objects.visible_to(access, on=access.day).filter(pk__in=ids).values_list("pk", flat=True))


def followed_trusts(person: User, ids: Collection[int]) -> dict[int, Link]:
    access = access_today(person)
    rows = Trust.objects.visible_to(access, on=access.day).filter(pk__in=ids)
    return {row.pk: Link(row.name, reverse("trust", args=[row.ods_code])) for row in rows}


def followed_networks(person: User, ids: Collection[int]) -> dict[int, Link]:
    rows = ImagingNetwork.objects.with_plan_visible_to(access_today(person)).filter(pk__in=ids)
    return {row.pk: Link(row.name, reverse("network", args=[row.slug])) for row in rows}


def followed_deployments(person: User, ids: Collection[int]) -> dict[int, Link]:
    access = access_today(person)
    rows = Deployment.objects.visible_to(access, on=access.day).filter(pk__in=ids).select_related("trust", "use_case")
    return {row.pk: Link(str(row), reverse("deployment", args=[row.pk])) for row in rows}


def register() -> None:
    """Called when the app is ready."""
    register_sight("ods_code", visible_trusts)
    register_sight("slug", visible_networks)
    register_sight("deployment_id", visible_deployments)
    register_followed(FollowedKind.TRUST, followed_trusts)
    register_followed(FollowedKind.NETWORK, followed_networks)
    register_followed(FollowedKind.DEPLOYMENT, followed_deployments)
