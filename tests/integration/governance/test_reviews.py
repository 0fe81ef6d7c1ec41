"""Reviews after go-live, of the tool and of its supplier, and the cases that ask whether the validation still holds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    go_live,
    make_deployment,
    make_incident,
    make_monitoring_plan,
    make_network,
    make_notice,
    make_person,
    make_readings,
    make_release,
    make_trust,
    system,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core import outbox
from tracker.core.days import add_months, today_in_london
from tracker.core.decisions import NotPermitted, Refused
from tracker.core.models import OutboxItem
from tracker.core.working_days import add_working_days
from tracker.governance.actions.monitoring import NewReading, record_process_change, record_readings
from tracker.governance.actions.releases import record_release
from tracker.governance.actions.revalidation import decide_case, open_due_cases, raise_case
from tracker.governance.actions.reviews import record_review, record_supplier_review
from tracker.governance.models import RevalidationCase, RevalidationDecision, Review, SupplierReview
from tracker.governance.policies.revalidation import undecided
from tracker.governance.policies.reviews import schedule_of
from tracker.governance.selectors.pausing import pause_on
from tracker.governance.selectors.revalidation import revalidation_on
from tracker.governance.selectors.reviews import reviews_on
from tracker.governance.tasks import open_revalidation_cases, open_touched_cases
from tracker.governance.vocabulary import (
    ProcessChangeKind,
    RevalidationResult,
    ReviewResult,
    SupplierReviewResult,
)
from tracker.networks.models import ClinicalUse, Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
LIVE = TODAY - timedelta(days=100)
NOISE = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]


@pytest.fixture
def deployment() -> Deployment:
    row = make_deployment()
    go_live(row, on=LIVE)
    return row


@pytest.fixture
def person(deployment: Deployment) -> User:
    return make_person(role=Role.TRUST_USER, scope=deployment.trust)


@pytest.fixture
def officer(deployment: Deployment) -> User:
    role = SignOffRole.CLINICAL_SAFETY_OFFICER
    return make_person(role=Role.SIGNATORY, scope=deployment.trust, sign_off_role=role)


# --- Reviews --------------------------------------------------------------------------------------------------------


def test_go_live_brings_six_reviews(deployment: Deployment) -> None:
    due = schedule_of(reviews_on([deployment.pk], on=TODAY)[deployment.pk])
    days = [LIVE + timedelta(days=1), LIVE + timedelta(days=7), *(add_months(LIVE, count) for count in (1, 3, 6, 12))]
    assert [each.due_on for each in due] == days
    assert [each.is_overdue(TODAY) for each in due] == [True, True, True, True, False, False]


def test_nothing_is_due_before_a_go_live() -> None:
    deployment = make_deployment()
    assert schedule_of(reviews_on([deployment.pk], on=TODAY)[deployment.pk]) == []


def test_review_is_recorded_and_the_newest_outcome_stands(deployment: Deployment, person: User) -> None:
    fields = {"deployment": deployment, "step": "week-1", "held_on": TODAY, "by": person}
    record_review(**fields, result=ReviewResult.CONTINUE)
    record_review(**fields, result=ReviewResult.ACTIONS, note="Train the night team by Friday")
    (held,) = reviews_on([deployment.pk], on=TODAY)[deployment.pk].reviews
    assert held.result == ReviewResult.ACTIONS
    assert Review.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"step": "nonsense"}, ""),
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"held_on": LIVE - timedelta(days=1)}, "held_on"),
        ({"result": ReviewResult.ACTIONS}, "note"),
        ({"note": "See 9434765919"}, "note"),
    ],
)
def test_impossible_review_is_refused(deployment: Deployment, person: User, fields: dict, field: str) -> None:
    given = {"step": "day-1", "held_on": TODAY, "result": ReviewResult.CONTINUE, "by": person}
    with pytest.raises(Refused) as refused:
        record_review(deployment=deployment, **given | fields)
    assert refused.value.decision.field == field
    assert not Review.objects.exists()


def test_review_before_a_go_live_is_refused(person: User, deployment: Deployment) -> None:
    other = make_deployment(deployment.trust, use_case="chest-ct")
    with pytest.raises(Refused, match="no such review"):
        record_review(deployment=other, step="day-1", held_on=TODAY, result=ReviewResult.CONTINUE, by=person)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"quarter": date(2025, 2, 1)}, "quarter"),
        ({"held_on": date(2024, 12, 31)}, "held_on"),
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"service_level_met": False}, "result"),
        ({"result": SupplierReviewResult.BREACH_NOTICE}, "note"),
        ({"note": "See 9434765919"}, "note"),
    ],
)
def test_impossible_supplier_review_is_refused(deployment: Deployment, person: User, fields: dict, field: str) -> None:
    given = {
        "quarter": date(2025, 1, 1),
        "held_on": date(2025, 4, 10),
        "service_level_met": True,
        "result": SupplierReviewResult.MEETS,
        "by": person,
    }
    with pytest.raises(Refused) as refused:
        record_supplier_review(deployment=deployment, **given | fields)
    assert refused.value.decision.field == field
    assert not SupplierReview.objects.exists()


def test_supplier_review_is_recorded_and_read_by_quarter(deployment: Deployment, person: User) -> None:
    for quarter in (date(2025, 4, 1), date(2025, 1, 1)):
        record_supplier_review(
            deployment=deployment,
            quarter=quarter,
            held_on=date(2025, 7, 10),
            service_level_met=False,
            result=SupplierReviewResult.IMPROVEMENT_PLAN,
            note="A second gateway by August",
            by=person,
        )
    held = reviews_on([deployment.pk], on=TODAY)[deployment.pk].supplier_reviews
    assert [each.quarter for each in held] == [date(2025, 1, 1), date(2025, 4, 1)]


# --- Cases ----------------------------------------------------------------------------------------------------------


def cases(deployment: Deployment) -> list[str]:
    return list(RevalidationCase.objects.filter(deployment=deployment).order_by("pk").values_list("trigger", flat=True))


def opened(deployment: Deployment, on: date = TODAY) -> int:
    return open_due_cases([deployment.pk], on=on, by=system())


def test_quiet_deployment_opens_no_case(deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    make_readings(deployment, NOISE)
    assert opened(deployment) == 0


def test_every_cause_opens_one_case_and_no_second(deployment: Deployment, person: User) -> None:
    make_monitoring_plan(deployment)
    make_readings(deployment, [*NOISE, 40])
    record_readings([NewReading(deployment, "score-drift", date(2025, 6, 1), Decimal("0.4"))], by=person)
    record_readings([NewReading(deployment, "input-mix", date(2025, 6, 1), Decimal("0.25"))], by=person)
    make_incident(deployment, on=TODAY)
    make_incident(deployment, seriousness="not-serious", on=TODAY)
    make_notice(deployment, on=TODAY)
    for kind in ProcessChangeKind:
        record_process_change(
            deployment=deployment, kind=kind, period=date(2025, 8, 1), metric="agreement", reason="Changed", by=person
        )
    release = make_release()
    record_release(deployment=deployment, release=release, on=TODAY, reason="Upgrade", by=person)
    assert opened(deployment) == 11
    assert sorted(cases(deployment)) == sorted(
        [
            "release",
            "release",
            "threshold",
            "scanner",
            "source",
            "pacs-ris",
            "protocol",
            "special-cause",
            "drift",
            "incident",
            "safety-notice",
        ]
    )
    case = RevalidationCase.objects.first()
    assert case is not None
    assert case.due_on == add_working_days(TODAY, 10)
    assert opened(deployment) == 0


def test_special_cause_opens_a_case_after_ten_working_days_without_explanation(deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    make_readings(deployment, [*NOISE, 40], first=add_months(TODAY.replace(day=1), -13))
    seen = TODAY.replace(day=1) - timedelta(days=1)
    assert opened(deployment, on=add_working_days(seen, 10)) == 0
    assert opened(deployment, on=add_working_days(seen, 11)) == 1


def test_validation_grows_old(deployment: Deployment) -> None:
    assert opened(deployment, on=add_months(LIVE, 24) - timedelta(days=1)) == 0
    assert opened(deployment, on=add_months(LIVE, 24)) == 1


def test_before_a_go_live_nothing_opens() -> None:
    deployment = make_deployment()
    make_notice(deployment)
    assert opened(deployment) == 0


def test_jobs_open_cases_of_all_and_of_what_was_touched(deployment: Deployment) -> None:
    make_notice(deployment, on=TODAY)
    open_touched_cases({"contract": [1]})
    assert cases(deployment) == []
    open_touched_cases({"deployment": [deployment.pk, 0]})
    assert cases(deployment) == ["safety-notice"]
    make_notice(deployment, on=TODAY)
    open_revalidation_cases()
    assert cases(deployment) == ["safety-notice", "safety-notice"]


def test_outbox_opens_the_case_after_the_change(deployment: Deployment) -> None:
    make_notice(deployment, on=TODAY)
    for item in OutboxItem.objects.filter(delivered_at=None).order_by("pk"):
        outbox.deliver(item.pk)
    assert cases(deployment) == ["safety-notice"]


def test_person_raises_a_case_with_what_makes_them_doubt(deployment: Deployment, person: User) -> None:
    for detail in (" ", "See 9434765919"):
        with pytest.raises(Refused) as refused:
            raise_case(deployment=deployment, detail=detail, by=person)
        assert refused.value.decision.field == "detail"
    raise_case(deployment=deployment, detail="Readers distrust it", by=person)
    raise_case(deployment=deployment, detail="And still do", by=person)
    assert cases(deployment) == ["other", "other"]
    with pytest.raises(NotPermitted):
        raise_case(deployment=deployment, detail="Me too", by=make_person(role=Role.VIEWER))


def test_officer_decides_a_case_once(deployment: Deployment, person: User, officer: User) -> None:
    case = raise_case(deployment=deployment, detail="Readers distrust it", by=person)
    decide = {"deployment": deployment, "case_id": case.pk, "result": RevalidationResult.TARGETED, "decided_on": TODAY}
    with pytest.raises(NotPermitted):
        decide_case(**decide, reason="Fine", by=person)
    for fields, field in (
        ({"reason": " "}, "reason"),
        ({"reason": "See 9434765919"}, "reason"),
        ({"reason": "Fine", "decided_on": TODAY + timedelta(days=1)}, "decided_on"),
        ({"reason": "Fine", "decided_on": TODAY - timedelta(days=1)}, "decided_on"),
    ):
        with pytest.raises(Refused) as refused:
            decide_case(**decide | fields, by=officer)
        assert refused.value.decision.field == field
    assert undecided(revalidation_on([deployment.pk], on=TODAY)[deployment.pk].cases)
    decide_case(**decide, reason="100 studies of the new detector", by=officer)
    (known,) = revalidation_on([deployment.pk], on=TODAY)[deployment.pk].cases
    assert (known.result, known.reason) == (RevalidationResult.TARGETED, "100 studies of the new detector")
    assert not undecided([known])
    with pytest.raises(Refused, match="already"):
        decide_case(**decide, reason="Again", by=officer)
    assert RevalidationDecision.objects.count() == 1


def test_case_of_another_deployment_is_not_there(deployment: Deployment, officer: User) -> None:
    other = make_deployment(make_trust(make_network()))
    case = raise_case(deployment=other, detail="Elsewhere", by=system())
    with pytest.raises(RevalidationCase.DoesNotExist):
        decide_case(
            deployment=deployment,
            case_id=case.pk,
            result=RevalidationResult.NONE,
            reason="No",
            decided_on=TODAY,
            by=officer,
        )


def test_suspending_pauses_clinical_use(deployment: Deployment, officer: User) -> None:
    for _ in range(2):
        case = raise_case(deployment=deployment, detail="Lesions are missed", by=system())
        decide_case(
            deployment=deployment,
            case_id=case.pk,
            result=RevalidationResult.SUSPEND,
            reason="Lesions are missed",
            decided_on=TODAY,
            by=officer,
        )
        assert pause_on(deployment, on=TODAY).state == ClinicalUse.PAUSED


def test_case_that_is_late_is_told() -> None:
    deployment = make_deployment()
    raise_case(deployment=deployment, detail="Readers distrust it", by=system())
    (case,) = revalidation_on([deployment.pk], on=TODAY)[deployment.pk].cases
    assert not case.is_overdue(case.due_on)
    assert case.is_overdue(case.due_on + timedelta(days=1))


@pytest.mark.parametrize(("reader", "queries"), [(reviews_on, 5), (revalidation_on, 5)])
def test_any_number_of_deployments_is_read_with_the_same_queries(reader: object, queries: int) -> None:
    def count(number: int) -> int:
        trust = make_trust()
        deployments = [make_deployment(trust, use_case=code) for code in ("chest-xray", "chest-ct")[:number]]
        for each in deployments:
            go_live(each, on=LIVE)
            raise_case(deployment=each, detail="Doubt", by=system())
            record_review(deployment=each, step="day-1", held_on=TODAY, result=ReviewResult.CONTINUE, by=system())
        with CaptureQueriesContext(connection) as captured:
            reader([each.pk for each in deployments], on=TODAY)  # type: ignore[operator]
        return len(captured)

    assert count(1) == count(2) == queries
