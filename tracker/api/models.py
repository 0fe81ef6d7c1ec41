"""Keys for the API. Only a digest is stored; the key itself is shown once, when it is issued."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from tracker.core.history import tracked

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked(exclude=["last_used_at", "digest"])
class ApiToken(models.Model):
    """A person's key: `digest` is its SHA-256 in hex, `prefix` its first characters, by which people tell keys apart."""

    user: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens"
    )
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=8)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.user}"
