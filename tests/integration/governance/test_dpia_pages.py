"""The pages of a DPIA: what each shows to whom, what its forms keep, and what they refuse."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.factories.dpia import (
    DpiaPeople,
    make_action_item,
    make_activity,
    make_approved_dpia,
    make_dpia_people,
    make_reviewed_dpia,
    make_risk,
    move,
    sign,
    write_dpia,
)
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.governance.actions.dpia_content import save_answers
from tracker.governance.actions.dpia_decisions import NewCondition
from tracker.governance.actions.releases import record_release
from tracker.governance.models import (
    Dpia,
    DpiaActionItem,
    DpiaAnswers,
    DpiaCondition,
    DpiaRisk,
    IcoConsultation,
    ProcessingActivity,
    SupplierDpia,
)
from tracker.governance.selectors.dpias import dpia_on
from tracker.governance.vocabulary import DpiaOpinion, DpiaRole, DpiaStatus, PartyRole
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
LATER = TODAY + timedelta(days=100)


@pytest.fixture
def deployment() -> Deployment:
    return factories.make_deployment()


@pytest.fixture
def people(deployment: Deployment) -> DpiaPeople:
    return make_dpia_people(deployment)


@pytest.fixture(autouse=True)
def signed_in(client: Client, people: DpiaPeople) -> None:
    client.force_login(people.author)


def address(name: str, deployment: Deployment, *more: object) -> str:
    return reverse(name, args=[deployment.pk, *more])


def send(client: Client, path: str, **changes: object) -> HttpResponse:
    """Opens a form, changes it and sends it."""
    return client.post(path, form_of(client.get(path)).sent(**changes))


def status_of(deployment: Deployment) -> DpiaStatus:
    return dpia_on(deployment.pk, on=TODAY).status


# --- What pages show ------------------------------------------------------------------------------------------------


def test_workspace_begins_with_what_to_do(client: Client, deployment: Deployment) -> None:
    text = text_of(client.get(address("dpia", deployment)))
    assert "Not started." in text
    assert "Start with section 1." in text
    assert text.count("nhsuk-task-list__item--with-link") == 11


@pytest.mark.parametrize("status", DpiaStatus)
def test_workspace_says_what_comes_next_in_every_status(
    client: Client, deployment: Deployment, people: DpiaPeople, status: DpiaStatus
) -> None:
    factories.make_dpia(deployment, status)
    for person in (people.author, *people.by_role.values(), factories.make_person(role=Role.VIEWER)):
        client.force_login(person)
        answer = client.get(address("dpia", deployment))
        assert answer.status_code == 200
        assert status.label in text_of(answer)


@pytest.mark.parametrize("name", ["dpia", "dpia-document", "dpia-activities", "dpia-risks"])
def test_pages_are_there_for_who_sees_the_trust_only(client: Client, deployment: Deployment, name: str) -> None:
    client.force_login(factories.make_person(role=Role.VIEWER))
    assert client.get(address(name, deployment)).status_code == 200
    client.force_login(factories.make_person(role=Role.TRUST_USER, scope=factories.make_trust()))
    assert client.get(address(name, deployment)).status_code == 404


def test_reader_is_offered_no_change(client: Client, deployment: Deployment, people: DpiaPeople) -> None:
    write_dpia(deployment, by=people.author)
    client.force_login(factories.make_person(role=Role.VIEWER))
    text = text_of(client.get(address("dpia", deployment)))
    assert "Move it on" not in text
    assert address("edit-dpia-section", deployment, "purpose") not in text
    assert f"{address('dpia-document', deployment)}#purpose" in text
    assert "Add a risk" not in text_of(client.get(address("dpia-risks", deployment)))
    assert "Add an organisation" not in text_of(client.get(address("dpia-activities", deployment)))


def test_document_tells_every_answer(client: Client, deployment: Deployment, people: DpiaPeople) -> None:
    write_dpia(deployment, by=people.author)
    make_action_item(deployment, by=people.author, risk_id=DpiaRisk.objects.get().pk)
    text = text_of(client.get(address("dpia-document", deployment)))
    for told in ("Special category data", "Flow A → Going from A", "6(1)(e) public task", "16 high", "Risk R1"):
        assert told in text


def test_workspace_takes_the_same_queries_however_much_is_written(
    client: Client, deployment: Deployment, people: DpiaPeople
) -> None:
    make_approved_dpia(deployment, people)
    with CaptureQueriesContext(connection) as few:
        client.get(address("dpia", deployment))
    for number in range(5):
        make_risk(deployment, by=people.author, description=f"Risk {number}")
        make_activity(deployment, by=people.author, name=f"Activity {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(address("dpia", deployment))
    assert len(few) == len(many)


def test_adopted_dpia_is_told_as_the_leads(client: Client, deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    lead_deployment = factories.make_deployment(factories.make_trust(network, name="Leading Trust"))
    lead_people = make_dpia_people(lead_deployment)
    write_dpia(lead_deployment, by=lead_people.author)
    manager = factories.make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    client.force_login(manager)
    path = address("adopt-lead-dpia", deployment)
    lead = Dpia.objects.get(deployment=lead_deployment)
    assert send(client, path, lead=str(lead.pk)).status_code == 302
    assert "The one of Leading Trust" in text_of(client.get(address("dpia", deployment)))
    assert "Adopted by" in text_of(client.get(address("dpia", lead_deployment)))
    assert "From the lead DPIA" in text_of(client.get(address("dpia-activities", deployment)))
    assert "L1 People rely on the AI" in text_of(client.get(address("dpia-risks", deployment)))
    section = text_of(client.get(address("edit-dpia-section", deployment, "purpose")))
    assert "The lead DPIA says: An answer." in section
    assert form_of(client.get(path)).values["lead"] == str(lead.pk)


# --- Writing --------------------------------------------------------------------------------------------------------


def test_section_is_saved_and_opens_as_it_was_left(client: Client, deployment: Deployment) -> None:
    path = address("edit-dpia-section", deployment, "flows")
    answer = send(client, path, flows="Images | PACS | Cloud | DICOM\n\nResults|Cloud |PACS| SR", register="unsure")
    assert answer["Location"] == address("dpia", deployment)
    row = DpiaAnswers.objects.get()
    assert row.answers["flows"] == [["Images", "PACS", "Cloud", "DICOM"], ["Results", "Cloud", "PACS", "SR"]]
    form = form_of(client.get(path))
    assert form.values["flows"].splitlines() == ["Images | PACS | Cloud | DICOM", "Results | Cloud | PACS | SR"]
    assert form.values["register"] == "unsure"
    assert status_of(deployment) == DpiaStatus.DRAFTING
    assert "no action settles it" in text_of(client.get(address("dpia", deployment)))


def test_row_that_lacks_a_part_is_refused_at_its_line(client: Client, deployment: Deployment) -> None:
    answer = send(client, address("edit-dpia-section", deployment, "flows"), flows="Images | PACS")
    assert message_at(form_of(answer), "flows").startswith("Line 1 needs 4 parts")
    assert not DpiaAnswers.objects.exists()


def test_stale_section_shows_both_versions(client: Client, deployment: Deployment, people: DpiaPeople) -> None:
    path = address("edit-dpia-section", deployment, "purpose")
    form = form_of(client.get(path))
    save_answers(
        deployment=deployment, section="purpose", answers={"purposes": "Theirs"}, version=None, by=factories.system()
    )
    text = text_of(client.post(path, form.sent(purposes="Mine")))
    assert "Somebody else changed this" in text
    assert "Theirs</td>" in text
    assert "Mine</td>" in text


@pytest.mark.parametrize("section", ["risks", "sign-off", "nothing"])
def test_section_without_questions_has_no_form(client: Client, deployment: Deployment, section: str) -> None:
    assert client.get(address("edit-dpia-section", deployment, section)).status_code == 404


def test_activity_and_organisations_are_added_changed_and_removed(client: Client, deployment: Deployment) -> None:
    fields = {"name": "Reading", "purpose": "direct-care", "countries": "Ireland\nUnited States", "safeguard": "idta"}
    path = address("add-dpia-activity", deployment)
    assert client.post(path, {**fields, "shown": "{}"}).status_code == 302
    activity = ProcessingActivity.objects.get()
    assert activity.countries == ["Ireland", "United States"]
    change = address("edit-dpia-activity", deployment, activity.pk)
    shown = form_of(client.get(change)).sent(name="Reading X-rays", is_autonomous="on")
    assert client.post(change, shown | {"purpose": "direct-care", "safeguard": "idta"}).status_code == 302
    activity.refresh_from_db()
    assert (activity.name, activity.is_autonomous, activity.version) == ("Reading X-rays", True, 2)

    add = address("add-dpia-party", deployment, activity.pk)
    assert send(client, add, organisation="Acme", role="processor").status_code == 302
    party = activity.parties.get()
    text = text_of(client.get(address("dpia-activities", deployment)))
    assert "Acme has no contract under Article 28" in text
    assert "Decides by itself" in text
    bind = address("edit-dpia-party", deployment, party.pk)
    assert send(client, bind, contract_reference="CON-1").status_code == 302
    again = send(client, add, organisation="acme", role="processor")
    assert "already" in message_at(form_of(again), "organisation")
    assert send(client, address("remove-dpia-party", deployment, party.pk)).status_code == 302
    assert not activity.parties.exists()
    assert send(client, address("remove-dpia-activity", deployment, activity.pk)).status_code == 302
    assert not ProcessingActivity.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "edit-dpia-activity",
        "remove-dpia-activity",
        "add-dpia-party",
        "edit-dpia-party",
        "remove-dpia-party",
        "edit-dpia-risk",
        "edit-dpia-action",
        "meet-dpia-condition",
    ],
)
def test_row_of_another_dpia_is_not_there(
    client: Client, deployment: Deployment, people: DpiaPeople, name: str
) -> None:
    other = factories.make_deployment()
    by = factories.system()
    activity = make_activity(other, by=by)
    rows = {
        "activity": activity.pk,
        "party": activity.parties.filter(role=PartyRole.PROCESSOR).get().pk,
        "risk": make_risk(other, by=by).pk,
        "action": make_action_item(other, by=by).pk,
        "condition": 1,
    }
    kind = "activity" if name == "add-dpia-party" else name.rsplit("-", maxsplit=1)[-1]
    assert client.get(address(name, deployment, rows[kind])).status_code == 404


def test_suggested_risk_is_taken_up_and_refused_where_it_grows(client: Client, deployment: Deployment) -> None:
    path = address("add-dpia-risk", deployment) + "?suggestion=bias"
    assert "Bias in the training data" in form_of(client.get(path)).values["description"]
    scores = {"inherent_likelihood": "3", "inherent_impact": "3", "residual_likelihood": "4", "residual_impact": "4"}
    form = form_of(client.get(path))
    answer = client.post(path, form.values | scores)
    assert "higher than the inherent" in message_at(form_of(answer), "residual_reason")
    assert client.post(path, form.values | scores | {"residual_reason": "More patients"}).status_code == 302
    risk = DpiaRisk.objects.get()
    assert (risk.suggestion, risk.residual_likelihood) == ("bias", 4)
    change = address("edit-dpia-risk", deployment, risk.pk)
    values = form_of(client.get(change)).values | scores | {"residual_likelihood": "", "residual_impact": ""}
    assert client.post(change, values).status_code == 302
    risk.refresh_from_db()
    assert risk.residual_impact is None
    assert "bias" not in text_of(client.get(address("dpia-risks", deployment))).split("suggests")[1]


def test_action_settles_what_is_unsure(client: Client, deployment: Deployment) -> None:
    send(client, address("edit-dpia-section", deployment, "flows"), register="unsure")
    path = address("add-dpia-action", deployment)
    values = form_of(client.get(path)).sent(what="Ask", owner="Asha", due_on=LATER) | {"about": "question:register"}
    assert client.post(path, values).status_code == 302
    item = DpiaActionItem.objects.get()
    assert item.question == "register"
    assert "no action settles it" not in text_of(client.get(address("dpia-risks", deployment)))
    change = address("edit-dpia-action", deployment, item.pk)
    assert client.post(change, form_of(client.get(change)).values | {"about": "", "status": "done"}).status_code == 302
    item.refresh_from_db()
    assert (item.question, item.status, item.settled_on) == ("", "done", TODAY)


def test_what_is_assessed_is_saved(client: Client, deployment: Deployment) -> None:
    release = factories.make_release()
    path = address("edit-dpia-subject", deployment)
    values = form_of(client.get(path)).values | {"release": str(release.pk), "sources": ["gp", "ed"]}
    assert client.post(path, values).status_code == 302
    dpia = Dpia.objects.get()
    assert (dpia.release, dpia.sources) == (release, ["ed", "gp"])
    assert "Emergency department, GP" in text_of(client.get(address("dpia", deployment)))


def test_suppliers_dpia_is_recorded_for_the_release_in_use(client: Client, deployment: Deployment) -> None:
    path = address("supplier-dpia", deployment)
    assert client.get(path).status_code == 403
    record_release(deployment=deployment, release=factories.make_release(), on=factories.START, by=factories.system())
    assert send(client, path, reference="DPIA v3", received_on=TODAY, summary="p. 2").status_code == 302
    assert SupplierDpia.objects.get().coverage == {"summary": "p. 2"}
    assert "covers 1 of 12 items" in text_of(client.get(address("dpia", deployment)))
    assert form_of(client.get(path)).values["summary"] == "p. 2"


# --- Moving and signing ---------------------------------------------------------------------------------------------


def test_moving_on_is_refused_while_something_is_missing(
    client: Client, deployment: Deployment, people: DpiaPeople
) -> None:
    path = address("record-dpia-status", deployment)
    assert form_of(client.get(path)).choices["status"] == ["not-started", "screening", "drafting"]
    write_dpia(deployment, by=people.author, without=["rights"])
    answer = send(client, path, status="dpo-review")
    assert "It is not complete" in message_at(form_of(answer), "status")
    same = send(client, path)
    assert message_at(form_of(same), "status") == "It has this status already. Choose another, or cancel."


def test_each_signs_on_their_own_page(client: Client, deployment: Deployment, people: DpiaPeople) -> None:
    make_reviewed_dpia(deployment, people)
    guardian = people.by_role[DpiaRole.CALDICOTT_GUARDIAN]
    client.force_login(guardian)
    assert client.get(address("sign-dpia", deployment, "siro")).status_code == 403
    assert client.get(address("sign-dpia", deployment, "nobody")).status_code == 404
    path = address("sign-dpia", deployment, "caldicott-guardian")
    half = send(client, path, opinion="approved-with-conditions", condition_1="Posters")
    assert "needs its text, an owner and a day" in message_at(form_of(half), "condition_1")
    none = send(client, path, opinion="approved-with-conditions")
    assert "names them" in message_at(form_of(none), "condition_1")
    given = {"condition_1": "Posters", "owner_1": "Asha", "due_on_1": LATER}
    assert send(client, path, opinion="approved-with-conditions", **given).status_code == 302

    client.force_login(people.by_role[DpiaRole.SIRO])
    path = address("sign-dpia", deployment, "siro")
    late = send(client, path, opinion="approved", review_due_on=TODAY + timedelta(days=800))
    assert "no later than" in message_at(form_of(late), "review_due_on")
    assert send(client, path, opinion="approved", review_due_on=LATER).status_code == 302
    assert status_of(deployment) == DpiaStatus.APPROVED_WITH_CONDITIONS

    client.force_login(people.author)
    path = address("meet-dpia-condition", deployment, DpiaCondition.objects.get().pk)
    assert send(client, path, note="Posters are up").status_code == 302
    assert client.get(path).status_code == 404
    assert "Met" in text_of(client.get(address("dpia", deployment)))


def test_page_that_was_opened_before_a_change_is_refused(
    client: Client, deployment: Deployment, people: DpiaPeople
) -> None:
    make_reviewed_dpia(deployment, people)
    lead = people.by_role[DpiaRole.IT_LEAD]
    client.force_login(lead)
    path = address("sign-dpia", deployment, "it-lead")
    form = form_of(client.get(path))
    move(deployment, DpiaStatus.CHANGES_REQUESTED, by=people.by_role[DpiaRole.SIRO])
    make_risk(deployment, by=people.author, description="Data are out of date")
    move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    text = text_of(client.post(path, form.sent(opinion="confirmed")))
    assert "has changed since you opened it" in text


def test_advice_is_answered_by_the_siro(client: Client, deployment: Deployment, people: DpiaPeople) -> None:
    make_reviewed_dpia(deployment, people)
    path = address("answer-dpia-advice", deployment)
    assert client.get(path).status_code == 403
    client.force_login(people.by_role[DpiaRole.SIRO])
    assert "Supports going ahead" in text_of(client.get(path))
    assert "needs reasons" in message_at(form_of(send(client, path, is_accepted="no")), "reasons")
    assert send(client, path, is_accepted="yes").status_code == 302
    text = text_of(client.get(address("dpia", deployment)))
    assert "Advice accepted" in text
    assert "Answer the advice" not in text


def test_ico_is_consulted_and_its_clock_is_shown(client: Client, deployment: Deployment, people: DpiaPeople) -> None:
    write_dpia(deployment, by=people.author)
    path = address("consult-ico", deployment)
    assert "No high risk remains" in text_of(send(client, path, submitted_on=TODAY))
    make_risk(deployment, by=people.author, description="Bias", residual_likelihood=4, residual_impact=4)
    assert "A high risk remains (R2)" in text_of(client.get(address("dpia", deployment)))
    move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    for role in list(DpiaRole)[:4]:
        sign(deployment, role, by=people.by_role[role])
    assert "Consult the ICO" in text_of(client.get(address("dpia", deployment)))
    assert send(client, path, submitted_on=TODAY, reference="ICO-7").status_code == 302
    assert status_of(deployment) == DpiaStatus.ICO_CONSULTATION
    text = text_of(client.get(address("dpia", deployment)))
    assert "whether it accepts it" in text
    assert "ICO-7" in text
    assert send(client, path, accepted_on=TODAY, is_extended="on").status_code == 302
    assert ", extended" in text_of(client.get(address("dpia", deployment)))
    assert send(client, path, outcome="advice", closed_on=TODAY, advice="Watch it").status_code == 302
    assert IcoConsultation.objects.get().closed_on == TODAY
    assert "Watch it" in text_of(client.get(address("dpia", deployment)))
    assert status_of(deployment) == DpiaStatus.AWAITING_SIGN_OFF


def test_overruled_advice_and_a_stale_signature_are_told(
    client: Client, deployment: Deployment, people: DpiaPeople
) -> None:
    make_reviewed_dpia(deployment, people)
    client.force_login(people.by_role[DpiaRole.SIRO])
    send(client, address("answer-dpia-advice", deployment), is_accepted="no", reasons="The board accepts it")
    assert "Advice overruled: The board accepts it" in text_of(client.get(address("dpia", deployment)))
    move(deployment, DpiaStatus.CHANGES_REQUESTED, by=people.by_role[DpiaRole.SIRO])
    make_risk(deployment, by=people.author, description="Data are out of date")
    assert "About an earlier version" in text_of(client.get(address("dpia", deployment)))


def test_overdue_condition_is_told(client: Client, deployment: Deployment, people: DpiaPeople) -> None:
    make_reviewed_dpia(deployment, people)
    role = DpiaRole.CALDICOTT_GUARDIAN
    condition = NewCondition("Posters", "Asha", LATER)
    sign(
        deployment,
        role,
        by=people.by_role[role],
        opinion=DpiaOpinion.APPROVED_WITH_CONDITIONS,
        conditions=[condition],
    )
    assert "Open" in text_of(client.get(address("dpia", deployment)))
    DpiaCondition.objects.update(due_on=TODAY - timedelta(days=1))
    assert "Overdue" in text_of(client.get(address("dpia", deployment)))


def test_past_day_is_not_edited(client: Client, deployment: Deployment) -> None:
    path = address("edit-dpia-section", deployment, "purpose") + "?as_of=2024-01-01"
    assert client.get(path).status_code == 403
