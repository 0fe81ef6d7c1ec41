"""Call-offs of chest CT that networks began lately, under the law of today; nothing is bought yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.demo.generate import names
from tracker.demo.generate.calendar import Calendar
from tracker.demo.generate.organisations import Network
from tracker.demo.generate.rows import Dated, Row
from tracker.demo.generate.suppliers import CT

STAGES = ("panel", "tender", "evaluation", "award", "contract")


@dataclass(frozen=True)
class Plan:
    """Days before (negative: after) the anchor on which a call-off started and each stage was planned and done or is
    expected; `done` says how many stages are done."""

    started: int
    baselines: tuple[int, ...]
    expected: tuple[int, ...]
    done: int
    reasons: dict[str, str]


IN_STANDSTILL = Plan(
    started=245,
    baselines=(205, 170, 95, 55, 20),
    expected=(201, 158, 66, 5, -14),
    done=4,
    reasons={
        "tender": "B9: The integration annex had to be written twice",
        "evaluation": "B3: Two members of the panel could not be released from reporting lists",
        "award": "B6: The boards of two trusts met a month later",
        "contract": "B6: The boards of two trusts met a month later, and the standstill follows",
    },
)
IN_EVALUATION = Plan(
    started=150,
    baselines=(118, 80, -12, -40, -75),
    expected=(118, 75, -19, -47, -75),
    done=2,
    reasons={
        "evaluation": "supplier: One bidder asked for a later demonstration",
        "award": "supplier: One bidder asked for a later demonstration",
    },
)
PLANS = {2: IN_STANDSTILL, 9: IN_EVALUATION}  # by the place of the network


def second_wave_rows(networks: list[Network], calendar: Calendar) -> Iterator[Row]:
    """The stages of the call-offs that began lately."""
    for network in networks:
        plan = PLANS.get(network.place)
        if plan is not None and len(networks) > 1:
            yield from _rows(network, plan, calendar)


def started_on(place: int, calendar: Calendar) -> date | None:
    """When the network at this place began its late call-off; None where it began none."""
    plan = PLANS.get(place)
    return calendar.before(plan.started) if plan else None


def _rows(network: Network, plan: Plan, calendar: Calendar) -> Iterator[Row]:
    for number, stage in enumerate(STAGES):
        dated = Dated({"network": network.slug, "use case": CT, "stage": stage}, "effective on")
        baseline, expected = calendar.before(plan.baselines[number]), calendar.before(plan.expected[number])
        dated.say(calendar.before(plan.started), baseline=baseline, framework=names.FRAMEWORK)
        reason = plan.reasons.get(stage)
        if reason:
            known = calendar.before(max(plan.baselines[number] + 12, plan.expected[number] + 12, 24))
            dated.say(known, forecast=expected, reason=reason)
        if number < plan.done:
            dated.say(expected, actual=expected, reason=reason or "")
        yield from dated.rows()
