"""The pages of an evaluation as a whole: how it stands, its scale, its criteria, and where it goes next."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tracker.core.presentation import AsOf
from tracker.networks.editing import EditPage, edit
from tracker.networks.requests import Viewing, viewing
from tracker.procurement.actions.evaluations import (
    move_evaluation,
    open_evaluation,
    remove_criterion,
    save_criterion,
    set_scale,
)
from tracker.procurement.evaluation_finding import FoundEvaluation, find_evaluation, states_of
from tracker.procurement.evaluation_vocabulary import EvaluationStatus
from tracker.procurement.forms.evaluations import AwardCriterionForm, MoveForm, ScaleForm
from tracker.procurement.limits import limits_on
from tracker.procurement.policies.evaluation import CriterionOn
from tracker.procurement.policies.evaluation_moves import find_transition
from tracker.procurement.presenters.evaluation_parts import Press, crumbs_of, to
from tracker.procurement.presenters.evaluations import TASK_COLUMNS, present_evaluation
from tracker.procurement.selectors.evaluations import evaluation_on
from tracker.procurement.views.common import both, posted, procurement_or_404
from tracker.procurement.views.evaluation_common import RUN, Standing, do, evaluation_or_404, form_page

CONSEQUENCES = {
    EvaluationStatus.SCORING: "The panel scores each bid by each criterion, each member alone. From the first score on, the "
    "criteria and their weights stand.",
    EvaluationStatus.DRAFT: "The criteria can be changed again. This is possible only until somebody has scored.",
    EvaluationStatus.MODERATION: "The panel sees everybody’s scores and agrees on one for each. No individual score can be "
    "changed from now on.",
    EvaluationStatus.CONCLUDED: "The bids are ranked by the agreed scores. Nothing can be changed afterwards.",
    EvaluationStatus.WITHDRAWN: "The evaluation ends without a ranking. Nothing can be changed afterwards.",
}


@require_GET
def evaluation(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """How the evaluation stands. Where there is none yet, who may run it sets it up."""
    seen = viewing(request)
    if find_evaluation(seen.access, procurement_id) is None:
        _who_may_open_or_404(seen, procurement_id)
        return redirect("edit-scale", procurement_id)
    found = evaluation_or_404(seen, procurement_id)
    record = evaluation_on(procurement_id, on=seen.as_of)
    if record is None:
        raise Http404
    programme = found.procurement.programme_id
    page = present_evaluation(
        found,
        record,
        limits_on(programme, seen.as_of),
        states_of(found.row, on=seen.as_of),
        is_today=seen.is_today,
    )
    context = {
        "page": page,
        "crumbs": crumbs_of(found.procurement),
        "task_columns": TASK_COLUMNS,
        "as_of": AsOf(seen.as_of, seen.today, request.path),
        "has_errors": bool(seen.as_of_error),
    }
    return render(request, "procurement/evaluation.jinja", context)


def _who_may_open_or_404(seen: Viewing, procurement_id: int) -> None:
    found = procurement_or_404(seen, procurement_id)
    if not seen.access.sees_commercial(found.scope):
        raise Http404
    procurement_or_404(seen, procurement_id, RUN)


@both
def edit_scale(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """Sets the evaluation up, or changes its scale while the criteria are being set."""
    seen = viewing(request)
    if find_evaluation(seen.access, procurement_id) is None:
        return _open(request, seen, procurement_id)
    found = evaluation_or_404(seen, procurement_id, RUN)

    def current() -> Standing:
        now = evaluation_or_404(seen, procurement_id)
        scale = now.record.scale
        return {
            "minimum": scale.minimum,
            "maximum": scale.maximum,
            "half_steps": scale.half_steps,
            "comparison_volume": now.record.comparison_volume,
        }, now.row.version

    standing, version = current()
    form = ScaleForm(posted(request), standing=standing, version=version)
    return edit(
        request,
        form,
        form_page(found, "Scale of the evaluation", done="The scale is changed."),
        save=lambda: set_scale(
            evaluation=found.row,
            scale=form.scale,
            comparison_volume=form.cleaned_data["comparison_volume"],
            version=form.typed_version,
            by=seen.user,
        ),
        current=current,
    )


def _open(request: HttpRequest, seen: Viewing, procurement_id: int) -> HttpResponse:
    _who_may_open_or_404(seen, procurement_id)
    procurement = procurement_or_404(seen, procurement_id).row
    form = ScaleForm(posted(request), standing={})
    page = EditPage(
        "Set up the evaluation",
        str(procurement),
        to(procurement_id, "evaluation"),
        crumbs_of(procurement),
        "Choose the scale first. You set the criteria, enter the bids and put the panel together next.",
        done="The evaluation is set up. Add its criteria.",
    )
    return edit(
        request,
        form,
        page,
        save=lambda: open_evaluation(
            procurement=procurement,
            scale=form.scale,
            comparison_volume=form.cleaned_data["comparison_volume"],
            by=seen.user,
        ),
        current=lambda: ({}, None),
    )


@both
def move(request: HttpRequest, procurement_id: int, evaluation_status: str) -> HttpResponse:
    """Asks whether to take the evaluation to another status, and says what that means."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    if evaluation_status not in EvaluationStatus.values:
        raise Http404
    wanted = EvaluationStatus(evaluation_status)
    transition = find_transition(found.record.status, wanted)
    title = transition.name if transition else wanted.label
    form = MoveForm(posted(request), standing={}, version=found.row.version)
    page = form_page(
        found, title, lead=CONSEQUENCES[wanted], button=title, done=f"The evaluation is now “{wanted.label.lower()}”."
    )
    return edit(
        request,
        form,
        page,
        save=lambda: move_evaluation(
            evaluation=found.row,
            status=wanted,
            reason=form.cleaned_data["reason"],
            version=form.typed_version,
            by=seen.user,
        ),
        current=lambda: ({}, evaluation_or_404(seen, procurement_id).row.version),
    )


def _content_of(criterion: CriterionOn | None) -> dict[str, Any]:
    names = ("code", "name", "group", "weight", "good_answer", "is_formula")
    blank = {"is_formula": False}
    return {name: getattr(criterion, name) for name in names} if criterion else blank


@both
def edit_criterion(request: HttpRequest, procurement_id: int, award_criterion_id: int | None = None) -> HttpResponse:
    """One criterion, or a new one."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)

    def current() -> Standing:
        now = evaluation_or_404(seen, procurement_id).record
        row = now.find_criterion(award_criterion_id) if award_criterion_id else None
        if award_criterion_id and row is None:
            raise Http404
        return _content_of(row), row.version if row else None

    standing, version = current()
    form = AwardCriterionForm(posted(request), standing=standing, version=version)
    title = "Change a criterion" if award_criterion_id else "Add a criterion"
    lead = f"The weights add up to {found.record.total_weight.normalize():f}% now."
    return edit(
        request,
        form,
        form_page(found, title, lead=lead, done="The criterion is saved."),
        save=lambda: save_criterion(
            evaluation=found.row,
            content=form.content,
            criterion_id=award_criterion_id,
            version=form.typed_version,
            by=seen.user,
        ),
        current=current,
        template="procurement/evaluation_criterion.jinja",
        more={"remove": _removal(found, award_criterion_id)},
    )


def _removal(found: FoundEvaluation, criterion_id: int | None) -> Press | None:
    if criterion_id is None or not found.record.is_draft:
        return None
    href = to(found.procurement.pk, "remove-award-criterion", criterion_id)
    return Press("Remove this criterion", href, "warning")


@require_POST
def drop_criterion(request: HttpRequest, procurement_id: int, award_criterion_id: int) -> HttpResponse:
    """Takes a criterion out while they are being set."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    return do(
        request,
        lambda: remove_criterion(evaluation=found.row, criterion_id=award_criterion_id, by=seen.user),
        back=to(procurement_id, "evaluation"),
        done="The criterion is removed.",
    )
