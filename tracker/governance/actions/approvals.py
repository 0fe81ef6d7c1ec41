"""What every approval of a record asks first."""

from collections.abc import Collection
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.governance.policies.approvals import may_decide
from tracker.governance.selectors.assurance import required_roles_on
from tracker.governance.validation_vocabulary import ApprovalDecision, ApprovalSubject
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment


def demand_decision(
    subject: ApprovalSubject,
    role: SignOffRole,
    decision: ApprovalDecision,
    *,
    deployment: Deployment,
    had_a_hand_in_it: Collection[int],
    note: str,
    sees_what_stands: bool,
    today: date,
    by: User,
) -> None:
    """Raises unless the person may decide so on a record of this deployment today; `had_a_hand_in_it` are the ids of
    those who wrote it."""
    access, scope = access_of(by, day=today), scope_of_deployment(deployment, day=today)
    demand("governance.approve_record", access, scope)
    require(
        may_decide(
            role,
            decision,
            required=required_roles_on(today)[subject],
            holds_role=access.signs_as(role, scope),
            had_a_hand_in_it=by.pk in had_a_hand_in_it,
            note=note,
            sees_what_stands=sees_what_stands,
        )
    )
