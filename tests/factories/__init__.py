"""Rows for tests, made through the actions that the product itself uses, with days that a test may choose.

Every function answers the object that it made. What a test does not name is made up: codes and names are counted, days
lie in the past (`START` and after), and everything is done by the system account unless `by` says otherwise.
"""

from tests.factories.assurance import (
    approve_study,
    enter_counts,
    make_oversight,
    make_passed_study,
    make_plan,
    make_plan_test,
    make_signatory,
    make_simulation,
    make_study,
    make_trained_everybody,
    make_training,
)
from tests.factories.evidence import make_evidence, make_review
from tests.factories.gate import (
    adopt,
    make_catalogue,
    make_waiver,
    open_the_gate,
    requirement,
    settle,
)
from tests.factories.governance import make_dpia, make_sign_off, make_signed_everything
from tests.factories.monitoring import make_incident, make_monitoring_plan, make_notice, make_readings
from tests.factories.networks import (
    CONTRACTS_DUE,
    LIVE_DUE,
    START,
    go_live,
    make_deployment,
    make_milestone,
    make_network,
    make_programme,
    make_trust,
    make_use_case,
    revise,
    set_state,
)
from tests.factories.people import PASSWORD, make_person, system
from tests.factories.procurement import (
    make_contract,
    make_procurement,
    make_release,
    make_stage,
    make_supplier,
)

__all__ = [
    "CONTRACTS_DUE",
    "LIVE_DUE",
    "PASSWORD",
    "START",
    "adopt",
    "approve_study",
    "enter_counts",
    "go_live",
    "make_catalogue",
    "make_contract",
    "make_deployment",
    "make_dpia",
    "make_evidence",
    "make_incident",
    "make_milestone",
    "make_monitoring_plan",
    "make_network",
    "make_notice",
    "make_oversight",
    "make_passed_study",
    "make_person",
    "make_plan",
    "make_plan_test",
    "make_procurement",
    "make_programme",
    "make_readings",
    "make_release",
    "make_review",
    "make_sign_off",
    "make_signatory",
    "make_signed_everything",
    "make_simulation",
    "make_stage",
    "make_study",
    "make_supplier",
    "make_trained_everybody",
    "make_training",
    "make_trust",
    "make_use_case",
    "make_waiver",
    "open_the_gate",
    "requirement",
    "revise",
    "set_state",
    "settle",
    "system",
]
