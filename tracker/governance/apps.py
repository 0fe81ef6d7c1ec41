from functools import partial

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "tracker.governance"

    def ready(self) -> None:
        from tracker.core.outbox import subscribe
        from tracker.core.touched import TOUCHED
        from tracker.governance import (
            permissions,  # noqa: F401 - declares who may do what
            searching,
        )
        from tracker.governance.actions.catalogue import adopt_newest
        from tracker.governance.checks import register_check
        from tracker.governance.policies.dpia_standing import article_28, dpia_approved
        from tracker.governance.selectors.dpias import dpias_on
        from tracker.governance.selectors.gate import gate_allowed_go_live, gate_allows_go_live
        from tracker.governance.sights import register as register_sights
        from tracker.governance.tasks import review_touched_dpias
        from tracker.networks.beginnings import register_programme_start
        from tracker.networks.go_live import register_go_live_check

        register_sights()
        register_check("dpia-approved", reader=dpias_on, judge=dpia_approved)
        register_check("article-28", reader=dpias_on, judge=article_28)
        subscribe(TOUCHED, review_touched_dpias)
        _register_evidence()
        _register_validation_and_plans()
        _register_monitoring()
        register_programme_start(adopt_newest)
        register_go_live_check(gate_allows_go_live, history=gate_allowed_go_live)
        _register_prerequisites_and_sign_offs()
        _register_safety()
        searching.register()


def _register_evidence() -> None:
    from tracker.governance.models import ContingencyPlan, Dpia, SafetyCase, ValidationStudy
    from tracker.governance.selectors.evidence_pages import offered_contracts, offered_requirements, offers_rows
    from tracker.governance.supporting import register_support
    from tracker.governance.vocabulary import SupportKind

    register_support(SupportKind.DPIA, offers_rows(SupportKind.DPIA, Dpia))
    register_support(SupportKind.VALIDATION, offers_rows(SupportKind.VALIDATION, ValidationStudy))
    register_support(SupportKind.SAFETY_CASE, offers_rows(SupportKind.SAFETY_CASE, SafetyCase, "release__product"))
    register_support(SupportKind.ROLLBACK_PLAN, offers_rows(SupportKind.ROLLBACK_PLAN, ContingencyPlan))
    register_support(SupportKind.REQUIREMENT, offered_requirements)
    register_support(SupportKind.CONTRACT, offered_contracts)


def _register_validation_and_plans() -> None:
    from tracker.governance.checks import register_check
    from tracker.governance.policies.oversight import judge_oversight
    from tracker.governance.policies.rollback import judge_downtime, judge_rollback
    from tracker.governance.policies.training import judge_simulation, judge_training
    from tracker.governance.policies.validation import judge_validation
    from tracker.governance.selectors.oversight import oversight_on
    from tracker.governance.selectors.rollback import contingency_on
    from tracker.governance.selectors.training import training_on
    from tracker.governance.selectors.validation import validation_on

    register_check("local-validation", reader=validation_on, judge=judge_validation)
    register_check("human-oversight", reader=oversight_on, judge=judge_oversight)
    register_check("training", reader=training_on, judge=judge_training)
    register_check("simulation", reader=training_on, judge=judge_simulation)
    register_check("rollback-tested", reader=contingency_on, judge=judge_rollback)
    register_check("downtime-tested", reader=contingency_on, judge=judge_downtime)


def _register_monitoring() -> None:
    from tracker.core.outbox import subscribe
    from tracker.core.touched import TOUCHED
    from tracker.governance.checks import register_check
    from tracker.governance.policies.monitoring import monitoring_plan_is_ready
    from tracker.governance.selectors.monitoring import monitoring_on
    from tracker.governance.selectors.pausing import pause_allows_go_live
    from tracker.governance.tasks import open_touched_cases
    from tracker.networks.go_live import register_go_live_check

    register_check("monitoring-plan", reader=monitoring_on, judge=monitoring_plan_is_ready)
    register_go_live_check(pause_allows_go_live)
    subscribe(TOUCHED, open_touched_cases)


def _register_prerequisites_and_sign_offs() -> None:
    from tracker.accounts.roles import SignOffRole
    from tracker.governance.checks import register_check
    from tracker.governance.policies import prerequisites
    from tracker.governance.policies.sign_offs import SIGN_OFF_CHECK, sign_off_verdict
    from tracker.governance.selectors.prerequisites import prerequisites_on
    from tracker.governance.selectors.sign_offs import sign_offs_on

    register_check("contract-signed", reader=prerequisites_on, judge=prerequisites.contract_is_signed)
    register_check("project-manager", reader=prerequisites_on, judge=prerequisites.project_manager_is_named)
    for role in SignOffRole:
        register_check(f"{SIGN_OFF_CHECK}{role}", reader=sign_offs_on, judge=partial(sign_off_verdict, role))


def _register_safety() -> None:
    from tracker.governance.checks import register_check
    from tracker.governance.policies import devices, dtac, safety_gate
    from tracker.governance.selectors.devices import devices_on
    from tracker.governance.selectors.dtac import dtac_on
    from tracker.governance.selectors.safety import safety_on

    register_check("dcb0129-pack", reader=safety_on, judge=safety_gate.pack_verdict)
    register_check("dcb0160-safety-case", reader=safety_on, judge=safety_gate.case_verdict)
    register_check("dtac", reader=dtac_on, judge=dtac.dtac_verdict)
    register_check("device-regulation", reader=devices_on, judge=devices.device_verdict)
    register_check("intended-purpose", reader=devices_on, judge=devices.purpose_verdict)
    register_check("iso-13485", reader=devices_on, judge=devices.quality_verdict)
    register_check("cyber", reader=devices_on, judge=devices.cyber_verdict)
