"""Writing, approving and testing rollback and downtime plans."""

from collections.abc import Collection
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.actions.approvals import demand_decision
from tracker.governance.models import ContingencyApproval, ContingencyPlan, ContingencyTest, PauseAuthority
from tracker.governance.policies.rollback import may_name_pausers, may_record_plan, may_record_test
from tracker.governance.selectors.rollback import SUBJECTS, hash_of, is_newest, newest_plan, people_over
from tracker.governance.validation_vocabulary import ApprovalDecision, DrillResult, PlanKind
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment
from tracker.networks.policies import may_count_from


def record_plan(
    *,
    deployment: Deployment,
    kind: PlanKind,
    triggers: str,
    authority: str,
    steps: str,
    reread_rule: str,
    communication: str = "",
    target_minutes: int,
    pausers: Collection[User] = (),
    after: int | None = None,
    on: date | None = None,
    by: User,
) -> ContingencyPlan:
    """Writes a further edition, which counts once it is approved. `after` is the number of the edition that was edited
    (None: none); when another one has come since, the write is refused. `pausers` may pause use of the tool. `on` is the
    day on which it was written, today unless history is being told."""
    today = on or today_in_london()
    with change(by=by):
        require(may_count_from(today, today=today_in_london(), field="on"))
        demand("governance.write_plans", access_of(by, day=today), scope_of_deployment(deployment, day=today))
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        newest = newest_plan(deployment, kind)
        if (newest.number if newest else None) != after:
            raise StaleWrite(newest)
        require(may_record_plan(kind, target_minutes=target_minutes, pausers=len(pausers)))
        known = {person.pk for person in people_over(deployment, on=today)}
        require(may_name_pausers(person.pk in known for person in pausers))
        row = ContingencyPlan.objects.create(
            deployment=deployment,
            kind=kind,
            number=(after or 0) + 1,
            triggers=triggers.strip(),
            authority=authority.strip(),
            steps=steps.strip(),
            reread_rule=reread_rule.strip(),
            communication=communication.strip(),
            target_minutes=target_minutes,
            recorded_by=by,
            recorded_on=today,
        )
        PauseAuthority.objects.bulk_create([PauseAuthority(plan=row, person=person) for person in pausers])
        touch("deployment", deployment.pk)
    return row


def decide_on_plan(
    *,
    plan: ContingencyPlan,
    role: SignOffRole,
    decision: ApprovalDecision,
    note: str = "",
    on: date | None = None,
    by: User,
) -> ContingencyApproval:
    """Approves or refuses an edition in a capacity that the person holds today. An edition never changes, so what was
    read is what is decided on; who wrote it does not approve it. `on` is the day of the decision, today unless history
    is being told."""
    today = on or today_in_london()
    with change(reason=note, by=by):
        require(may_count_from(today, today=today_in_london(), field="on"))
        Deployment.objects.select_for_update().get(pk=plan.deployment_id)
        demand_decision(
            SUBJECTS[PlanKind(plan.kind)],
            role,
            decision,
            deployment=plan.deployment,
            had_a_hand_in_it={plan.recorded_by_id},
            note=note,
            sees_what_stands=is_newest(plan),
            today=today,
            by=by,
        )
        row = ContingencyApproval.objects.create(
            plan=plan,
            role=role,
            decision=decision,
            decided_on=today,
            note=note.strip(),
            content_hash=hash_of(plan),
            recorded_by=by,
        )
        touch("deployment", plan.deployment_id)
    return row


def record_test(
    *,
    plan: ContingencyPlan,
    tested_on: date,
    result: DrillResult,
    minutes_taken: int | None = None,
    note: str = "",
    by: User,
) -> ContingencyTest:
    """Records a try of a plan, whether it worked, and how long it took."""
    today = today_in_london()
    with change(by=by):
        demand("governance.write_plans", access_of(by, day=today), scope_of_deployment(plan.deployment, day=today))
        require(
            may_record_test(
                result,
                tested_on=tested_on,
                minutes_taken=minutes_taken,
                target_minutes=plan.target_minutes,
                note=note,
                today=today,
            )
        )
        row = ContingencyTest.objects.create(
            plan=plan,
            tested_on=tested_on,
            result=result,
            minutes_taken=minutes_taken,
            note=note.strip(),
            recorded_by=by,
        )
        touch("deployment", plan.deployment_id)
    return row
