"""What must hold before a deployment goes live. Apps above register their checks here, since they know about contracts
and sign-offs and this app does not; every door that takes a deployment live asks all of them."""

from collections.abc import Callable
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, first_refusal

GoLiveCheck = Callable[[int, date], Decision]

_checks: list[GoLiveCheck] = []
_history_checks: list[GoLiveCheck] = []


def register_go_live_check(check: GoLiveCheck, *, history: GoLiveCheck | None = None) -> None:
    """Adds a check: given a deployment's id and the day of going live, allow or refuse. Called in `AppConfig.ready`.
    `check` is asked of what people do now, `history` of a going live that an import tells of."""
    if check not in _checks:
        _checks.append(check)
    if history is not None and history not in _history_checks:
        _history_checks.append(history)


def may_go_live(deployment_id: int, day: date) -> Decision:
    """The first check that refuses, or permission."""
    return _ask(_checks, deployment_id, day)


def may_have_gone_live(deployment_id: int, day: date) -> Decision:
    """The same for history that arrives by import, which is recorded as it happened as far as the checks allow."""
    return _ask(_history_checks, deployment_id, day)


def _ask(checks: list[GoLiveCheck], deployment_id: int, day: date) -> Decision:
    return first_refusal(*(check(deployment_id, day) for check in checks)) if checks else ALLOWED
