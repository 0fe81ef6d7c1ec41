"""Addresses of procurements, contracts and suppliers."""

from django.urls import path

from tracker.procurement.contract_urls import contract_urls
from tracker.procurement.evaluation_urls import evaluation_urls
from tracker.procurement.views import (
    dates,
    frameworks,
    pack_forms,
    pack_waivers,
    packs,
    procurements,
    routes,
    supply,
)

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
    # The pack
    path("procurements/<int:procurement_id>/pack/", packs.pack, name="pack"),
    path("procurements/<int:procurement_id>/pack/open/", pack_forms.begin, name="open-pack"),
    path("procurements/<int:procurement_id>/pack/newest/", pack_forms.move, name="move-pack"),
    path("procurements/<int:procurement_id>/pack/waiver/", pack_waivers.ask, name="request-pack-waiver"),
    path(
        "procurements/<int:procurement_id>/pack/waivers/<int:pack_waiver_id>/",
        pack_waivers.decide_on,
        name="decide-pack-waiver",
    ),
    path("procurements/<int:procurement_id>/pack/<slug:pack_section>/", packs.section, name="pack-section"),
    path("procurements/<int:procurement_id>/pack/<slug:pack_section>/<slug:pack_item>/", packs.item, name="pack-item"),
    path(
        "procurements/<int:procurement_id>/pack/<slug:pack_section>/<slug:pack_item>/answer/",
        pack_forms.answer,
        name="answer-pack-item",
    ),
    # What is recorded of suppliers
    path("suppliers/<int:supplier_id>/edit/", supply.edit_supplier, name="edit-supplier"),
    path("suppliers/<int:supplier_id>/status/", supply.edit_status, name="edit-supplier-status"),
    path("suppliers/<int:supplier_id>/sub-processors/add/", supply.add, name="add-sub-processor"),
    path(
        "suppliers/<int:supplier_id>/sub-processors/<int:sub_processor_id>/end/", supply.end, name="end-sub-processor"
    ),
    path("suppliers/<int:supplier_id>/sites/add/", supply.add_site, name="add-reference-site"),
    path("suppliers/<int:supplier_id>/sites/<int:site_id>/", supply.edit_site, name="edit-reference-site"),
    path("suppliers/<int:supplier_id>/sites/<int:site_id>/check/", supply.check_site, name="check-reference-site"),
    *contract_urls,
    *evaluation_urls,
]
