"""Reading keys."""

from datetime import datetime

from tracker.api.keys import digest_of
from tracker.api.models import ApiToken


def find_valid_token(key: str, *, at: datetime) -> ApiToken | None:
    """The key's row, if it holds at that moment and its person is still active."""
    return (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(key), revoked_at__isnull=True, expires_at__gt=at, user__is_active=True)
        .first()
    )
