"""Addresses of this app's pages, a section a topic."""

from django.urls import path

from tracker.governance.views import dpias, sign_offs

urlpatterns = [
    # DPIAs
    path("deployments/<int:deployment_id>/dpia/", dpias.edit_dpia_status, name="record-dpia-status"),
    # Sign-offs
    path("deployments/<int:deployment_id>/ask-for-sign-offs/", sign_offs.ask, name="ask-for-sign-offs"),
    path("deployments/<int:deployment_id>/sign-offs/<slug:role>/", sign_offs.edit_sign_off, name="record-sign-off"),
]
