"""Local validation as a programme workbook tells it: criteria and counts in one row, after the event."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.touched import touch
from tracker.governance.actions.criteria import add_criterion
from tracker.governance.actions.studies import lock_study, plan_study
from tracker.governance.actions.validation import record_result
from tracker.governance.models import ValidationStudy
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import Criterion, Group
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.validation import counts_of
from tracker.governance.validation_vocabulary import CriterionSource, Metric, Operator, Outcome
from tracker.networks.models import Deployment


def record_workbook_study(
    *,
    deployment: Deployment,
    run_on: date,
    minimums: dict[Metric, Decimal],
    counts: Counts | None,
    told: Outcome | None,
    by: User,
) -> ValidationStudy:
    """A run of a validation as a programme workbook tells it: its criteria are those that its row states, held against
    the lower ends of Wilson intervals, and it is marked as recorded from a workbook. Told again it changes the counts
    and what was concluded, never the criteria."""
    with change(door=Door.IMPORT, by=by):
        study = ValidationStudy.objects.filter(deployment=deployment, workbook_run_on=run_on).first()
        study = study or _open_workbook_study(deployment, run_on, minimums, by=by)
        lock_study(study, version=None, by=by)
        if told is not None and study.workbook_result != told:
            study.workbook_result = told
            study.save(update_fields=["workbook_result"])
        before = next((counts_of(row) for row in study.results.order_by("-pk")[:1]), None)
        if counts is not None and counts != before:
            reason = "Told otherwise in a later workbook" if before else ""
            fields = {"cases": counts.cases, "run_on": run_on, "reason": reason, "door": Door.IMPORT}
            record_result(study=study, group=Group(), counts=counts, by=by, **fields)  # type: ignore[arg-type]
        touch("deployment", deployment.pk)
    return study


def _open_workbook_study(
    deployment: Deployment, run_on: date, minimums: dict[Metric, Decimal], *, by: User
) -> ValidationStudy:
    """The study of a row that is told for the first time, of the release that ran then, or else runs now."""
    then = releases_on([deployment.pk], on=run_on)[deployment.pk]
    release = then or releases_on([deployment.pk], on=today_in_london())[deployment.pk]
    study = plan_study(
        deployment=deployment,
        release_id=release.id if release else None,
        is_from_workbook=True,
        workbook_run_on=run_on,
        door=Door.IMPORT,
        by=by,
    )
    edition = study.editions.get()
    for metric, minimum in minimums.items():
        criterion = Criterion(metric, Operator.AT_LEAST, minimum, source=CriterionSource.WORKBOOK)
        add_criterion(study=study, criterion=criterion, by=by)
    edition.locked_by, edition.locked_at = by, timezone.now()
    edition.save(update_fields=["locked_by", "locked_at"])
    return study
