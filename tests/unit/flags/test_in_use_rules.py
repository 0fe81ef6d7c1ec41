"""Rules about a tool in clinical use, by plain facts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.flags.plain import TODAY, days, deployment, find
from tracker.core.days import add_months
from tracker.core.working_days import add_working_days
from tracker.flags.rules import DeploymentFacts
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.audits import AuditOn, AuditsOn, GroupOn
from tracker.governance.policies.incidents import IncidentOn, IncidentsOn, NoticeOn, Seriousness, Step
from tracker.governance.policies.monitoring import Measure, MonitoringOn, Reading, Standards
from tracker.governance.policies.revalidation import CaseOn, RevalidationOn
from tracker.governance.policies.reviews import HeldReview, HeldSupplierReview, ReviewsOn, StepOn
from tracker.governance.policies.statistics import Counts
from tracker.governance.selectors.in_use import InUse
from tracker.governance.vocabulary import (
    BetterWay,
    Cadence,
    IncidentKind,
    IncidentStepKind,
    MonitoringMethod,
    RevalidationResult,
    RevalidationTrigger,
    ReviewResult,
    SupplierReviewResult,
    Unit,
)
from tracker.networks.selectors import StateOn
from tracker.networks.vocabulary import ClinicalUse

STANDARDS = Standards(
    {
        code: Decimal(str(value))
        for code, value in {
            "spc-shift-points": 7,
            "spc-trend-points": 7,
            "spc-minimum-points": 12,
            "psi-watch": 0.1,
            "psi-act": 0.25,
            "cusum-allowance": 0.5,
            "cusum-limit": 5,
            "reading-grace": 14,
            "breach-report": 72,
            "supplier-review-every": 3,
            "bias-audit-every": 6,
            "subgroup-cases": 10,
            "subgroup-positives": 5,
            "subgroup-margin": 0.05,
        }.items()
    }
)
KNOWN_ON = days(-5)
LIVE_ON = days(-60)  # as the plain deployment has it
MEASURE = Measure(
    "turnaround",
    "Time to result",
    Unit.MINUTES,
    Cadence.MONTHLY,
    MonitoringMethod.XMR,
    BetterWay.LOWER,
    starts_on=date(2024, 1, 1),
)
DRIFT = replace(MEASURE, metric="score-drift", name="Scores", method=MonitoringMethod.PSI, better=BetterWay.NEITHER)
NOISE = (10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11)
SERIOUS = Seriousness("other-serious", "Any other serious incident", 15)


def series(values: tuple[Any, ...], last: date = date(2025, 6, 1), known_on: date = TODAY) -> tuple[Reading, ...]:
    """A reading a month up to `last`, the last one known on `known_on`."""
    periods = [add_months(last, place + 1 - len(values)) for place in range(len(values))]
    return tuple(
        Reading(period, Decimal(str(value)), known_on if period == last else add_months(period, 1))
        for period, value in zip(periods, values, strict=True)
    )


def watched(**fields: Any) -> MonitoringOn:
    given = {
        "is_planned": True,
        "measures": (MEASURE,),
        "readings": {"turnaround": series(NOISE)},
    }
    return MonitoringOn(11, STANDARDS, **given | fields)


def in_use(
    *,
    monitoring: MonitoringOn | None = None,
    incidents: tuple[IncidentOn, ...] = (),
    notices: tuple[NoticeOn, ...] = (),
    reviews: ReviewsOn | None = None,
    audits: tuple[AuditOn, ...] = (),
    cases: tuple[CaseOn, ...] = (),
    live_on: date = LIVE_ON,
    state: ClinicalUse = ClinicalUse.LIVE_FULL,
) -> DeploymentFacts:
    """A live deployment of which everything is in order that a test does not name."""
    use = InUse(
        monitoring or watched(),
        IncidentsOn(11, STANDARDS, incidents, notices),
        reviews or ReviewsOn(11, STANDARDS, live_on),
        AuditsOn(11, STANDARDS, live_on, audits),
        RevalidationOn(11, STANDARDS, cases, live_on),
    )
    facts = replace(deployment(state=state), use=use)
    return replace(facts, position=replace(facts.position, first_live_on=live_on))


def test_deployment_that_is_watched_is_no_finding() -> None:
    assert find(in_use()) == {}


def test_facts_without_what_is_watched_say_nothing_of_it() -> None:
    assert find(deployment(state=ClinicalUse.LIVE_FULL)) == {}


# --- R55, R56 -------------------------------------------------------------------------------------------------------


def test_notice_is_found_once_its_answer_is_late() -> None:
    notice = NoticeOn(5, "FSN-7", days(-8), due_on=days(-1))
    found = find(in_use(notices=(notice,)))["R55"]
    assert (found.severity, found.detail_key, found.since) == (Severity.HIGH, "notice-5", TODAY)
    assert "FSN-7 came on 22 June 2025" in found.sentence
    assert find(in_use(notices=(replace(notice, due_on=TODAY),))) == {}
    assert find(in_use(notices=(replace(notice, answered_on=TODAY),))) == {}
    assert "R55" in find(in_use(notices=(notice,), state=ClinicalUse.PAUSED))
    assert find(in_use(notices=(notice,), state=ClinicalUse.WITHDRAWN)) == {}


def incident(*done: IncidentStepKind, on: date = KNOWN_ON, **fields: Any) -> IncidentOn:
    given = {"kind": IncidentKind.PATIENT_SAFETY, "seriousness": SERIOUS} | fields
    steps = tuple(Step(kind, TODAY) for kind in done)
    return IncidentOn(
        id=3, occurred_on=on, aware_on=on, physical_harm="Low", psychological_harm="None", steps=steps, **given
    )


def test_serious_incident_without_a_yellow_card_is_found_from_the_day_it_is_known() -> None:
    found = find(in_use(incidents=(incident(),)))["R56"]
    assert (found.severity, found.since, found.detail_key) == (Severity.HIGH, days(-5), "incident-3")
    assert "no Yellow Card" in found.sentence
    assert find(in_use(incidents=(incident(IncidentStepKind.YELLOW_CARD),))) == {}
    assert find(in_use(incidents=(incident(seriousness=Seriousness("n", "Not serious", None)),))) == {}
    assert find(in_use(incidents=(incident(IncidentStepKind.CLOSED),))) == {}


@pytest.mark.parametrize(("age", "is_late"), [(15, False), (16, True)])
def test_supplier_clock_that_has_run_out_is_critical(age: int, is_late: bool) -> None:
    told = find(in_use(incidents=(incident(IncidentStepKind.YELLOW_CARD, on=days(-age)),)))
    assert ("R56" in told) == is_late
    if is_late:
        assert (told["R56"].severity, told["R56"].since) == (Severity.CRITICAL, TODAY)


@pytest.mark.parametrize(("age", "is_late"), [(3, False), (4, True)])
def test_breach_is_late_after_72_hours(age: int, is_late: bool) -> None:
    breach = incident(
        on=days(-age),
        kind=IncidentKind.DATA_BREACH,
        involves_personal_data=True,
        seriousness=Seriousness("n", "Not serious", None),
    )
    assert ("R56" in find(in_use(incidents=(breach,)))) == is_late


# --- R63, R64, R65 --------------------------------------------------------------------------------------------------


def test_live_without_a_plan_is_found_after_a_month() -> None:
    unplanned = MonitoringOn(11, STANDARDS)
    found = find(in_use(monitoring=unplanned))["R63"]
    assert (found.severity, found.since) == (Severity.MEDIUM, LIVE_ON + timedelta(days=29))
    assert find(in_use(monitoring=unplanned, live_on=days(-28))) == {}
    assert find(in_use(monitoring=unplanned, state=ClinicalUse.PAUSED)).keys() == {"T09"}


@pytest.mark.parametrize(
    ("cadence", "last", "is_late"),
    [
        (Cadence.MONTHLY, date(2025, 5, 1), False),  # June is due on 14 July
        (Cadence.MONTHLY, date(2025, 4, 1), True),  # May was due on 14 June
        (Cadence.WEEKLY, date(2025, 4, 1), True),
        (Cadence.QUARTERLY, date(2025, 3, 1), False),
        (Cadence.QUARTERLY, date(2025, 2, 1), True),
        (Cadence.HALF_YEARLY, date(2024, 12, 1), False),
        (Cadence.HALF_YEARLY, date(2024, 11, 1), True),
    ],
)
def test_reading_is_late_by_its_cadence(cadence: Cadence, last: date, is_late: bool) -> None:
    measure = replace(MEASURE, cadence=cadence)
    monitoring = watched(measures=(measure,), readings={"turnaround": series(NOISE, last)})
    assert ("R63" in find(in_use(monitoring=monitoring))) == is_late


def test_first_reading_is_due_from_the_start_of_the_measure_and_ended_measures_are_not_asked_for() -> None:
    never = watched(measures=(replace(MEASURE, starts_on=date(2025, 5, 10)),), readings={})
    found = find(in_use(monitoring=never))["R63"]
    assert (found.since, found.sentence) == (date(2025, 6, 15), "Readings are overdue: time to result.")
    ended = watched(measures=(replace(MEASURE, ends_on=TODAY),), readings={})
    assert find(in_use(monitoring=ended)) == {}


@pytest.mark.parametrize(("working_days", "is_open"), [(10, False), (11, True)])
def test_special_cause_is_found_after_ten_working_days(working_days: int, is_open: bool) -> None:
    known_on = next(day for day in (days(-back) for back in range(30)) if add_working_days(day, working_days) == TODAY)
    monitoring = watched(readings={"turnaround": series((*NOISE, 40), known_on=known_on)})
    told = find(in_use(monitoring=monitoring))
    assert ("R64" in told) == is_open
    if is_open:
        assert told["R64"].severity == Severity.HIGH
        assert "the reading of June 2025 is above the upper process limit" in told["R64"].sentence


def test_improvement_and_explained_cause_are_no_finding() -> None:
    known = {"known_on": days(-60)}
    better = watched(readings={"turnaround": series((*NOISE, 2), **known)})
    assert find(in_use(monitoring=better)) == {}
    explained = watched(
        readings={"turnaround": series((*NOISE, 40), **known)}, explained={"turnaround": date(2025, 6, 1)}
    )
    assert find(in_use(monitoring=explained)) == {}


@pytest.mark.parametrize(
    ("values", "severity", "since"),
    [
        ((0.3, 0.09), None, None),
        ((0.05, 0.10), Severity.MEDIUM, date(2025, 6, 30)),
        ((0.12, 0.2), Severity.MEDIUM, date(2025, 5, 31)),
        ((0.05, 0.25), Severity.HIGH, date(2025, 6, 30)),
    ],
)
def test_shift_of_population_is_judged_by_its_last_month(
    values: tuple[float, ...], severity: Severity | None, since: date | None
) -> None:
    monitoring = watched(measures=(DRIFT,), readings={"score-drift": series(values)})
    found = find(in_use(monitoring=monitoring)).get("R65")
    assert (found and found.severity, found and found.since) == (severity, since)


# --- R66, R67, R68 --------------------------------------------------------------------------------------------------


def audit(tp: int = 80, fn: int = 20, on: date = TODAY) -> AuditOn:
    """Men are the reference with a sensitivity of 0.95 over 100 positives."""
    groups = (
        GroupOn("Sex", "Male", True, Counts(95, 50, 850, 5)),
        GroupOn("Sex", "Female", False, Counts(tp, 50, 850, fn)),
    )
    return AuditOn(9, days(-100), on, on, groups)


def test_audit_is_due_half_a_year_after_go_live_or_the_last_one() -> None:
    live_on = add_months(TODAY, -6)
    assert find(in_use(live_on=live_on, reviews=held(TODAY))) == {}
    found = find(in_use(live_on=live_on - timedelta(days=1), reviews=held(TODAY)))["R66"]
    assert (found.severity, found.since) == (Severity.MEDIUM, TODAY)
    assert "None has been held" in found.sentence
    assert find(in_use(live_on=add_months(TODAY, -12), audits=(audit(95, 5),), reviews=held(TODAY))) == {}
    again = find(in_use(live_on=add_months(TODAY, -12), audits=(audit(95, 5, days(-190)),), reviews=held(TODAY)))
    assert "The last was held on" in again["R66"].sentence


def test_alert_of_an_audit_is_open_until_its_case_is_decided() -> None:
    found = find(in_use(audits=(audit(),)))["R66"]
    assert found.severity == Severity.HIGH
    assert "Sex, Female: sensitivity differs by -15.0 percentage points" in found.sentence
    case = CaseOn(1, RevalidationTrigger.SUBGROUP, "audit:9", "", TODAY, TODAY)
    assert "R66" in find(in_use(audits=(audit(),), cases=(case,)))
    decided = replace(case, result=RevalidationResult.TARGETED, decided_on=TODAY)
    assert find(in_use(audits=(audit(),), cases=(decided,))) == {}


def held(*days_held: date, met: bool = True) -> ReviewsOn:
    """The supplier was reviewed for the quarters of these days."""
    results = {True: SupplierReviewResult.MEETS, False: SupplierReviewResult.IMPROVEMENT_PLAN}
    reviews = tuple(
        HeldSupplierReview(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), day, met, results[met]) for day in days_held
    )
    return ReviewsOn(11, STANDARDS, add_months(TODAY, -12), supplier_reviews=reviews)


def test_supplier_review_is_late_when_the_next_quarter_has_ended_too() -> None:
    on_time = ReviewsOn(11, STANDARDS, date(2025, 1, 1))  # the first quarter may be reviewed until 30 June
    assert find(in_use(reviews=on_time)) == {}
    late = ReviewsOn(11, STANDARDS, date(2024, 12, 31))
    found = find(in_use(reviews=late))["R67"]
    assert (found.severity, found.since) == (Severity.MEDIUM, date(2025, 4, 1))


def test_service_level_missed_twice_in_a_row_is_high() -> None:
    once = held(date(2025, 4, 30), met=False)
    assert find(in_use(reviews=once)) == {}
    twice = held(date(2025, 4, 30), date(2025, 1, 31), met=False)
    found = find(in_use(reviews=twice))["R67"]
    assert (found.severity, found.since) == (Severity.HIGH, date(2025, 4, 30))
    assert "2 quarters in a row" in found.sentence
    gap = held(date(2025, 4, 30), date(2024, 10, 31), met=False)
    assert find(in_use(reviews=gap)) == {}


def test_case_is_found_once_its_decision_is_late() -> None:
    case = CaseOn(1, RevalidationTrigger.SCANNER, "change:1", "New detector", days(-15), days(-1))
    found = find(in_use(cases=(case,)))["R68"]
    assert (found.severity, found.since) == (Severity.HIGH, TODAY)
    assert "scanner or detector changed (due by 29 June 2025)" in found.sentence
    assert find(in_use(cases=(replace(case, due_on=TODAY),))) == {}
    assert find(in_use(cases=(replace(case, result=RevalidationResult.NONE),))) == {}


# --- T09, T10 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("age", "national"), [(13, False), (14, True)])
def test_pause_is_critical_and_after_a_fortnight_a_matter_for_the_nation(age: int, national: bool) -> None:
    facts = in_use(state=ClinicalUse.PAUSED)
    state = StateOn(ClinicalUse.PAUSED, since=days(-age), reason="Lesions are missed.")
    found = find(replace(facts, position=replace(facts.position, state=state)))["T09"]
    assert (found.severity, found.needs_national_decision) == (Severity.CRITICAL, national)
    assert found.sentence.endswith(": Lesions are missed.")


def test_pause_without_a_reason_is_told_all_the_same() -> None:
    facts = in_use(state=ClinicalUse.PAUSED)
    assert find(facts)["T09"].sentence == "Clinical use has been paused since 1 May 2025."


def test_review_that_was_not_held_is_found_until_it_is_long_ago() -> None:
    steps = (StepOn("day-1", "Day 1", after_days=1), StepOn("month-3", "Month 3", after_months=3))
    reviews = ReviewsOn(11, STANDARDS, LIVE_ON, steps)
    found = find(in_use(reviews=reviews))["T10"]
    assert (found.severity, found.since) == (Severity.MEDIUM, LIVE_ON + timedelta(days=2))
    assert "day 1 (due on 2 May 2025)" in found.sentence
    done = replace(reviews, reviews=(HeldReview("day-1", TODAY, ReviewResult.CONTINUE),))
    assert find(in_use(reviews=done)) == {}
    old = ReviewsOn(11, STANDARDS, add_months(TODAY, -20), steps, supplier_reviews=held(TODAY).supplier_reviews)
    assert "T10" not in find(in_use(reviews=old))
