"""Sheets Training, Validation and Monitoring."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from operator import itemgetter

from tracker.exchange.exporting.extent import Extent
from tracker.exchange.exporting.rows import Cells
from tracker.exchange.importing.assurance import COUNTS, MINIMUMS, Stored, stored_runs
from tracker.governance.models import TrainingCount
from tracker.governance.selectors.monitoring import monitoring_on


def training_rows(extent: Extent) -> Iterator[Cells]:
    """How many of each role are trained, on every day on which that was counted; the last count of a day stands."""
    found = TrainingCount.objects.filter(deployment__in=extent.keys, as_at__lte=extent.on).order_by("pk")
    last: dict[int, dict[tuple[date, str], TrainingCount]] = defaultdict(dict)
    for count in found:
        last[count.deployment_id][count.as_at, count.role] = count
    for pk, key in extent.keys.items():
        for (as_at, role), count in sorted(last[pk].items(), key=itemgetter(0)):
            yield {**key, "role": role, "eligible": count.eligible, "completed": count.completed, "as at": as_at}


def validation_rows(extent: Extent) -> Iterator[Cells]:
    """The runs of validations that workbooks told. A study that is run in the tracker has more to it than the sheet can
    carry, and stays there."""
    runs: dict[int, dict[date, Stored]] = defaultdict(dict)
    for (pk, day), run in stored_runs(extent.programme).items():
        if day <= extent.on:
            runs[pk][day] = run
    for pk, key in extent.keys.items():
        for day, run in sorted(runs[pk].items(), key=itemgetter(0)):
            counts = run.counts
            values = (counts.tp, counts.fp, counts.tn, counts.fn) if counts else (None,) * len(COUNTS)
            yield {
                **key,
                "run on": day,
                "cases": run.cases,
                **dict(zip(COUNTS, values, strict=True)),
                **{column: run.minimums.get(metric) for column, metric in MINIMUMS.items()},
                "result": run.result.value if run.result else None,
            }


def monitoring_rows(extent: Extent) -> Iterator[Cells]:
    """The readings of what is watched; where there are counts they say the value."""
    known = monitoring_on(extent.keys, on=extent.on)
    for pk, key in extent.keys.items():
        monitoring = known[pk]
        for measure in monitoring.measures:
            for reading in sorted(monitoring.readings_of(measure), key=lambda each: each.period):
                has_counts = reading.denominator is not None
                yield {
                    **key,
                    "metric": measure.metric,
                    "period": reading.period,
                    "value": None if has_counts else reading.value,
                    "numerator": reading.numerator,
                    "denominator": reading.denominator,
                }
