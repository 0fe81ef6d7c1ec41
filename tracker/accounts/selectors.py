"""Reading people."""

from tracker.accounts.models import User

SYSTEM_EMAIL = "system@tracker.invalid"


def system_user() -> User:
    """The account behind scheduled jobs and commands; created by the first migration, and nobody signs in as it."""
    return User.objects.get(is_system=True)


def get_user_by_email(email: str) -> User:
    """The active person with that address; raises `User.DoesNotExist`."""
    return User.objects.get(email__iexact=email.strip(), is_active=True, is_system=False)
