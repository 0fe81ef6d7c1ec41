"""Asking for a waiver, and the word of the two people who give it."""

from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.actions.asking import tell_deciders
from tracker.governance.models import Requirement, Waiver, WaiverDecision
from tracker.governance.policies.waivers import may_decide_waiver, may_request_waiver
from tracker.governance.selectors.catalogue import version_of
from tracker.governance.selectors.hands import role_for_party
from tracker.governance.selectors.waivers import get_waiver_on
from tracker.governance.vocabulary import WaiverParty, WaiverVerdict
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment


def request_waiver(
    *, deployment: Deployment, requirement: Requirement, reason: str, expires_on: date, by: User
) -> Waiver:
    """Asks that a deployment may go live without a requirement until a day. It counts once both sides have agreed."""
    today = today_in_london()
    with change(reason=reason, by=by):
        demand("governance.request_waiver", access_of(by, day=today), scope_of_deployment(deployment, day=today))
        version = version_of(deployment, on=today)
        require(
            may_request_waiver(
                is_waivable=requirement.is_waivable,
                reason=reason,
                on=today,
                expires_on=expires_on,
                longest_days=version.longest_waiver_days if version else requirement.version.longest_waiver_days,
                today=today,
            )
        )
        waiver = Waiver.objects.create(
            deployment=deployment,
            requirement=requirement,
            reason=reason.strip(),
            effective_on=today,
            expires_on=expires_on,
            requested_by=by,
        )
        tell_deciders(waiver)
        touch("deployment", deployment.pk)
    return waiver


def decide_waiver(
    *, waiver: Waiver, party: WaiverParty, verdict: WaiverVerdict, reason: str = "", by: User
) -> WaiverDecision:
    """One side agrees or refuses, or takes back what it gave."""
    today = today_in_london()
    with change(reason=reason, by=by):
        access, scope = access_of(by, day=today), scope_of_deployment(waiver.deployment, day=today)
        demand("governance.decide_waiver", access, scope)
        role = role_for_party(access, scope, party)
        if role is None:
            raise Refused(
                deny(
                    f"You don't speak as {party.label.lower()} here today.",
                    remedy="Ask the person who does.",
                    field="verdict",
                )
            )
        Deployment.objects.select_for_update().get(pk=waiver.deployment_id)
        stands = get_waiver_on(waiver, on=today)
        require(may_decide_waiver(stands, party=party, verdict=verdict, reason=reason, by_id=by.pk, today=today))
        decision = WaiverDecision.objects.create(
            waiver=waiver,
            party=party,
            role=role,
            verdict=verdict,
            decided_on=today,
            reason=reason.strip(),
            decided_by=by,
        )
        touch("deployment", waiver.deployment_id)
    return decision
