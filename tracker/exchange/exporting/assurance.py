"""Sheets Training, Validation and Monitoring."""

from collections.abc import Iterator

from tracker.exchange.exporting.extent import Extent
from tracker.exchange.exporting.rows import Cells
from tracker.exchange.importing.assurance import COUNTS, MINIMUMS, stored_runs
from tracker.governance.models import TrainingCount
from tracker.governance.selectors.monitoring import monitoring_on


def training_rows(extent: Extent) -> Iterator[Cells]:
    """How many of each role are trained, on every day on which that was counted; the last count of a day stands."""
    found = TrainingCount.objects.filter(deployment__in=extent.deployments, as_at__lte=extent.on).order_by("pk")
    last = {(each.deployment_id, each.as_at, each.role): each for each in found}
    places = {deployment.pk: deployment for deployment in extent.deployments}
    for pk, as_at, role in sorted(last):
        count = last[pk, as_at, role]
        yield {
            "trust": places[pk].trust.ods_code,
            "use case": places[pk].use_case.code,
            "role": role,
            "eligible": count.eligible,
            "completed": count.completed,
            "as at": as_at,
        }


def validation_rows(extent: Extent) -> Iterator[Cells]:
    """The runs of validations that workbooks told. A study that is run in the tracker has more to it than the sheet can
    carry, and stays there."""
    runs = stored_runs(extent.programme)
    for deployment in extent.deployments:
        for (pk, day), run in sorted(runs.items(), key=lambda each: each[0]):
            if pk != deployment.pk or day > extent.on:
                continue
            counts = run.counts
            values = (counts.tp, counts.fp, counts.tn, counts.fn) if counts else (None,) * len(COUNTS)
            yield {
                "trust": deployment.trust.ods_code,
                "use case": deployment.use_case.code,
                "run on": day,
                "cases": run.cases,
                **dict(zip(COUNTS, values, strict=True)),
                **{column: run.minimums.get(metric) for column, metric in MINIMUMS.items()},
                "result": run.result.value if run.result else None,
            }


def monitoring_rows(extent: Extent) -> Iterator[Cells]:
    """The readings of what is watched; where there are counts they say the value."""
    known = monitoring_on([deployment.pk for deployment in extent.deployments], on=extent.on)
    for deployment in extent.deployments:
        monitoring = known[deployment.pk]
        for measure in monitoring.measures:
            for reading in sorted(monitoring.readings_of(measure), key=lambda each: each.period):
                has_counts = reading.denominator is not None
                yield {
                    "trust": deployment.trust.ods_code,
                    "use case": deployment.use_case.code,
                    "metric": measure.metric,
                    "period": reading.period,
                    "value": None if has_counts else reading.value,
                    "numerator": reading.numerator,
                    "denominator": reading.denominator,
                }
