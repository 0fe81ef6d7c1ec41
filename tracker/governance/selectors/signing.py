"""What a signatory would sign now."""

from datetime import date
from typing import Any

from tracker.accounts.roles import SignOffRole
from tracker.governance.policies.gate import Gate
from tracker.governance.policies.sign_offs import SIGN_OFF_CHECK, SignOffsOn
from tracker.governance.selectors.catalogue import version_of
from tracker.governance.selectors.gate import gate_of
from tracker.governance.selectors.sign_offs import sign_offs_on
from tracker.networks.models import Deployment


def signable(deployment: Deployment, *, on: date) -> tuple[dict[str, Any], SignOffsOn]:
    """What would be signed (the deployment, its release, the catalogue's version and how each requirement stands, the
    sign-offs themselves left out), and the decisions that stand."""
    stands = sign_offs_on([deployment.pk], on=on)[deployment.pk]
    content = {
        "deployment": str(deployment),
        "release": stands.release,
        "catalogue": stands.catalogue,
        "requirements": _requirements(gate_of(deployment.pk, on=on)),
    }
    return content, stands


def _requirements(gate: Gate) -> dict[str, dict[str, str]]:
    return {
        item.requirement.code: {"outcome": item.outcome.value, "reason": item.reason}
        for item in gate.items
        if not item.requirement.check.startswith(SIGN_OFF_CHECK)
    }


def places_of(deployment: Deployment, *, on: date) -> dict[SignOffRole, int]:
    """The order of signature that the deployment is held to, by capacity."""
    version = version_of(deployment, on=on)
    return {
        SignOffRole(each.signs_role): each.sign_off_place
        for each in (version.requirements if version else ())
        if each.check.startswith(SIGN_OFF_CHECK) and each.signs_role
    }
