"""One requirement of one deployment, as its page and its forms show it."""

from dataclasses import dataclass
from datetime import date

from tracker.core.permissions import decide
from tracker.governance.models import Requirement, Waiver
from tracker.governance.policies.assessments import AssessmentOn, Hand, next_for
from tracker.governance.policies.catalogue import RequirementOn
from tracker.governance.policies.gate import Item
from tracker.governance.policies.waivers import WaiverOn
from tracker.governance.selectors.assessments import (
    find_network_assessment,
    find_own_assessment,
    get_assessment_on,
)
from tracker.governance.selectors.catalogue import held_on
from tracker.governance.selectors.gate import gate_of
from tracker.governance.selectors.hands import hands_of, signs_for_trust
from tracker.governance.selectors.waivers import waivers_of
from tracker.governance.vocabulary import AssessmentStatus
from tracker.networks.access import Access, SubjectScope, scope_of_network
from tracker.networks.models import Deployment, ImagingNetwork, Programme, UseCase
from tracker.networks.selectors import current_programme


@dataclass(frozen=True)
class RequirementView:
    """How a requirement stands at a deployment on a day, with its history, and what the person may do about it today.
    `own` and `shared` are the deployment's assessment and its network's."""

    day: date
    deployment_id: int
    item: Item
    longest_waiver_days: int
    own: AssessmentOn | None = None
    shared: AssessmentOn | None = None
    network: ImagingNetwork | None = None
    use_case: str = ""
    waivers: tuple[WaiverOn, ...] = ()
    next_statuses: tuple[AssessmentStatus, ...] = ()
    may_plan: bool = False
    may_waive: bool = False
    may_confirm: bool = False
    may_share: bool = False


def find_requirement(deployment: Deployment, code: str, *, on: date) -> tuple[Requirement, Item] | None:
    """The requirement of a code that the deployment is held to on a day, and how it stands."""
    item = gate_of(deployment.pk, on=on).find(code)
    return (Requirement.objects.select_related("version").get(pk=item.requirement.id), item) if item else None


def requirement_view(
    access: Access, deployment: Deployment, scope: SubjectScope, code: str, *, on: date
) -> RequirementView | None:
    """The page of a requirement; None where the deployment is not held to it on the day."""
    found = find_requirement(deployment, code, on=on)
    if found is None:
        return None
    row, item = found
    network = ImagingNetwork.objects.filter(pk__in=scope.network_ids).order_by("pk").first()
    own = find_own_assessment(deployment, item.requirement, on=on)
    shared = (
        find_network_assessment(deployment.programme_id, network.pk, deployment.use_case_id, item.requirement, on=on)
        if network
        else None
    )
    is_today, is_assessed = on == access.day, not item.requirement.check
    own_on = get_assessment_on(own, on=on) if own else None
    hands = hands_of(access, scope, item.requirement) if is_today and is_assessed else frozenset()
    return RequirementView(
        day=on,
        deployment_id=deployment.pk,
        item=item,
        longest_waiver_days=row.version.longest_waiver_days,
        own=own_on,
        shared=get_assessment_on(shared, on=on) if shared else None,
        network=network,
        use_case=deployment.use_case.code,
        waivers=waivers_of(deployment, item.requirement, on=on),
        next_statuses=tuple(next_for(own_on.status if own_on else AssessmentStatus.NOT_STARTED, hands)),
        may_plan=Hand.PREPARER in hands,
        may_waive=is_today
        and item.requirement.is_waivable
        and bool(decide("governance.request_waiver", access, scope)),
        may_confirm=is_today
        and shared is not None
        and signs_for_trust(access, deployment.trust_id, item.requirement.signs_role),
        may_share=is_assessed and is_today and _works_for_network(access, network, item),
    )


def _works_for_network(access: Access, network: ImagingNetwork | None, item: Item) -> bool:
    """Whether the person prepares or reviews this for the network as a whole."""
    if network is None:
        return False
    return bool(hands_of(access, SubjectScope(network_ids=frozenset({network.pk})), item.requirement))


@dataclass(frozen=True)
class NetworkRequirement:
    """A requirement of one use case in one network, and how the network's assessment of it stands."""

    programme: Programme
    network: ImagingNetwork
    use_case: UseCase
    row: Requirement
    plain: RequirementOn
    stands: AssessmentOn

    @property
    def scope(self) -> SubjectScope:
        return scope_of_network(self.network.pk, programme_id=self.programme.pk)


def find_network_requirement(
    access: Access, slug: str, use_case_code: str, code: str, *, on: date
) -> NetworkRequirement | None:
    """The requirement that a network whose plan the person may see is held to; what is not stored stands as not started,
    at version 0."""
    network = ImagingNetwork.objects.with_plan_visible_to(access).filter(slug=slug).first()
    use_case = UseCase.objects.filter(code=use_case_code).first()
    programme = current_programme()
    if network is None or use_case is None or programme is None:
        return None
    version = held_on([programme.pk], on=on).get(programme.pk)
    plain = version.find(code) if version else None
    if plain is None:
        return None
    row = find_network_assessment(programme.pk, network.pk, use_case.pk, plain, on=on)
    stands = get_assessment_on(row, on=on) if row else AssessmentOn(id=0, version=0)
    return NetworkRequirement(programme, network, use_case, Requirement.objects.get(pk=plain.id), plain, stands)


def find_waiver(access: Access, waiver_id: int, *, on: date) -> Waiver | None:
    """A waiver of a deployment that the person may see."""
    visible = Deployment.objects.visible_to(access, on=on)
    rows = Waiver.objects.filter(deployment__in=visible, pk=waiver_id)
    return rows.select_related("deployment__trust", "deployment__use_case", "requirement").first()
