"""How complete a contract is against the checklist, and which positions can be recorded."""

from datetime import date, timedelta
from typing import Any

import pytest

from tracker.procurement.contract_vocabulary import ClauseGroup, ClausePresence
from tracker.procurement.policies.clauses import (
    ClauseItem,
    ClauseOn,
    completeness,
    from_workbook,
    may_record_clause,
    missing_change,
    missing_core,
)

TODAY = date(2026, 11, 25)
CORE = ClauseItem("deletion-return", 3, ClauseGroup.DATA, "Deletion", is_core=True)
RETRAINING = ClauseItem("retraining-rights", 2, ClauseGroup.DATA, "Retraining", is_core=True)
CHANGE = ClauseItem("versioning-notice", 13, ClauseGroup.CHANGE, "Versioning", is_change_control=True)
REVALIDATION = ClauseItem("revalidation", 14, ClauseGroup.CHANGE, "Re-validation", is_revalidation=True)
OTHER = ClauseItem("insurance", 23, ClauseGroup.SAFETY, "Insurance")


def test_completeness_counts_and_names_what_matters_most() -> None:
    clauses = [
        ClauseOn(CORE, ClausePresence.NO),
        ClauseOn(RETRAINING, ClausePresence.PARTLY, deviation="Anonymised data only"),
        ClauseOn(CHANGE),
        ClauseOn(REVALIDATION, ClausePresence.YES, deviation="Supplier pays half", approved_on=TODAY),
        ClauseOn(OTHER, ClausePresence.YES),
    ]
    complete = completeness(clauses)
    assert (complete.total, complete.answered, complete.present) == (5, 4, 2)
    assert [each.item for each in missing_core(clauses)] == [CORE]
    assert [each.item for each in missing_change(clauses)] == [CHANGE]
    assert complete.deviations_to_approve == 1
    assert not complete.is_complete
    assert completeness([ClauseOn(CORE, ClausePresence.YES)]).is_complete


@pytest.mark.parametrize(
    ("item", "terms", "presence"),
    [
        (CORE, {"deletion_agreed": True}, ClausePresence.YES),
        (CORE, {"deletion_agreed": False}, ClausePresence.NO),
        (CORE, {"deletion_agreed": None}, None),
        (CORE, {}, None),
        (RETRAINING, {"retraining_allowed": False}, ClausePresence.YES),
        (RETRAINING, {"retraining_allowed": True}, ClausePresence.YES),
        (RETRAINING, {"retraining_allowed": None}, None),
        (REVALIDATION, {"change_control_agreed": False}, ClausePresence.NO),
        (OTHER, {"deletion_agreed": True}, None),
    ],
)
def test_workbook_answers_where_nothing_was_recorded(
    item: ClauseItem, terms: dict[str, bool | None], presence: ClausePresence | None
) -> None:
    clause = from_workbook(item, terms)
    assert clause.presence == presence
    assert clause.is_from_workbook is (presence is not None)


GIVEN: dict[str, Any] = {
    "presence": ClausePresence.YES,
    "position": "",
    "is_shared": False,
    "deviation": "",
    "approved_by": "",
    "approved_on": None,
    "on": TODAY,
    "today": TODAY,
}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"presence": ClausePresence.NO, "position": "Text"}, "position"),
        ({"is_shared": True}, "is_shared"),
        ({"approved_by": "Sam"}, "deviation"),
        ({"deviation": "Less", "approved_by": "Sam"}, "approved_on"),
        ({"deviation": "Less", "approved_on": TODAY}, "approved_by"),
        ({"deviation": "Less", "approved_by": "Sam", "approved_on": TODAY + timedelta(days=1)}, "approved_on"),
    ],
)
def test_positions_that_contradict_themselves_are_refused(changes: dict[str, Any], field: str) -> None:
    decision = may_record_clause(**GIVEN | changes)
    assert not decision
    assert decision.field == field
    assert decision.remedy


def test_position_with_an_approved_deviation_is_allowed() -> None:
    told = {"position": "Text", "is_shared": True, "deviation": "Less", "approved_by": "Sam", "approved_on": TODAY}
    assert may_record_clause(**GIVEN | told)
