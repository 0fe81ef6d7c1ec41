"""Validation studies: criteria before data, corrections that add, approvals in a capacity, and two people at once."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    approve_study,
    enter_counts,
    make_contract,
    make_deployment,
    make_passed_study,
    make_person,
    make_release,
    make_signatory,
    make_study,
    system,
)
from tests.factories.assurance import APPROVERS, PASSING, SENSITIVITY
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.core.models import OutboxItem
from tracker.governance.actions.criteria import (
    add_criterion,
    amend_criteria,
    lock_criteria,
    remove_criterion,
    withdraw_amendment,
)
from tracker.governance.actions.studies import describe_study, plan_study
from tracker.governance.actions.told_studies import ToldStudy, record_told_study
from tracker.governance.actions.validation import decide_on_study, record_result, record_turnaround
from tracker.governance.checks import verdicts_on
from tracker.governance.models import (
    AcceptanceCriterion,
    CriteriaEdition,
    ValidationApproval,
    ValidationResult,
    ValidationStudy,
)
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import Criterion, Group
from tracker.governance.selectors.validation import find_study, study_on, turnarounds_of, validation_on
from tracker.governance.validation_vocabulary import (
    ApprovalDecision,
    Metric,
    Operator,
    Outcome,
    Sampling,
    StudyDesign,
    SubgroupKind,
)
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 3)
TODAY = today_in_london()
FAILING = Counts(tp=20, fp=120, tn=830, fn=30)
SITE = Group(kind=SubgroupKind.SITE, name="Riverside")


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


def outcome(study: ValidationStudy, on: date = TODAY) -> Outcome:
    return study_on(study, on=on).outcome


def verdict(deployment: Deployment, on: date = TODAY) -> object:
    return verdicts_on([deployment.pk], on=on)[deployment.pk]["local-validation"]


# --- Criteria -------------------------------------------------------------------------------------------------------


def test_counts_before_criteria_are_refused_and_nothing_is_kept(deployment: Deployment) -> None:
    study = make_study(deployment, locked=False)
    with pytest.raises(Refused, match="Criteria come before data"):
        enter_counts(study)
    assert not ValidationResult.objects.exists()


def test_criteria_are_not_edited_once_locked(deployment: Deployment) -> None:
    study = make_study(deployment)
    criterion = Criterion(Metric.NPV, Operator.AT_LEAST, Decimal("0.9"))
    with pytest.raises(Refused, match="locked"):
        add_criterion(study=study, criterion=criterion, by=system())
    with pytest.raises(Refused, match="locked"):
        remove_criterion(study=study, criterion_id=AcceptanceCriterion.objects.first().pk, by=system())
    with pytest.raises(Refused, match="locked already"):
        lock_criteria(study=study, by=system())


def test_criterion_taken_away_before_the_lock_is_gone(deployment: Deployment) -> None:
    study = make_study(deployment, locked=False)
    remove_criterion(study=study, criterion_id=AcceptanceCriterion.objects.first().pk, by=system())
    assert AcceptanceCriterion.objects.get().metric == Metric.SPECIFICITY


def test_study_without_criteria_is_not_locked(deployment: Deployment) -> None:
    with pytest.raises(Refused, match="No criterion is mandatory"):
        make_study(deployment, criteria=())


def another_criterion() -> None:
    criterion = AcceptanceCriterion.objects.first()
    criterion.pk, criterion.metric = None, Metric.NPV
    criterion.save()


def result_before_criteria() -> None:
    study = make_study(make_deployment(), locked=False)
    counts = {"true_positives": 1, "false_positives": 0, "true_negatives": 0, "false_negatives": 0}
    ValidationResult.objects.create(study=study, cases=1, run_on=DAY, recorded_by=system(), **counts)


@pytest.mark.parametrize(
    "write",
    [
        lambda: AcceptanceCriterion.objects.update(threshold=Decimal("0.1")),
        lambda: AcceptanceCriterion.objects.first().delete(),
        lambda: CriteriaEdition.objects.update(reason="Another"),
        another_criterion,
        result_before_criteria,
    ],
)
def test_the_database_itself_keeps_criteria_before_data(deployment: Deployment, write: Callable[[], object]) -> None:
    make_study(deployment)
    with pytest.raises(DatabaseError), transaction.atomic():
        write()


def test_amendment_takes_a_reason_and_a_second_person(deployment: Deployment) -> None:
    first, second = (make_person(role=Role.TRUST_USER, scope=deployment.trust) for _ in range(2))
    study = make_study(deployment, criteria=[SENSITIVITY], by=first)
    enter_counts(study)
    with pytest.raises(Refused, match="has a reason"):
        amend_criteria(study=study, reason="", by=first)
    edition = amend_criteria(study=study, reason="The reference standard changed", by=first)
    with pytest.raises(Refused, match="need no amendment"):
        amend_criteria(study=study, reason="Again", by=first)
    remove_criterion(study=study, criterion_id=edition.criteria.get().pk, by=first)
    harder = Criterion(Metric.SENSITIVITY, Operator.AT_LEAST, Decimal("0.99"))
    add_criterion(study=study, criterion=harder, by=first)
    assert outcome(study) == Outcome.PASS  # as locked, until somebody agrees
    with pytest.raises(Refused, match="two people"):
        lock_criteria(study=study, by=first)
    lock_criteria(study=study, by=second)
    stands = study_on(study, on=TODAY)
    assert stands.outcome == Outcome.FAIL
    assert stands.amended_after_data_on == TODAY


def test_amendment_before_data_is_no_late_one_and_may_be_withdrawn(deployment: Deployment) -> None:
    study = make_study(deployment)
    amend_criteria(study=study, reason="Fewer cases", by=system())
    withdraw_amendment(study=study, by=system())
    with pytest.raises(Refused, match="locked"):
        withdraw_amendment(study=study, by=system())
    amend_criteria(study=study, reason="Fewer cases", by=system())
    lock_criteria(study=study, by=make_person(role=Role.TRUST_USER, scope=deployment.trust))
    enter_counts(study)
    assert study_on(study, on=TODAY).amended_after_data_on is None


# --- Results --------------------------------------------------------------------------------------------------------


def test_counts_that_do_not_add_up_are_refused(deployment: Deployment) -> None:
    study = make_study(deployment)
    for counts, cases in ((PASSING, 999), (Counts(-1, 5, 5, 5), 14)):
        with pytest.raises(Refused):
            record_result(study=study, group=Group(), counts=counts, cases=cases, run_on=DAY, by=system())
    assert not ValidationResult.objects.exists()


def test_a_correction_is_a_further_row_with_a_reason(deployment: Deployment) -> None:
    study = make_study(deployment)
    enter_counts(study, FAILING, on=DAY)
    assert outcome(study) == Outcome.FAIL
    with pytest.raises(Refused, match="correction"):
        enter_counts(study, PASSING, on=DAY)
    enter_counts(study, PASSING, on=DAY, reason="The report of 30 cases was read again")
    assert outcome(study) == Outcome.PASS
    assert study_on(study, on=TODAY).results[Group()].rows == 2
    assert ValidationResult.objects.count() == 2


def test_subgroups_are_judged_by_their_own_counts_and_fit_the_whole(deployment: Deployment) -> None:
    of_site = Criterion(Metric.SENSITIVITY, Operator.AT_LEAST, Decimal("0.5"), group=SITE)
    study = make_study(deployment, criteria=[SENSITIVITY, of_site])
    enter_counts(study, on=DAY)
    assert outcome(study) == Outcome.INCONCLUSIVE
    with pytest.raises(Refused, match="more cases of a kind"):
        enter_counts(study, Counts(48, 1, 1, 1), SITE, on=DAY)
    enter_counts(study, Counts(20, 30, 400, 1), SITE, on=DAY)
    assert outcome(study) == Outcome.PASS
    elsewhere = Group(kind=SubgroupKind.SITE, name="Hillside")
    with pytest.raises(Refused, match="more cases of a kind"):
        enter_counts(study, Counts(28, 0, 0, 0), elsewhere, on=DAY)
    with pytest.raises(Refused, match="Correct the subgroups"):
        enter_counts(study, Counts(19, 40, 500, 3), on=DAY, reason="Fewer")


def test_a_day_in_the_past_sees_what_was_run_by_then(deployment: Deployment) -> None:
    study = make_study(deployment)
    enter_counts(study, on=DAY)
    stands = validation_on([deployment.pk], on=DAY - timedelta(days=1))[deployment.pk]
    assert stands.study is None
    assert stands.is_under_way


def test_stale_write_is_refused(deployment: Deployment) -> None:
    study = make_study(deployment)
    shown = study.version
    enter_counts(study, on=DAY)
    with pytest.raises(StaleWrite):
        record_result(
            study=study, group=Group(), counts=PASSING, cases=1000, run_on=DAY, reason="x", version=shown, by=system()
        )
    with pytest.raises(StaleWrite):
        describe_study(study=study, version=shown, by=system(), blinding="Double")


def test_what_was_tested_stays_once_there_are_results(deployment: Deployment) -> None:
    study = make_study(deployment)
    describe_study(study=study, version=None, by=system(), operating_threshold="0.4", blinding="Double")
    enter_counts(study, on=DAY)
    describe_study(study=study, version=None, by=system(), operating_threshold="0.4", blinding="None")
    with pytest.raises(Refused, match="operating threshold"):
        describe_study(study=study, version=None, by=system(), operating_threshold="0.5")
    with pytest.raises(Refused, match="ends before it starts"):
        describe_study(study=study, version=None, by=system(), period_from=DAY, period_to=DAY - timedelta(days=1))
    study.refresh_from_db()
    assert (study.operating_threshold, study.blinding) == ("0.4", "None")


def test_description_that_says_what_stands_leaves_the_study_alone(deployment: Deployment) -> None:
    study = make_study(deployment)
    described = describe_study(study=study, version=None, by=system(), blinding="Double")
    again = describe_study(study=study, version=described.version, by=system(), blinding="Double")
    assert again.version == described.version


def test_turnaround_is_kept_as_a_summary(deployment: Deployment) -> None:
    study = make_study(deployment)
    for after in ([20, 30], [10, 20]):
        record_turnaround(
            study=study, band="Two-week wait", target_minutes=30, before=[40, 50], after=after, run_on=DAY, by=system()
        )
    [row] = turnarounds_of(study)
    assert (row.before_median_minutes, row.after_median_minutes, row.shift_minutes) == (45, 15, -30)
    assert (row.before_within_target, row.after_within_target) == (0, 2)
    with pytest.raises(Refused, match="no times"):
        record_turnaround(study=study, band="x", target_minutes=30, before=[], after=[1], run_on=DAY, by=system())


# --- Approvals and the gate -----------------------------------------------------------------------------------------


def test_the_gate_hears_of_validation_step_by_step(deployment: Deployment) -> None:
    assert "No local validation" in verdict(deployment).reason
    study = make_study(deployment)
    assert "Enter the study's counts" in verdict(deployment).remedy
    enter_counts(study, on=DAY)
    assert "not approved by" in verdict(deployment).reason
    approve_study(study, APPROVERS[:2])
    assert "medical physics" in verdict(deployment).reason
    approve_study(study, APPROVERS[2:])
    assert verdict(deployment)
    enter_counts(study, Counts(48, 119, 831, 2), on=DAY, reason="One case was read again")
    assert "not approved by" in verdict(deployment).reason


def test_a_newer_study_that_fails_counts(deployment: Deployment) -> None:
    make_passed_study(deployment, on=DAY)
    assert verdict(deployment)
    enter_counts(make_study(deployment), FAILING, on=DAY + timedelta(days=1))
    assert "failed" in verdict(deployment).reason


def test_validation_is_of_the_release_in_use(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    old, new = make_release(version="3.1"), make_release(version="3.2")
    make_contract(network, release=new, covers=[deployment])
    study = make_study(deployment, release=old)
    enter_counts(study, on=TODAY)
    approve_study(study)
    assert "is of" in verdict(deployment).reason
    of_new = make_study(deployment, release=new)
    enter_counts(of_new, on=DAY)
    approve_study(of_new)
    assert verdict(deployment)


def decide(study: ValidationStudy, role: SignOffRole, by: object, **fields: object) -> ValidationApproval:
    given = {"decision": ApprovalDecision.APPROVED, "content_hash": study_on(study, on=TODAY).content_hash}
    return decide_on_study(study=study, role=role, by=by, **(given | fields))  # type: ignore[arg-type]


def test_nobody_approves_without_the_role_of_the_day_or_their_own_work(deployment: Deployment) -> None:
    study = make_study(deployment)
    enter_counts(study, on=DAY)
    lead, physicist = SignOffRole.RADIOLOGY_LEAD, SignOffRole.MEDICAL_PHYSICS
    with pytest.raises(NotPermitted):
        decide(study, lead, make_person(role=Role.TRUST_USER, scope=deployment.trust))
    with pytest.raises(Refused, match="You don't sign as radiology lead"):
        decide(study, lead, make_signatory(deployment, physicist))
    former = make_person(
        role=Role.SIGNATORY, scope=deployment.trust, sign_off_role=lead, until=TODAY - timedelta(days=1)
    )
    with pytest.raises(NotPermitted):
        decide(study, lead, former)
    with pytest.raises(Refused, match="not approved by the senior"):
        decide(study, SignOffRole.SIRO, make_signatory(deployment, SignOffRole.SIRO))
    elsewhere = make_signatory(make_deployment(), lead)
    with pytest.raises(NotPermitted):
        decide(study, lead, elsewhere)
    own = make_signatory(deployment, physicist)
    enter_counts(study, PASSING, on=DAY, reason="Entered again", by=own)
    with pytest.raises(Refused, match="their own work"):
        decide(study, physicist, own)
    with pytest.raises(Refused, match="changed since you read it"):
        decide(study, lead, make_signatory(deployment, lead), content_hash="0" * 64)
    assert not ValidationApproval.objects.exists()


def test_a_study_that_did_not_pass_is_refused_with_a_reason(deployment: Deployment) -> None:
    study = make_study(deployment)
    lead = make_signatory(deployment, SignOffRole.RADIOLOGY_LEAD)
    with pytest.raises(Refused, match="no results"):
        decide(study, SignOffRole.RADIOLOGY_LEAD, lead)
    enter_counts(study, FAILING, on=DAY)
    with pytest.raises(Refused, match="only one that passed"):
        decide(study, SignOffRole.RADIOLOGY_LEAD, lead)
    with pytest.raises(Refused, match="says why"):
        decide(study, SignOffRole.RADIOLOGY_LEAD, lead, decision=ApprovalDecision.REFUSED)
    decide(study, SignOffRole.RADIOLOGY_LEAD, lead, decision=ApprovalDecision.REFUSED, note="Sensitivity is too low")
    assert study_on(study, on=TODAY).approvals[SignOffRole.RADIOLOGY_LEAD].note == "Sensitivity is too low"


def test_who_may_not_run_a_validation_writes_nothing(deployment: Deployment) -> None:
    viewer = make_person(role=Role.VIEWER)
    elsewhere = make_person(role=Role.TRUST_USER, scope=make_deployment().trust)
    study = make_study(deployment)
    for person in (viewer, elsewhere):
        with pytest.raises(NotPermitted):
            plan_study(deployment=deployment, design=StudyDesign.SILENT, sampling=Sampling.CONSECUTIVE, by=person)
        with pytest.raises(NotPermitted):
            enter_counts(study, by=person)
        with pytest.raises(NotPermitted):
            amend_criteria(study=study, reason="x", by=person)
    assert ValidationStudy.objects.count() == 1


def test_every_change_is_audited_and_tells_the_flags(deployment: Deployment) -> None:
    OutboxItem.objects.all().delete()
    study = make_study(deployment)
    enter_counts(study, on=DAY)
    assert OutboxItem.objects.filter(topic="touched", payload={"deployment": [deployment.pk]}).count() >= 3
    event = ValidationResult.objects.get().audit_events.get()
    assert event.pgh_context["user"] == system().pk


# --- As a workbook tells it -----------------------------------------------------------------------------------------


def told(deployment: Deployment, counts: Counts | None = PASSING, **fields: object) -> ValidationStudy:
    given = {"minimums": {Metric.SENSITIVITY: Decimal("0.8")}, "result": Outcome.PASS, "run_on": DAY, "cases": 1000}
    return record_told_study(
        told=ToldStudy(deployment=deployment, counts=counts, **(given | fields)),  # type: ignore[arg-type]
        by=system(),
    )


def test_a_workbook_tells_criteria_and_counts_at_once(deployment: Deployment) -> None:
    study = told(deployment)
    assert study.is_from_workbook
    assert outcome(study, DAY) == Outcome.PASS
    assert told(deployment) == study
    assert ToldStudy(deployment, DAY, 1000, {Metric.SENSITIVITY: Decimal("0.9")}, FAILING, None).outcome == Outcome.FAIL
    assert ToldStudy(deployment, DAY, 1000, {}, None, Outcome.PASS).outcome is None
    assert ValidationResult.objects.count() == 1
    told(deployment, Counts(48, 119, 831, 2))
    assert ValidationResult.objects.count() == 2
    assert outcome(told(deployment, minimums={}, run_on=DAY + timedelta(days=1))) == Outcome.INCONCLUSIVE
    assert told(deployment, None, run_on=DAY + timedelta(days=2)).results.count() == 0


# --- Reading --------------------------------------------------------------------------------------------------------


def test_reading_takes_the_same_queries_for_few_and_many() -> None:
    few, many = [make_deployment() for _ in range(2)], [make_deployment() for _ in range(12)]
    for deployment in (*few, *many):
        make_passed_study(deployment)

    def queries(deployments: list[Deployment]) -> int:
        with CaptureQueriesContext(connection) as captured:
            validation_on([each.pk for each in deployments], on=TODAY)
        return len(captured)

    assert queries(few) == queries(many)


def test_a_study_of_another_deployment_is_not_found(deployment: Deployment) -> None:
    study = make_study(deployment)
    assert find_study(make_deployment(), study.pk, on=TODAY) is None
    found = find_study(deployment, study.pk, on=TODAY)
    assert found is not None
    assert found[0] == study
