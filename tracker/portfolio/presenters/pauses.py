"""Deployments whose clinical use is paused, in words for the banner of every page that shows them."""

from collections.abc import Iterable

from tracker.core.formats import nhs_date
from tracker.core.presentation import Link
from tracker.networks.selectors import DeploymentOn
from tracker.networks.vocabulary import ClinicalUse
from tracker.portfolio.presenters.common import Links


def pauses_of(positions: Iterable[DeploymentOn], links: Links) -> list[Link]:
    """One line for each deployment that is paused, which leads to it."""
    return [
        Link(_sentence(position), links.deployment(position.id))
        for position in positions
        if position.state.state == ClinicalUse.PAUSED
    ]


def _sentence(position: DeploymentOn) -> str:
    state = position.state
    reason = f": {state.reason.rstrip('.')}" if state.reason else ""
    return f"{position.use_case_name} at {position.trust.name}, since {nhs_date(state.since)}{reason}"
