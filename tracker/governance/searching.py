"""What the search finds of this app: evidence, requirements, and its pages."""

from datetime import date

from django.db.models import Q

from tracker.core.permissions import decide
from tracker.core.searching import Entry
from tracker.governance.models import Evidence
from tracker.governance.selectors.catalogue import held_on
from tracker.governance.vocabulary import EvidenceType
from tracker.networks.access import Access, scope_of_network
from tracker.networks.models import Deployment
from tracker.networks.search_kinds import has_a_role, register_kind, register_topic


def evidence(access: Access, *, on: date) -> list[Entry]:
    """Evidence that the person may know of, by the rule of `may_see_evidence`, for all of it at once."""
    deployments = Deployment.objects.visible_to(access, on=on).values("pk")
    about = Q(deployment__in=deployments) | Q(contract__isnull=False)
    if has_a_role(access):
        about |= Q(release__isnull=False) | Q(programme__isnull=False)
    about |= Q(network__isnull=False) if access.is_national else Q(network__in=access.plan_network_ids)
    fields = (
        "pk",
        "title",
        "type",
        "owner",
        "deployment__trust__name",
        "contract__network_id",
        "contract__programme_id",
    )
    return [
        Entry(title, ("evidence", pk), ", ".join(filter(None, (EvidenceType(type).label, owner, trust))))
        for pk, title, type, owner, trust, network_id, programme_id in Evidence.objects.filter(about).values_list(
            *fields
        )
        if network_id is None
        or decide("networks.view_commercial", access, scope_of_network(network_id, programme_id=programme_id))
    ]


def requirements(access: Access, *, on: date) -> list[Entry]:
    """What go-lives are held to, each as it stands at the first deployment that the person may open."""
    rows = Deployment.objects.visible_to(access, on=on).in_scope(on=on).order_by("programme", "trust__name", "pk")
    first = dict(rows.distinct("programme").values_list("programme", "pk"))
    return [
        Entry(
            each.title,
            ("requirement", first[programme_id], each.code),
            each.domain_title,
            each.code,
        )
        for programme_id, version in held_on(first, on=on).items()
        for each in version.requirements
    ]


def register() -> None:
    """Declares what is found of this app, in the order of the page."""
    register_kind("evidence", "Evidence", hint="a title or an owner", read=evidence)
    register_kind("requirements", "Requirements", hint="what a go-live needs", read=requirements)
    register_topic("Sign-offs", "/sign-offs/", "What waits for your decision")
    register_topic("Waivers", "/waivers/", "Requirements that are waived for a time")
