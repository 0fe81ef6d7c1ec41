"""Sheets Training and Validation."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.audit.changes import Door
from tracker.exchange.cells import CLEAR, LEAVE
from tracker.exchange.importing.deployments import find_deployment
from tracker.exchange.importing.run import Run
from tracker.exchange.workbook import Row
from tracker.governance.actions.told_studies import ToldStudy, record_told_study
from tracker.governance.actions.training import Trained, record_training
from tracker.governance.models import TrainingCount, ValidationStudy
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.studies import ResultRules, may_record_result
from tracker.governance.policies.training import may_record_count
from tracker.governance.policies.validation import Group, agrees_with_told
from tracker.governance.selectors.validation import counts_of
from tracker.governance.validation_vocabulary import Metric, Outcome, TrainingRole
from tracker.networks.models import Deployment, Programme

TRAINING, VALIDATION = "Training", "Validation"
STAYS = "This can't be cleared. Write it or leave the cell empty."

# --- Training -------------------------------------------------------------------------------------------------------


def apply_training(run: Run) -> None:
    """Records how many are trained; what stands as told is passed over, and other counts of a day stand over those."""
    stored: dict[tuple[int, str, date], tuple[int, int]] = {}
    rows = TrainingCount.objects.filter(deployment__programme=run.programme).order_by("pk")
    for deployment_id, role, as_at, *counts in rows.values_list(
        "deployment_id", "role", "as_at", "eligible", "completed"
    ):
        stored[deployment_id, role, as_at] = (counts[0], counts[1])
    wanted = []
    for row in run.rows(TRAINING):
        deployment = find_deployment(run, TRAINING, row)
        if deployment is not None:
            before = stored.get((deployment.pk, str(row.cells["role"]), row.day("as at")))
            trained = new_count(run, row, deployment, before)
            if trained is not None:
                wanted.append(trained)
    if wanted and not run.result.problems:
        record_training(wanted, door=Door.IMPORT, by=run.by)


def new_count(run: Run, row: Row, deployment: Deployment, before: tuple[int, int] | None) -> Trained | None:
    """The count that the row tells, filled up from what stands; None when it stands as told."""
    if before is None and not run.has_what_a_new_row_needs(TRAINING, row):
        return None
    values = []
    for column, old in zip(("eligible", "completed"), before or (0, 0), strict=True):
        told = row.get(column)
        if told is CLEAR:
            run.problem(TRAINING, row, column, STAYS)
        values.append(told if isinstance(told, int) else old)
        if before is None or values[-1] != old:
            run.note(TRAINING, row, column, old if before else None, values[-1], is_new=before is None)
    if tuple(values) == before:
        return None
    eligible, completed = values
    as_at = row.day("as at")
    decision = may_record_count(eligible=eligible, completed=completed, as_at=as_at, today=run.today)
    if not decision:
        run.refusal(TRAINING, row, decision)
    run.may(TRAINING, row, "governance.record_training", run.known.scope_of(deployment))
    return Trained(deployment, TrainingRole(str(row.cells["role"])), eligible, completed, as_at)


# --- Validation -----------------------------------------------------------------------------------------------------

COUNTS = ("true positives", "false positives", "true negatives", "false negatives")
MINIMUMS = {"minimum sensitivity": Metric.SENSITIVITY, "minimum specificity": Metric.SPECIFICITY}
PLACES = 9  # of a threshold, as it is stored
RESULTS = {
    **dict.fromkeys(("pass", "passed"), Outcome.PASS),
    **dict.fromkeys(("fail", "failed"), Outcome.FAIL),
    "inconclusive": Outcome.INCONCLUSIVE,
}


@dataclass
class Stored:
    """What stands of a run of a validation that a workbook told."""

    cases: int | None = None
    counts: Counts | None = None
    minimums: dict[Metric, Decimal] = field(default_factory=dict)
    result: Outcome | None = None


def apply_validation(run: Run) -> None:
    """Records runs of validations with the criteria that the rows state, in the order of their days."""
    stored = stored_runs(run.programme)
    wanted = []
    for row in sorted(run.rows(VALIDATION), key=lambda each: each.day("run on")):
        deployment = find_deployment(run, VALIDATION, row)
        if deployment is not None:
            told = new_run(run, row, deployment, stored.get((deployment.pk, row.day("run on"))))
            if told is not None:
                wanted.append(told)
    if wanted and not run.result.problems:
        for each in wanted:
            record_told_study(told=each, by=run.by)


def stored_runs(programme: Programme) -> dict[tuple[int, date], Stored]:
    """The runs that earlier workbooks told, by deployment and day."""
    found: dict[tuple[int, date], Stored] = defaultdict(Stored)
    studies = ValidationStudy.objects.filter(deployment__programme=programme, is_from_workbook=True)
    for study in studies.prefetch_related("results", "editions__criteria"):
        results = sorted(study.results.all(), key=lambda result: result.pk)
        edition = max(study.editions.all(), key=lambda each: each.number)
        if study.workbook_run_on is not None:
            found[study.deployment_id, study.workbook_run_on] = Stored(
                study.workbook_cases,
                counts_of(results[-1]) if results else None,
                {Metric(each.metric): each.threshold for each in edition.criteria.all()},
                Outcome(study.workbook_result) if study.workbook_result else None,
            )
    return dict(found)


def new_run(run: Run, row: Row, deployment: Deployment, before: Stored | None) -> ToldStudy | None:
    """The run that the row tells, filled up from what stands; None when it stands as told, or can't be read."""
    if before is None and not run.has_what_a_new_row_needs(VALIDATION, row):
        return None
    stands = before or Stored()
    changes = len(run.outcome(VALIDATION, row).changes)
    told = ToldStudy(
        deployment=deployment,
        run_on=row.day("run on"),
        cases=told_cases(run, row, stands, is_new=before is None),
        minimums=told_minimums(run, row, before),
        counts=told_counts(run, row, stands, is_new=before is None),
        result=told_result(run, row, stands, is_new=before is None),
    )
    if row.bad or (before is not None and len(run.outcome(VALIDATION, row).changes) == changes):
        return None
    run.may(VALIDATION, row, "governance.run_validation", run.known.scope_of(deployment))
    check_run(run, row, told)
    return told


def check_run(run: Run, row: Row, told: ToldStudy) -> None:
    """Tells counts that do not add up, a day that has not come, and a result that contradicts the counts."""
    if told.run_on > run.today:
        run.problem(VALIDATION, row, "run on", "This day lies in the future. Write the day on which it was run.")
    if told.counts is not None:
        decision = may_record_result(
            Group(),
            told.counts,
            cases=told.cases,
            run_on=told.run_on,
            reason="",
            rules=ResultRules(is_locked=True),
            today=run.today,
        )
        if not decision:
            run.refusal(VALIDATION, row, decision, {"run_on": "run on"})
    outcome = told.outcome
    if outcome is not None and told.result is not None and not agrees_with_told(outcome, told.result):
        remedy = f"By the counts and the minimums of this row it is “{outcome.label.lower()}”. Correct what is wrong."
        run.problem(VALIDATION, row, "result", remedy)


def told_cases(run: Run, row: Row, stands: Stored, *, is_new: bool) -> int:
    """How many cases there were."""
    value = row.get("cases")
    if value is CLEAR:
        run.problem(VALIDATION, row, "cases", STAYS)
    cases = value if isinstance(value, int) else stands.cases or 0
    if cases != stands.cases and isinstance(value, int):
        run.note(VALIDATION, row, "cases", stands.cases, cases, is_new=is_new)
    return cases


def told_counts(run: Run, row: Row, stands: Stored, *, is_new: bool) -> Counts | None:
    """The four counts: all of them, or none."""
    known = stands.counts
    before: tuple[int | None, ...] = (known.tp, known.fp, known.tn, known.fn) if known else (None,) * 4
    values: list[int | None] = []
    for column, old in zip(COUNTS, before, strict=True):
        value = row.get(column)
        if value is CLEAR:
            run.problem(VALIDATION, row, column, STAYS)
        values.append(value if isinstance(value, int) else old)
        if values[-1] != old:
            run.note(VALIDATION, row, column, old, values[-1], is_new=is_new)
    if all(value is None for value in values):
        return None
    for column, value in zip(COUNTS, values, strict=True):
        if value is None:
            run.problem(VALIDATION, row, column, "The other counts are there, and this one is not. Write all four.")
    tp, fp, tn, fn = (value or 0 for value in values)
    return None if None in values else Counts(tp, fp, tn, fn)


def told_minimums(run: Run, row: Row, before: Stored | None) -> dict[Metric, Decimal]:
    """The smallest shares that were asked for; once told they stay, as criteria do not change after data."""
    found = dict(before.minimums) if before else {}
    for column, metric in MINIMUMS.items():
        value = row.get(column)
        minimum = round(value, PLACES) if isinstance(value, Decimal) else None
        stays = before is None or minimum == found.get(metric)
        if value is LEAVE or (value is CLEAR and metric not in found):
            continue
        if not stays:
            remedy = "Criteria do not change once there are counts. Leave the cell empty, or amend them on the page."
            run.problem(VALIDATION, row, column, remedy)
        elif minimum is not None and metric not in found:
            found[metric] = minimum
            run.note(VALIDATION, row, column, None, minimum, is_new=True)
    return found


def told_result(run: Run, row: Row, stands: Stored, *, is_new: bool) -> Outcome | None:
    """What was concluded, in one of the words that say so."""
    value = row.get("result")
    result = stands.result if value is LEAVE else None
    if isinstance(value, str):
        result = RESULTS.get(value.casefold())
        if result is None:
            run.problem(VALIDATION, row, "result", "This is no result. Write pass, fail or inconclusive.")
    if result != stands.result:
        run.note(VALIDATION, row, "result", stands.result, result, is_new=is_new)
    return result
