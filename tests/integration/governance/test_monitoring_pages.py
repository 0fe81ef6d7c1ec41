"""The pages of monitoring, incidents, reviews and pausing: what they show, what a form does, and where it refuses."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    go_live,
    make_deployment,
    make_incident,
    make_monitoring_plan,
    make_network,
    make_notice,
    make_person,
    make_readings,
    make_trust,
    set_state,
    system,
)
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.governance.actions.audits import record_audit
from tracker.governance.actions.pausing import pause_use
from tracker.governance.actions.revalidation import raise_case
from tracker.governance.models import (
    BiasAuditGroup,
    Incident,
    MonitoringPlan,
    MonitoringReading,
    PlanRow,
    ProcessChange,
    RevalidationCase,
    RevalidationDecision,
    Review,
    SafetyNotice,
    SpecialCauseNote,
    SupplierReview,
)
from tracker.governance.policies.audits import GroupOn
from tracker.governance.policies.reviews import quarter_of
from tracker.governance.policies.statistics import Counts
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
LIVE = TODAY - timedelta(days=40)
NOISE = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
FORMS = (
    "edit-monitoring-plan",
    "add-measure",
    "record-process-change",
    "record-incident",
    "record-notice",
    "record-bias-audit",
    "raise-case",
    "record-supplier-review",
)


@pytest.fixture
def deployment() -> Deployment:
    row = make_deployment()
    go_live(row, on=LIVE)
    return row


@pytest.fixture
def person(deployment: Deployment) -> User:
    return make_person(role=Role.TRUST_USER, scope=deployment.trust)


@pytest.fixture(autouse=True)
def signed_in(client: Client, person: User) -> None:
    client.force_login(person)


def officer_of(deployment: Deployment) -> User:
    role = SignOffRole.CLINICAL_SAFETY_OFFICER
    return make_person(role=Role.SIGNATORY, scope=deployment.trust, sign_off_role=role)


def address(name: str, deployment: Deployment, *arguments: object) -> str:
    return reverse(name, args=[deployment.pk, *arguments])


def page(client: Client, deployment: Deployment, **query: str) -> str:
    return text_of(client.get(address("monitoring", deployment), query))


def send(client: Client, where: str, **changes: object) -> HttpResponse:
    """Opens a form, changes it and sends it."""
    return client.post(where, form_of(client.get(where)).sent(**changes))


def saved(answer: HttpResponse, deployment: Deployment) -> bool:
    return answer.status_code == 302 and answer["Location"] == address("monitoring", deployment)


# --- The page -------------------------------------------------------------------------------------------------------


def test_page_says_first_that_nobody_watches(client: Client, deployment: Deployment) -> None:
    text = page(client, deployment)
    assert "nobody has planned how it is watched" in text
    assert "Start the monitoring plan" in text


def test_page_of_what_is_not_live_says_that_a_go_live_needs_a_plan(client: Client, deployment: Deployment) -> None:
    other = make_deployment(deployment.trust, use_case="chest-ct")
    assert "There is no monitoring plan yet" in page(client, other)


def test_page_names_what_waits_and_leads_to_it(client: Client, deployment: Deployment) -> None:
    make_monitoring_plan(deployment, starts_on=date(2024, 1, 1))
    make_readings(deployment, [*NOISE, 40])
    make_readings(deployment, [0.3], metric="score-drift", first=date(2025, 6, 1))
    make_incident(deployment, on=date(2025, 7, 1))
    make_notice(deployment, on=date(2025, 7, 1), reference="FSN-7")
    raise_case(deployment=deployment, detail="Readers doubt it", by=system())
    text = page(client, deployment)
    for words in (
        "Answer field safety notice FSN-7",
        "Explain the special cause of “Time from acquisition to result”",
        "“Distribution of scores against validation” has shifted since validation",
        "readings that are overdue",
        "Hold the review “Day 1”",
        "Decide on re-validation: Raised by a person",
        "still to be done: “Recorded on LFPSE”, “Yellow Card sent to the MHRA”",
        "above the upper process limit",
        "other things to do",
    ):
        assert words in text, words
    assert address("explain-special-cause", deployment, "turnaround") in text
    assert text.count('class="tracker-chart"') == 2


def test_page_without_anything_to_do_says_so(client: Client, deployment: Deployment) -> None:
    make_monitoring_plan(deployment, starts_on=TODAY)
    set_state(deployment, "withdrawn", on=TODAY)
    assert "Nothing asks for attention" in page(client, deployment)


def test_audit_is_shown_with_intervals_and_what_is_too_few(client: Client, deployment: Deployment) -> None:
    groups = [
        GroupOn("Sex", "Male", True, Counts(95, 50, 850, 5)),
        GroupOn("Sex", "Female", False, Counts(80, 50, 850, 20)),
        GroupOn("Age", "85 and over", True, Counts(4, 0, 2, 0)),
    ]
    for days_ago in (20, 0):
        record_audit(
            deployment=deployment,
            groups=groups,
            first_day=TODAY - timedelta(days=90),
            last_day=TODAY - timedelta(days=30),
            held_on=TODAY - timedelta(days=days_ago),
            by=system(),
        )
    text = page(client, deployment)
    for words in ("Too few to tell", "Differs", "sensitivity differs by -15.0", "80.0%", "Earlier ones:"):
        assert words in text, words


def test_past_day_offers_nothing_and_shows_what_was_known(client: Client, deployment: Deployment) -> None:
    make_monitoring_plan(deployment, starts_on=date(2024, 1, 1))
    make_readings(deployment, NOISE)
    text = page(client, deployment, as_of="2024-06-15")
    assert "This is how it stood on 15 June 2024" in text
    assert "May 2024" in text
    assert "Record a reading" not in text
    assert "You are looking at today" in page(client, deployment, as_of="nonsense")


def test_reader_sees_why_nothing_is_offered(client: Client, deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    client.force_login(make_person(role=Role.VIEWER))
    text = page(client, deployment)
    assert "Only people who run delivery of this trust" in text
    assert "Pause clinical use" not in text


def test_page_counts_the_same_queries_for_few_and_many_readings(client: Client, deployment: Deployment) -> None:
    def count() -> int:
        client.get(address("monitoring", deployment))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("monitoring", deployment))
        return len(queries)

    make_monitoring_plan(deployment)
    make_readings(deployment, NOISE[:2])
    make_incident(deployment)
    few = count()
    make_readings(deployment, [*NOISE, *NOISE], metric="agreement")
    make_incident(deployment)
    assert count() == few


def test_another_trusts_pages_are_not_there(client: Client) -> None:
    other = make_deployment(make_trust(make_network()))
    make_monitoring_plan(other)
    for name in ("monitoring", "pause-use", "resume-use", *FORMS):
        assert client.get(address(name, other)).status_code == 404, name


@pytest.mark.parametrize("name", FORMS)
def test_reader_meets_a_reason_at_every_form(client: Client, deployment: Deployment, name: str) -> None:
    client.force_login(make_person(role=Role.VIEWER))
    assert client.get(address(name, deployment)).status_code == 403


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("add-measure", ()),
        ("edit-measure", ("turnaround",)),
        ("record-reading", ("turnaround",)),
        ("explain-special-cause", ("turnaround",)),
        ("record-incident-step", (0,)),
        ("answer-notice", (0,)),
        ("record-review", ("nonsense",)),
    ],
)
def test_what_is_not_there_is_not_found(
    client: Client, deployment: Deployment, name: str, arguments: tuple[object, ...]
) -> None:
    assert client.get(address(name, deployment, *arguments)).status_code == 404


def test_case_that_is_not_there_is_not_found(client: Client, deployment: Deployment) -> None:
    client.force_login(officer_of(deployment))
    assert client.get(address("decide-case", deployment, 0)).status_code == 404


# --- The plan and its readings --------------------------------------------------------------------------------------


def test_plan_is_started_and_its_owner_changed(client: Client, deployment: Deployment) -> None:
    where = address("edit-monitoring-plan", deployment)
    assert saved(send(client, where, owner="Mo Monitor", starts_on=TODAY), deployment)
    assert saved(send(client, where, owner="Ann Other"), deployment)
    plan = MonitoringPlan.objects.get()
    assert (plan.owner, plan.starts_on) == ("Ann Other", TODAY)


def test_stale_plan_shows_both_versions(client: Client, deployment: Deployment) -> None:
    where = address("edit-monitoring-plan", deployment)
    make_monitoring_plan(deployment)
    form = form_of(client.get(where))
    send(client, where, owner="First")
    answer = client.post(where, form.sent(owner="Second"))
    assert "Somebody else changed this" in text_of(answer)
    assert MonitoringPlan.objects.get().owner == "First"


def test_measure_is_added_changed_and_refused(client: Client, deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    where = address("add-measure", deployment)
    fields = {
        "metric": "flag-rate-mobile",
        "name": "AI positive rate, mobile",
        "unit": "percent",
        "cadence": "monthly",
        "method": "xmr",
        "better": "neither",
    }
    assert saved(send(client, where, **fields), deployment)
    assert "changed this while" in text_of(send(client, where, **fields))
    where = address("edit-measure", deployment, "score-drift")
    answer = send(client, where, baseline_counts="500, none")
    assert "whole numbers" in message_at(form_of(answer), "baseline_counts")
    assert saved(send(client, where, baseline_counts="500, 300, 150, 50"), deployment)
    assert PlanRow.objects.get(metric="score-drift").baseline_counts == [500, 300, 150, 50]
    assert form_of(client.get(where)).values["baseline_counts"] == "500, 300, 150, 50"
    answer = send(client, where, lower_limit="2", upper_limit="1")
    assert "above the upper one" in message_at(form_of(answer), "lower_limit")


def test_reading_is_recorded_and_an_impossible_one_told_at_its_field(client: Client, deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    where = address("record-reading", deployment, "turnaround")
    assert "needs a value" in message_at(form_of(send(client, where)), "value")
    assert saved(send(client, where, value="4.5"), deployment)
    assert (MonitoringReading.objects.get().period, MonitoringReading.objects.get().door) == (
        TODAY.replace(day=1),
        "page",
    )
    where = address("record-reading", deployment, "score-drift")
    assert not form_of(client.get(where)).offers("numerator")
    answer = send(client, where, counts="1, 2")
    assert "no baseline counts" in message_at(form_of(answer), "counts")


def test_special_cause_is_explained(client: Client, deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    make_readings(deployment, [*NOISE, 40])
    where = address("explain-special-cause", deployment, "turnaround")
    assert message_at(form_of(send(client, where, explanation="943 476 5919")), "explanation")
    assert saved(send(client, where, explanation="PACS was down for a week"), deployment)
    assert SpecialCauseNote.objects.get().through == date(2025, 1, 1)


def test_known_change_is_recorded(client: Client, deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    where = address("record-process-change", deployment)
    assert "only for a reason" in message_at(form_of(send(client, where, kind="scanner")), "reason")
    assert saved(send(client, where, kind="scanner", reason="Room 3 has a new detector"), deployment)
    assert ProcessChange.objects.get().metric == ""
    assert "Room 3 has a new detector" in page(client, deployment)


# --- Incidents ------------------------------------------------------------------------------------------------------


def test_incident_is_recorded_and_closed_step_by_step(client: Client, deployment: Deployment) -> None:
    where = address("record-incident", deployment)
    fields = {
        "kind": "patient-safety",
        "seriousness": "not-serious",
        "occurred_on": TODAY,
        "aware_on": TODAY,
        "physical_harm": "none",
        "psychological_harm": "none",
    }
    answer = send(client, where, **fields, summary="Patient 943 476 5919")
    assert "NHS number" in message_at(form_of(answer), "summary")
    assert saved(send(client, where, **fields), deployment)
    where = address("record-incident-step", deployment, Incident.objects.get().pk)
    step = {"happened_on": TODAY, "reference": "W1"}
    assert "still to be done" in message_at(form_of(send(client, where, kind="closed", **step)), "kind")
    for kind in ("lfpse", "yellow-card", "supplier-told", "closed"):
        assert saved(send(client, where, kind=kind, **step), deployment)
    assert "Closed" in page(client, deployment)


def test_notice_is_recorded_and_answered(client: Client, deployment: Deployment) -> None:
    where = address("record-notice", deployment)
    assert saved(send(client, where, reference="FSN-7", received_on=TODAY), deployment)
    assert "recorded already" in message_at(
        form_of(send(client, where, reference="FSN-7", received_on=TODAY)), "reference"
    )
    where = address("answer-notice", deployment, SafetyNotice.objects.get().pk)
    assert saved(send(client, where, answered_on=TODAY, action="Threshold checked"), deployment)


# --- Reviews --------------------------------------------------------------------------------------------------------


def test_review_is_recorded(client: Client, deployment: Deployment) -> None:
    where = address("record-review", deployment, "week-1")
    answer = send(client, where, held_on=TODAY, result="actions")
    assert "by whom" in message_at(form_of(answer), "note")
    assert saved(send(client, where, held_on=TODAY, result="actions", note="Train the night team"), deployment)
    assert Review.objects.get().step == "week-1"
    assert "Train the night team" in page(client, deployment)


def test_supplier_review_is_recorded(client: Client, deployment: Deployment) -> None:
    where = address("record-supplier-review", deployment)
    fields = {"quarter": quarter_of(TODAY).isoformat(), "held_on": TODAY, "service_level_met": "no"}
    assert "missed" in message_at(form_of(send(client, where, **fields, result="meets")), "result")
    assert saved(send(client, where, **fields, result="breach-notice", note="Two outages"), deployment)
    assert not SupplierReview.objects.get().service_level_met
    assert "Two outages" in page(client, deployment)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ("Sex, Male*, 95, 50, 850", "six parts"),
        ("Sex, Male*, 95, 50, 850, many", "whole numbers"),
        ("Sex, Male*, 95, 50, 850, 99999999999", "whole numbers"),
        (f"Sex, {'M' * 61}, 95, 50, 850, 5", "60 letters"),
        ("Sex, Male, 95, 50, 850, 5", "needs one"),
    ],
)
def test_audit_that_can_not_be_read_is_told_by_line(
    client: Client, deployment: Deployment, groups: str, message: str
) -> None:
    days = {"first_day": TODAY - timedelta(days=60), "last_day": TODAY, "held_on": TODAY}
    answer = send(client, address("record-bias-audit", deployment), **days, groups=groups)
    assert message in message_at(form_of(answer), "groups")


def test_audit_is_recorded_from_its_lines(client: Client, deployment: Deployment) -> None:
    days = {"first_day": TODAY - timedelta(days=60), "last_day": TODAY, "held_on": TODAY}
    groups = "Sex, Male *, 95, 50, 850, 5\n\nSex, Female, 80, 50, 850, 20\n"
    assert saved(send(client, address("record-bias-audit", deployment), **days, groups=groups), deployment)
    assert list(BiasAuditGroup.objects.order_by("pk").values_list("name", "is_reference", "false_negatives")) == [
        ("Male", True, 5),
        ("Female", False, 20),
    ]


def test_case_is_raised_and_decided_by_the_safety_officer(client: Client, deployment: Deployment) -> None:
    assert saved(send(client, address("raise-case", deployment), detail="Readers doubt it"), deployment)
    where = address("decide-case", deployment, RevalidationCase.objects.get().pk)
    assert client.get(where).status_code == 403
    client.force_login(officer_of(deployment))
    assert "Decide: raised by a person" in page(client, deployment)
    answer = send(client, where, result="targeted", decided_on=TODAY)
    assert "needs its reason" in message_at(form_of(answer), "reason")
    assert saved(send(client, where, result="targeted", decided_on=TODAY, reason="100 studies"), deployment)
    assert RevalidationDecision.objects.get().reason == "100 studies"
    assert "100 studies" in page(client, deployment)


# --- Pausing --------------------------------------------------------------------------------------------------------


def test_pause_takes_one_reason_and_shows_everywhere(client: Client, deployment: Deployment) -> None:
    where = address("pause-use", deployment)
    assert message_at(form_of(send(client, where)), "reason")
    assert saved(send(client, where, reason="Lesions are missed."), deployment)
    told = f"Chest X-ray at {deployment.trust.name}, since"
    network = deployment.trust.memberships.get().network
    for name, argument in (
        ("deployment", deployment.pk),
        ("trust", deployment.trust.ods_code),
        ("network", network.slug),
    ):
        text = text_of(client.get(reverse(name, args=[argument])))
        assert "Clinical use is paused" in text, name
        assert told in text, name
        assert "Lesions are missed" in text, name
    assert "has been paused since" in page(client, deployment)
    assert "paused already" in text_of(send(client, where, reason="Again"))


def test_pages_of_what_is_not_paused_have_no_banner(client: Client, deployment: Deployment) -> None:
    assert "Clinical use is paused" not in text_of(client.get(reverse("deployment", args=[deployment.pk])))


def test_who_may_not_pause_reads_who_may(client: Client, deployment: Deployment) -> None:
    client.force_login(make_person(role=Role.VIEWER))
    answer = client.get(address("pause-use", deployment))
    assert answer.status_code == 403
    assert "its radiology lead" in text_of(answer)


def test_officer_meets_what_a_go_live_needs_on_the_page_that_resumes(client: Client, deployment: Deployment) -> None:
    pause_use(deployment=deployment, reason="Lesions are missed", by=system())
    where = address("resume-use", deployment)
    assert client.get(where).status_code == 403
    client.force_login(officer_of(deployment))
    assert "Resume clinical use" in page(client, deployment)
    answer = send(client, where, reason="The threshold is put right")
    assert answer.status_code == 200
    assert form_of(answer).errors
    assert "Paused since" in text_of(client.get(where))
