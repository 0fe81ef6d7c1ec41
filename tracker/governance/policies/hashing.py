"""What a signature is bound to: the hash of exactly what was signed. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the content in one canonical form: keys in order, dates in ISO 8601, UTF-8. Two
    contents have the same hash when they say the same, whatever the order in which they were read."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
