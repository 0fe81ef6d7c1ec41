"""In use behind a closed gate, and waivers that run out."""

from datetime import date

from tests.unit.flags.plain import TODAY, days, deployment, find
from tests.unit.governance.plain import held_to, requirement, waiver
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.gate import Gate, GateFacts, gate
from tracker.governance.policies.waivers import WaiverOn
from tracker.networks.vocabulary import ClinicalUse

LIVE = ClinicalUse.LIVE_FULL
SINCE = days(-30)


def gate_with(*waivers: WaiverOn, requirements: int = 1, since: date = SINCE) -> Gate:
    version = held_to(*(requirement(number) for number in range(1, requirements + 1)), since=since)
    return gate(GateFacts(11, version, waivers={each.requirement_id: each for each in waivers}), TODAY)


def test_live_behind_a_closed_gate_is_critical_since_the_gate_is_there() -> None:
    found = find(deployment(state=LIVE, gate=gate_with(requirements=5)))["T08"]
    assert found.severity == Severity.CRITICAL
    assert found.since == days(-30)
    assert (
        "5 requirements that block a go-live are not met: requirement 1, requirement 2, requirement 3 and 2 more"
        in (found.sentence)
    )


def test_nothing_is_said_where_the_gate_is_open_or_nobody_is_held_to_one() -> None:
    for each in (gate_with(waiver(1, until=days(90))), Gate(11, TODAY), None):
        assert "T08" not in find(deployment(state=LIVE, gate=each))
    assert "T08" not in find(deployment(gate=gate_with()))


def test_waiver_that_ends_soon_is_told_and_more_so_in_its_last_days() -> None:
    for left, severity in ((40, None), (30, Severity.MEDIUM), (7, Severity.HIGH)):
        found = find(deployment(gate=gate_with(waiver(1, until=days(left))))).get("T11")
        assert (found.severity if found else None) == severity


def test_waiver_that_ended_is_told_for_as_long_as_it_matters() -> None:
    ended = waiver(1, until=days(-2))
    assert find(deployment(gate=gate_with(ended)))["T11"].severity == Severity.HIGH
    found = find(deployment(state=LIVE, gate=gate_with(ended)))
    assert (found["T11"].severity, found["T11"].since) == (Severity.CRITICAL, days(-2))
    assert "T11" not in find(deployment(state=ClinicalUse.WITHDRAWN, gate=gate_with(ended)))
