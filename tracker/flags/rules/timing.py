"""When a rule about a deployment speaks, how it says so, since when it counts, and how severe it is. Pure.

Most rules speak shortly before a go-live and while the tool is in use: what a trust has to have by its go-live is no
finding a year before. Each names the distance in its threshold `days_before`.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from tracker.core.formats import nhs_date
from tracker.flags.rules.base import Limits
from tracker.flags.rules.facts import DeploymentFacts, Facts
from tracker.flags.vocabulary import Severity


def concerned(facts: Facts, limits: Limits) -> Iterator[DeploymentFacts]:
    """Deployments in use or near their go-live."""
    for each in facts.deployments:
        if each.is_live or each.go_live_is_within(limits["days_before"], of=facts.day):
            yield each


def when(facts: DeploymentFacts) -> str:
    """The beginning of a sentence about a deployment that a rule is concerned with."""
    return "In clinical use" if facts.is_live else f"Go-live is expected on {nhs_date(facts.position.go_live.expected)}"


def concerned_since(facts: DeploymentFacts, day: date, limits: Limits) -> date:
    """The day on which the tool went live, or its go-live came near."""
    return facts.position.first_live_on or day if facts.is_live else _came_near(facts, day, limits)


def near_since(facts: DeploymentFacts, day: date, limits: Limits) -> date:
    """The day on which the go-live came near, or shadow mode began, whichever was first."""
    shadow = facts.position.state.since if facts.is_in_shadow else None
    return min(_came_near(facts, day, limits), shadow or day)


def _came_near(facts: DeploymentFacts, day: date, limits: Limits) -> date:
    expected = facts.position.go_live.expected
    return min(expected - timedelta(days=limits["days_before"]), day) if expected else day


def severity_before(facts: DeploymentFacts, day: date, limits: Limits) -> Severity:
    """High, and critical in the last days before the go-live. Once its day has passed the date no longer stands."""
    expected = facts.position.go_live.expected
    left = (expected - day).days if expected and facts.awaits_go_live else None
    return Severity.CRITICAL if left is not None and 0 <= left <= limits["critical_days"] else Severity.HIGH


def severity_of_block(facts: DeploymentFacts, day: date, limits: Limits) -> Severity:
    """Of what a go-live is refused for: critical in clinical use, and before the go-live as it comes near."""
    return Severity.CRITICAL if facts.is_live else severity_before(facts, day, limits)
