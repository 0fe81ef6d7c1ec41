"""The pages that record reviews, audits of bias, and decisions on re-validation."""

from django.http import Http404, HttpRequest, HttpResponse

from tracker.core.formats import nhs_date
from tracker.governance.actions.audits import record_audit
from tracker.governance.actions.revalidation import decide_case, raise_case
from tracker.governance.actions.reviews import record_review, record_supplier_review
from tracker.governance.forms.reviews import AuditForm, CaseForm, DecisionForm, ReviewForm, SupplierReviewForm
from tracker.governance.policies.reviews import schedule_of
from tracker.governance.selectors.revalidation import find_case
from tracker.governance.selectors.reviews import reviews_on
from tracker.governance.views.common import both
from tracker.governance.views.watching import nothing_stored, page_on, posted, watched
from tracker.governance.vocabulary import RevalidationResult, ReviewResult, SupplierReviewResult
from tracker.networks.editing import edit


@both
def new_review(request: HttpRequest, deployment_id: int, step: str) -> HttpResponse:
    """The outcome of one review after go-live."""
    seen, found = watched(request, deployment_id)
    schedule = schedule_of(reviews_on([found.row.pk], on=seen.today)[found.row.pk])
    due = next((each for each in schedule if each.step.code == step), None)
    if due is None:
        raise Http404
    form = ReviewForm(posted(request), standing={}, today=seen.today)

    def save() -> None:
        record_review(
            deployment=found.row,
            step=step,
            held_on=form.cleaned_data["held_on"],
            result=ReviewResult(form.cleaned_data["result"]),
            note=form.cleaned_data["note"],
            by=seen.user,
        )

    lead = f"It is due on {nhs_date(due.due_on)}. To pause clinical use, go to its own page: a review does not do it."
    page = page_on(request, found, f"Review after go-live: {due.step.name}", lead=lead, done="The review is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def new_supplier_review(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """The supplier's service in a quarter."""
    seen, found = watched(request, deployment_id)
    form = SupplierReviewForm(posted(request), standing={}, today=seen.today)

    def save() -> None:
        typed = form.cleaned_data
        record_supplier_review(
            deployment=found.row,
            quarter=typed["quarter"],
            held_on=typed["held_on"],
            service_level_met=typed["service_level_met"],
            result=SupplierReviewResult(typed["result"]),
            note=typed["note"],
            by=seen.user,
        )

    page = page_on(request, found, "Review the supplier", done="The supplier review is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def new_audit(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """How the tool did in each group of patients, as counts."""
    seen, found = watched(request, deployment_id)
    form = AuditForm(posted(request), standing={}, today=seen.today)

    def save() -> None:
        typed = form.cleaned_data
        record_audit(
            deployment=found.row,
            groups=form.groups_typed(),
            first_day=typed["first_day"],
            last_day=typed["last_day"],
            held_on=typed["held_on"],
            impact_assessment=typed["impact_assessment"],
            note=typed["note"],
            by=seen.user,
        )

    lead = "Counts only. A group with too few cases is kept and marked, and nothing is concluded from it."
    page = page_on(request, found, "Record an audit of bias", lead=lead, done="The audit is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def new_case(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Somebody doubts that the local validation still holds."""
    seen, found = watched(request, deployment_id)
    form = CaseForm(posted(request), standing={}, today=seen.today)

    def save() -> None:
        raise_case(deployment=found.row, detail=form.cleaned_data["detail"], by=seen.user)

    lead = "The clinical safety officer decides on it within ten working days."
    page = page_on(request, found, "Ask for re-validation", lead=lead, done="The case is opened.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def case_decision(request: HttpRequest, deployment_id: int, case_id: int) -> HttpResponse:
    """The clinical safety officer decides whether the validation is repeated."""
    seen, found = watched(request, deployment_id, "governance.decide_revalidation")
    case = find_case(found.row, case_id, on=seen.today)
    if case is None:
        raise Http404
    form = DecisionForm(posted(request), standing={}, today=seen.today)

    def save() -> None:
        decide_case(
            deployment=found.row,
            case_id=case_id,
            result=RevalidationResult(form.cleaned_data["result"]),
            reason=form.cleaned_data["reason"],
            decided_on=form.cleaned_data["decided_on"],
            by=seen.user,
        )

    lead = (
        f"{case.trigger.label}: {case.detail}. A decision is due by {nhs_date(case.due_on)}. To suspend pauses use now."
    )
    page = page_on(request, found, "Decide on re-validation", lead=lead, done="The decision is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)
