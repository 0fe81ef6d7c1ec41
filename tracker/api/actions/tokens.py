"""Issuing, using and revoking keys for the API."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from tracker.accounts.models import User
from tracker.api.keys import digest_of, new_key
from tracker.api.models import ApiToken
from tracker.audit.changes import change

VALID_FOR = timedelta(days=365)
USE_IS_NOTED_EVERY = timedelta(minutes=1)


def issue_token(*, user: User, valid_for: timedelta = VALID_FOR, by: User) -> tuple[ApiToken, str]:
    """Makes a key for a person. The key itself is in the answer and nowhere else, so show it once."""
    key = new_key()
    with change(reason="API key issued", by=by):
        token = ApiToken.objects.create(
            user=user, digest=digest_of(key), prefix=key[:8], expires_at=timezone.now() + valid_for
        )
    return token, key


def revoke_token(*, token: ApiToken, by: User) -> ApiToken:
    """Ends a key at once."""
    with change(reason="API key revoked", by=by):
        token.revoked_at = token.revoked_at or timezone.now()
        token.save(update_fields=["revoked_at"])
    return token


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Remembers when the key was last used, to the minute, so that a busy client does not write on every call."""
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - USE_IS_NOTED_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)
