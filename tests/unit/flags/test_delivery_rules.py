"""Rules about dates, updates, order of work and people of a deployment."""

from datetime import date

import pytest

from tests.unit.flags.plain import FAR, TODAY, TRUST, contract, days, deployment, find, plan
from tracker.accounts.roles import Role
from tracker.flags.rules import TrustFacts
from tracker.flags.vocabulary import Severity
from tracker.networks.vocabulary import ClinicalUse, MilestoneType


def test_a_deployment_in_order_has_no_finding() -> None:
    assert find(deployment(), deployment(state=ClinicalUse.LIVE_FULL, number=12)) == {}


def test_a_go_live_that_slips_is_found_until_it_is_live() -> None:
    slipping = plan(days(100), days(160))
    found = find(deployment(go_live=slipping))["T03"]
    assert (found.severity, found.since, found.deployment_id) == (Severity.HIGH, days(-200), 11)
    assert "of 7 December 2025 is 9 weeks after its baseline of 8 October 2025." in found.sentence
    assert find(deployment(go_live=slipping, state=ClinicalUse.LIVE_PARTIAL)) == {}


def test_a_go_live_more_than_two_years_late_needs_a_national_decision() -> None:
    assert find(deployment(go_live=plan(days(-600), days(200))))["T03"].needs_national_decision
    assert not find(deployment(go_live=plan(days(-400), days(200))))["T03"].needs_national_decision


@pytest.mark.parametrize(
    ("late", "severity", "national"),
    [(1, Severity.HIGH, False), (60, Severity.CRITICAL, False), (90, Severity.CRITICAL, True)],
)
def test_an_overdue_go_live_escalates_with_age(late: int, severity: Severity, national: bool) -> None:
    found = find(deployment(go_live=plan(days(-late))))["T04"]
    assert (found.severity, found.needs_national_decision, found.since) == (severity, national, days(-late))


def test_a_late_trust_raises_few_flags_for_one_cause() -> None:
    late = {kind: plan(days(-30)) for kind in (MilestoneType.INTEGRATION, MilestoneType.TRAINING)}
    found = find(deployment(go_live=plan(days(-10)), milestones=late))
    assert set(found) == {"T04"}
    assert "Also overdue: IT integration and staff trained." in found["T04"].sentence


def test_overdue_milestones_make_one_finding_for_the_trust() -> None:
    late = {MilestoneType.INTEGRATION: plan(days(-30)), MilestoneType.TRAINING: plan(days(-3))}
    found = find(deployment(milestones=late))["R02"]
    assert (found.severity, found.owner_role, found.since) == (Severity.HIGH, Role.TRUST_USER, days(-30))
    assert found.sentence == (
        "Not recorded as done: IT integration and staff trained. The first was expected on 31 May 2025."
    )


def test_a_milestone_that_keeps_moving_is_found() -> None:
    moves = tuple((days(-40 + step), days(60 + step)) for step in range(3))
    found = find(deployment(milestones={MilestoneType.VALIDATION: plan(days(59), moves=moves)}))
    assert set(found) == {"R03"}
    assert found["R03"].sentence == (
        "The forecast moved often within 90 days: “local validation passed” 3 times, last on 23 May 2025."
    )


@pytest.mark.parametrize(
    ("silent", "severity"),
    [(30, None), (31, Severity.LOW), (61, Severity.MEDIUM), (91, Severity.HIGH)],
)
def test_silence_is_worse_the_longer_it_lasts(silent: int, severity: Severity | None) -> None:
    found = find(deployment(last_update_on=days(-silent)))
    assert (found["T05"].severity if severity else found.get("T05")) == severity


def test_a_deployment_that_is_done_needs_no_update() -> None:
    old = {"last_update_on": days(-400)}
    rest = {MilestoneType.FULL_LIVE: plan(FAR)}
    assert find(deployment(state=ClinicalUse.LIVE_FULL, **old)) == {}
    assert find(deployment(state=ClinicalUse.LIVE_PARTIAL, **old)) == {}
    assert set(find(deployment(state=ClinicalUse.LIVE_PARTIAL, milestones=rest, **old))) == {"T05"}


def test_a_trust_that_never_updated_is_silent_since_it_joined() -> None:
    assert find(deployment(last_update_on=None))["T05"].since == date(2023, 6, 30)


def test_what_must_come_first_can_not_come_later() -> None:
    milestones = {MilestoneType.VALIDATION: plan(days(130)), MilestoneType.REVIEW: plan(days(90))}
    found = find(deployment(go_live=plan(days(100)), milestones=milestones))["T06"]
    assert found.severity == Severity.MEDIUM
    assert "local validation passed only on 7 November 2025" in found.sentence
    assert "post-deployment review already on 28 September 2025" in found.sentence
    assert find(deployment(go_live=plan(days(100)), milestones=milestones), day=days(50))["T06"].severity == "high"


def test_what_follows_a_go_live_that_moved_is_a_minor_matter() -> None:
    stale = {MilestoneType.FULL_LIVE: plan(days(-10)), MilestoneType.REVIEW: plan(days(90))}
    found = find(deployment(go_live=plan(days(100)), milestones=stale))
    assert set(found) == {"T06"}
    assert found["T06"].severity == Severity.LOW


def test_a_go_live_before_the_contract_is_in_an_impossible_order() -> None:
    unsigned = contract(signature=plan(days(120)))
    assert "T06" in find(deployment(go_live=plan(days(100)), contracts=(unsigned,)))
    assert "T06" not in find(deployment(go_live=plan(days(121)), contracts=(unsigned,)))


def test_a_trust_without_a_project_manager_is_found_once() -> None:
    vacant = TrustFacts(TRUST, vacant_since=days(-20))
    near = deployment(go_live=plan(days(60)))
    found = find(near, deployment(number=12), trusts=(vacant,))["R80"]
    assert (found.severity, found.trust_id, found.deployment_id, found.since) == ("high", 7, None, days(-20))
    assert find(deployment(), trusts=(vacant,))["R80"].severity == Severity.MEDIUM
    assert find(deployment(), trusts=(TrustFacts(TRUST),)) == {}
    assert find(deployment(state=ClinicalUse.LIVE_FULL), trusts=(vacant,)) == {}


def test_a_withdrawn_deployment_is_left_alone() -> None:
    past = {MilestoneType.TRAINING: plan(TODAY.replace(year=2024))}
    gone = deployment(state=ClinicalUse.WITHDRAWN, go_live=plan(days(-90)), milestones=past, last_update_on=days(-300))
    assert find(gone) == {}
