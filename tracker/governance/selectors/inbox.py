"""What waits for one person's signature: sign-offs, records to approve, requirements to review, and waivers to decide."""

from dataclasses import dataclass
from datetime import date

from tracker.accounts.roles import Role, SignOffRole
from tracker.governance.policies.assessments import SETTLED
from tracker.governance.policies.gate import Gate, Item
from tracker.governance.policies.sign_offs import SignOffOn, SignOffsOn
from tracker.governance.selectors.gate import gates_on
from tracker.governance.selectors.hands import role_for_party, signs_for_trust
from tracker.governance.selectors.papers import AwaitedPaper, papers_for
from tracker.governance.selectors.sign_offs import sign_offs_on
from tracker.governance.selectors.waivers import PlacedWaiver, waivers_seen
from tracker.governance.vocabulary import AssessmentStatus
from tracker.networks.access import Access, SubjectScope, scopes_of_deployments
from tracker.networks.models import ClinicalUse, Deployment
from tracker.networks.selectors import DeploymentOn, deployments_on


@dataclass(frozen=True)
class AwaitedSignOff:
    """A deployment whose sign-offs were asked for, and the capacity in which the person has not approved it."""

    deployment: DeploymentOn
    role: SignOffRole
    asked: SignOffsOn
    gate: Gate

    @property
    def standing(self) -> SignOffOn | None:
        return self.asked.standing.get(self.role)


@dataclass(frozen=True)
class AwaitedReview:
    """A requirement that was made ready, or that the network met and the trust has not confirmed; the person signs for
    it."""

    deployment: DeploymentOn
    item: Item


@dataclass(frozen=True)
class Inbox:
    """Everything that waits for one person. `signs` tells whether they sign for anything at all."""

    day: date
    signs: bool
    sign_offs: tuple[AwaitedSignOff, ...] = ()
    papers: tuple[AwaitedPaper, ...] = ()
    reviews: tuple[AwaitedReview, ...] = ()
    waivers: tuple[PlacedWaiver, ...] = ()

    @property
    def count(self) -> int:
        return len(self.sign_offs) + len(self.papers) + len(self.reviews) + len(self.waivers)


def inbox_of(access: Access, *, on: date) -> Inbox:
    """The person's inbox on a day, what goes live first first, in a fixed number of queries."""
    if Role.SIGNATORY not in access.roles:
        return Inbox(on, signs=False)
    rows = Deployment.objects.visible_to(access, on=on).in_scope(on=on)
    running = [each for each in deployments_on(rows, on=on) if each.state.state != ClinicalUse.WITHDRAWN]
    running.sort(key=lambda each: (each.go_live.expected or date.max, each.id))
    ids = [each.id for each in running]
    scopes = scopes_of_deployments(Deployment.objects.filter(pk__in=ids), day=on)
    asked, gates = sign_offs_on(ids, on=on), gates_on(ids, on=on)
    return Inbox(
        on,
        signs=True,
        sign_offs=tuple(
            AwaitedSignOff(each, role, asked[each.id], gates[each.id])
            for each in running
            for role in SignOffRole
            if asked[each.id].requested_on
            and not asked[each.id].approves(role)
            and access.signs_as(role, scopes[each.id])
        ),
        papers=tuple(papers_for(access, running, scopes, on=on)),
        reviews=tuple(
            AwaitedReview(each, item)
            for each in running
            for item in gates[each.id].items
            if _awaits(item, each, access, scopes[each.id])
        ),
        waivers=tuple(
            placed
            for placed in waivers_seen(access, on=on)
            if placed.waiver.expires_on > on
            and any(role_for_party(access, placed.scope, party) for party in placed.waiver.awaits)
        ),
    )


def _awaits(item: Item, deployment: DeploymentOn, access: Access, scope: SubjectScope) -> bool:
    """Whether a requirement waits for this person: to review it, or to confirm for their own trust what the network did."""
    assessment, role = item.assessment, item.requirement.signs_role
    if assessment is None or item.is_done:
        return False
    if not assessment.is_of_network:
        return assessment.status == AssessmentStatus.READY and access.signs_as(role, scope)
    return assessment.status in SETTLED and signs_for_trust(access, deployment.trust.id, role)
