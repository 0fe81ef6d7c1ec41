"""Telling people of what waits for their decision."""

from collections.abc import Iterable

from django.urls import reverse

from tracker.accounts.models import User
from tracker.core.days import today_in_london
from tracker.core.formats import nhs_date
from tracker.governance.models import SignOffRequest, Waiver
from tracker.governance.policies.waivers import ROLES_OF_PARTY
from tracker.governance.selectors.sign_offs import sign_offs_on
from tracker.networks.access import scope_of_deployment
from tracker.networks.people import holders_on, who_signs
from tracker.notifications.actions import notify
from tracker.notifications.vocabulary import Topic


def tell_signatories(request: SignOffRequest) -> None:
    """Tells everybody who signs for the deployment and whose approval does not stand, but for whoever asked."""
    today, deployment = today_in_london(), request.deployment
    stands = sign_offs_on([deployment.pk], on=today)[deployment.pk]
    signatories = who_signs(holders_on(today), scope_of_deployment(deployment, day=today))
    notify(
        people=_others(
            (user for role, users in signatories.items() if not stands.approves(role) for user in users),
            request.requested_by,
        ),
        topic=Topic.DECISION,
        key=f"sign-offs-asked-{request.pk}",
        title=f"{request.requested_by} asks for your sign-off: {deployment}",
        text=request.note,
        href=reverse("deployment-gate", args=[deployment.pk]),
    )


def tell_deciders(waiver: Waiver) -> None:
    """Tells those who speak for one of the sides of a waiver that somebody asked for, but for whoever asked."""
    today = today_in_london()
    signatories = who_signs(holders_on(today), scope_of_deployment(waiver.deployment, day=today))
    deciding = {role for roles in ROLES_OF_PARTY.values() for role in roles}
    notify(
        people=_others((user for role in deciding for user in signatories.get(role, ())), waiver.requested_by),
        topic=Topic.DECISION,
        key=f"waiver-asked-{waiver.pk}",
        title=f"{waiver.requested_by} asks for a waiver: {waiver.requirement.title}, {waiver.deployment}",
        text=f"Until {nhs_date(waiver.expires_on)}. {waiver.reason}",
        href=reverse("waiver", args=[waiver.pk]),
    )


def _others(people: Iterable[User], asked_by: User) -> list[User]:
    return [person for person in {each.pk: each for each in people}.values() if person.pk != asked_by.pk]
