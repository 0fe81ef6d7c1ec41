"""Incidents and field safety notices: clocks by the class of the day, no patient data, and nothing closed too early."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import make_deployment, make_incident, make_notice, make_person, make_trust, system
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused
from tracker.governance.actions.incidents import (
    answer_notice,
    record_incident,
    record_incident_step,
    record_notice,
)
from tracker.governance.models import Incident, IncidentStep, SafetyNotice, SafetyNoticeAnswer
from tracker.governance.policies.incidents import IncidentOn, duties_of
from tracker.governance.selectors.incidents import incidents_on
from tracker.governance.vocabulary import IncidentKind, IncidentStepKind
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = date(2025, 7, 1)


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


@pytest.fixture
def person(deployment: Deployment) -> User:
    return make_person(role=Role.TRUST_USER, scope=deployment.trust)


def only(deployment: Deployment, on: date = TODAY) -> IncidentOn:
    (incident,) = incidents_on([deployment.pk], on=on)[deployment.pk].incidents
    return incident


def step(deployment: Deployment, kind: IncidentStepKind, by: User, **fields: object) -> IncidentStep:
    given = {"incident_id": Incident.objects.get().pk, "happened_on": TODAY, "reference": "W1"} | fields
    return record_incident_step(deployment=deployment, kind=kind, by=by, **given)


def test_incident_is_recorded_with_its_categories(deployment: Deployment, person: User) -> None:
    record_incident(
        deployment=deployment,
        kind=IncidentKind.DATA_BREACH,
        seriousness="not-serious",
        occurred_on=DAY,
        aware_on=DAY,
        summary=" Study sent to the wrong PACS ",
        by=person,
    )
    incident = only(deployment)
    assert incident.involves_personal_data
    assert incident.summary == "Study sent to the wrong PACS"
    assert incident.is_open


@pytest.mark.parametrize(
    ("seriousness", "aware_on", "days"),
    [
        ("public-health-threat", DAY, 2),
        ("death-or-deterioration", DAY, 10),
        ("other-serious", DAY, 15),
        ("other-serious", date(2025, 6, 15), 30),  # the day before the British rules of 2025
    ],
)
def test_supplier_clock_runs_by_the_class_that_held_when_it_became_known(
    deployment: Deployment, seriousness: str, aware_on: date, days: int
) -> None:
    make_incident(deployment, seriousness=seriousness, on=aware_on)
    incidents = incidents_on([deployment.pk], on=TODAY)[deployment.pk]
    duties = {duty.kind: duty for duty in duties_of(incidents.incidents[0], incidents.standards)}
    duty = duties[IncidentStepKind.SUPPLIER_REPORTED]
    assert duty.due_on == aware_on + timedelta(days=days)
    assert not duty.is_overdue(duty.due_on)
    assert duty.is_overdue(duty.due_on + timedelta(days=1))


@pytest.mark.parametrize(
    ("kind", "seriousness", "duties"),
    [
        (IncidentKind.PATIENT_SAFETY, "not-serious", ["lfpse", "yellow-card", "supplier-told"]),
        (IncidentKind.SAFETY_CONCERN, "other-serious", ["lfpse", "yellow-card", "supplier-told", "supplier-reported"]),
        (IncidentKind.RADIATION, "not-serious", ["lfpse", "yellow-card", "supplier-told", "cqc"]),
        (IncidentKind.DATA_BREACH, "not-serious", ["supplier-told", "ico"]),
    ],
)
def test_who_has_to_be_told_follows_from_the_kind(
    deployment: Deployment, kind: IncidentKind, seriousness: str, duties: list[str]
) -> None:
    make_incident(deployment, kind=kind, seriousness=seriousness, on=DAY)
    incidents = incidents_on([deployment.pk], on=TODAY)[deployment.pk]
    found = duties_of(incidents.incidents[0], incidents.standards)
    assert [duty.kind for duty in found] == duties
    assert [duty.due_on for duty in found if duty.kind == "ico"] == [DAY + timedelta(days=3)] * ("ico" in duties)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"aware_on": TODAY + timedelta(days=1)}, "aware_on"),
        ({"occurred_on": DAY + timedelta(days=1)}, "occurred_on"),
        ({"seriousness": "nonsense"}, "seriousness"),
        ({"summary": "Patient 943 476 5919 was missed"}, "summary"),
        ({"summary": "Patient 943-476-5919"}, "summary"),
    ],
)
def test_impossible_incident_is_refused(deployment: Deployment, person: User, fields: dict, field: str) -> None:
    given = {
        "kind": IncidentKind.PATIENT_SAFETY,
        "seriousness": "other-serious",
        "occurred_on": DAY,
        "aware_on": DAY,
        "by": person,
    }
    with pytest.raises(Refused) as refused:
        record_incident(deployment=deployment, **given | fields)
    assert refused.value.decision.field == field
    assert not Incident.objects.exists()


def test_incident_is_closed_once_everything_is_done(deployment: Deployment, person: User) -> None:
    make_incident(deployment, seriousness="not-serious", on=DAY)
    with pytest.raises(Refused, match="Recorded on LFPSE") as refused:
        step(deployment, IncidentStepKind.CLOSED, person)
    assert refused.value.decision.field == "kind"
    for kind in (IncidentStepKind.LFPSE, IncidentStepKind.YELLOW_CARD, IncidentStepKind.SUPPLIER_TOLD):
        step(deployment, kind, person)
    step(deployment, IncidentStepKind.CLOSED, person, reference="")
    assert not only(deployment).is_open
    assert only(deployment, on=TODAY - timedelta(days=1)).is_open
    with pytest.raises(Refused, match="closed"):
        step(deployment, IncidentStepKind.LFPSE, person)


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        (IncidentStepKind.LFPSE, {"reference": " "}, "reference"),
        (IncidentStepKind.ICO, {"reference": ""}, "reference"),
        (IncidentStepKind.LFPSE, {"reference": "9434765919"}, "reference"),
        (IncidentStepKind.LFPSE, {"note": "943 476 5919"}, "note"),
        (IncidentStepKind.LFPSE, {"happened_on": TODAY + timedelta(days=1)}, "happened_on"),
        (IncidentStepKind.LFPSE, {"happened_on": DAY - timedelta(days=1)}, "happened_on"),
        (IncidentStepKind.RECLASSIFIED, {"seriousness": ""}, "seriousness"),
        (IncidentStepKind.RECLASSIFIED, {"seriousness": "other-serious"}, "seriousness"),
    ],
)
def test_impossible_step_is_refused(
    deployment: Deployment, person: User, kind: IncidentStepKind, fields: dict, field: str
) -> None:
    make_incident(deployment, on=DAY)
    with pytest.raises(Refused) as refused:
        step(deployment, kind, person, **fields)
    assert refused.value.decision.field == field
    assert not IncidentStep.objects.exists()


def test_reason_stands_in_for_a_report_to_the_ico_that_need_not_be_made(deployment: Deployment, person: User) -> None:
    make_incident(deployment, kind=IncidentKind.DATA_BREACH, on=DAY)
    step(deployment, IncidentStepKind.ICO, person, reference="", note="No risk to anybody: test images only")
    assert only(deployment).done(IncidentStepKind.ICO)


def test_incident_that_is_classed_anew_runs_by_its_new_clock(deployment: Deployment, person: User) -> None:
    make_incident(deployment, seriousness="not-serious", on=DAY)
    step(deployment, IncidentStepKind.RECLASSIFIED, person, seriousness="death-or-deterioration")
    assert only(deployment).seriousness.supplier_days == 10
    assert only(deployment, on=TODAY - timedelta(days=1)).seriousness.supplier_days is None


def test_step_of_an_incident_of_another_deployment_is_not_there(deployment: Deployment, person: User) -> None:
    incident = make_incident()
    with pytest.raises(Incident.DoesNotExist):
        record_incident_step(
            deployment=deployment, incident_id=incident.pk, kind=IncidentStepKind.LFPSE, happened_on=DAY, by=person
        )


def test_notice_is_answered_once_within_five_working_days(deployment: Deployment, person: User) -> None:
    friday = date(2025, 7, 4)
    notice = record_notice(deployment=deployment, reference="FSN-7", received_on=friday, by=person)
    (known,) = incidents_on([deployment.pk], on=friday)[deployment.pk].notices
    assert known.due_on == date(2025, 7, 11)
    assert not known.is_overdue(known.due_on)
    assert known.is_overdue(date(2025, 7, 12))
    answer = {"deployment": deployment, "notice_id": notice.pk, "answered_on": friday, "by": person}
    for fields, field in (
        ({"action": " "}, "action"),
        ({"action": "Rang 943 476 5919"}, "action"),
        ({"action": "Done", "answered_on": friday - timedelta(days=1)}, "answered_on"),
        ({"action": "Done", "answered_on": TODAY + timedelta(days=1)}, "answered_on"),
    ):
        with pytest.raises(Refused) as refused:
            answer_notice(**answer | fields)
        assert refused.value.decision.field == field
    answer_notice(**answer, action="Threshold checked, nothing to change")
    with pytest.raises(Refused, match="already"):
        answer_notice(**answer, action="Again")
    assert SafetyNoticeAnswer.objects.count() == 1
    (known,) = incidents_on([deployment.pk], on=TODAY)[deployment.pk].notices
    assert not known.is_overdue(TODAY)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
        ({"reference": "FSN-1"}, "reference"),
        ({"summary": "About 9434765919"}, "summary"),
    ],
)
def test_impossible_notice_is_refused(deployment: Deployment, person: User, fields: dict, field: str) -> None:
    make_notice(deployment, reference="FSN-1")
    with pytest.raises(Refused) as refused:
        record_notice(deployment=deployment, **{"reference": "FSN-2", "received_on": DAY, "by": person} | fields)
    assert refused.value.decision.field == field
    assert SafetyNotice.objects.count() == 1


def test_notice_of_another_deployment_is_not_there(deployment: Deployment, person: User) -> None:
    with pytest.raises(SafetyNotice.DoesNotExist):
        answer_notice(deployment=deployment, notice_id=make_notice().pk, answered_on=DAY, action="Done", by=person)


def test_readers_and_people_of_another_trust_record_nothing(deployment: Deployment) -> None:
    incident, notice = make_incident(deployment), make_notice(deployment)
    for person in (make_person(role=Role.VIEWER), make_person(role=Role.TRUST_USER, scope=make_trust())):
        for attempt in (
            lambda by: make_like(deployment, by),
            lambda by: record_notice(deployment=deployment, reference="X", received_on=DAY, by=by),
            lambda by: answer_notice(deployment=deployment, notice_id=notice.pk, answered_on=DAY, action="Done", by=by),
            lambda by: record_incident_step(
                deployment=deployment,
                incident_id=incident.pk,
                kind=IncidentStepKind.SUPPLIER_TOLD,
                happened_on=DAY,
                by=by,
            ),
        ):
            with pytest.raises(NotPermitted):
                attempt(person)


def make_like(deployment: Deployment, by: User) -> Incident:
    return record_incident(
        deployment=deployment,
        kind=IncidentKind.PATIENT_SAFETY,
        seriousness="not-serious",
        occurred_on=DAY,
        aware_on=DAY,
        by=by,
    )


def test_database_refuses_a_breach_without_personal_data(deployment: Deployment) -> None:
    with pytest.raises(IntegrityError, match="breach_involves"), transaction.atomic():
        Incident.objects.create(
            deployment=deployment,
            kind=IncidentKind.DATA_BREACH,
            seriousness="not-serious",
            occurred_on=DAY,
            aware_on=DAY,
            physical_harm="none",
            psychological_harm="none",
            recorded_by=system(),
        )


def test_any_number_of_deployments_is_read_with_the_same_queries() -> None:
    def count(number: int) -> int:
        trust = make_trust()
        deployments = [make_deployment(trust, use_case=code) for code in ("chest-xray", "chest-ct")[:number]]
        for each in deployments:
            make_incident(each)
            make_incident(each)
            make_notice(each)
        with CaptureQueriesContext(connection) as queries:
            incidents_on([each.pk for each in deployments], on=TODAY)
        return len(queries)

    assert count(1) == count(2) == 5
