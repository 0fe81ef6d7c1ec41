"""Incidents and field safety notices: what each kind asks for, by when, and what may be recorded."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tracker.governance.policies.incidents import (
    IncidentOn,
    NoticeOn,
    Seriousness,
    Step,
    duties_of,
    may_answer_notice,
    may_record_incident,
    may_record_notice,
    may_record_step,
    notice_due_on,
    open_duties,
)
from tracker.governance.policies.monitoring import Standards
from tracker.governance.vocabulary import IncidentKind, IncidentStepKind

STANDARDS = Standards({"breach-report": Decimal(72), "notice-answer": Decimal(5)})
AWARE, TODAY = date(2025, 6, 10), date(2025, 6, 30)
MINOR, DEATH = Seriousness("minor", "Not serious", None), Seriousness("death", "Death", 10)
PATIENT = "Patient 943 476 5919"  # the check digit of an NHS number that is used in examples
Kind = IncidentStepKind


def incident(kind: IncidentKind = IncidentKind.PATIENT_SAFETY, **fields: Any) -> IncidentOn:
    given: dict[str, Any] = {"seriousness": MINOR, "occurred_on": date(2025, 6, 9), "aware_on": AWARE}
    return IncidentOn(1, kind, physical_harm="none", psychological_harm="none", **(given | fields))


DONE = tuple(Step(kind, AWARE) for kind in (Kind.LFPSE, Kind.YELLOW_CARD, Kind.SUPPLIER_TOLD))
FINISHED = incident(steps=DONE)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (incident(), {Kind.LFPSE: None, Kind.YELLOW_CARD: None, Kind.SUPPLIER_TOLD: None}),
        (incident(IncidentKind.DATA_BREACH), {Kind.SUPPLIER_TOLD: None}),
        (
            incident(IncidentKind.DATA_BREACH, involves_personal_data=True, seriousness=DEATH),
            {Kind.SUPPLIER_TOLD: None, Kind.SUPPLIER_REPORTED: date(2025, 6, 20), Kind.ICO: date(2025, 6, 13)},
        ),
        (
            incident(IncidentKind.RADIATION),
            {Kind.LFPSE: None, Kind.YELLOW_CARD: None, Kind.SUPPLIER_TOLD: None, Kind.CQC: None},
        ),
    ],
)
def test_each_kind_asks_for_its_own_reports(told: IncidentOn, wanted: dict[IncidentStepKind, date | None]) -> None:
    assert {duty.kind: duty.due_on for duty in duties_of(told, STANDARDS)} == wanted


def test_duty_is_late_after_its_day_until_it_is_done() -> None:
    told = incident(IncidentKind.DATA_BREACH, involves_personal_data=True)
    without_day, with_day = duties_of(told, STANDARDS)
    assert not without_day.is_overdue(date.max)
    assert not with_day.is_overdue(date(2025, 6, 13))
    assert with_day.is_overdue(date(2025, 6, 14))
    assert not replace(with_day, step=Step(Kind.ICO, AWARE)).is_overdue(date.max)


def test_what_is_done_or_closed_is_not_left_to_do() -> None:
    assert [duty.kind for duty in open_duties(incident(steps=DONE[:1]), STANDARDS)] == [
        Kind.YELLOW_CARD,
        Kind.SUPPLIER_TOLD,
    ]
    closed = incident(steps=(Step(Kind.CLOSED, AWARE),))
    assert not closed.is_open
    assert open_duties(closed, STANDARDS) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"aware_on": date(2025, 7, 1)}, "aware_on"),
        ({"occurred_on": date(2025, 6, 11)}, "occurred_on"),
        ({"seriousness": "unheard-of"}, "seriousness"),
        ({"summary": PATIENT}, "summary"),
    ],
)
def test_incident_is_told_in_a_possible_way(changes: dict[str, Any], field: str | None) -> None:
    given: dict[str, Any] = {"seriousness": "minor", "occurred_on": AWARE, "aware_on": AWARE, "summary": "A delay"}
    decision = may_record_incident(**(given | changes), known=("minor", "death"), today=TODAY)
    assert (decision.allowed, decision.field) == (field is None, field or "")


@pytest.mark.parametrize(
    ("told", "kind", "changes", "says"),
    [
        (incident(), Kind.LFPSE, {"reference": "W-1"}, ""),
        (incident(steps=(Step(Kind.CLOSED, AWARE),)), Kind.LFPSE, {"reference": "W-1"}, "is closed"),
        (incident(), Kind.LFPSE, {"reference": "W-1", "happened_on": date(2025, 7, 1)}, "in the future"),
        (incident(), Kind.LFPSE, {"reference": "W-1", "happened_on": date(2025, 6, 8)}, "before the incident"),
        (incident(), Kind.LFPSE, {"note": "Told by telephone"}, "Enter the reference."),
        (incident(), Kind.SUPPLIER_TOLD, {}, ""),
        (incident(), Kind.ICO, {}, "or say in the note why it need not be reported"),
        (incident(), Kind.ICO, {"note": "No risk to anybody"}, ""),
        (incident(), Kind.ICO, {"reference": "IC-1"}, ""),
        (incident(), Kind.RECLASSIFIED, {}, "this class already"),
        (incident(), Kind.RECLASSIFIED, {"seriousness": "minor"}, "this class already"),
        (incident(), Kind.RECLASSIFIED, {"seriousness": "death"}, ""),
        (incident(steps=DONE[:2]), Kind.CLOSED, {}, "“Supplier told” is still to be done."),
        (FINISHED, Kind.CLOSED, {}, ""),
        (incident(), Kind.SUPPLIER_TOLD, {"note": PATIENT}, "NHS number"),
    ],
)
def test_step_is_one_that_can_be_taken(
    told: IncidentOn, kind: IncidentStepKind, changes: dict[str, Any], says: str
) -> None:
    given: dict[str, Any] = {"happened_on": AWARE, "reference": "", "seriousness": "", "note": ""}
    decision = may_record_step(told, kind, **(given | changes), standards=STANDARDS, today=TODAY)
    assert decision.allowed == (not says)
    assert says in decision.sentence


def test_notice_is_answered_within_five_working_days() -> None:
    friday = date(2025, 6, 6)
    assert notice_due_on(friday, STANDARDS) == date(2025, 6, 13)
    notice = NoticeOn(1, "FSN-1", friday, date(2025, 6, 13))
    assert not notice.is_overdue(date(2025, 6, 13))
    assert notice.is_overdue(date(2025, 6, 14))
    assert not replace(notice, answered_on=TODAY).is_overdue(TODAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"received_on": date(2025, 7, 1)}, "received_on"),
        ({"reference": PATIENT}, "reference"),
        ({"summary": PATIENT}, "summary"),
    ],
)
def test_notice_has_come_and_names_no_patient(changes: dict[str, Any], field: str | None) -> None:
    given: dict[str, Any] = {"reference": "FSN-1", "received_on": AWARE, "summary": "Update the tool"}
    decision = may_record_notice(**(given | changes), today=TODAY)
    assert (decision.allowed, decision.field) == (field is None, field or "")


@pytest.mark.parametrize(
    ("answered_before", "changes", "says"),
    [
        (None, {}, ""),
        (AWARE, {}, "answered already"),
        (None, {"answered_on": date(2025, 6, 9)}, "after it came"),
        (None, {"answered_on": date(2025, 7, 1)}, "not in the future"),
        (None, {"action": " "}, "says what was done"),
        (None, {"action": PATIENT}, "NHS number"),
    ],
)
def test_notice_is_answered_once_and_with_what_was_done(
    answered_before: date | None, changes: dict[str, Any], says: str
) -> None:
    notice = NoticeOn(1, "FSN-1", AWARE, TODAY, answered_on=answered_before)
    given: dict[str, Any] = {"answered_on": TODAY, "action": "Updated"}
    decision = may_answer_notice(notice, **(given | changes), today=TODAY)
    assert decision.allowed == (not says)
    assert says in decision.sentence
