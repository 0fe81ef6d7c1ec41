"""Which copies of the organisation file were taken in: what was known of organisations on which day."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from tracker.core.history import AppendOnly, tracked

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class OrganisationVintage(AppendOnly):
    """One organisation file was imported, and tells the organisations as they were on `as_of`. Files come out of
    order; with the days known, an older file adds history and never overwrites what a newer one said."""

    as_of = models.DateField(unique=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["as_of"]

    def __str__(self) -> str:
        return f"Organisations as of {self.as_of}"
