"""Addresses of the forms over procurements and contracts."""

from django.urls import path

from tracker.procurement import views

urlpatterns = [
    path("procurements/<int:procurement_id>/stages/<slug:stage>/", views.edit_stage, name="edit-stage"),
    path("contracts/<int:contract_id>/signature/", views.edit_signature, name="edit-signature"),
]
