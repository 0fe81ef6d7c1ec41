"""Creating and ending people's accounts, and what they have seen of the service."""

from datetime import datetime

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


def end_tour(*, at: datetime, by: User) -> User:
    """Remembers that the person finished or skipped the tour of a first visit, which is not offered again. A second time
    changes nothing."""
    User.objects.filter(pk=by.pk, tour_ended_at=None).update(tour_ended_at=at)
    return by


def begin_tour(*, by: User) -> User:
    """Offers the tour again, as the person asked under Help."""
    User.objects.filter(pk=by.pk).update(tour_ended_at=None)
    return by
