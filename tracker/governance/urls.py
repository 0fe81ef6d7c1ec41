"""Addresses of this app's pages, a section a topic."""

from django.urls import path

from tracker.governance.validation_vocabulary import PlanKind
from tracker.governance.views import (
    dpia_content,
    dpia_decisions,
    dpia_rows,
    dpias,
    dtac,
    evidence,
    evidence_forms,
    gate,
    hazards,
    incidents,
    monitoring,
    network_requirements,
    oversight,
    pausing,
    releases,
    requirements,
    reviews,
    rollback,
    safety,
    sign_offs,
    studies,
    training,
    validation,
    waivers,
)

REQUIREMENT = "deployments/<int:deployment_id>/requirements/<slug:requirement_code>/"
STUDY = "deployments/<int:deployment_id>/validation/<int:study_id>"
ROLLBACK, DOWNTIME = ({"plan_kind": kind} for kind in (PlanKind.ROLLBACK, PlanKind.DOWNTIME))
DPIA = "deployments/<int:deployment_id>/dpia/"

urlpatterns = [
    # DPIAs
    path(DPIA, dpias.show_dpia, name="dpia"),
    path(f"{DPIA}status/", dpias.edit_dpia_status, name="record-dpia-status"),
    path(f"{DPIA}document/", dpias.show_document, name="dpia-document"),
    path(f"{DPIA}subject/", dpia_content.edit_subject, name="edit-dpia-subject"),
    path(f"{DPIA}lead/", dpia_content.edit_lead, name="adopt-lead-dpia"),
    path(f"{DPIA}sections/<slug:section>/", dpia_content.edit_section, name="edit-dpia-section"),
    path(f"{DPIA}supplier/", dpia_content.edit_supplier_dpia, name="supplier-dpia"),
    path(f"{DPIA}activities/", dpias.show_activities, name="dpia-activities"),
    path(f"{DPIA}activities/add/", dpia_rows.edit_activity, name="add-dpia-activity"),
    path(f"{DPIA}activities/<int:activity_id>/", dpia_rows.edit_activity, name="edit-dpia-activity"),
    path(f"{DPIA}activities/<int:activity_id>/remove/", dpia_rows.drop_activity, name="remove-dpia-activity"),
    path(f"{DPIA}activities/<int:activity_id>/organisations/", dpia_rows.edit_party, name="add-dpia-party"),
    path(f"{DPIA}organisations/<int:party_id>/", dpia_rows.edit_party, name="edit-dpia-party"),
    path(f"{DPIA}organisations/<int:party_id>/remove/", dpia_rows.drop_party, name="remove-dpia-party"),
    path(f"{DPIA}risks/", dpias.show_risks, name="dpia-risks"),
    path(f"{DPIA}risks/add/", dpia_rows.edit_risk, name="add-dpia-risk"),
    path(f"{DPIA}risks/<int:risk_id>/", dpia_rows.edit_risk, name="edit-dpia-risk"),
    path(f"{DPIA}actions/add/", dpia_rows.edit_action_item, name="add-dpia-action"),
    path(f"{DPIA}actions/<int:item_id>/", dpia_rows.edit_action_item, name="edit-dpia-action"),
    path(f"{DPIA}sign/<slug:capacity>/", dpia_decisions.sign, name="sign-dpia"),
    path(f"{DPIA}advice/", dpia_decisions.reply_to_advice, name="answer-dpia-advice"),
    path(f"{DPIA}conditions/<int:condition_id>/", dpia_decisions.fulfil_condition, name="meet-dpia-condition"),
    path(f"{DPIA}ico/", dpia_decisions.consult, name="consult-ico"),
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
    # Human oversight
    path("deployments/<int:deployment_id>/oversight/", oversight.oversight, name="oversight"),
    path("deployments/<int:deployment_id>/oversight/edit/", oversight.edit_oversight, name="edit-oversight"),
    path("deployments/<int:deployment_id>/oversight/approve/", oversight.approve_oversight, name="approve-oversight"),
    # Rollback and downtime
    path("deployments/<int:deployment_id>/rollback/", rollback.plan, ROLLBACK, name="rollback-plan"),
    path("deployments/<int:deployment_id>/rollback/edit/", rollback.edit_plan, ROLLBACK, name="edit-rollback"),
    path("deployments/<int:deployment_id>/rollback/approve/", rollback.approve_plan, ROLLBACK, name="approve-rollback"),
    path("deployments/<int:deployment_id>/rollback/test/", rollback.try_plan, ROLLBACK, name="test-rollback"),
    path("deployments/<int:deployment_id>/downtime/", rollback.plan, DOWNTIME, name="downtime-plan"),
    path("deployments/<int:deployment_id>/downtime/edit/", rollback.edit_plan, DOWNTIME, name="edit-downtime"),
    path("deployments/<int:deployment_id>/downtime/approve/", rollback.approve_plan, DOWNTIME, name="approve-downtime"),
    path("deployments/<int:deployment_id>/downtime/test/", rollback.try_plan, DOWNTIME, name="test-downtime"),
    # Training
    path("deployments/<int:deployment_id>/training/", training.training, name="training"),
    path("deployments/<int:deployment_id>/training/counts/", training.record_counts, name="record-training"),
    path("deployments/<int:deployment_id>/training/course/", training.record_course, name="record-course"),
    path("deployments/<int:deployment_id>/training/simulations/", training.record_exercise, name="record-simulation"),
    # Local validation
    path("deployments/<int:deployment_id>/validation/", validation.validation, name="validation"),
    path("deployments/<int:deployment_id>/validation/plan/", studies.plan, name="plan-study"),
    path("deployments/<int:deployment_id>/validation/sample-size/", validation.sample_size, name="sample-size"),
    path(f"{STUDY}/", validation.study, name="validation-study"),
    path(f"{STUDY}/describe/", studies.describe, name="describe-study"),
    path(f"{STUDY}/criteria/", studies.add, name="add-criterion"),
    path(f"{STUDY}/criteria/<int:criterion_id>/remove/", studies.remove, name="remove-criterion"),
    path(f"{STUDY}/lock/", studies.lock, name="lock-criteria"),
    path(f"{STUDY}/amend/", studies.amend, name="amend-criteria"),
    path(f"{STUDY}/withdraw/", studies.withdraw, name="withdraw-amendment"),
    path(f"{STUDY}/counts/", validation.enter_counts, name="enter-counts"),
    path(f"{STUDY}/turnaround/", validation.enter_turnaround, name="enter-turnaround"),
    path(f"{STUDY}/approve/", validation.approve_study, name="approve-study"),
    # Monitoring
    path("deployments/<int:deployment_id>/monitoring/", monitoring.monitoring, name="monitoring"),
    path("deployments/<int:deployment_id>/monitoring/plan/", monitoring.edit_plan, name="edit-monitoring-plan"),
    path("deployments/<int:deployment_id>/monitoring/measures/", monitoring.add_measure, name="add-measure"),
    path(
        "deployments/<int:deployment_id>/monitoring/measures/<slug:metric>/",
        monitoring.edit_measure,
        name="edit-measure",
    ),
    path(
        "deployments/<int:deployment_id>/monitoring/measures/<slug:metric>/reading/",
        monitoring.record_reading,
        name="record-reading",
    ),
    path(
        "deployments/<int:deployment_id>/monitoring/measures/<slug:metric>/explanation/",
        monitoring.explain_cause,
        name="explain-special-cause",
    ),
    path("deployments/<int:deployment_id>/monitoring/changes/", monitoring.record_change, name="record-process-change"),
    # Incidents
    path("deployments/<int:deployment_id>/incidents/", incidents.new_incident, name="record-incident"),
    path(
        "deployments/<int:deployment_id>/incidents/<int:incident_id>/",
        incidents.incident_step,
        name="record-incident-step",
    ),
    path("deployments/<int:deployment_id>/safety-notices/", incidents.new_notice, name="record-notice"),
    path(
        "deployments/<int:deployment_id>/safety-notices/<int:notice_id>/", incidents.notice_answer, name="answer-notice"
    ),
    # Pausing
    path("deployments/<int:deployment_id>/pause/", pausing.pause, name="pause-use"),
    path("deployments/<int:deployment_id>/resume/", pausing.resume, name="resume-use"),
    # Reviews after go-live
    path("deployments/<int:deployment_id>/bias-audits/", reviews.new_audit, name="record-bias-audit"),
    path("deployments/<int:deployment_id>/revalidation/", reviews.new_case, name="raise-case"),
    path("deployments/<int:deployment_id>/revalidation/<int:case_id>/", reviews.case_decision, name="decide-case"),
    path("deployments/<int:deployment_id>/reviews/<slug:step>/", reviews.new_review, name="record-review"),
    path(
        "deployments/<int:deployment_id>/supplier-reviews/", reviews.new_supplier_review, name="record-supplier-review"
    ),
    # Clinical safety of a deployment
    path("deployments/<int:deployment_id>/safety/", safety.safety, name="safety"),
    path("deployments/<int:deployment_id>/safety/case/", safety.edit_case, name="edit-safety-case"),
    path("deployments/<int:deployment_id>/safety/decide/", safety.decide_case, name="decide-safety-case"),
    path("deployments/<int:deployment_id>/safety/hazards/add/", hazards.add, name="add-hazard"),
    path("deployments/<int:deployment_id>/safety/hazards/<int:hazard_id>/", hazards.change, name="edit-hazard"),
    path("deployments/<int:deployment_id>/safety/officers/", safety.check_officer, name="check-safety-officer"),
    path("deployments/<int:deployment_id>/safety/starters/", hazards.add_starters, name="add-starter-hazards"),
    path("deployments/<int:deployment_id>/safety/submit/", safety.submit_case, name="submit-safety-case"),
    path("deployments/<int:deployment_id>/safety/use/", safety.edit_use, name="edit-intended-use"),
    # Releases
    path("deployments/<int:deployment_id>/release/", releases.of_deployment, name="deployment-release"),
    path("deployments/<int:deployment_id>/release/record/", releases.record_use, name="record-release"),
    path("releases/<int:release_id>/", releases.release, name="release"),
    path("releases/<int:release_id>/cyber/", releases.edit_cyber, name="edit-cyber"),
    path("releases/<int:release_id>/dcb0129/", releases.edit_pack, name="edit-safety-pack"),
    path("releases/<int:release_id>/dcb0129/decide/", releases.decide_pack, name="decide-safety-pack"),
    path("releases/<int:release_id>/dcb0129/<slug:chapter>/", releases.edit_pack_section, name="edit-pack-section"),
    path("releases/<int:release_id>/device/", releases.edit_device, name="edit-device"),
    path("releases/<int:release_id>/dtac/", dtac.open_form, name="open-dtac"),
    path("releases/<int:release_id>/dtac/conclude/", dtac.conclude, name="conclude-dtac"),
    path("releases/<int:release_id>/dtac/assess/", dtac.assess_safety, name="assess-dtac-safety"),
    path("releases/<int:release_id>/dtac/<slug:dtac_section>/", dtac.edit_section, name="edit-dtac-section"),
    path("releases/<int:release_id>/hazards/add/", hazards.add_to_supplier_log, name="add-supplier-hazard"),
    path(
        "releases/<int:release_id>/hazards/<int:supplier_hazard_id>/",
        hazards.change_supplier_log,
        name="edit-supplier-hazard",
    ),
]
