"""Rules about rollback and downtime plans. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date
from tracker.governance.policies.oversight import Edition, not_approved
from tracker.governance.policies.validity import counts_until
from tracker.governance.policies.verdicts import Verdict, met, unmet
from tracker.governance.validation_vocabulary import DrillResult, PlanKind

PAGES = {PlanKind.ROLLBACK: "rollback-plan", PlanKind.DOWNTIME: "downtime-plan"}


@dataclass(frozen=True)
class DrillOn:
    """The last try of a plan."""

    tested_on: date
    result: DrillResult
    minutes_taken: int | None = None
    note: str = ""


@dataclass(frozen=True)
class PlanOn:
    """The edition of a plan in force (the newest that is approved), the newest of all, the last test of any, and for how
    many months a test counts."""

    in_force: Edition | None = None
    newest: Edition | None = None
    last_test: DrillOn | None = None
    test_months: int = 0

    @property
    def tested_until(self) -> date | None:
        """The day from which the last test, if it was passed, no longer counts."""
        if self.last_test is None or self.last_test.result != DrillResult.PASSED:
            return None
        return counts_until(self.last_test.tested_on, self.test_months)

    def is_tested(self, day: date) -> bool:
        return self.tested_until is not None and self.tested_until > day


@dataclass(frozen=True)
class ContingencyOn:
    """Both plans of a deployment on a day."""

    rollback: PlanOn = PlanOn()
    downtime: PlanOn = PlanOn()

    def plan(self, kind: PlanKind) -> PlanOn:
        return self.rollback if kind == PlanKind.ROLLBACK else self.downtime


def judge_rollback(found: ContingencyOn, day: date) -> Verdict:
    """Whether an approved rollback plan was tested recently."""
    return judge_plan(PlanKind.ROLLBACK, found.rollback, day)


def judge_downtime(found: ContingencyOn, day: date) -> Verdict:
    """Whether an approved downtime plan was tested recently."""
    return judge_plan(PlanKind.DOWNTIME, found.downtime, day)


def judge_plan(kind: PlanKind, plan: PlanOn, day: date) -> Verdict:
    """Whether a plan is there, approved, and passed a test that still counts."""
    name, page = kind.label.lower(), PAGES[kind]
    if plan.newest is None:
        return unmet(f"There is no {name}.", remedy="Write it.", page=page)
    if plan.in_force is None:
        return not_approved(f"The {name}", plan.newest, page=page)
    test = plan.last_test
    if test is None:
        return unmet(f"The {name} has never been tested.", remedy="Test it.", page=page)
    if test.result != DrillResult.PASSED:
        return unmet(
            f"The {name} failed its test of {nhs_date(test.tested_on)}.", remedy="Correct it and test again.", page=page
        )
    if not plan.is_tested(day):
        return unmet(
            f"The {name} was last tested on {nhs_date(test.tested_on)}, and that counted until "
            f"{nhs_date(plan.tested_until)}.",
            remedy="Test it again.",
            page=page,
        )
    return met(f"Tested on {nhs_date(test.tested_on)}, counts until {nhs_date(plan.tested_until)}.", page=page)


def may_record_plan(kind: PlanKind, *, target_minutes: int, pausers: int) -> Decision:
    """Whether a plan is whole: it has a target, and a rollback plan names who may pause."""
    if target_minutes < 1:
        return deny("The target is a time.", remedy="Enter at least 1 minute.", field="target_minutes")
    if kind == PlanKind.ROLLBACK and pausers < 1:
        return deny(
            "Nobody has the authority to pause.",
            remedy="Choose at least one person, so that somebody can at any hour.",
            field="pausers",
        )
    return ALLOWED


def may_name_pausers(have_roles_here: Iterable[bool]) -> Decision:
    """Whether everybody who is named holds a role over the deployment, without which they could not open its page."""
    if all(have_roles_here):
        return ALLOWED
    return deny("Somebody who is named has no role here.", remedy="Choose from the list.", field="pausers")


def may_record_test(
    result: DrillResult,
    *,
    tested_on: date,
    minutes_taken: int | None,
    target_minutes: int,
    note: str,
    today: date,
) -> Decision:
    """Whether a test of a plan can be so: of a possible day, and passed only within the plan's own target."""
    if tested_on > today:
        return deny("A test that is still to come is no evidence.", remedy="Record it once done.", field="tested_on")
    if result == DrillResult.FAILED:
        return ALLOWED if note.strip() else deny("A failed test says why.", remedy="Write it.", field="note")
    if minutes_taken is None:
        return deny("A passed test tells how long it took.", remedy="Enter the minutes.", field="minutes_taken")
    if minutes_taken > target_minutes:
        return deny(
            f"It took {minutes_taken} minutes, and the plan allows {target_minutes}.",
            remedy="Record the test as failed, or change the plan.",
            field="minutes_taken",
        )
    return ALLOWED
