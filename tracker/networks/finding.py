"""What an address names, for somebody who may see it; everything else is None, and a page answers that with a 404."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from tracker.networks.access import Access, SubjectScope, scope_of_deployment, scope_of_trust
from tracker.networks.models import (
    Blocker,
    DeliveryCapacity,
    Deployment,
    DeploymentState,
    ImagingNetwork,
    Milestone,
    MilestoneType,
    ProgrammeScope,
    StatedRag,
    Trust,
)
from tracker.networks.plans import Plan, plan_on


@dataclass(frozen=True)
class FoundDeployment:
    """A deployment that the person may see, and where it lies."""

    row: Deployment
    scope: SubjectScope

    @property
    def name(self) -> str:
        return str(self.row)


@dataclass(frozen=True)
class FoundPlan:
    """A deployment that the person may see, with the version of its go-live milestone (None: it has none yet)."""

    row: Deployment
    go_live_version: int | None

    @property
    def name(self) -> str:
        return str(self.row)


@dataclass(frozen=True)
class FoundTrust:
    """A trust that the person may see, and where it lies."""

    row: Trust
    scope: SubjectScope


def find_deployment(access: Access, deployment_id: int, *, on: date) -> FoundDeployment | None:
    """The deployment, if the person may see it on that day."""
    rows = Deployment.objects.visible_to(access, on=on).select_related("trust", "use_case")
    row = rows.filter(pk=deployment_id).first()
    return FoundDeployment(row, scope_of_deployment(row, day=on)) if row else None


def find_deployments(access: Access, ids: Collection[int], *, on: date) -> list[FoundPlan]:
    """The deployments of these ids that the person may see on that day, by trust."""
    rows = Deployment.objects.visible_to(access, on=on).filter(pk__in=ids).select_related("trust", "use_case")
    versions = dict(
        Milestone.objects.filter(deployment__in=ids, type=MilestoneType.GO_LIVE).values_list("deployment", "version")
    )
    return [FoundPlan(row, versions.get(row.pk)) for row in rows]


def find_network(access: Access, slug: str) -> ImagingNetwork | None:
    """The network, if the person may see its plan."""
    return ImagingNetwork.objects.with_plan_visible_to(access).filter(slug=slug).first()


def deployments_of_network(access: Access, network: ImagingNetwork, *, on: date) -> QuerySet[Deployment]:
    """The deployments that a network runs in its programme on that day and the person may see, by trust."""
    scopes = ProgrammeScope.objects.on(on).filter(network=network, programme=OuterRef("programme"))
    rows = Deployment.objects.visible_to(access, on=on).filter(trust__in=Subquery(scopes.values("trust")))
    return rows.select_related("trust", "use_case").order_by("trust__name", "use_case__name", "pk")


def find_trust(access: Access, ods_code: str, *, on: date) -> FoundTrust | None:
    """The trust of an ODS code in either case, if the person may see it on that day."""
    row = Trust.objects.visible_to(access, on=on).filter(ods_code=ods_code.upper()).first()
    return FoundTrust(row, scope_of_trust(row, day=on)) if row else None


@dataclass(frozen=True)
class Standing:
    """The dates of one event as they stand, and the version that a form shows (None: it has no date yet)."""

    plan: Plan
    version: int | None = None


def milestone_standing(deployment: Deployment, type: MilestoneType, *, on: date) -> Standing:
    """The dates of one milestone on a day."""
    row = Milestone.objects.filter(deployment=deployment, type=type).first()
    return Standing(plan_on(row.revisions.order_by("pk"), on), row.version) if row else Standing(Plan())


def newest_state(deployment: Deployment) -> DeploymentState | None:
    """The clinical use that is recorded last."""
    return deployment.states.order_by("effective_on", "pk").last()


def newest_rag(deployment: Deployment) -> StatedRag | None:
    """The delivery confidence that was stated last."""
    return deployment.stated_rags.order_by("effective_on", "pk").last()


def open_blockers(deployment: Deployment) -> list[Blocker]:
    """What holds the deployment up and has not been cleared."""
    return list(deployment.blockers.filter(cleared_on=None).order_by("opened_on", "code"))


def current_capacity(trust: Trust) -> DeliveryCapacity | None:
    """The trust's people and protected time as they stand."""
    return trust.capacities.filter(valid_to=None).first()
