"""Rules R11 and R12: weights and reference sites, in sentences that tell no commercial figure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.unit.flags.plain import TODAY, days, find, procurement
from tracker.flags.rules import Facts, Thresholds, judge
from tracker.flags.vocabulary import Severity, SubjectKind
from tracker.procurement.evaluation_vocabulary import CriterionGroup, EvaluationStatus
from tracker.procurement.policies.evaluation import EvaluationOn
from tracker.procurement.selectors.procurements import ProcurementOn

G, S = CriterionGroup, EvaluationStatus
SINCE = days(-9)


def evaluated(
    demonstration: str = "15",
    integration: str = "20",
    *,
    status: EvaluationStatus = S.SCORING,
    other: str | None = None,
    fewest: int | None = 2,
    since: date | None = SINCE,
) -> ProcurementOn:
    rest = Decimal(other) if other else 100 - Decimal(demonstration) - Decimal(integration)
    weights = {G.DEMONSTRATION: Decimal(demonstration), G.INTEGRATION: Decimal(integration), G.CLINICAL: rest}
    evaluation = EvaluationOn(
        status, days(-30), weights=weights, weights_since=since, fewest_sites=fewest, sites_since=since
    )
    return replace(procurement(), evaluation=evaluation)


@pytest.mark.parametrize(
    ("demonstration", "integration", "words"),
    [
        ("15", "20", None),
        ("15.01", "20", "the demonstration weighs more than 15%."),
        ("15", "19.99", "integration and support weigh less than 20%."),
        ("43", "7", "the demonstration weighs more than 15% and integration and support weigh less than 20%."),
    ],
)
def test_weights_are_held_against_the_limits(demonstration: str, integration: str, words: str | None) -> None:
    found = find(procurements=(evaluated(demonstration, integration),))
    if words is None:
        assert "R11" not in found
        return
    finding = found["R11"]
    assert finding.sentence == f"Evaluation for chest X-ray: {words}"
    assert (finding.severity, finding.subject_kind, finding.since) == (
        Severity.MEDIUM,
        SubjectKind.PROCUREMENT,
        days(-9),
    )


def test_weights_are_judged_once_they_are_whole_and_until_the_end() -> None:
    assert "R11" not in find(procurements=(evaluated("40", "5", other="20"),))
    assert "R11" in find(procurements=(evaluated("40", "5", status=S.DRAFT),))
    for status in (S.CONCLUDED, S.WITHDRAWN):
        assert "R11" not in find(procurements=(evaluated("40", "5", status=status),))
    hidden = replace(procurement(), evaluation=EvaluationOn(S.SCORING, TODAY))
    assert {"R11", "R12"}.isdisjoint(find(procurements=(hidden, procurement())))


@pytest.mark.parametrize(
    ("fewest", "words"),
    [
        (None, None),
        (2, None),
        (1, "a bid names 1 comparable NHS reference site, and 2 are asked for."),
        (0, "a bid names no comparable NHS reference sites, and 2 are asked for."),
    ],
)
def test_bid_with_few_comparable_sites_is_found(fewest: int | None, words: str | None) -> None:
    found = find(procurements=(evaluated(fewest=fewest, since=None),)).get("R12")
    assert (found.sentence if found else None) == (f"Evaluation for chest X-ray: {words}" if words else None)
    assert found is None or found.since == days(-30)


def test_programme_may_set_its_own_limits() -> None:
    thresholds = Thresholds({("R11", "demonstration_percent"): 30, ("R12", "reference_sites"): 3})
    facts = Facts(1, TODAY, procurements=(evaluated("25", "20"),))
    assert [each.rule for each in judge(facts)] == ["R11"]
    assert [each.rule for each in judge(facts, thresholds)] == ["R12"]
