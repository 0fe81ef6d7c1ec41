"""Setting several dates in one go: a whole row of a plan, and a go-live by so many weeks."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, require
from tracker.networks.actions.milestones import revise_milestone
from tracker.networks.finding import milestone_standing
from tracker.networks.models import Deployment, MilestoneType, RevisionKind
from tracker.networks.policies import DateChange, may_move_by_weeks


def revise_row(
    *,
    deployment: Deployment,
    changes: Mapping[MilestoneType, DateChange],
    versions: Mapping[MilestoneType, int | None],
    by: User,
) -> dict[MilestoneType, Refused]:
    """Sets one date of each of these milestones, as edited on a page that showed these versions: all of them, or none.
    Answers why not, by milestone (`StaleWrite` for one that changed since); nothing where all are set."""
    refusals: dict[MilestoneType, Refused] = {}
    with change(reason=" ".join(sorted({wish.reason for wish in changes.values() if wish.reason})), by=by):
        for kind, wish in changes.items():
            try:
                revise_milestone(deployment=deployment, type=kind, changes=[wish], version=versions.get(kind), by=by)
            except Refused as refusal:
                refusals[kind] = refusal
        if refusals:
            transaction.set_rollback(True)
    return refusals


def move_go_live(
    *, deployment: Deployment, weeks: int, cause: str, reason: str, version: int | None, by: User
) -> tuple[date, date]:
    """Moves the forecast of the go-live by so many weeks from the day that is expected now. Answers both days."""
    today = today_in_london()
    with change(reason=reason, by=by):
        plan = milestone_standing(deployment, MilestoneType.GO_LIVE, on=today).plan
        require(may_move_by_weeks(plan, weeks))
        assert plan.expected is not None  # noqa: S101 - the rule has said so
        wanted = plan.expected + timedelta(weeks=weeks)
        wish = DateChange(RevisionKind.FORECAST, wanted, effective_on=today, reason=reason, cause=cause)
        revise_milestone(deployment=deployment, type=MilestoneType.GO_LIVE, changes=[wish], version=version, by=by)
    return plan.expected, wanted
