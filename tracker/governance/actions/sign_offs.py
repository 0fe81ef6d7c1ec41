"""Recording decisions of signatories."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import SignOff, SignOffDecision
from tracker.governance.policies import may_sign
from tracker.networks.access import access_of, scopes_of_deployments
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


def record_sign_offs(decisions: Iterable[Decided], *, door: Door | None = None, by: User) -> list[SignOff]:
    """Records decisions, all or none."""
    today = today_in_london()
    access = access_of(by, day=today)
    wanted = list(decisions)
    with change(door=door, by=by):
        scopes = scopes_of_deployments({each.deployment for each in wanted}, day=today)
        for each in wanted:
            demand("governance.record_sign_off", access, scopes[each.deployment.pk])
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
