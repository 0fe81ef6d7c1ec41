"""The rules for setting a date that belongs to a network: of a stage, or of a signature."""

from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.networks.access import Access, SubjectScope
from tracker.networks.models import RevisionKind
from tracker.networks.plans import Plan
from tracker.networks.policies import DateChange, may_change_date
from tracker.procurement.policies.route import Standing, may_sign_on


@dataclass(frozen=True)
class DateRules:
    """Called with the plan as it stood and a wish; raises when a rule says no. `award` is given for the day on which the
    contract is entered into."""

    access: Access
    scope: SubjectScope
    today: date
    award: Standing | None = None

    def __call__(self, plan: Plan, wish: DateChange) -> None:
        if wish.kind == RevisionKind.BASELINE and plan.baseline is not None:
            demand("networks.rebaseline", self.access, self.scope)
        require(may_change_date(plan, wish, today=self.today))
        if self.award is not None and wish.kind == RevisionKind.ACTUAL and wish.date is not None:
            require(may_sign_on(self.award, wish.date))
