"""What is stored of a key. Keys carry 256 random bits, so a plain SHA-256 can't be guessed back."""

import hashlib
import secrets


def new_key() -> str:
    return secrets.token_urlsafe(32)


def digest_of(key: str) -> str:
    """SHA-256 of the key, in hex."""
    return hashlib.sha256(key.encode()).hexdigest()
