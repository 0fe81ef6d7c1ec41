"""Writing and approving human oversight records."""

from collections.abc import Collection, Mapping
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.actions.approvals import demand_decision
from tracker.governance.models import EscalationContact, OversightApproval, OversightRecord
from tracker.governance.policies.oversight import may_record_oversight
from tracker.governance.selectors.oversight import hash_of, is_newest, newest_record
from tracker.governance.validation_vocabulary import ApprovalDecision, ApprovalSubject, EscalationRole, PermittedEffect
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment
from tracker.networks.policies import may_count_from


def record_oversight(
    *,
    deployment: Deployment,
    readers: str,
    effects: Collection[PermittedEffect],
    decides: str,
    disagreement_rule: str,
    override_logging: str,
    alert_cap_per_session: int | None = None,
    contacts: Mapping[EscalationRole, tuple[str, str]],
    after: int | None = None,
    on: date | None = None,
    by: User,
) -> OversightRecord:
    """Writes a further edition, which counts once it is approved. `after` is the number of the edition that was edited
    (None: none); when another one has come since, the write is refused. `contacts` are contact and hours, by role. `on` is the
    day on which it was written, today unless history is being told."""
    today = on or today_in_london()
    with change(by=by):
        require(may_count_from(today, today=today_in_london(), field="on"))
        demand("governance.write_plans", access_of(by, day=today), scope_of_deployment(deployment, day=today))
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        newest = newest_record(deployment)
        if (newest.number if newest else None) != after:
            raise StaleWrite(newest)
        require(may_record_oversight(effects=effects, contacts=contacts))
        row = OversightRecord.objects.create(
            deployment=deployment,
            number=(after or 0) + 1,
            readers=readers.strip(),
            permitted_effects=[effect.value for effect in PermittedEffect if effect in effects],
            decides=decides.strip(),
            disagreement_rule=disagreement_rule.strip(),
            override_logging=override_logging.strip(),
            alert_cap_per_session=alert_cap_per_session,
            recorded_by=by,
            recorded_on=today,
        )
        EscalationContact.objects.bulk_create(
            [
                EscalationContact(record=row, role=role, contact=contact.strip(), hours=hours.strip())
                for role, (contact, hours) in contacts.items()
            ]
        )
        touch("deployment", deployment.pk)
    return row


def decide_on_oversight(
    *,
    record: OversightRecord,
    role: SignOffRole,
    decision: ApprovalDecision,
    note: str = "",
    on: date | None = None,
    by: User,
) -> OversightApproval:
    """Approves or refuses an edition in a capacity that the person holds today. An edition never changes, so what was
    read is what is decided on; who wrote it does not approve it. `on` is the day of the decision, today unless history
    is being told."""
    today = on or today_in_london()
    with change(reason=note, by=by):
        require(may_count_from(today, today=today_in_london(), field="on"))
        Deployment.objects.select_for_update().get(pk=record.deployment_id)
        demand_decision(
            ApprovalSubject.OVERSIGHT,
            role,
            decision,
            deployment=record.deployment,
            had_a_hand_in_it={record.recorded_by_id},
            note=note,
            sees_what_stands=is_newest(record),
            today=today,
            by=by,
        )
        row = OversightApproval.objects.create(
            record=record,
            role=role,
            decision=decision,
            decided_on=today,
            note=note.strip(),
            content_hash=hash_of(record),
            recorded_by=by,
        )
        touch("deployment", record.deployment_id)
    return row
