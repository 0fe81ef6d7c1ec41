"""What a person may see today of the reports that a notification leads to."""

from collections.abc import Collection
from uuid import UUID

from tracker.accounts.models import User
from tracker.networks.sights import access_today
from tracker.notifications.sight import register_sight
from tracker.reports.selectors import visible_reports


def sight_of_reports(person: User, ids: Collection[UUID]) -> set[UUID]:
    return {report.pk for report in visible_reports(access_today(person), ids)}


def register() -> None:
    """Called when the app is ready."""
    register_sight("report_id", sight_of_reports)
