"""How often something may be asked for: counted in Redis, in slots of time. While Redis is down nothing is refused."""

from hashlib import sha256

from django.core.cache import cache
from django.utils import timezone


def is_within(name: str, who: str, *, most: int, seconds: int) -> bool:
    """Counts one more request of `who` for `name`, and says whether there were not too many in this slot of time."""
    slot = int(timezone.now().timestamp()) // seconds
    key = f"limit:{name}:{sha256(who.encode()).hexdigest()}:{slot}"
    if cache.add(key, 1, timeout=seconds):
        return True
    try:
        count = cache.incr(key)
    except ValueError:  # the slot ended just now
        return True
    return count is None or count <= most
