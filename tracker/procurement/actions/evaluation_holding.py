"""What every change of an evaluation starts with: its row locked, the right to change it, and how it stands today.

Whoever scores, submits, joins, leaves or moves the evaluation on takes the same lock, so that a score can't slip in after
moderation has begun, and eight members who submit at once follow each other.
"""

from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.core.days import today_in_london
from tracker.core.decisions import ALLOWED, Decision, StaleWrite, deny, require
from tracker.core.formats import nhs_date
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import Access, access_of
from tracker.procurement.models import Evaluation
from tracker.procurement.policies.evaluation import EvaluationRecord
from tracker.procurement.selectors.evaluations import evaluation_on
from tracker.procurement.selectors.scores import evaluation_scope

RUN = "procurement.run_evaluation"
SCORE = "procurement.score_bids"


@dataclass(frozen=True)
class Held:
    """An evaluation whose row is locked until the change ends."""

    row: Evaluation
    record: EvaluationRecord
    access: Access

    @property
    def today(self) -> date:
        return self.access.day


def hold(evaluation_id: int, *, permission: str = RUN, version: int | None = None, by: User) -> Held:
    """Locks the evaluation, and reads it only then. With `version`, refuses a write over a newer one."""
    access = access_of(by, day=today_in_london())
    rows = Evaluation.objects.select_related("procurement").select_for_update(of=("self",))
    row = rows.get(pk=evaluation_id)
    record = evaluation_on(row.procurement_id, on=access.day, compares=False)
    assert record is not None  # noqa: S101 - an evaluation has its first state from the day on which it was begun
    demand(permission, access, evaluation_scope(row.procurement, record))
    if version is not None and row.version != version:
        raise StaleWrite(row)
    return Held(row, record, access)


def day_that_counts(on: date | None, *, since: date | None, today: date, field: str = "") -> date:
    """The day from which a change counts: today unless history is told. None in the future, nor before what it follows."""
    day = on or today
    require(_may_count(day, since=since, today=today, field=field))
    return day


def _may_count(day: date, *, since: date | None, today: date, field: str) -> Decision:
    if day > today:
        return deny("This can't count from a day in the future.", remedy="Use today or an earlier day.", field=field)
    if since is not None and day < since:
        return deny(
            f"This can't count from a day before what it follows, {nhs_date(since)}.",
            remedy="Use that day or a later one.",
            field=field,
        )
    return ALLOWED


def evaluation_changed(held: Held) -> None:
    """Has rules judge the procurement again."""
    touch("procurement", held.row.procurement_id)
