"""What a person may see today of the flags that a notification leads to."""

from collections.abc import Collection

from tracker.accounts.models import User
from tracker.flags.models import Flag
from tracker.networks.sights import access_today
from tracker.notifications.sight import register_sight


def visible_flags(person: User, ids: Collection[int]) -> set[int]:
    access = access_today(person)
    return set(Flag.objects.visible_to(access, on=access.day).filter(pk__in=ids).values_list("pk", flat=True))


def register() -> None:
    """Called when the app is ready."""
    register_sight("flag_id", visible_flags)
