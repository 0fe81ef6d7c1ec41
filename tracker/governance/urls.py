"""Addresses of this app's pages, a section a topic."""

from django.urls import path

from tracker.governance.views import (
    dpias,
    evidence,
    evidence_forms,
    gate,
    network_requirements,
    requirements,
    sign_offs,
    waivers,
)

REQUIREMENT = "deployments/<int:deployment_id>/requirements/<slug:requirement_code>/"

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
    # The gate and its requirements
    path("deployments/<int:deployment_id>/gate/", gate.deployment_gate, name="deployment-gate"),
    path("networks/<slug:slug>/readiness/", gate.readiness, name="readiness"),
    path(
        "networks/<slug:slug>/requirements/<slug:use_case>/<slug:requirement_code>/",
        network_requirements.move,
        name="move-network-requirement",
    ),
    path(REQUIREMENT, requirements.requirement, name="requirement"),
    path(f"{REQUIREMENT}plan/", requirements.plan, name="plan-requirement"),
    path(f"{REQUIREMENT}state/", requirements.move, name="move-requirement"),
    path(f"{REQUIREMENT}confirm/", requirements.confirm, name="confirm-requirement"),
    # Waivers
    path("waivers/", waivers.waivers, name="waivers"),
    path("waivers/<int:waiver_id>/", waivers.waiver, name="waiver"),
    path("waivers/<int:waiver_id>/decide/", waivers.decide_on, name="decide-waiver"),
    path(f"{REQUIREMENT}waiver/", waivers.ask, name="ask-for-waiver"),
    # Sign-offs
    path("sign-offs/", sign_offs.inbox, name="sign-offs"),
    path("deployments/<int:deployment_id>/ask-for-sign-offs/", sign_offs.ask, name="ask-for-sign-offs"),
    path("deployments/<int:deployment_id>/sign-offs/<slug:role>/", sign_offs.edit_sign_off, name="record-sign-off"),
]
