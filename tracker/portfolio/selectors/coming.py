"""Days that come: milestones, next actions, reviews, evidence, stages, signatures and snoozes, with those who look after
them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.accounts.selectors import system_user
from tracker.flags.models import Flag
from tracker.flags.rules import rule_of
from tracker.governance.policies.reviews import schedule_of
from tracker.governance.selectors.evidence import evidence_on
from tracker.governance.selectors.reviews import reviews_on
from tracker.governance.vocabulary import EvidenceScope, EvidenceState
from tracker.networks.access import SubjectScope, access_of, scope_of_network, scopes_of_deployments
from tracker.networks.models import ClinicalUse, Deployment, Programme
from tracker.networks.next_actions import next_actions_on
from tracker.networks.people import Holder, holders_on, nearest
from tracker.networks.selectors import DeploymentOn
from tracker.notifications.vocabulary import DueKind
from tracker.portfolio.selectors.pictures import Picture, picture

DELIVERING = (Role.TRUST_USER, Role.PROGRAMME_MANAGER)
PROCURING = (Role.PROCUREMENT, Role.PROGRAMME_MANAGER)
IN_FORCE = (EvidenceState.CURRENT, EvidenceState.EXPIRING)


@dataclass(frozen=True)
class Coming:
    """Something that falls due on a day, and who looks after it. `key` names it among those of its kind."""

    kind: DueKind
    key: str
    on: date
    title: str
    href: str
    people: Sequence[User]


def what_comes(programme: Programme, *, on: date) -> list[Coming]:
    """Everything with a day that is not done yet, late or not, in a fixed number of queries."""
    now = picture(access_of(system_user(), day=on), programme, on=on)
    holders = holders_on(on)
    running = {each.id: each for each in now.deployments if each.state.state != ClinicalUse.WITHDRAWN}
    scopes = scopes_of_deployments(Deployment.objects.filter(pk__in=running), day=on)
    owners = {pk: nearest(holders, DELIVERING, scope) for pk, scope in scopes.items()}
    return [
        *_of_deployments(running, owners, on),
        *_evidence(running, owners, on),
        *_of_networks(now, holders),
        *_snoozes(programme, on),
    ]


def _of_deployments(
    running: Mapping[int, DeploymentOn], owners: Mapping[int, Sequence[User]], on: date
) -> Iterator[Coming]:
    actions, reviews = next_actions_on(running, on=on), reviews_on(running, on=on)
    for pk, each in running.items():
        about = f"{each.use_case_name} at {each.trust.name}"
        page, people = reverse("deployment", args=[pk]), owners[pk]
        for milestone, plan in each.milestones.items():
            if plan.expected and not plan.is_done:
                title = f"{milestone.label}: {about}"
                yield Coming(DueKind.MILESTONE, f"{pk}-{milestone.value}", plan.expected, title, page, people)
        if action := actions.get(pk):
            yield Coming(DueKind.NEXT_ACTION, str(pk), action.due_on, f"{action.text}: {about}", page, people)
        for review in schedule_of(reviews[pk]):
            if review.held is None:
                title, href = f"{review.step.name}: {about}", reverse("monitoring", args=[pk])
                yield Coming(DueKind.REVIEW, f"{pk}-{review.step.code}", review.due_on, title, href, people)


def _evidence(running: Mapping[int, DeploymentOn], owners: Mapping[int, Sequence[User]], on: date) -> Iterator[Coming]:
    """A deployment's own evidence; that of a release or contract is looked after elsewhere, and flags tell of it."""
    for pk, items in evidence_on(running, on=on).items():
        each = running[pk]
        for item in items:
            expires_on = item.standing.expires_on
            if item.scope == EvidenceScope.DEPLOYMENT and item.state in IN_FORCE and expires_on:
                title = f"{item.title} expires: {each.use_case_name} at {each.trust.name}"
                href = reverse("deployment-evidence", args=[pk])
                yield Coming(DueKind.EVIDENCE, str(item.id), expires_on, title, href, owners[pk])


def _of_networks(now: Picture, holders: Sequence[Holder]) -> Iterator[Coming]:
    for procurement in now.procurements:
        people = _procuring(holders, procurement.network_id, procurement.programme_id)
        stage = procurement.current_stage
        expected = procurement.stages[stage].expected if stage else None
        if stage and expected:
            title = f"{stage.label}: {procurement.use_case_name}, {procurement.network_name}"
            href = reverse("procurement", args=[procurement.id])
            yield Coming(DueKind.STAGE, f"{procurement.id}-{stage.value}", expected, title, href, people)
    for contract in now.contracts:
        if contract.signature.expected and not contract.signature.is_done:
            title = f"Contract to sign: {contract.reference}, {contract.network_name}"
            href = reverse("contract", args=[contract.id])
            people = _procuring(holders, contract.network_id, contract.programme_id)
            yield Coming(DueKind.SIGNATURE, str(contract.id), contract.signature.expected, title, href, people)


def _procuring(holders: Iterable[Holder], network_id: int, programme_id: int) -> list[User]:
    scope: SubjectScope = scope_of_network(network_id, programme_id=programme_id)
    return nearest(holders, PROCURING, scope)


def _snoozes(programme: Programme, on: date) -> Iterator[Coming]:
    """Flags that come back: told to whoever set them aside, and to whoever has them."""
    flags = Flag.objects.open().filter(programme=programme, acknowledged_until__gte=on)
    for flag in flags.select_related("acknowledged_by", "assigned_to").order_by("pk"):
        people = {each.pk: each for each in (flag.acknowledged_by, flag.assigned_to) if each}
        until, title = flag.acknowledged_until, f"Snoozed flag comes back: {rule_of(flag.rule).title}"
        assert until is not None  # noqa: S101 - by the filter
        href = reverse("flag", args=[flag.pk])
        yield Coming(DueKind.SNOOZE, str(flag.pk), until, title, href, list(people.values()))
