"""Local validation as a programme workbook tells it: criteria and counts in one row, after the event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.touched import touch
from tracker.governance.actions.criteria import add_criterion
from tracker.governance.actions.studies import demand_validation, lock_study, plan_study
from tracker.governance.actions.validation import record_result
from tracker.governance.models import ValidationStudy
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import Criterion, Group, judge_study, outcome_of
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.validation import counts_of
from tracker.governance.validation_vocabulary import CriterionSource, Metric, Operator, Outcome
from tracker.networks.models import Deployment


@dataclass(frozen=True)
class ToldStudy:
    """A run of a validation as one row of a workbook tells it: how many cases, the smallest shares that were asked for,
    the counts (None: the row has none), and what was concluded (None: nothing)."""

    deployment: Deployment
    run_on: date
    cases: int
    minimums: Mapping[Metric, Decimal]
    counts: Counts | None
    result: Outcome | None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that the row states: each share has to be reached by the lower end of its Wilson interval."""
        return tuple(
            Criterion(metric, Operator.AT_LEAST, minimum, source=CriterionSource.WORKBOOK)
            for metric, minimum in self.minimums.items()
        )

    @property
    def outcome(self) -> Outcome | None:
        """What the counts amount to; None without counts."""
        return None if self.counts is None else outcome_of(judge_study(self.criteria, {Group(): self.counts}))


def record_told_study(*, told: ToldStudy, by: User) -> ValidationStudy:
    """Records a run as told, marked as recorded from a workbook. Told again it changes the counts and what was
    concluded, never the criteria."""
    with change(door=Door.IMPORT, by=by):
        demand_validation(told.deployment, by=by)
        study = ValidationStudy.objects.filter(deployment=told.deployment, workbook_run_on=told.run_on).first()
        study = lock_study(study or _open_told_study(told, by=by), version=None, by=by)
        study.workbook_cases, study.workbook_result = told.cases, told.result or ""
        study.save(update_fields=["workbook_cases", "workbook_result"])
        before = next((counts_of(row) for row in study.results.order_by("-pk")[:1]), None)
        if told.counts is not None and told.counts != before:
            record_result(
                study=study,
                group=Group(),
                counts=told.counts,
                cases=told.cases,
                run_on=told.run_on,
                reason="Told otherwise in a later workbook" if before else "",
                by=by,
            )
        touch("deployment", told.deployment.pk)
    return study


def _open_told_study(told: ToldStudy, *, by: User) -> ValidationStudy:
    """The study of a row that is told for the first time, of the release that ran then, or else runs now. Its criteria
    came with the counts, so no rule about which came first is asked."""
    ids = [told.deployment.pk]
    release = (
        releases_on(ids, on=told.run_on)[told.deployment.pk]
        or releases_on(ids, on=today_in_london())[told.deployment.pk]
    )
    study = plan_study(
        deployment=told.deployment,
        release_id=release.id if release else None,
        is_from_workbook=True,
        workbook_run_on=told.run_on,
        by=by,
    )
    edition = study.editions.get()
    for criterion in told.criteria:
        add_criterion(study=study, criterion=criterion, by=by)
    edition.locked_by, edition.locked_at, edition.locked_on = by, timezone.now(), told.run_on
    edition.save(update_fields=["locked_by", "locked_at", "locked_on"])
    return study
