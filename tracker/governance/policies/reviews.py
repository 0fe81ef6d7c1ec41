"""Rules about looking back after go-live: when reviews fall due, and what they may say. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.core.days import add_months, end_of_month
from tracker.core.decisions import Decision, deny
from tracker.governance.policies.monitoring import Standards
from tracker.governance.policies.patient_data import may_write
from tracker.governance.vocabulary import ReviewResult, SupplierReviewResult

QUARTER_MONTHS = 3


@dataclass(frozen=True)
class StepOn:
    """A review that falls due so long after the first day of clinical use."""

    code: str
    name: str
    after_days: int = 0
    after_months: int = 0

    def due_on(self, live_on: date) -> date:
        return add_months(live_on, self.after_months) + timedelta(days=self.after_days)


@dataclass(frozen=True)
class HeldReview:
    """The outcome of a review that stands."""

    step: str
    held_on: date
    result: ReviewResult
    note: str = ""


@dataclass(frozen=True)
class HeldSupplierReview:
    """The supplier's service in a quarter (its first day), as reviewed last."""

    quarter: date
    held_on: date
    service_level_met: bool
    result: SupplierReviewResult
    note: str = ""


@dataclass(frozen=True)
class ReviewsOn:
    """What has been reviewed of one deployment by a day. `live_on` is its first day of clinical use; `steps` are those
    that hold on the day."""

    deployment_id: int
    standards: Standards
    live_on: date | None = None
    steps: tuple[StepOn, ...] = ()
    reviews: tuple[HeldReview, ...] = ()
    supplier_reviews: tuple[HeldSupplierReview, ...] = ()


@dataclass(frozen=True)
class DueReview:
    """One review of the schedule: when it falls due, and what came of it."""

    step: StepOn
    due_on: date
    held: HeldReview | None = None

    def is_overdue(self, day: date) -> bool:
        return self.held is None and self.due_on < day


def schedule_of(reviews: ReviewsOn) -> list[DueReview]:
    """Every review that go-live brings, in order; none before there has been a go-live."""
    if reviews.live_on is None:
        return []
    held = {each.step: each for each in reviews.reviews}
    due = [DueReview(step, step.due_on(reviews.live_on), held.get(step.code)) for step in reviews.steps]
    return sorted(due, key=lambda each: each.due_on)


def quarter_of(day: date) -> date:
    """The first day of the quarter in which a day lies."""
    return date(day.year, day.month - (day.month - 1) % QUARTER_MONTHS, 1)


def supplier_review_due_on(reviews: ReviewsOn) -> date | None:
    """When the supplier's next review is late: the quarter after the last one reviewed has ended, and a quarter more
    has passed to hold it. None before go-live."""
    if reviews.live_on is None:
        return None
    every = reviews.standards.whole("supplier-review-every")
    last = max((each.quarter for each in reviews.supplier_reviews), default=None)
    waits_for = quarter_of(reviews.live_on) if last is None else add_months(last, every)
    return end_of_month(add_months(waits_for, 2 * every - 1))


def quarters_missed(reviews: ReviewsOn) -> tuple[HeldSupplierReview, ...]:
    """The last quarters in a row in which the agreed service level was not met, oldest first."""
    missed: list[HeldSupplierReview] = []
    for each in sorted(reviews.supplier_reviews, key=lambda review: review.quarter, reverse=True):
        if each.service_level_met or (missed and add_months(each.quarter, QUARTER_MONTHS) != missed[-1].quarter):
            break
        missed.append(each)
    return tuple(reversed(missed))


# --- What may be recorded -------------------------------------------------------------------------------------------


def may_record_review(
    reviews: ReviewsOn, step: str, *, held_on: date, result: ReviewResult, note: str, today: date
) -> Decision:
    """Whether a review's outcome may be recorded: of a step of the schedule, held by now and after go-live."""
    if reviews.live_on is None or step not in {each.code for each in reviews.steps}:
        return deny("There is no such review here.", remedy="Record the go-live first.")
    if held_on > today:
        return deny("A review can't be held in the future.", remedy="Correct the day.", field="held_on")
    if held_on < reviews.live_on:
        return deny("This review is of the time after go-live.", remedy="Correct the day.", field="held_on")
    if result != ReviewResult.CONTINUE and not note.strip():
        return deny("Say what has to be done, by whom and by when.", remedy="Write it in the note.", field="note")
    return may_write(note=note)


def may_record_supplier_review(
    *, quarter: date, held_on: date, service_level_met: bool, result: SupplierReviewResult, note: str, today: date
) -> Decision:
    """Whether a review of the supplier is possible: of a quarter that has begun, with what follows where it failed."""
    if quarter != quarter_of(quarter):
        return deny("A quarter begins in January, April, July or October.", remedy="Correct it.", field="quarter")
    if not quarter <= held_on <= today:
        return deny(
            "A quarter is reviewed once it has begun, and not in the future.",
            remedy="Correct the day.",
            field="held_on",
        )
    meets = result == SupplierReviewResult.MEETS
    if meets and not service_level_met:
        return deny(
            "The service level was missed, so the supplier does not meet what was agreed.",
            remedy="Choose what follows, or correct the service level.",
            field="result",
        )
    if not meets and not note.strip():
        return deny("Say what was agreed with the supplier.", remedy="Write it in the note.", field="note")
    return may_write(note=note)
