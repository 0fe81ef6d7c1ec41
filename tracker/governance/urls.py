"""Addresses of this app's pages, a section a topic."""

from django.urls import path

from tracker.governance.views import dpias, evidence, evidence_forms, sign_offs

urlpatterns = [
    # DPIAs
    path("deployments/<int:deployment_id>/dpia/", dpias.edit_dpia_status, name="record-dpia-status"),
    # Evidence
    path("deployments/<int:deployment_id>/evidence/", evidence.deployment_evidence, name="deployment-evidence"),
    path("deployments/<int:deployment_id>/evidence/add/", evidence_forms.add, name="add-evidence"),
    path("evidence/<int:evidence_id>/", evidence.evidence, name="evidence"),
    path("evidence/<int:evidence_id>/edit/", evidence_forms.describe, name="describe-evidence"),
    path("evidence/<int:evidence_id>/replace/", evidence_forms.replace, name="replace-evidence"),
    path("evidence/<int:evidence_id>/review/", evidence_forms.review, name="review-evidence"),
    path("evidence/<int:evidence_id>/revisions/<int:number>/", evidence.download_evidence, name="download-evidence"),
    path("evidence/<int:evidence_id>/withdraw/", evidence_forms.withdraw, name="withdraw-evidence"),
    # Sign-offs
    path("deployments/<int:deployment_id>/ask-for-sign-offs/", sign_offs.ask, name="ask-for-sign-offs"),
    path("deployments/<int:deployment_id>/sign-offs/<slug:role>/", sign_offs.edit_sign_off, name="record-sign-off"),
]
