"""Addresses of procurements, contracts and suppliers."""

from django.urls import path

from tracker.procurement.views import dates, pack_forms, pack_waivers, packs, procurements, supply

urlpatterns = [
    path("procurements/<int:procurement_id>/", procurements.procurement, name="procurement"),
    path("procurements/<int:procurement_id>/stages/<slug:stage>/", dates.edit_stage, name="edit-stage"),
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
]
