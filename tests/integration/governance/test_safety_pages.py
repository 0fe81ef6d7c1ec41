"""The clinical safety page of a deployment and its forms: what they show, do and refuse, and for whom they are there."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import (
    make_deployment,
    make_device,
    make_officer,
    make_person,
    make_release_in_use,
    make_safety_case,
    make_safety_pack,
    make_supplier_hazard,
    make_trust,
    system,
)
from tests.factories.safety import LOW_RISK, REFERENCES
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.governance.actions.hazards import save_hazard
from tracker.governance.actions.safety_cases import status_of
from tracker.governance.models import SafetyCase
from tracker.governance.safety_vocabulary import SafetyCaseStatus
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
EARLIER = TODAY - timedelta(days=100)
Status = SafetyCaseStatus


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


@pytest.fixture
def manager(deployment: Deployment) -> User:
    network = deployment.trust.memberships.get().network
    return make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Priya Manager")


@pytest.fixture(autouse=True)
def signed_in(client: Client, manager: User) -> None:
    client.force_login(manager)


def address(name: str, deployment: Deployment, *more: object) -> str:
    return reverse(name, args=[deployment.pk, *more])


def send(client: Client, name: str, deployment: Deployment, /, *more: object, **changes: object) -> HttpResponse:
    """Opens a form, changes it and sends it."""
    form = form_of(client.get(address(name, deployment, *more)))
    return client.post(address(name, deployment, *more), form.sent(**changes))


def page(client: Client, deployment: Deployment, query: str = "") -> str:
    return text_of(client.get(address("safety", deployment) + query))


def test_page_leads_from_nothing_to_an_approved_case(client: Client, deployment: Deployment) -> None:
    assert "Nobody has recorded which release is used." in page(client, deployment)
    make_release_in_use(deployment, on=EARLIER)
    text = page(client, deployment)
    assert "There is no DCB0160 safety case. Begin the safety case." in text
    assert "Begin the safety case" in text
    assert send(client, "edit-safety-case", deployment, plan_reference="PLAN-7").status_code == 302
    text = page(client, deployment)
    assert "The hazard log has no hazard." in text
    assert "PLAN-7" in text
    send(client, "edit-safety-case", deployment, **REFERENCES)
    starters = form_of(client.get(address("add-starter-hazards", deployment))).choices["starters"]
    assert len(starters) == 14
    send(client, "add-starter-hazards", deployment, starters=starters[:1])
    case = SafetyCase.objects.get()
    row = case.hazards.get()
    answer = send(client, "edit-hazard", deployment, row.pk, **LOW_RISK)
    assert answer["Location"] == address("safety", deployment)
    assert "Rating 1" in page(client, deployment)
    assert "Minor severity, low likelihood" in page(client, deployment)
    assert send(client, "submit-safety-case", deployment).status_code == 302
    assert "With the safety officer" in page(client, deployment)
    client.force_login(make_officer(deployment, checked_on=EARLIER))
    assert send(client, "decide-safety-case", deployment, decision="approve").status_code == 302
    assert "The safety case stands. Approved on" in page(client, deployment)
    assert status_of(case) == Status.APPROVED
    assert "There is no DCB0160 safety case" in page(client, deployment, f"?as_of={EARLIER.isoformat()}")


def test_author_who_decides_is_told_why_not(client: Client, deployment: Deployment) -> None:
    officer = make_officer(deployment, checked_on=EARLIER)
    make_safety_case(deployment, Status.WITH_OFFICER, on=EARLIER, by=officer)
    client.force_login(officer)
    answer = send(client, "decide-safety-case", deployment, decision="approve")
    assert "You wrote in this, so you can" in text_of(answer)


def test_return_without_a_reason_is_refused_at_the_reason(client: Client, deployment: Deployment) -> None:
    make_safety_case(deployment, Status.WITH_OFFICER, on=EARLIER)
    client.force_login(make_officer(deployment, checked_on=EARLIER))
    answer = send(client, "decide-safety-case", deployment, decision="return")
    assert "needs a reason" in message_at(form_of(answer), "reason")
    assert send(client, "decide-safety-case", deployment, decision="return", reason="Score it").status_code == 302
    assert "Reason: Score it" in page(client, deployment)
    assert form_of(client.get(address("decide-safety-case", deployment))).choices["decision"] == ["withdraw"]


def test_submitting_what_is_not_complete_says_what_is_missing(client: Client, deployment: Deployment) -> None:
    make_release_in_use(deployment, on=EARLIER)
    send(client, "edit-safety-case", deployment)
    text = text_of(send(client, "submit-safety-case", deployment))
    assert "The reference of the clinical safety case report is missing. 3 more things to do." in text


def test_transferred_hazard_is_shown_until_it_has_a_row(client: Client, deployment: Deployment) -> None:
    case = make_safety_case(deployment)
    given = make_supplier_hazard(make_safety_pack(case.release), name="Missed nodule", causes="Automation bias")
    text = page(client, deployment)
    assert "Hazards that the supplier transferred" in text
    href = f"{address('add-hazard', deployment)}?supplier={given.pk}"
    form = form_of(client.get(href))
    assert (form.values["name"], form.values["causes"]) == ("Missed nodule", "Automation bias")
    assert client.post(href, form.sent(**LOW_RISK)).status_code == 302
    assert case.hazards.get(supplier_hazard=given).number == 2
    assert "Hazards that the supplier transferred" not in page(client, deployment)
    for wrong in ("0", "none"):
        assert client.get(f"{address('add-hazard', deployment)}?supplier={wrong}").status_code == 404


def test_hazard_refusals_show_at_their_fields(client: Client, deployment: Deployment) -> None:
    make_safety_case(deployment)
    whole = {"name": "Late", "description": "It is late"}
    answer = send(client, "add-hazard", deployment, **whole, residual_severity="minor")
    assert "no likelihood" in message_at(form_of(answer), "residual_likelihood")
    answer = send(client, "add-hazard", deployment, name="Late", description="Patient 943 476 5919 waited")
    assert "NHS number" in message_at(form_of(answer), "description")
    assert send(client, "add-hazard", deployment, **whole, status="closed").status_code == 302


def test_stale_hazard_shows_both_versions(client: Client, deployment: Deployment) -> None:
    case = make_safety_case(deployment)
    row = case.hazards.get()
    where = address("edit-hazard", deployment, row.pk)
    form = form_of(client.get(where))
    save_hazard(case=case, hazard=row, owner="Theirs", by=system())
    answer = client.post(where, form.sent(owner="Mine"))
    text = text_of(answer)
    assert "Somebody else changed this" in text
    assert "Theirs</td>" in text
    assert "Mine</td>" in text
    assert client.post(where, form_of(answer).sent()).status_code == 302
    assert "Nothing has changed" in text_of(send(client, "edit-hazard", deployment, row.pk))
    assert client.get(address("edit-hazard", deployment, 0)).status_code == 404


def test_stale_case_shows_both_versions(client: Client, deployment: Deployment) -> None:
    make_safety_case(deployment)
    form = form_of(client.get(address("edit-safety-case", deployment)))
    send(client, "edit-safety-case", deployment, plan_reference="Theirs")
    answer = client.post(address("edit-safety-case", deployment), form.sent(plan_reference="Mine"))
    assert "Theirs</td>" in text_of(answer)


def test_check_of_a_registration(client: Client, deployment: Deployment) -> None:
    officer = make_officer(deployment, checked_on=None, name="Sam Officer")
    assert "Nobody has looked up their registration." in page(client, deployment)
    typed = {
        "officer": str(officer.pk),
        "profession": "Radiologist",
        "registration_number": "7000001",
        "employer": "Trust",
    }
    answer = send(client, "check-safety-officer", deployment, **typed, checked_on=TODAY + timedelta(days=1))
    assert "future" in message_at(form_of(answer), "checked_on")
    assert send(client, "check-safety-officer", deployment, **typed, checked_on=TODAY).status_code == 302
    assert "1 officer, 1 with a valid check" in page(client, deployment)


def test_intended_use_outside_the_purpose_is_recorded_and_told(client: Client, deployment: Deployment) -> None:
    make_device(make_release_in_use(deployment, on=EARLIER), on=EARLIER, referral_sources=["gp"])
    assert "Nobody has recorded what this deployment uses the tool for." in page(client, deployment)
    answer = send(client, "edit-intended-use", deployment)
    assert "Tick whose patients it is for" in message_at(form_of(answer), "referral_sources")
    send(client, "edit-intended-use", deployment, referral_sources=["ed"], views=["pa"])
    assert "It is not intended for patients of: Emergency department." in page(client, deployment)
    send(client, "edit-intended-use", deployment, referral_sources=["gp"], maximum_age="90")
    text = page(client, deployment)
    assert "The use is within the device" in text
    assert "From 18 to 90" in text


@pytest.mark.parametrize("name", ["submit-safety-case", "decide-safety-case", "add-hazard", "add-starter-hazards"])
def test_forms_without_a_case_are_not_there(client: Client, deployment: Deployment, name: str) -> None:
    client.force_login(make_officer(deployment))
    assert client.get(address(name, deployment)).status_code == 404


def test_page_is_not_there_for_other_scopes_and_offers_nothing_to_a_viewer(
    client: Client, deployment: Deployment
) -> None:
    make_safety_case(deployment)
    client.force_login(make_person(role=Role.TRUST_USER, scope=make_trust()))
    assert client.get(address("safety", deployment)).status_code == 404
    assert client.get(address("edit-safety-case", deployment)).status_code == 404
    client.force_login(make_person(role=Role.VIEWER))
    assert "Send to the safety officer" not in page(client, deployment)
    assert client.get(address("submit-safety-case", deployment)).status_code == 403
    assert client.get(address("decide-safety-case", deployment)).status_code == 403


def test_page_of_the_next_release_offers_to_begin_its_case(client: Client, deployment: Deployment) -> None:
    make_safety_case(deployment, Status.APPROVED, on=EARLIER)
    make_release_in_use(deployment, on=TODAY, version="9.9")
    text = page(client, deployment)
    assert "9.9 is in use" in text
    assert "Begin the safety case" in text
    send(client, "edit-safety-case", deployment)
    assert "1 Result late" in page(client, deployment)
