"""Recording decisions of signatories."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.actions.asking import tell_signatories
from tracker.governance.models import SignOff, SignOffDecision, SignOffRequest
from tracker.governance.policies.hashing import content_hash
from tracker.governance.policies.sign_offs import may_sign, may_sign_as
from tracker.governance.selectors.signing import places_of, signable
from tracker.networks.access import access_of, scope_of_deployment, scopes_of_deployments
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


@dataclass(frozen=True)
class Shown:
    """What a page showed to the person who signs: the hash of what would be signed, and the decision that stood."""

    content_hash: str
    before_id: int | None = None


def ask_for_sign_offs(*, deployment: Deployment, note: str = "", by: User) -> SignOffRequest:
    """Asks the signatories of a deployment to decide. Who asks never gives one of these approvals."""
    today = today_in_london()
    with change(reason=note, by=by):
        demand("governance.ask_for_sign_offs", access_of(by, day=today), scope_of_deployment(deployment, day=today))
        request = SignOffRequest.objects.create(
            deployment=deployment, note=note.strip(), requested_on=today, requested_by=by
        )
        tell_signatories(request)
        touch("deployment", deployment.pk)
    return request


def sign(
    *,
    deployment: Deployment,
    role: SignOffRole,
    decision: SignOffDecision,
    conditions: str = "",
    expires_on: date | None = None,
    shown: Shown | None = None,
    by: User,
) -> SignOff:
    """Decides today, as the person who holds the role in that scope, on what stands. With `shown`, what the page showed,
    refuses a decision on anything else."""
    today = today_in_london()
    with change(reason=conditions, by=by):
        access, scope = access_of(by, day=today), scope_of_deployment(deployment, day=today)
        demand("governance.sign", access, scope)
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        content, stands = signable(deployment, on=today)
        before = stands.standing.get(role)
        now = Shown(content_hash(content), before.id if before else None)
        if shown is not None and shown != now:
            raise StaleWrite(before)
        require(
            may_sign_as(
                role,
                decision,
                signs_here=access.signs_as(role, scope),
                by_id=by.pk,
                sign_offs=stands,
                places=places_of(deployment, on=today),
            )
        )
        require(may_sign(decision, decided_on=today, expires_on=expires_on, conditions=conditions, today=today))
        row = SignOff.objects.create(
            deployment=deployment,
            role=role,
            decision=decision,
            decided_on=today,
            signatory_name=str(by),
            signatory=by,
            conditions=conditions.strip(),
            expires_on=expires_on,
            covers=content,
            content_hash=now.content_hash,
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return row


def record_sign_offs(decisions: Iterable[Decided], *, door: Door | None = None, by: User) -> list[SignOff]:
    """Records decisions that a workbook tells of, all or none. They are bound to no content: what was signed is on
    paper elsewhere."""
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
