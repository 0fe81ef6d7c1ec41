"""What asks whether a local validation still holds, and what may be decided about it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.governance.monitoring_plain import FIRST, NOISE, NUMBERS, measure, month, watched
from tracker.core.working_days import add_working_days
from tracker.governance.policies.audits import AuditOn, AuditsOn, GroupOn, audit_due_on
from tracker.governance.policies.incidents import IncidentOn, IncidentsOn, NoticeOn, Seriousness
from tracker.governance.policies.monitoring import MonitoringOn, Rebase, Standards
from tracker.governance.policies.revalidation import (
    CaseOn,
    Cause,
    ReleaseChange,
    RevalidationOn,
    causes_of,
    decision_due_on,
    has_open_alert,
    may_decide,
    may_raise,
    undecided,
)
from tracker.governance.policies.statistics import Counts
from tracker.governance.vocabulary import (
    IncidentKind,
    MonitoringMethod,
    ProcessChangeKind,
    RevalidationResult,
    RevalidationTrigger,
    Unit,
)

MORE = {
    "special-cause-explained": 10,
    "revalidation-decision": 10,
    "validation-age": 24,
    "bias-audit-every": 6,
    "subgroup-cases": 10,
    "subgroup-positives": 5,
    "subgroup-margin": "0.05",
}
STANDARDS = Standards({code: Decimal(value) for code, value in {**NUMBERS, **MORE}.items()})
LIVE, TODAY = FIRST, date(2025, 6, 30)
PATIENT = "Patient 943 476 5919"  # the check digit of an NHS number that is used in examples
Trigger = RevalidationTrigger
MEN = GroupOn("Sex", "Male", True, Counts(90, 40, 760, 10))
WOMEN = replace(MEN, name="Female", is_reference=False)
WORSE = replace(WOMEN, counts=Counts(70, 40, 760, 30))


def held_to(**fields: Any) -> RevalidationOn:
    return RevalidationOn(1, STANDARDS, **({"live_on": LIVE, "validated_on": TODAY} | fields))


def monitored(monitoring: MonitoringOn | None = None, **fields: Any) -> MonitoringOn:
    return replace(monitoring or MonitoringOn(1, STANDARDS), standards=STANDARDS, **fields)


def audits(*groups: tuple[GroupOn, ...]) -> AuditsOn:
    rows = tuple(AuditOn(number, LIVE, TODAY, TODAY, each) for number, each in enumerate(groups, start=1))
    return AuditsOn(1, STANDARDS, LIVE, rows)


def causes(
    revalidation: RevalidationOn | None = None,
    monitoring: MonitoringOn | None = None,
    incidents: IncidentsOn | None = None,
    audited: AuditsOn | None = None,
    *,
    day: date = TODAY,
) -> list[Cause]:
    return causes_of(
        revalidation or held_to(),
        monitoring or monitored(),
        incidents or IncidentsOn(1, STANDARDS),
        audited or audits(),
        day=day,
    )


def case(number: int = 1, **fields: Any) -> CaseOn:
    given: dict[str, Any] = {"opened_on": LIVE, "due_on": TODAY, "trigger": Trigger.AGE, "key": "age:1", "detail": ""}
    return CaseOn(number, **(given | fields))


@pytest.mark.parametrize("live_on", [None, date(2025, 7, 1)])
def test_nothing_is_asked_before_clinical_use(live_on: date | None) -> None:
    releases = (ReleaseChange(1, "Lumen 2.0", TODAY),)
    assert causes(held_to(live_on=live_on, releases=releases, validated_on=None)) == []


def test_release_asks_when_it_comes_after_the_go_live() -> None:
    first, second = ReleaseChange(1, "Lumen 1.0", LIVE), ReleaseChange(2, "Lumen 2.0", date(2024, 5, 2))
    assert causes(held_to(releases=(first, second))) == [
        Cause(Trigger.RELEASE, "release:2", "Lumen 2.0 in use since 2 May 2024")
    ]


@pytest.mark.parametrize(
    ("kind", "known_on", "trigger"),
    [
        (ProcessChangeKind.SCANNER, date(2024, 5, 2), Trigger.SCANNER),
        (ProcessChangeKind.SCANNER, LIVE, None),
        (ProcessChangeKind.GO_LIVE, date(2024, 5, 2), None),
        (ProcessChangeKind.OTHER, date(2024, 5, 2), None),
    ],
)
def test_changed_process_asks_by_its_kind(
    kind: ProcessChangeKind, known_on: date, trigger: RevalidationTrigger | None
) -> None:
    change = Rebase(7, kind, "", date(2024, 5, 1), "Room 2", known_on)
    expected = [Cause(trigger, "change:7", "From May 2024: Room 2")] if trigger else []
    assert causes(monitoring=monitored(rebases=(change,))) == expected


def test_special_cause_asks_once_ten_working_days_have_passed() -> None:
    monitoring = monitored(watched(measure(), [*NOISE, 40]))
    since = month(13)
    assert causes(monitoring=monitoring, day=add_working_days(since, 10)) == []
    [cause] = causes(monitoring=monitoring, day=add_working_days(since, 11))
    assert (cause.trigger, cause.key) == (Trigger.SPECIAL_CAUSE, "special-cause:delay:2025-01-01")


@pytest.mark.parametrize(("last", "is_asked"), [(0.3, True), (0.25, False), (0.05, False)])
def test_shifted_population_asks(last: float, is_asked: bool) -> None:
    found = causes(monitoring=monitored(watched(measure(MonitoringMethod.PSI, unit=Unit.INDEX), [0.05, 0.12, last])))
    expected = [Cause(Trigger.DRIFT, "drift:delay:2024-02-01", "Delay: 0.3 in March 2024")]
    assert found == (expected if is_asked else [])


def test_serious_incidents_and_notices_ask_from_the_go_live_on() -> None:
    def incident(number: int, aware_on: date, days: int | None) -> IncidentOn:
        seriousness = Seriousness("class", "Death", days)
        return IncidentOn(number, IncidentKind.PATIENT_SAFETY, seriousness, aware_on, aware_on, "none", "none")

    before = date(2023, 12, 31)
    told = IncidentsOn(
        1,
        STANDARDS,
        (incident(1, LIVE, 10), incident(2, LIVE, None), incident(3, before, 10)),
        (NoticeOn(4, "FSN-4", LIVE, TODAY), NoticeOn(5, "FSN-5", before, TODAY)),
    )
    assert causes(incidents=told) == [
        Cause(Trigger.INCIDENT, "incident:1", "Death, known since 1 January 2024"),
        Cause(Trigger.SAFETY_NOTICE, "notice:4", "FSN-4, received on 1 January 2024"),
    ]


def test_audit_asks_when_a_group_is_served_worse() -> None:
    [cause] = causes(audited=audits((MEN, WOMEN), (MEN, WORSE)))
    assert (cause.trigger, cause.key) == (Trigger.SUBGROUP, "audit:2")
    assert cause.detail == ("Audit of 30 June 2025: Sex, Female: sensitivity differs by -20.0 percentage points")


@pytest.mark.parametrize(
    ("validated_on", "decided", "since"),
    [
        (date(2023, 6, 30), None, date(2023, 6, 30)),
        (date(2023, 7, 1), None, None),
        (date(2023, 6, 30), case(decided_on=date(2024, 6, 30)), None),
        (date(2023, 6, 30), case(), date(2023, 6, 30)),
        (date(2023, 6, 30), case(trigger=Trigger.OTHER, decided_on=date(2024, 6, 30)), date(2023, 6, 30)),
        (None, None, None),
    ],
)
def test_old_validation_asks_every_two_years(
    validated_on: date | None, decided: CaseOn | None, since: date | None
) -> None:
    found = causes(held_to(validated_on=validated_on, cases=(decided,) if decided else ()))
    assert [each.key for each in found] == ([f"age:{since}"] if since else [])


def test_decision_is_due_within_ten_working_days() -> None:
    assert decision_due_on(date(2025, 6, 2), STANDARDS) == date(2025, 6, 16)
    late = case(due_on=date(2025, 6, 16))
    assert not late.is_overdue(date(2025, 6, 16))
    assert late.is_overdue(date(2025, 6, 17))
    assert not replace(late, result=RevalidationResult.NONE).is_overdue(TODAY)


def test_undecided_cases_come_in_the_order_of_their_days() -> None:
    early, late = case(2, due_on=LIVE), case(1)
    assert undecided([late, case(3, result=RevalidationResult.NONE), early]) == [early, late]


@pytest.mark.parametrize(("detail", "field"), [("It misses clips", ""), (" ", "detail"), (PATIENT, "detail")])
def test_case_of_a_person_says_why(detail: str, field: str) -> None:
    decision = may_raise(detail)
    assert (decision.allowed, decision.field) == (not field, field)


@pytest.mark.parametrize(
    ("decided", "changes", "says"),
    [
        (case(), {}, ""),
        (case(result=RevalidationResult.NONE), {}, "decided already"),
        (case(), {"decided_on": date(2023, 12, 31)}, "after it was opened"),
        (case(), {"decided_on": date(2025, 7, 1)}, "not in the future"),
        (case(), {"reason": ""}, "needs its reason"),
        (case(), {"reason": PATIENT}, "NHS number"),
    ],
)
def test_case_is_decided_once_and_for_a_reason(decided: CaseOn, changes: dict[str, Any], says: str) -> None:
    given: dict[str, Any] = {"reason": "The change is of the viewer only", "decided_on": TODAY}
    decision = may_decide(decided, **(given | changes), today=TODAY)
    assert decision.allowed == (not says)
    assert says in decision.sentence


def test_alert_of_the_last_audit_is_open_until_somebody_decides() -> None:
    worse = audits((MEN, WORSE))
    assert not has_open_alert(held_to(), audits())
    assert not has_open_alert(held_to(), audits((MEN, WORSE), (MEN, WOMEN)))
    assert has_open_alert(held_to(), worse)
    waits = case(trigger=Trigger.SUBGROUP, key="audit:1")
    assert has_open_alert(held_to(cases=(waits,)), worse)
    assert not has_open_alert(held_to(cases=(replace(waits, result=RevalidationResult.NONE),)), worse)


def test_audit_is_due_half_a_year_after_the_go_live_or_the_last_one() -> None:
    assert audit_due_on(replace(audits(), live_on=None)) is None
    assert audit_due_on(audits()) == date(2024, 7, 1)
    assert audit_due_on(audits((MEN, WOMEN))) == date(2025, 12, 30)
