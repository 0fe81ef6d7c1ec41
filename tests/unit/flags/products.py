"""Plain facts about clinical safety and the release in use: what a test does not name is in order."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.unit.flags.plain import days, deployment, plan
from tracker.flags.rules import DeploymentFacts, SafetyFacts
from tracker.governance.policies.devices import CyberOn, DeviceOn, DevicesOn, Purpose
from tracker.governance.policies.dtac import DtacOn
from tracker.governance.policies.risk import Rating
from tracker.governance.policies.safety import HazardOn
from tracker.governance.policies.safety_gate import CaseOn, OfficerOn, SafetyOn
from tracker.governance.safety_vocabulary import Autonomy, DeviceMark, DtacOutcome, HazardStatus, SafetyCaseStatus
from tracker.networks.vocabulary import ClinicalUse

RELEASE = {"release_id": 5, "release": "Chest 2.1"}
LIVE_ON = days(-60)  # as the plain deployment has it
LIMITS = {"penetration_test_months": 12, "cvss_blocks_from_tenths": 70}
PURPOSE = Purpose(("pa", "ap"), ("gp", "ed"), 16, None, Autonomy.TRIAGE)
USE = Purpose(("pa",), ("gp",), 18, None, Autonomy.SUPPORT)
OFFICER = OfficerOn(1, "Sam Example", days(-30), days(335))


def hazard(rating: int = 1, number: int = 1, **fields: Any) -> HazardOn:
    """A hazard with a residual risk as the shipped scheme has it."""
    asks = {"needs_alarp": rating in (2, 3), "needs_acceptance": rating == 3, "blocks": rating > 3}
    risk = Rating(rating, "Label", "Meaning", **asks)
    return HazardOn(number, "Missed nodule", HazardStatus.OPEN, risk, risk, **fields)


def case(**fields: Any) -> CaseOn:
    """A safety case of the release in use, approved long ago."""
    given = {"id": 1, "status": SafetyCaseStatus.APPROVED, "since": days(-200), "hazards": (hazard(),)}
    return CaseOn(**(given | RELEASE | fields))


def clinical(**fields: Any) -> SafetyOn:
    given = {"deployment_id": 11, "release_since": days(-300), "case": case(), "officers": (OFFICER,)}
    return SafetyOn(**(given | RELEASE | fields))


def dtac(**fields: Any) -> DtacOn:
    given = {
        "deployment_id": 11,
        "outcome": DtacOutcome.PASSED,
        "version": "2.0",
        "current_version": "2.0",
        "mandatory_from": days(-100),
        "dated_on": days(-90),
        "concluded_on": days(-80),
    }
    return DtacOn(**(given | RELEASE | fields))


def device(**fields: Any) -> DeviceOn:
    given = {
        "mark": DeviceMark.UKCA,
        "device_class": "IIa",
        "purpose": PURPOSE,
        "use_cases": ("chest-xray",),
        "expires_on": days(400),
        "mhra_reference": "MHRA-1",
        "is_uk_manufacturer": True,
        "checked_on": days(-100),
    }
    return DeviceOn(**(given | fields))


def cyber(**fields: Any) -> CyberOn:
    given = {
        "penetration_test_on": days(-30),
        "essentials_plus_until": days(200),
        "dspt_status": "Standards met",
        "highest_open_cvss": Decimal("6.9"),
        "checked_on": days(-30),
    }
    return CyberOn(**(given | fields))


def devices(**fields: Any) -> DevicesOn:
    given = {
        "deployment_id": 11,
        "use_case": "chest-xray",
        "device": device(),
        "use": USE,
        "live_sources": ("gp",),
        "iso_13485_until": days(300),
        "cyber": cyber(),
        "limits": LIMITS,
    }
    return DevicesOn(**(given | RELEASE | fields))


def facts(
    of: SafetyOn | DtacOn | DevicesOn | None = None,
    *,
    state: ClinicalUse = ClinicalUse.LIVE_FULL,
    go_live: date | None = None,
    **more: Any,
) -> DeploymentFacts:
    """A live deployment (or one with a go-live ahead) that is in order in all but what is given."""
    safety = SafetyFacts(
        of if isinstance(of, SafetyOn) else clinical(),
        of if isinstance(of, DtacOn) else dtac(),
        of if isinstance(of, DevicesOn) else devices(),
    )
    where = deployment(go_live=plan(go_live), state=ClinicalUse.SHADOW) if go_live else deployment(state=state)
    return replace(where, safety=safety, **more)


def without_release() -> SafetyFacts:
    """Nobody has recorded which release is used, and a safety case stands."""
    none = {"release_id": None, "release": ""}
    unknown = clinical(**none, release_since=None, case=case())
    return SafetyFacts(unknown, DtacOn(11), DevicesOn(11, "chest-xray", use=USE, limits=LIMITS))
