"""Creating and ending people's accounts."""

from tracker.accounts.models import User


def create_person(
    *,
    email: str,
    name: str,
    password: str | None = None,
    job_title: str = "",
    phone: str = "",
) -> User:
    """Adds a person who may then be given roles. Without a password they sign in by single sign-on only.

    Called by commands and by the administration of people, which check who may; the audit event names them.
    """
    return User.objects.create_user(email=email, name=name, password=password, job_title=job_title, phone=phone)
