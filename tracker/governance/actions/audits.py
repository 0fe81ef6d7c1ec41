"""Recording audits of bias."""

from collections.abc import Sequence
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import require
from tracker.core.touched import touch
from tracker.governance.actions.monitoring import demand_over
from tracker.governance.models import BiasAudit, BiasAuditGroup
from tracker.governance.policies.audits import GroupOn, may_record_audit
from tracker.networks.models import Deployment


def record_audit(
    *,
    deployment: Deployment,
    groups: Sequence[GroupOn],
    first_day: date,
    last_day: date,
    held_on: date,
    impact_assessment: str = "",
    note: str = "",
    by: User,
) -> BiasAudit:
    """How the tool did in each group of patients was counted, over the cases of a time."""
    with change(reason=note, by=by):
        today = demand_over([deployment], by=by)
        require(
            may_record_audit(
                groups,
                first_day=first_day,
                last_day=last_day,
                held_on=held_on,
                note=note,
                reference=impact_assessment,
                today=today,
            )
        )
        audit = BiasAudit.objects.create(
            deployment=deployment,
            first_day=first_day,
            last_day=last_day,
            held_on=held_on,
            impact_assessment=impact_assessment.strip(),
            note=note.strip(),
            recorded_by=by,
        )
        BiasAuditGroup.objects.bulk_create(
            [
                BiasAuditGroup(
                    audit=audit,
                    dimension=group.dimension,
                    name=group.name,
                    is_reference=group.is_reference,
                    true_positives=group.counts.tp,
                    false_positives=group.counts.fp,
                    true_negatives=group.counts.tn,
                    false_negatives=group.counts.fn,
                )
                for group in groups
            ]
        )
        touch("deployment", deployment.pk)
    return audit
