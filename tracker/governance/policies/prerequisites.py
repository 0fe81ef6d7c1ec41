"""What other parts of the tracker answer for the gate: the signed contract and the project manager. Pure."""

from dataclasses import dataclass
from datetime import date

from tracker.core.formats import nhs_date
from tracker.governance.policies.verdicts import Verdict, met, unmet


@dataclass(frozen=True)
class PrerequisitesOn:
    """The first signature of a contract that covers the deployment, and who manages the trust's delivery, on a day."""

    signed_on: date | None = None
    project_manager: str = ""


def contract_is_signed(facts: PrerequisitesOn, day: date) -> Verdict:
    """A tool is in clinical use under a signed contract."""
    if facts.signed_on is None or facts.signed_on > day:
        return unmet("No contract that covers this deployment is signed.", remedy="Record the contract's signature.")
    return met(f"Signed on {nhs_date(facts.signed_on)}.")


def project_manager_is_named(facts: PrerequisitesOn, _day: date) -> Verdict:
    """Step P1 of the programme's practical steps: a dedicated project manager."""
    if not facts.project_manager:
        return unmet(
            "Nobody is recorded as the trust's project manager.", remedy="Agree who it is and record the name."
        )
    return met(f"{facts.project_manager}.")
