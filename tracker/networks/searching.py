"""What the search finds of this app: trusts, networks, deployments, people, and the pages of the service."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from tracker.accounts.roles import Role, SignOffRole
from tracker.core.navigation import SECTIONS, SUPPORT_LINKS
from tracker.core.searching import Entry
from tracker.networks.access import Access
from tracker.networks.models import (
    DeliveryCapacity,
    Deployment,
    ImagingNetwork,
    NetworkMembership,
    RoleAssignment,
    Trust,
)
from tracker.networks.search_kinds import register_kind, register_topic, topics_read

LEADS = {"project_manager": "Project manager", "clinical_lead": "Clinical lead"}
TOPICS = (
    ("Saved views", "/views/", "Filters that you and your team keep"),
    ("Your account", "/accounts/2fa/", "Two-step sign-in, password"),
)


def trusts(access: Access, *, on: date) -> list[Entry]:
    """The trusts that the person may open, with their network."""
    rows = Trust.objects.visible_to(access, on=on).values_list("pk", "ods_code", "name")
    networks = dict(NetworkMembership.objects.on(on).filter(is_primary=True).values_list("trust_id", "network__name"))
    return [Entry(name, ("trust", code), networks.get(pk, ""), code) for pk, code, name in rows]


def networks(access: Access, *, on: date) -> list[Entry]:  # noqa: ARG001 - who sees which network is today's
    """The networks whose page the person may open, with their region."""
    rows = ImagingNetwork.objects.with_plan_visible_to(access).values_list("slug", "name", "region__name")
    return [Entry(name, ("network", slug), region or "") for slug, name, region in rows]


def deployments(access: Access, *, on: date) -> list[Entry]:
    """The deployments that the person may open, by use case and trust."""
    rows = Deployment.objects.visible_to(access, on=on).in_scope(on=on)
    return [
        Entry(f"{use_case} at {trust}", ("deployment", pk), code)
        for pk, use_case, trust, code in rows.values_list("pk", "use_case__name", "trust__name", "trust__ods_code")
    ]


# --- People ---------------------------------------------------------------------------------------------------------


def people(access: Access, *, on: date) -> list[Entry]:
    """People by name, with their role and where they hold it: of the programme for people with a national role, of
    networks whose plan the person sees, and of trusts that they may open. Each leads to the page of that place."""
    seen = set(Trust.objects.visible_to(access, on=on).values_list("pk", flat=True))
    rows = RoleAssignment.objects.on(on).filter(user__is_active=True, user__is_system=False)
    if not access.is_national:
        rows = rows.filter(Q(network__in=access.plan_network_ids) | Q(trust__in=seen))
    rows = rows.select_related("user", "network", "trust")
    return [*(_holder(row) for row in rows), *_leads(seen, on)]


def _holder(row: RoleAssignment) -> Entry:
    does = SignOffRole(row.sign_off_role).label if row.sign_off_role else Role(row.role).label
    if row.network is not None:
        return Entry(str(row.user), ("network", row.network.slug), f"{does}, {row.network}")
    if row.trust is not None:
        return Entry(str(row.user), ("trust", row.trust.ods_code), f"{does}, {row.trust}")
    return Entry(str(row.user), "/national/", f"{does}, whole programme")


def _leads(seen: Iterable[int], on: date) -> list[Entry]:
    """Who manages delivery and leads clinically at the trusts."""
    rows = DeliveryCapacity.objects.on(on).filter(trust__in=seen)
    return [
        Entry(name, ("trust", code), f"{LEADS[field]}, {trust}")
        for *names, trust, code in rows.values_list(*LEADS, "trust__name", "trust__ods_code")
        for field, name in zip(LEADS, names, strict=True)
        if name
    ]


def register() -> None:
    """Declares what is found of this app, in the order of the page."""
    register_kind("trusts", "Trusts", hint="a name or an ODS code", read=trusts)
    register_kind("networks", "Networks", hint="a name or a region", read=networks)
    register_kind("deployments", "Deployments", hint="a use case and a trust", read=deployments)
    register_kind("people", "People", hint="a name or a role", read=people)
    register_kind("pages", "Pages and help", hint="what a page is about", read=topics_read)
    for title, path in SECTIONS:
        register_topic(title, path)
    for link in SUPPORT_LINKS:
        register_topic(link.text, link.href)
    for title, path, detail in TOPICS:
        register_topic(title, path, detail)
