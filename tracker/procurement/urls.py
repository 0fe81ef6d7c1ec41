"""Addresses of procurements, contracts and suppliers."""

from django.urls import path

from tracker.procurement.views import dates, frameworks, procurements, routes

urlpatterns = [
    path("procurements/", procurements.pipeline, name="procurements"),
    path("procurements/<int:procurement_id>/", procurements.procurement, name="procurement"),
    path("procurements/<int:procurement_id>/stages/<slug:stage>/", dates.edit_stage, name="edit-stage"),
    path("procurements/<int:procurement_id>/route/", routes.edit_route, name="edit-route"),
    path("procurements/<int:procurement_id>/notices/new/", routes.new_notice, name="new-notice-published"),
    path(
        "procurements/<int:procurement_id>/notices/<int:published_id>/take-back/",
        routes.take_back,
        name="take-back-notice",
    ),
    path("procurements/<int:procurement_id>/challenges/new/", routes.new_challenge, name="new-challenge"),
    path(
        "procurements/<int:procurement_id>/challenges/<int:challenge_id>/",
        routes.answer_challenge,
        name="close-challenge",
    ),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/new/", frameworks.new_framework, name="new-framework"),
    path("frameworks/<int:framework_id>/", frameworks.edit_framework, name="edit-framework"),
    path("contracts/<int:contract_id>/signature/", dates.edit_signature, name="edit-signature"),
]
