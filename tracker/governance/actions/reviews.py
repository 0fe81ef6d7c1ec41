"""Recording reviews after go-live, of deployments and of their supplier."""

from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import require
from tracker.core.touched import touch
from tracker.governance.actions.monitoring import demand_over
from tracker.governance.models import Review, SupplierReview
from tracker.governance.policies.reviews import may_record_review, may_record_supplier_review
from tracker.governance.selectors.reviews import reviews_on
from tracker.governance.vocabulary import ReviewResult, SupplierReviewResult
from tracker.networks.models import Deployment


def record_review(
    *, deployment: Deployment, step: str, held_on: date, result: ReviewResult, note: str = "", by: User
) -> Review:
    """A review after go-live was held. Its result is advice: pausing is done on its own page."""
    with change(reason=note, by=by):
        today = demand_over([deployment], by=by)
        reviews = reviews_on([deployment.pk], on=today)[deployment.pk]
        require(may_record_review(reviews, step, held_on=held_on, result=result, note=note, today=today))
        review = Review.objects.create(
            deployment=deployment, step=step, held_on=held_on, result=result, note=note.strip(), recorded_by=by
        )
        touch("deployment", deployment.pk)
    return review


def record_supplier_review(
    *,
    deployment: Deployment,
    quarter: date,
    held_on: date,
    service_level_met: bool,
    result: SupplierReviewResult,
    note: str = "",
    by: User,
) -> SupplierReview:
    """The supplier's service in a quarter was reviewed against what the contract agreed."""
    with change(reason=note, by=by):
        today = demand_over([deployment], by=by)
        require(
            may_record_supplier_review(
                quarter=quarter,
                held_on=held_on,
                service_level_met=service_level_met,
                result=result,
                note=note,
                today=today,
            )
        )
        review = SupplierReview.objects.create(
            deployment=deployment,
            quarter=quarter,
            held_on=held_on,
            service_level_met=service_level_met,
            result=result,
            note=note.strip(),
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return review
