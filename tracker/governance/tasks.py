"""What workers do for this app: each day, and after each change."""

from typing import Any

from celery import shared_task

from tracker.accounts.selectors import system_user
from tracker.governance.actions.dpias import review_what_is_due


@shared_task(acks_late=True)
def review_dpias() -> None:
    """Every approved DPIA whose review is called for; a second run changes nothing."""
    review_what_is_due(by=system_user())


def review_touched_dpias(payload: dict[str, Any]) -> None:
    """The DPIAs of the deployments that a change touched, as the outbox tells it."""
    deployments = payload.get("deployment", [])
    if deployments:
        review_what_is_due(deployment_ids=deployments, by=system_user())
