"""Addresses of procurements, contracts and suppliers."""

from django.urls import path

from tracker.procurement.contract_urls import contract_urls
from tracker.procurement.views import dates, procurements

urlpatterns = [
    path("procurements/<int:procurement_id>/", procurements.procurement, name="procurement"),
    path("procurements/<int:procurement_id>/stages/<slug:stage>/", dates.edit_stage, name="edit-stage"),
    path("contracts/<int:contract_id>/signature/", dates.edit_signature, name="edit-signature"),
    *contract_urls,
]
