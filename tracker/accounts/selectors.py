"""Reading people."""

from django.conf import settings

from tracker.accounts.models import User
from tracker.accounts.policies import may_use_account

SYSTEM_EMAIL = "system@tracker.invalid"


def system_user() -> User:
    """The account behind scheduled jobs and commands; created by the first migration, and nobody signs in as it."""
    return User.objects.get(is_system=True)


def get_user_by_email(email: str) -> User:
    """The active person with that address; raises `User.DoesNotExist`."""
    return User.objects.get(email__iexact=email.strip(), is_active=True, is_system=False)


def has_usable_account(user: User) -> bool:
    """Whether the person may sign in, and stay signed in, where this process runs."""
    has_demo = settings.IS_DEMO or settings.IS_TEST
    return may_use_account(email=user.email, is_active=user.is_active, has_demo=has_demo)
