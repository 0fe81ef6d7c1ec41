"""Celery tasks of reports."""

from uuid import UUID

from celery import shared_task

from tracker.accounts.selectors import system_user
from tracker.reports.actions.making import requeue_lost
from tracker.reports.making import make


@shared_task(acks_late=True)
def make_report(report_id: str) -> None:
    """Makes one report; a second delivery of the same job changes nothing."""
    make(UUID(report_id))


@shared_task
def resume_reports() -> None:
    """Takes up what a killed worker left, and what the queue lost; every minute."""
    for report_id in requeue_lost(by=system_user()):
        make_report.delay(str(report_id))
