"""The secret of a calendar's address. The database keeps its hash alone: 256 random bits need no salt and no slow hash."""

import secrets
from hashlib import sha256

BYTES = 32


def new_secret() -> str:
    return secrets.token_urlsafe(BYTES)


def hash_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
