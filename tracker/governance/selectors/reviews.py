"""Reading the reviews after go-live, of deployments and of their supplier, as of a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from tracker.governance.models import Review, ReviewStep, SupplierReview
from tracker.governance.policies.monitoring import Standards
from tracker.governance.policies.reviews import HeldReview, HeldSupplierReview, ReviewsOn, StepOn
from tracker.governance.selectors.monitoring import standards_on
from tracker.governance.vocabulary import ReviewResult, SupplierReviewResult
from tracker.networks.models import DeploymentState
from tracker.networks.vocabulary import LIVE_STATES


def first_live_days(deployment_ids: Iterable[int], *, on: date) -> dict[int, date]:
    """The first day of clinical use, by deployment id, of those that have had one by the day."""
    rows = DeploymentState.objects.filter(
        deployment__in=list(deployment_ids), state__in=LIVE_STATES, effective_on__lte=on
    ).order_by("-effective_on")
    return dict(rows.values_list("deployment_id", "effective_on"))


def steps_on(day: date) -> tuple[StepOn, ...]:
    """The reviews that a go-live brings, as they stand on a day."""
    fields = ("code", "name", "after_days", "after_months")
    return tuple(StepOn(*row) for row in ReviewStep.objects.on(day).values_list(*fields))


def reviews_on(
    deployment_ids: Iterable[int],
    *,
    on: date,
    standards: Standards | None = None,
    live: Mapping[int, date] | None = None,
) -> dict[int, ReviewsOn]:
    """Reviews of deployments on a day, by deployment id, in five queries. The caller has checked who may see them."""
    ids = list(deployment_ids)
    standards, steps = standards or standards_on(on), steps_on(on)
    live = first_live_days(ids, on=on) if live is None else live
    held: dict[int, dict[str, HeldReview]] = defaultdict(dict)
    for row in Review.objects.filter(deployment__in=ids, held_on__lte=on).order_by("held_on", "pk"):
        held[row.deployment_id][row.step] = HeldReview(row.step, row.held_on, ReviewResult(row.result), row.note)
    suppliers: dict[int, dict[date, HeldSupplierReview]] = defaultdict(dict)
    for each in SupplierReview.objects.filter(deployment__in=ids, held_on__lte=on).order_by("held_on", "pk"):
        suppliers[each.deployment_id][each.quarter] = HeldSupplierReview(
            each.quarter, each.held_on, each.service_level_met, SupplierReviewResult(each.result), each.note
        )
    return {
        pk: ReviewsOn(
            pk,
            standards,
            live.get(pk),
            steps,
            tuple(held[pk].values()),
            tuple(suppliers[pk][quarter] for quarter in sorted(suppliers[pk])),
        )
        for pk in ids
    }
