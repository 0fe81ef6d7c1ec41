"""What the API tells of readings, and what is sent to it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.governance.actions.monitoring import NewReading
from tracker.governance.selectors.monitoring import monitoring_on
from tracker.networks.models import Deployment


def readings_data(deployment_id: int, *, on: date) -> dict[str, Any]:
    """The readings of a deployment that stood on a day, by measure and month. The caller has checked who may see it."""
    monitoring = monitoring_on([deployment_id], on=on)[deployment_id]
    return {
        "as_of": on,
        "results": [
            {
                "metric": measure.metric,
                "period": f"{reading.period:%Y-%m}",
                "value": reading.value,
                "numerator": reading.numerator,
                "denominator": reading.denominator,
                "known_on": reading.known_on,
            }
            for measure in monitoring.measures
            for reading in monitoring.readings_of(measure)
        ],
    }


def new_readings(deployment: Deployment, sent: Iterable[Mapping[str, Any]]) -> list[NewReading]:
    """Readings as the API's caller sends them, each of a month."""
    return [
        NewReading(
            deployment,
            **{**each, "period": date.fromisoformat(f"{each['period']}-01"), "counts": tuple(each["counts"])},
        )
        for each in sent
    ]
