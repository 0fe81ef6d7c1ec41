"""A release that a person may see, and where it is used."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tracker.governance.models import ReleaseInUse
from tracker.networks.access import Access, SubjectScope, scope_of_network, scopes_of_deployments
from tracker.networks.models import Deployment
from tracker.procurement.models import Contract, ContractCoverage, ProductRelease


@dataclass(frozen=True)
class FoundRelease:
    """A release that the person may see, and everywhere that it is used or contracted."""

    row: ProductRelease
    scopes: tuple[SubjectScope, ...]


def deployments_of_release(release_id: int) -> list[Deployment]:
    """The deployments that run a release, ran it, or are covered by a contract that names it."""
    covered = ContractCoverage.objects.filter(contract__release=release_id).values("deployment")
    recorded = ReleaseInUse.objects.filter(release=release_id).values("deployment")
    return list(Deployment.objects.filter(Q(pk__in=covered) | Q(pk__in=recorded)))


def scopes_of_release(release_id: int, *, on: date) -> tuple[SubjectScope, ...]:
    """Where a release is used or contracted; the whole programme where nobody uses it yet."""
    deployments = scopes_of_deployments(deployments_of_release(release_id), day=on)
    contracts = Contract.objects.filter(release=release_id).values_list("network_id", "programme_id").distinct()
    networks = [scope_of_network(network, programme_id=programme) for network, programme in contracts]
    return (*networks, *deployments.values()) or (SubjectScope(),)


def find_release(access: Access, release_id: int, *, on: date) -> FoundRelease | None:
    """The release, if the person sees a place where it is used."""
    row = ProductRelease.objects.select_related("product__supplier").filter(pk=release_id).first()
    if row is None:
        return None
    scopes = scopes_of_release(row.pk, on=on)
    return FoundRelease(row, scopes) if any(access.sees(scope) for scope in scopes) else None


def releases_offered(deployment: Deployment) -> list[ProductRelease]:
    """The releases of every product that is offered for a deployment's use case, by product and version."""
    rows = ProductRelease.objects.filter(product__use_cases=deployment.use_case_id).select_related("product__supplier")
    return list(rows.order_by("product__name", "version"))
