"""Whose account counts. Pure but for the environment, which is fixed when the process starts."""

from django.conf import settings

from tracker.accounts.models import User

DEMO_DOMAIN = "@demo.example"


def is_demo_person(email: str) -> bool:
    """Somebody invented for the demo, whose password is public."""
    return email.lower().endswith(DEMO_DOMAIN)


def may_use_account(user: User) -> bool:
    """An active account; one of the demo's people only where there is a demo. A database that was copied from a demo
    into production lets none of them in."""
    return user.is_active and (settings.IS_DEMO or settings.IS_TEST or not is_demo_person(user.email))
