"""Pages of validation, training, oversight and plans: what they say, whom they let write, and where a refusal shows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories.assurance import PASSING, make_signatory
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.governance.actions.criteria import amend_criteria
from tracker.governance.actions.told_studies import ToldStudy, record_told_study
from tracker.governance.models import (
    ContingencyPlan,
    ContingencyTest,
    LocalCurriculum,
    OversightRecord,
    Simulation,
    TrainingCount,
    TurnaroundResult,
    ValidationResult,
    ValidationStudy,
)
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import Group
from tracker.governance.selectors.rollback import pausers_of
from tracker.governance.validation_vocabulary import EscalationRole, Metric, Outcome, PlanKind, SubgroupKind
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
YESTERDAY = TODAY - timedelta(days=1)
COUNTS = {"true_positives": 47, "false_positives": 120, "true_negatives": 830, "false_negatives": 3, "cases": 1000}
PAGES = ("validation", "sample-size", "training", "oversight", "rollback-plan", "downtime-plan")
FORMS = (
    *("plan-study", "record-training", "record-course", "record-simulation", "edit-oversight"),
    *("edit-rollback", "edit-downtime"),
)


@pytest.fixture
def deployment() -> Deployment:
    return factories.make_deployment()


@pytest.fixture
def editor(deployment: Deployment) -> User:
    return factories.make_person(role=Role.TRUST_USER, scope=deployment.trust, name="Priya Editor")


@pytest.fixture(autouse=True)
def signed_in(client: Client, editor: User) -> None:
    client.force_login(editor)


def at(name: str, of: Deployment | ValidationStudy) -> str:
    if isinstance(of, ValidationStudy):
        return reverse(name, args=[of.deployment_id, of.pk])
    return reverse(name, args=[of.pk])


def send(client: Client, address: str, **fields: object) -> HttpResponse:
    form = form_of(client.get(address))
    return client.post(address, form.sent(**fields), follow=True)


def refused(client: Client, address: str, field: str, **fields: object) -> str:
    return message_at(form_of(send(client, address, **fields)), field)


# --- Who sees and who writes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_read_by_who_sees_the_deployment(client: Client, deployment: Deployment, name: str) -> None:
    for person, status in (
        (factories.make_person(role=Role.VIEWER, scope=deployment.trust), 200),
        (factories.make_person(role=Role.VIEWER, scope=factories.make_trust()), 404),
    ):
        client.force_login(person)
        assert client.get(at(name, deployment)).status_code == status


@pytest.mark.parametrize("name", FORMS)
def test_forms_are_for_who_may_write(client: Client, deployment: Deployment, name: str) -> None:
    for person, status in (
        (factories.make_person(role=Role.VIEWER, scope=deployment.trust), 403),
        (factories.make_person(role=Role.TRUST_USER, scope=factories.make_trust()), 404),
    ):
        client.force_login(person)
        for method in (client.get, client.post):
            assert method(at(name, deployment)).status_code == status


def test_a_study_is_found_under_its_own_deployment_only(client: Client, deployment: Deployment) -> None:
    study = factories.make_study(deployment)
    other = factories.make_deployment(deployment.trust, use_case="chest-ct")
    assert client.get(reverse("validation-study", args=[other.pk, study.pk])).status_code == 404
    assert client.get(at("validation-study", study)).status_code == 200


@pytest.mark.parametrize("name", ["approve-study", "enter-counts", "add-criterion"])
def test_a_page_of_a_past_day_changes_nothing(client: Client, deployment: Deployment, name: str) -> None:
    study = factories.make_study(deployment)
    assert client.get(at(name, study), {"as_of": "2024-01-01"}).status_code == 403
    assert "Add a criterion" not in text_of(client.get(at("validation-study", study), {"as_of": "2024-01-01"}))


# --- Validation -----------------------------------------------------------------------------------------------------


def test_a_study_is_planned_locked_run_and_approved(client: Client, deployment: Deployment) -> None:
    plan = {"design": "retrospective", "sampling": "enriched", "expected_prevalence": "2.5", "blinding": "Double"}
    page = send(client, at("plan-study", deployment), **plan)
    study = ValidationStudy.objects.get()
    assert page.redirect_chain[-1][0] == at("validation-study", study)
    assert "The criteria are open" in text_of(page)
    criterion = {
        "metric": "sensitivity",
        "operator": "at-least",
        "threshold": "80",
        "rule": "ci-lower-bound",
        "source": "clinical-consensus",
    }
    page = send(client, at("add-criterion", study), **criterion)
    assert "Sensitivity at least 80%" in text_of(page)
    page = client.post(at("lock-criteria", study), follow=True)
    assert "The criteria are locked" in text_of(page)
    page = send(client, at("enter-counts", study), run_on=YESTERDAY, **COUNTS)
    for words in ("passed its criterion", "94.0%", "83.8% to 97.9%", "47 of 50", "PPV in practice", "radiology lead"):
        assert words in text_of(page)
    lead = make_signatory(deployment, SignOffRole.RADIOLOGY_LEAD)
    client.force_login(lead)
    page = send(client, at("approve-study", study), decision="approved")
    assert f"{lead}, " in text_of(page)
    assert "It waits for: clinical safety officer, medical physics." in text_of(page)


def test_counts_show_their_refusal_at_their_field(client: Client, deployment: Deployment) -> None:
    study = factories.make_study(deployment)
    address = at("enter-counts", study)
    assert "add up to 1,000" in refused(client, address, "cases", run_on=YESTERDAY, **(COUNTS | {"cases": 999}))
    assert "future" in refused(client, address, "run_on", run_on=TODAY + timedelta(days=1), **COUNTS)
    assert "no name" in refused(client, address, "subgroup", run_on=YESTERDAY, subgroup_kind="site", **COUNTS)
    assert not ValidationResult.objects.exists()


def test_counts_entered_by_somebody_else_meanwhile_are_told(client: Client, deployment: Deployment) -> None:
    study = factories.make_study(deployment)
    form = form_of(client.get(at("enter-counts", study)))
    factories.enter_counts(study)
    page = client.post(at("enter-counts", study), form.sent(run_on=YESTERDAY, **COUNTS))
    assert "Somebody else changed this" in text_of(page)


def test_criteria_are_taken_away_and_a_refusal_is_told(client: Client, deployment: Deployment) -> None:
    study = factories.make_study(deployment, locked=False)
    for criterion in study.editions.get().criteria.all():
        page = client.post(reverse("remove-criterion", args=[deployment.pk, study.pk, criterion.pk]), follow=True)
    assert "There is no criterion yet" in text_of(page)
    page = client.post(at("lock-criteria", study), follow=True)
    assert "No criterion is mandatory" in text_of(page)
    prevalence = {"metric": "ppv", "operator": "at-least", "threshold": "80", "rule": "ci-upper-bound"}
    wrong = refused(client, at("add-criterion", study), "rule", source="literature", **prevalence)
    assert "too easily" in wrong


def test_an_amendment_is_proposed_withdrawn_and_agreed(client: Client, deployment: Deployment) -> None:
    study = factories.make_study(deployment, by=factories.system())
    assert "has a reason" in refused(client, at("amend-criteria", study), "reason", reason=" ")
    page = send(client, at("amend-criteria", study), reason="The reference standard changed")
    assert "Proposed by Priya Editor: The reference standard changed" in text_of(page)
    page = client.post(at("lock-criteria", study), follow=True)
    assert "two people" in text_of(page)
    page = client.post(at("withdraw-amendment", study), follow=True)
    assert "The amendment is withdrawn" in text_of(page)
    factories.enter_counts(study, on=YESTERDAY)
    amend_criteria(study=study, reason="Another", by=factories.system())
    page = client.post(at("lock-criteria", study), follow=True)
    assert "after data entry" in text_of(page)


def test_the_page_of_a_study_tells_every_group(client: Client, deployment: Deployment) -> None:
    study = factories.make_study(deployment)
    factories.enter_counts(study, on=YESTERDAY)
    factories.enter_counts(study, Counts(0, 3, 90, 0), Group("", SubgroupKind.SITE, "Riverside"), on=YESTERDAY)
    factories.enter_counts(study, PASSING, on=YESTERDAY, reason="Entered again")
    page = text_of(client.get(at("validation-study", study)))
    for words in ("Figures: site: Riverside", "Not calculable", "Corrected: Entered again", "Likelihood ratio LR+"):
        assert words in page


def test_turnaround_is_entered_and_bad_times_are_told(client: Client, deployment: Deployment) -> None:
    study = factories.make_study(deployment)
    times = {"band": "Two-week wait", "target_minutes": 60, "run_on": YESTERDAY}
    address = at("enter-turnaround", study)
    assert "“soon” is not a number" in refused(client, address, "before", before="10 soon", after="5", **times)
    assert "from 0 up" in refused(client, address, "after", before="10", after="-5", **times)
    page = send(client, address, before="100\n200\n300", after="50, 60; 70", **times)
    assert "140 minutes quicker" in text_of(page)
    assert TurnaroundResult.objects.get().after_within_target == 2


def test_description_stays_true_to_what_was_tested(client: Client, deployment: Deployment) -> None:
    study = factories.make_study(deployment)
    address = at("describe-study", study)
    send(client, address, operating_threshold="0.4", expected_prevalence="2")
    study.refresh_from_db()
    assert (study.operating_threshold, float(study.expected_prevalence)) == ("0.4", 0.02)
    assert "between 0% and 100%" in refused(client, address, "expected_prevalence", expected_prevalence="0")
    factories.enter_counts(study, on=YESTERDAY)
    page = send(client, address, operating_threshold="0.5")
    assert "Plan a new study" in text_of(page)


def test_sample_size_is_worked_out_from_the_address(client: Client, deployment: Deployment) -> None:
    asked = {"sensitivity": 90, "specificity": 85, "prevalence": 5, "precision": 5}
    page = text_of(client.get(at("sample-size", deployment), asked))
    assert "2,780 consecutive cases" in page
    assert "needs 335" in page
    wrong = client.get(at("sample-size", deployment), asked | {"prevalence": 0})
    assert "between 0% and 100%" in text_of(wrong)


def test_only_who_signs_in_a_capacity_that_is_asked_for_decides(client: Client, deployment: Deployment) -> None:
    study = factories.make_study(deployment)
    factories.enter_counts(study, on=YESTERDAY)
    client.force_login(make_signatory(deployment, SignOffRole.SIRO))
    assert "You don&#39;t sign as any of them" in text_of(client.get(at("approve-study", study)))
    client.force_login(make_signatory(deployment, SignOffRole.MEDICAL_PHYSICS))
    assert "says why" in refused(client, at("approve-study", study), "note", decision="refused")
    form = form_of(client.get(at("approve-study", study)))
    factories.enter_counts(study, Counts(48, 119, 831, 2), on=YESTERDAY, reason="Read again")
    study_now = client.post(at("approve-study", study), form.sent(decision="approved"))
    assert "changed since you read it" in text_of(study_now)


def test_a_study_of_a_workbook_says_so(client: Client, deployment: Deployment) -> None:
    told = ToldStudy(deployment, date(2025, 3, 3), 1000, {Metric.SENSITIVITY: Decimal("0.9")}, PASSING, Outcome.PASS)
    study = record_told_study(told=told, by=factories.system())
    page = text_of(client.get(at("validation-study", study)))
    assert "recorded from a workbook" in page
    assert "The workbook says “pass”. By interval it is “inconclusive”, which counts." in page
    assert "Told by a workbook" in text_of(client.get(at("validation", deployment)))


# --- Training -------------------------------------------------------------------------------------------------------


def test_training_is_recorded_and_told(client: Client, deployment: Deployment) -> None:
    address = at("record-training", deployment)
    typed = {"role": "radiologist", "eligible": 10, "as_at": YESTERDAY}
    assert "only 10 are eligible" in refused(client, address, "completed", completed=11, **typed)
    page = send(client, address, completed=8, **typed)
    assert "8 of 10" in text_of(page)
    assert "Too few" in text_of(page)
    assert TrainingCount.objects.get().recorded_by.name == "Priya Editor"
    page = send(
        client,
        at("record-course", deployment),
        modules=["2", "3", "4", "5", "6", "7"],
        local_cases=5,
        has_assessment="on",
    )
    assert "The course is whole." in text_of(page)
    assert "8 of 10 trained, at least 9 needed" in text_of(page)
    assert LocalCurriculum.objects.get().modules == [2, 3, 4, 5, 6, 7]
    exercise = {"scenario": "ai-down", "participants": 6, "minutes_to_detect": 12, "actions": "A louder alarm"}
    assert "later day" in refused(
        client, at("record-simulation", deployment), "retest_on", held_on=TODAY, retest_on=TODAY, **exercise
    )
    page = send(client, at("record-simulation", deployment), held_on=TODAY, **exercise)
    assert "12 minutes" in text_of(page)
    assert Simulation.objects.count() == 1


# --- Oversight and plans --------------------------------------------------------------------------------------------


def oversight_fields() -> dict[str, object]:
    contacts = {f"contact_{role.value}": "Bleep 100" for role in EscalationRole}
    hours = {f"hours_{role.value}": "At all hours" for role in EscalationRole}
    texts = dict.fromkeys(("readers", "decides", "disagreement_rule", "override_logging"), "As agreed")
    return {"permitted_effects": ["flag-to-reader", "second-read"], **texts, **contacts, **hours}


def test_oversight_is_written_and_approved(client: Client, deployment: Deployment) -> None:
    address = at("edit-oversight", deployment)
    nothing = refused(client, address, "permitted_effects", **(oversight_fields() | {"permitted_effects": []}))
    assert nothing == "Select what the AI may change."
    page = send(client, address, **oversight_fields())
    assert "The AI does more than flag" in text_of(page)
    form = form_of(client.get(address))
    assert form.values["contact_duty-consultant"] == "Bleep 100"
    client.force_login(make_signatory(deployment, SignOffRole.RADIOLOGY_LEAD))
    page = send(client, at("approve-oversight", deployment), decision="approved")
    assert "is approved" in text_of(page)


def test_two_who_edit_the_oversight_record_see_both(client: Client, deployment: Deployment) -> None:
    address = at("edit-oversight", deployment)
    form = form_of(client.get(address))
    factories.make_oversight(deployment, approved=False)
    page = client.post(address, form.sent(**oversight_fields()))
    assert "The two versions" in text_of(page)
    assert "Two consultants" in text_of(page)
    assert OversightRecord.objects.count() == 1


def plan_fields(pausers: list[str]) -> dict[str, object]:
    texts = dict.fromkeys(("triggers", "authority", "steps", "reread_rule"), "As agreed")
    return {**texts, "target_minutes": 30, **({"pausers": pausers} if pausers else {})}


def test_a_rollback_plan_is_written_approved_and_tested(client: Client, deployment: Deployment, editor: User) -> None:
    address = at("edit-rollback", deployment)
    assert "Select who may pause" in refused(client, address, "pausers", **plan_fields([]))
    page = send(client, address, **plan_fields([str(editor.pk)]))
    assert "is not approved by: radiology lead, IT lead, clinical safety officer" in text_of(page)
    assert pausers_of(deployment, on=TODAY) == [editor]
    for role in (SignOffRole.RADIOLOGY_LEAD, SignOffRole.IT_LEAD, SignOffRole.CLINICAL_SAFETY_OFFICER):
        client.force_login(make_signatory(deployment, role))
        page = send(client, at("approve-rollback", deployment), decision="approved")
    assert "has never been tested" in text_of(page)
    client.force_login(editor)
    slow = {"tested_on": YESTERDAY, "result": "passed", "minutes_taken": 31}
    assert "the plan allows 30" in refused(client, at("test-rollback", deployment), "minutes_taken", **slow)
    page = send(client, at("test-rollback", deployment), **(slow | {"minutes_taken": 20}))
    assert "counts until" in text_of(page)
    assert ContingencyTest.objects.count() == 1


def test_a_downtime_plan_has_no_pausers_and_shows_what_waits(client: Client, deployment: Deployment) -> None:
    factories.make_plan(deployment, PlanKind.DOWNTIME)
    assert not form_of(client.get(at("edit-downtime", deployment))).offers("pausers")
    page = send(client, at("edit-downtime", deployment), **plan_fields([]))
    assert "Edition 2 waits for approval and is shown here. Edition 1 is in force." in text_of(page)
    assert ContingencyPlan.objects.filter(kind="downtime").count() == 2


@pytest.mark.parametrize("name", ["approve-rollback", "test-downtime", "approve-oversight"])
def test_there_is_nothing_to_approve_or_test_before_it_is_written(
    client: Client, deployment: Deployment, name: str
) -> None:
    client.force_login(make_signatory(deployment, SignOffRole.RADIOLOGY_LEAD))
    assert client.get(at(name, deployment)).status_code == 404
