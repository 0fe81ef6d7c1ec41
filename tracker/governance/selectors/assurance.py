"""What validation, training and plans are held to on a day, and the approvals that stand."""

from collections.abc import Iterable, Mapping
from datetime import date

from tracker.accounts.roles import SignOffRole
from tracker.governance.models import AssuranceLimit, RequiredApproval
from tracker.governance.models.assurance import Approval
from tracker.governance.policies.approvals import ApprovalOn
from tracker.governance.validation_vocabulary import ApprovalDecision, ApprovalSubject

Required = Mapping[ApprovalSubject, tuple[SignOffRole, ...]]


def limits_on(on: date) -> dict[str, int]:
    """The numbers that hold on a day, by name."""
    return dict(AssuranceLimit.objects.on(on).values_list("name", "value"))


def required_roles_on(on: date) -> Required:
    """Who has to approve each kind of record on a day, in the order in which they are asked."""
    found: dict[ApprovalSubject, tuple[SignOffRole, ...]] = dict.fromkeys(ApprovalSubject, ())
    for subject, role in RequiredApproval.objects.on(on).order_by("pk").values_list("subject", "role"):
        found[ApprovalSubject(subject)] += (SignOffRole(role),)
    return found


def standing_approvals(
    rows: Iterable[Approval], *, names: Mapping[int, str], content_hash: str, on: date
) -> dict[SignOffRole, ApprovalOn]:
    """The newest decision in each capacity by a day, from rows in the order in which they were made. `names` says who
    recorded each, by the row's id; one on another content than `content_hash` is stale."""
    return {
        SignOffRole(row.role): ApprovalOn(
            role=SignOffRole(row.role),
            decision=ApprovalDecision(row.decision),
            decided_on=row.decided_on,
            name=names[row.pk],
            note=row.note,
            is_stale=row.content_hash != content_hash,
        )
        for row in rows
        if row.decided_on <= on
    }
