"""Addresses of the forms over DPIAs and sign-offs."""

from django.urls import path

from tracker.governance import views

urlpatterns = [
    path("deployments/<int:deployment_id>/dpia/", views.edit_dpia_status, name="record-dpia-status"),
    path("deployments/<int:deployment_id>/sign-offs/<slug:role>/", views.edit_sign_off, name="record-sign-off"),
]
