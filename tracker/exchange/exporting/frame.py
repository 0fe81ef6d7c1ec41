"""Sheets Programme, Networks and Trusts."""

from collections.abc import Iterator

from tracker.exchange.exporting.extent import Extent
from tracker.exchange.exporting.rows import Cells
from tracker.networks.actions.programmes import MAIN_SITE
from tracker.networks.models import DeliveryCapacity, ITSystem, NetworkFunding


def programme_rows(extent: Extent) -> Iterator[Cells]:
    """The programme; what it is worth only for those who see the money of all its networks."""
    programme = extent.programme
    yield {
        "programme": programme.code,
        "name": programme.name,
        "funding": programme.funding_pence if extent.sees_fund else None,
        "starts on": programme.starts_on,
        "contracts due": programme.contracts_due_on,
        "live due": programme.live_due_on,
    }


def network_rows(extent: Extent) -> Iterator[Cells]:
    """The networks whose plan the person may see."""
    funding = dict(
        NetworkFunding.objects.filter(programme=extent.programme).values_list("network_id", "allocated_pence")
    )
    for network in extent.networks:
        yield {
            "network": network.slug,
            "name": network.name,
            "region": network.region.ods_code if network.region else None,
            "lead trust": network.lead_trust.ods_code if network.lead_trust else None,
            "funding": funding.get(network.pk) if extent.sees_money_of(network.pk) else None,
        }


def trust_rows(extent: Extent) -> Iterator[Cells]:
    """The trusts that have been in the programme by the day, each with its latest time in it."""
    ids = list(extent.scopes)
    capacities = {row.trust_id: row for row in DeliveryCapacity.objects.on(extent.on).filter(trust__in=ids)}
    systems = ITSystem.objects.filter(site__trust__in=ids, site__name=MAIN_SITE)
    names = {(trust_id, kind): name for trust_id, kind, name in systems.values_list("site__trust_id", "kind", "name")}
    for scope in sorted(extent.scopes.values(), key=lambda each: each.trust.ods_code):
        capacity = capacities.get(scope.trust_id)
        yield {
            "trust": scope.trust.ods_code,
            "name": scope.trust.name,
            "network": scope.network.slug,
            "joined on": scope.valid_from,
            "left on": scope.valid_to,
            "scope reason": scope.reason,
            "project manager": capacity.project_manager if capacity else None,
            "clinical lead": capacity.clinical_lead if capacity else None,
            "protected sessions": capacity.protected_sessions_per_week if capacity else None,
            **{kind: names.get((scope.trust_id, kind)) for kind in ("pacs", "ris", "vna")},
        }
