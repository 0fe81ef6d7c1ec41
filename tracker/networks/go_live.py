"""What must hold before a deployment goes live. Apps above register their checks here, since they know about contracts
and sign-offs and this app does not; every door that takes a deployment live asks all of them."""

from collections.abc import Callable
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, first_refusal

GoLiveCheck = Callable[[int, date], Decision]

_checks: list[GoLiveCheck] = []


def register_go_live_check(check: GoLiveCheck) -> None:
    """Adds a check: given a deployment's id and the day of going live, allow or refuse. Called in `AppConfig.ready`."""
    if check not in _checks:
        _checks.append(check)


def may_go_live(deployment_id: int, day: date) -> Decision:
    """The first check that refuses, or permission."""
    return first_refusal(*(check(deployment_id, day) for check in _checks)) if _checks else ALLOWED
