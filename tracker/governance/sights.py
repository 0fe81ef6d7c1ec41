"""What a person may see today of the waivers that a notification leads to."""

from collections.abc import Collection

from tracker.accounts.models import User
from tracker.governance.models import Waiver
from tracker.networks.models import Deployment
from tracker.networks.sights import access_today
from tracker.notifications.sight import register_sight


def visible_waivers(person: User, ids: Collection[int]) -> set[int]:
    access = access_today(person)
    deployments = Deployment.objects.visible_to(access, on=access.day)
    return set(Waiver.objects.filter(pk__in=ids, deployment__in=deployments).values_list("pk", flat=True))


def register() -> None:
    """Called when the app is ready."""
    register_sight("waiver_id", visible_waivers)
