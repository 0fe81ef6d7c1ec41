"""Links that keep the day which a page shows."""

from tracker.networks.requests import Viewing
from tracker.portfolio.presenters.common import Links


def links_of(look: Viewing) -> Links:
    """Links that keep a past day."""
    return Links(None if look.is_today else look.as_of)
