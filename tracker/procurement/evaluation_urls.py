"""Addresses of the evaluation of a procurement."""

from django.urls import path

from tracker.procurement.views import bids, evaluations, panel, scoring

EVALUATION = "procurements/<int:procurement_id>/evaluation/"

evaluation_urls = [
    path(EVALUATION, evaluations.evaluation, name="evaluation"),
    path(f"{EVALUATION}scale/", evaluations.edit_scale, name="edit-scale"),
    path(f"{EVALUATION}move/<slug:evaluation_status>/", evaluations.move, name="move-evaluation"),
    path(f"{EVALUATION}criteria/add/", evaluations.edit_criterion, name="add-award-criterion"),
    path(f"{EVALUATION}criteria/<int:award_criterion_id>/", evaluations.edit_criterion, name="edit-award-criterion"),
    path(
        f"{EVALUATION}criteria/<int:award_criterion_id>/remove/",
        evaluations.drop_criterion,
        name="remove-award-criterion",
    ),
    path(f"{EVALUATION}bids/add/", bids.enter_bid, name="add-bid"),
    path(f"{EVALUATION}bids/<int:bid_id>/", bids.bid, name="bid"),
    path(f"{EVALUATION}bids/<int:bid_id>/edit/", bids.edit_bid, name="correct-bid"),
    path(f"{EVALUATION}bids/<int:bid_id>/status/", bids.end_bid, name="bid-status"),
    path(f"{EVALUATION}bids/<int:bid_id>/sites/add/", bids.add_site, name="add-bid-site"),
    path(f"{EVALUATION}sites/<int:bid_site_id>/", bids.edit_site, name="edit-bid-site"),
    path(f"{EVALUATION}sites/<int:bid_site_id>/check/", bids.check_site, name="check-bid-site"),
    path(f"{EVALUATION}panel/add/", panel.add_member, name="add-panel-member"),
    path(f"{EVALUATION}panel/<int:member_id>/", panel.edit_member, name="panel-member"),
    path(f"{EVALUATION}panel/<int:member_id>/decide/", panel.decide, name="decide-on-interest"),
    path(f"{EVALUATION}panel/<int:member_id>/remove/", panel.remove_member, name="remove-panel-member"),
    path(f"{EVALUATION}interests/", panel.declare, name="declare-interest"),
    path(f"{EVALUATION}scores/", scoring.my_scores, name="my-scores"),
    path(f"{EVALUATION}scores/submit/", scoring.submit, name="submit-scores"),
    path(f"{EVALUATION}scores/<int:bid_id>/", scoring.sheet, name="score-bid"),
    path(f"{EVALUATION}moderation/", scoring.moderation, name="moderation"),
    path(f"{EVALUATION}moderation/agreed/", scoring.take_agreed, name="take-agreed-scores"),
    path(f"{EVALUATION}moderation/<int:bid_id>/<int:award_criterion_id>/", scoring.moderate_cell, name="moderate"),
    path(f"{EVALUATION}ranking/", scoring.ranking, name="evaluation-ranking"),
]
