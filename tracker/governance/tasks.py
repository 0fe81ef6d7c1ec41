"""What workers do for this app: each day, and after each change."""

from typing import Any

from celery import shared_task

from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.governance.actions.dpias import review_what_is_due
from tracker.governance.actions.revalidation import open_due_cases
from tracker.networks.models import Deployment


@shared_task(acks_late=True)
def review_dpias() -> None:
    """Every approved DPIA whose review is called for; a second run changes nothing."""
    review_what_is_due(by=system_user())


def review_touched_dpias(payload: dict[str, Any]) -> None:
    """The DPIAs of the deployments that a change touched, as the outbox tells it."""
    deployments = payload.get("deployment", [])
    if deployments:
        review_what_is_due(deployment_ids=deployments, by=system_user())


@shared_task(acks_late=True)
def open_revalidation_cases() -> None:
    """Every deployment: a special cause ripens and a validation ages without any change."""
    ids = Deployment.objects.order_by("pk").values_list("pk", flat=True)
    open_due_cases(ids, on=today_in_london(), by=system_user())


def open_touched_cases(payload: dict[str, Any]) -> None:
    """The deployments that a change touched, as the outbox tells it."""
    if payload.get("deployment"):
        ids = Deployment.objects.filter(pk__in=payload["deployment"]).order_by("pk").values_list("pk", flat=True)
        open_due_cases(ids, on=today_in_london(), by=system_user())
