"""Opening and deciding re-validation cases."""

from collections.abc import Iterable
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.touched import touch
from tracker.governance.actions.monitoring import demand_over
from tracker.governance.actions.pausing import pause_use
from tracker.governance.models import RevalidationCase, RevalidationDecision
from tracker.governance.policies.revalidation import causes_of, decision_due_on, may_decide, may_raise
from tracker.governance.selectors.in_use import in_use_on
from tracker.governance.selectors.monitoring import standards_on
from tracker.governance.selectors.pausing import pause_on
from tracker.governance.selectors.revalidation import find_case
from tracker.governance.vocabulary import RevalidationResult, RevalidationTrigger
from tracker.networks.models import Deployment
from tracker.networks.policies import is_live


def open_due_cases(deployment_ids: Iterable[int], *, on: date, by: User) -> int:
    """Opens a case for every cause that has none yet, in a fixed number of queries. Run after each change and every day,
    because some causes only ripen; running it twice opens nothing twice. Answers how many were opened."""
    ids = list(deployment_ids)
    with change(reason="Something asks whether the local validation still holds", by=by):
        found = in_use_on(ids, on=on)
        known = set(RevalidationCase.objects.filter(deployment__in=ids).values_list("deployment_id", "key"))
        due_on = decision_due_on(on, standards_on(on))
        rows = [
            RevalidationCase(
                deployment_id=pk,
                trigger=cause.trigger,
                key=cause.key,
                detail=cause.detail,
                opened_on=on,
                due_on=due_on,
                recorded_by=by,
            )
            for pk in ids
            for cause in causes_of(
                found[pk].revalidation, found[pk].monitoring, found[pk].incidents, found[pk].audits, day=on
            )
            if (pk, cause.key) not in known
        ]
        # Two sweeps at once may find the same cause: the one that is second adds nothing.
        RevalidationCase.objects.bulk_create(rows, ignore_conflicts=True)
        touch("deployment", *{row.deployment_id for row in rows})
    return len(rows)


def raise_case(*, deployment: Deployment, detail: str, by: User) -> RevalidationCase:
    """A person doubts that the local validation still holds."""
    with change(reason=detail, by=by):
        today = demand_over([deployment], by=by)
        require(may_raise(detail))
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        count = deployment.revalidation_cases.filter(trigger=RevalidationTrigger.OTHER).count()
        case = RevalidationCase.objects.create(
            deployment=deployment,
            trigger=RevalidationTrigger.OTHER,
            key=f"other:{count + 1}",
            detail=detail.strip(),
            opened_on=today,
            due_on=decision_due_on(today, standards_on(today)),
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return case


def decide_case(
    *, deployment: Deployment, case_id: int, result: RevalidationResult, reason: str, decided_on: date, by: User
) -> RevalidationDecision:
    """The clinical safety officer decides whether the validation is repeated. To suspend pauses clinical use at once."""
    today = today_in_london()
    with change(reason=reason, by=by):
        demand_over([deployment], by=by, permission="governance.decide_revalidation")
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        case = find_case(deployment, case_id, on=today)
        if case is None:
            raise RevalidationCase.DoesNotExist
        require(may_decide(case, reason=reason, decided_on=decided_on, today=today))
        decision = RevalidationDecision.objects.create(
            case_id=case_id, result=result, reason=reason.strip(), decided_on=decided_on, recorded_by=by
        )
        if result == RevalidationResult.SUSPEND and is_live(pause_on(deployment, on=today).state):
            pause_use(deployment=deployment, reason=reason, by=by)
        touch("deployment", deployment.pk)
    return decision
