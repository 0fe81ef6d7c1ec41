"""The pages on which members score alone, and on which the panel agrees."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tracker.core.decisions import NotPermitted, Refused, first_refusal
from tracker.core.presentation import Link
from tracker.networks.editing import edit
from tracker.networks.requests import viewing
from tracker.procurement.actions.scoring import (
    Outcome,
    moderate,
    save_scores,
    submit_scores,
    take_agreed_scores,
)
from tracker.procurement.evaluation_finding import FoundEvaluation
from tracker.procurement.forms.scoring import ModerateForm, SheetForm, as_choice
from tracker.procurement.policies.evaluation import BidOn, Cell, MemberOn, ScoreOn, Scores
from tracker.procurement.policies.scoring import may_score, may_score_bid
from tracker.procurement.presenters.evaluation_parts import crumbs_of, evaluation_link, to
from tracker.procurement.presenters.moderation import present_cell, present_moderation, present_ranking
from tracker.procurement.presenters.scoring import bids_after, present_my_scores, present_sheet
from tracker.procurement.selectors.scores import own_scores, ranking_on, scores_of
from tracker.procurement.views.common import both
from tracker.procurement.views.evaluation_common import (
    RUN,
    SCORE,
    VIEW_SCORES,
    Standing,
    do,
    evaluation_or_404,
    form_page,
    own_seat_or_403,
    standing_bid_or_404,
)


@require_GET
def my_scores(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """What a member has scored of each bid, what is missing, and the button that submits."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, SCORE)
    member = own_seat_or_403(found)
    page = present_my_scores(found, member, own_scores(member), may_score(found.record, member))
    crumbs = crumbs_of(found.procurement, evaluation_link(found.procurement))
    return render(request, "procurement/evaluation_my_scores.jinja", {"page": page, "crumbs": crumbs})


@require_POST
def submit(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """A member submits: their scores stand from now on."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, SCORE)
    return do(
        request,
        lambda: submit_scores(evaluation=found.row, by=seen.user),
        back=to(procurement_id, "my-scores"),
        done="You have submitted your scores.",
    )


@both
def sheet(request: HttpRequest, procurement_id: int, bid_id: int) -> HttpResponse:
    """A member's own scores of one bid."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, SCORE)
    member, bid = own_seat_or_403(found), standing_bid_or_404(found, bid_id)
    may = first_refusal(may_score(found.record, member), may_score_bid(found.record, member, bid_id))
    known = own_scores(member)
    form = _sheet_form(found, bid, known, request)
    if request.method == "POST" and may:
        outcome = _save(found, bid, form, request)
        known = own_scores(member)
        form.show(outcome, _of_bid(known, bid))
        if not form.errors:
            messages.success(request, "Saved.")
            return redirect(_after(request, found, member, bid))
        if outcome.saved:
            messages.info(request, "What is in order is saved. What is not is listed below.")
    page = present_sheet(found, member, bid, known, may_score=may, stale=form.stale)
    home, own = evaluation_link(found.procurement), Link("Your scores", to(procurement_id, "my-scores"))
    context = {"page": page, "form": form, "crumbs": crumbs_of(found.procurement, home, own)}
    return render(request, "procurement/evaluation_sheet.jinja", context)


def _sheet_form(found: FoundEvaluation, bid: BidOn, known: dict[Cell, ScoreOn], request: HttpRequest) -> SheetForm:
    return SheetForm(
        request.POST if request.method == "POST" else None,
        criteria=found.record.scored_criteria,
        scale=found.record.scale,
        known=_of_bid(known, bid),
    )


def _of_bid(known: dict[Cell, ScoreOn], bid: BidOn) -> dict[int, ScoreOn]:
    return {criterion_id: score for (bid_id, criterion_id), score in known.items() if bid_id == bid.id}


def _save(found: FoundEvaluation, bid: BidOn, form: SheetForm, request: HttpRequest) -> Outcome:
    """Saves what is in order. Where the evaluation has moved on meanwhile nothing is, and the page says why."""
    try:
        return save_scores(evaluation=found.row, bid_id=bid.id, typed=form.typed(), by=found.access.user)
    except NotPermitted as refusal:
        raise PermissionDenied(refusal.decision.sentence) from refusal
    except Refused as refusal:
        form.add_error(None, refusal.decision.sentence)
        return Outcome()


def _after(request: HttpRequest, found: FoundEvaluation, member: MemberOn, bid: BidOn) -> str:
    """Where saving leads: back to this bid, or on to the next one, or to what is missing."""
    if "next" not in request.POST:
        return to(found.procurement.pk, "score-bid", bid.id)
    following = next(bids_after(found, member, bid), None)
    return following.href if following else to(found.procurement.pk, "my-scores")


# --- Together -------------------------------------------------------------------------------------------------------


def _scores_or_403(found: FoundEvaluation) -> Scores:
    """Everybody's scores, once they may be seen."""
    scores = scores_of(found.procurement, found.record, found.access)
    if scores is None:
        raise PermissionDenied("Nobody may see what others scored before every member of the panel has submitted.")
    return scores


@require_GET
def moderation(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """Everybody's scores side by side, and what the panel agreed on."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, VIEW_SCORES)
    page = present_moderation(found, _scores_or_403(found))
    crumbs = crumbs_of(found.procurement, evaluation_link(found.procurement))
    return render(request, "procurement/evaluation_moderation.jinja", {"page": page, "crumbs": crumbs})


@both
def moderate_cell(request: HttpRequest, procurement_id: int, bid_id: int, award_criterion_id: int) -> HttpResponse:
    """What everybody scored for one bid by one criterion, and the score on which the panel agrees."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, VIEW_SCORES)
    if request.method == "POST":
        found = evaluation_or_404(seen, procurement_id, RUN)
    bid, criterion = standing_bid_or_404(found, bid_id), found.record.find_criterion(award_criterion_id)
    cell = (bid_id, award_criterion_id)
    if criterion is None or cell not in found.record.cells:
        raise Http404

    def current() -> Standing:
        agreed = _scores_or_403(found).moderated.get(cell)
        value, reasons = (as_choice(agreed.value), agreed.reasons) if agreed else ("", "")
        return {"value": value, "reasons": reasons}, agreed.id if agreed else None

    standing, version = current()
    form = ModerateForm(
        request.POST if request.method == "POST" else None,
        standing=standing,
        version=version,
        scale=found.record.scale,
    )
    back = Link("Moderation", to(procurement_id, "moderation"))
    shown = present_cell(found, criterion, _scores_or_403(found), cell)
    title = f"{criterion.code} {criterion.name}: {bid.supplier}"
    page = form_page(found, title, back=back, button="Save the agreed score", done=f"{criterion.code} is agreed.")
    if not shown.may_agree and request.method == "GET":
        context = {"page": page, "scores": shown, "crumbs": page.crumbs}
        return render(request, "procurement/evaluation_cell_read.jinja", context)
    return edit(
        request,
        form,
        page,
        save=lambda: _agree(found, cell, form),
        current=current,
        template="procurement/evaluation_cell.jinja",
        more={"scores": shown},
    )


def _agree(found: FoundEvaluation, cell: Cell, form: ModerateForm) -> None:
    value: Decimal | None = form.agreed
    typed: dict[str, Any] = form.cleaned_data
    moderate(
        evaluation=found.row,
        cell=cell,
        value=value,
        reasons=typed["reasons"],
        before_id=form.typed_version,
        checks_before=True,
        by=found.access.user,
    )


@require_POST
def take_agreed(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """Takes the scores on which all members agree."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    return do(
        request,
        lambda: take_agreed_scores(evaluation=found.row, by=seen.user),
        back=to(procurement_id, "moderation"),
        done="The scores on which all members agree are taken.",
    )


@require_GET
def ranking(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """The bids in order, once the evaluation is concluded."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, VIEW_SCORES)
    moderated = dict(_scores_or_403(found).moderated)
    page = present_ranking(found, ranking_on(found.record, moderated), moderated)
    crumbs = crumbs_of(found.procurement, evaluation_link(found.procurement))
    return render(request, "procurement/evaluation_ranking.jinja", {"page": page, "crumbs": crumbs})
