"""Recording decisions of signatories."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, deny, require
from tracker.core.permissions import decide, demand
from tracker.core.touched import touch
from tracker.governance.models import SignOff, SignOffDecision
from tracker.governance.policies.sign_offs import may_sign
from tracker.networks.access import Access, SubjectScope, access_of, scopes_of_deployments
from tracker.networks.models import Deployment


@dataclass(frozen=True)
class Decided:
    """A decision on a deployment in one capacity, by somebody named."""

    deployment: Deployment
    role: SignOffRole
    decision: SignOffDecision
    decided_on: date
    signatory_name: str
    conditions: str = ""
    expires_on: date | None = None


def _demand(access: Access, scope: SubjectScope, role: SignOffRole) -> None:
    """Who signs for a trust, and runs no delivery there, signs in their own capacity only."""
    demand("governance.record_sign_off", access, scope)
    if not decide("networks.update_deployment", access, scope) and not access.signs_as(role, scope):
        raise NotPermitted(
            deny(
                f"You don't sign as {role.label.lower()} here.",
                remedy="Ask the person who does, or whoever runs delivery of this trust.",
                field="signatory_name",
            )
        )


def record_sign_offs(decisions: Iterable[Decided], *, door: Door | None = None, by: User) -> list[SignOff]:
    """Records decisions, all or none."""
    today = today_in_london()
    access = access_of(by, day=today)
    wanted = list(decisions)
    with change(door=door, by=by):
        scopes = scopes_of_deployments({each.deployment for each in wanted}, day=today)
        for each in wanted:
            _demand(access, scopes[each.deployment.pk], each.role)
            require(
                may_sign(
                    each.decision,
                    decided_on=each.decided_on,
                    expires_on=each.expires_on,
                    conditions=each.conditions,
                    today=today,
                )
            )
        rows = SignOff.objects.bulk_create(
            [
                SignOff(
                    deployment=each.deployment,
                    role=each.role,
                    decision=each.decision,
                    decided_on=each.decided_on,
                    signatory_name=each.signatory_name.strip(),
                    conditions=each.conditions.strip(),
                    expires_on=each.expires_on,
                    recorded_by=by,
                )
                for each in wanted
            ]
        )
        touch("deployment", *scopes)
    return rows
