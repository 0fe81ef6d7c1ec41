"""The assurance page of a release and its forms: the DTAC by section, the device, cyber security and the pack."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import (
    make_assured,
    make_cyber_check,
    make_deployment,
    make_device,
    make_dtac,
    make_officer,
    make_person,
    make_release_in_use,
    make_safety_pack,
    make_supplier_hazard,
    make_trust,
    system,
)
from tests.factories.safety import DTAC_ANSWERS, LOW_RISK
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.governance.actions.safety_packs import save_safety_pack
from tracker.governance.forms.releases import field_name
from tracker.governance.models import DtacAssessment, SafetyPack
from tracker.networks.models import Deployment
from tracker.procurement.actions.suppliers import save_release
from tracker.procurement.models import ProductRelease

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
ON = date(2026, 6, 1)


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


@pytest.fixture
def release(deployment: Deployment) -> ProductRelease:
    return make_release_in_use(deployment, on=ON)


@pytest.fixture
def officer(deployment: Deployment) -> User:
    return make_officer(deployment, name="Sam Officer", checked_on=ON)


@pytest.fixture(autouse=True)
def signed_in(client: Client, deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    client.force_login(make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Priya Manager"))


def address(name: str, release: ProductRelease, *more: object) -> str:
    return reverse(name, args=[release.pk, *more])


def send(client: Client, name: str, release: ProductRelease, /, *more: object, **changes: object) -> HttpResponse:
    """Opens a form, changes it and sends it."""
    form = form_of(client.get(address(name, release, *more)))
    return client.post(address(name, release, *more), form.sent(**changes))


def page(client: Client, release: ProductRelease) -> str:
    return text_of(client.get(address("release", release)))


def test_page_of_a_release_in_order(client: Client, deployment: Deployment) -> None:
    release = make_assured(deployment, on=ON)
    text = page(client, release)
    assert "Everything that this release has to be assured by is in order." in text
    assert "The release passed the DTAC" in text
    assert "UKCA, class IIa" in text
    answer = client.get(reverse("deployment-release", args=[deployment.pk]))
    assert answer["Location"] == address("release", release)


# --- DTAC -----------------------------------------------------------------------------------------------------------


def test_form_is_assessed_section_by_section_with_its_routing(
    client: Client, release: ProductRelease, officer: User
) -> None:
    assert "No form has been assessed here." in page(client, release)
    answer = send(client, "open-dtac", release, dated_on=date(2026, 2, 1), effective_on=ON)
    assert "was published on 24 February 2026" in message_at(form_of(answer), "dated_on")
    assert send(client, "open-dtac", release, dated_on=ON, effective_on=ON).status_code == 302
    where = address("edit-dtac-section", release, "c1")
    assert list(form_of(client.get(where)).choices) == ["q_c1_1_1"]
    answer = send(client, "edit-dtac-section", release, "c1", q_c1_1_1="yes")
    assert answer["Location"] == where, "further questions follow"
    assert "q_paq" in form_of(client.get(where)).names
    for section in ("c1", "c2", "c3", "c4"):
        for _ in range(2):
            form = form_of(client.get(address("edit-dtac-section", release, section)))
            given = {field_name(code): text for code, text in DTAC_ANSWERS.items() if field_name(code) in form.names}
            answer = client.post(address("edit-dtac-section", release, section), form.sent(**given))
    assert answer["Location"] == address("release", release)
    assert "A clinical safety officer has to assess section C1." in page(client, release)
    client.force_login(officer)
    assert send(client, "assess-dtac-safety", release, effective_on=ON).status_code == 302
    assert "Somebody other than the safety officer concludes the form." in page(client, release)
    assert "somebody else concludes" in text_of(send(client, "conclude-dtac", release, effective_on=ON))
    client.force_login(make_person(role=Role.NATIONAL_LEAD))
    assert send(client, "conclude-dtac", release, effective_on=ON).status_code == 302
    assert "The release passed the DTAC" in page(client, release)
    assert client.get(address("edit-dtac-section", release, "c1")).status_code == 200
    assert "is concluded" in text_of(send(client, "edit-dtac-section", release, "c1", q_paq="not-provided"))


def test_failing_items_are_named_by_section(client: Client, release: ProductRelease) -> None:
    make_dtac(release, on=ON, answers={"C3.1": "expired", "C2.1": ""})
    text = page(client, release)
    assert "C3.1: The Cyber Essentials certificate has to be valid." in text
    assert "Not answered: C2.1." in text


def test_stale_section_shows_both_versions(client: Client, release: ProductRelease) -> None:
    make_dtac(release, on=ON)
    where = address("edit-dtac-section", release, "c3")
    form = form_of(client.get(where))
    send(client, "edit-dtac-section", release, "c3", q_c3_1="expired")
    answer = client.post(where, form.sent(q_c3_2="no"))
    assert "Somebody else changed this" in text_of(answer)
    assert DtacAssessment.objects.get().answers["C3.2"] == "yes"


def test_sections_and_forms_that_do_not_exist_are_not_there(
    client: Client, release: ProductRelease, officer: User
) -> None:
    assert client.get(address("edit-dtac-section", release, "c1")).status_code == 404
    assert client.get(address("conclude-dtac", release)).status_code == 404
    make_dtac(release, on=ON)
    assert client.get(address("edit-dtac-section", release, "c9")).status_code == 404
    assert client.get(address("edit-pack-section", release, "2")).status_code == 404
    assert client.get(address("add-supplier-hazard", release)).status_code == 404
    assert client.get(address("edit-supplier-hazard", release, 0)).status_code == 404
    make_safety_pack(release)
    assert client.get(address("edit-pack-section", release, "9")).status_code == 404
    client.force_login(officer)
    assert client.get(address("assess-dtac-safety", release)).status_code == 200


# --- Device and cyber security --------------------------------------------------------------------------------------


def test_device_is_checked(client: Client, release: ProductRelease) -> None:
    assert "Nobody has checked the release as a medical device." in page(client, release)
    form = form_of(client.get(address("edit-device", release)))
    assert form.values["mark"] == "UKCA", "it starts from what procurement has on record"
    typed = {
        "intended_purpose": "Chest X-rays of adults",
        "certificate_number": "UK-1",
        "referral_sources": ["gp"],
        "views": ["pa"],
        "checked_on": TODAY,
    }
    answer = client.post(address("edit-device", release), form.sent(**typed))
    assert "has a certificate of a body" in message_at(form_of(answer), "expires_on")
    typed["expires_on"] = TODAY + timedelta(days=400)
    assert client.post(address("edit-device", release), form.sent(**typed)).status_code == 302
    assert "The MHRA registration" in page(client, release)
    answer = client.post(address("edit-device", release), form.sent(**typed))
    assert "Somebody else changed this" in text_of(answer)
    send(client, "edit-device", release, mhra_reference="MHRA-9", is_uk_manufacturer="on", checked_on=TODAY)
    assert "In order" in page(client, release)
    assert release.device_registrations.count() == 2


def test_ce_mark_shows_that_the_policy_is_pending(client: Client, release: ProductRelease) -> None:
    make_device(release, on=ON, mark="CE-MDD", is_uk_manufacturer=False, uk_responsible_person="Acme UK")
    text = page(client, release)
    assert "30 June 2028. Policy pending: a change was consulted on." in text


def test_cyber_security_is_checked(client: Client, release: ProductRelease) -> None:
    assert "Not known" in page(client, release)
    answer = send(client, "edit-cyber", release, highest_open_cvss="11", checked_on=TODAY)
    assert "between 0 and 10" in message_at(form_of(answer), "highest_open_cvss")
    send(client, "edit-cyber", release, highest_open_cvss="7.5", charter_signed_on=TODAY, checked_on=TODAY)
    text = page(client, release)
    assert "Blocks" in text
    assert "Signed" in text
    form = form_of(client.get(address("edit-cyber", release)))
    make_cyber_check(release, on=TODAY)
    answer = client.post(address("edit-cyber", release), form.sent(highest_open_cvss="1", checked_on=TODAY))
    assert "Somebody else changed this" in text_of(answer)


# --- DCB0129 --------------------------------------------------------------------------------------------------------


def test_pack_is_received_answered_and_accepted(client: Client, release: ProductRelease, officer: User) -> None:
    assert "No DCB0129 pack is recorded here." in page(client, release)
    answer = send(client, "edit-safety-pack", release)
    assert "came is missing" in message_at(form_of(answer), "received_on")
    send(client, "edit-safety-pack", release, received_on=ON, report_reference="CSCR-S")
    assert "61 requirements are not answered" in page(client, release)
    where = address("edit-pack-section", release, "5")
    form = form_of(client.get(where))
    sent = form.sent(q_5_1_1_answer="yes", q_5_1_1_evidence="Report", q_5_1_2_answer="not-applicable")
    assert client.post(where, sent).status_code == 302
    assert "60 requirements are not answered" in page(client, release)
    assert "Somebody else changed this" in text_of(client.post(where, form.sent(q_5_1_1_answer="no")))
    client.force_login(officer)
    answer = send(client, "decide-safety-pack", release, decision="accepted", effective_on=TODAY)
    assert "60 requirements are not answered" in text_of(answer)
    assert send(client, "decide-safety-pack", release, decision="returned", note="Complete it").status_code == 302
    text = page(client, release)
    assert "Returned" in text
    assert "Reason: Complete it" in text


def test_reason_for_not_applying_is_shown(client: Client, release: ProductRelease) -> None:
    answer = send(client, "edit-safety-pack", release, is_applicable="no")
    assert "Say why DCB0129 does not apply." in message_at(form_of(answer), "rationale")
    send(client, "edit-safety-pack", release, is_applicable="no", rationale="A standalone device")
    assert "DCB0129 does not apply: A standalone device" in page(client, release)
    assert form_of(client.get(address("edit-safety-pack", release))).values["is_applicable"] == "no"


def test_stale_pack_shows_both_versions(client: Client, release: ProductRelease) -> None:
    form = form_of(client.get(address("edit-safety-pack", release)))
    save_safety_pack(release=release, received_on=ON, report_reference="Theirs", by=system())
    answer = client.post(address("edit-safety-pack", release), form.sent(received_on=ON, report_reference="Mine"))
    assert "Theirs</td>" in text_of(answer)
    assert SafetyPack.objects.get().report_reference == "Theirs"


def test_suppliers_hazards_are_added_and_changed(client: Client, release: ProductRelease) -> None:
    pack = make_safety_pack(release)
    send(client, "add-supplier-hazard", release, name="Missed", description="Missed nodule", **LOW_RISK)
    row = pack.hazards.get()
    assert "1 Missed" in page(client, release)
    form = form_of(client.get(address("edit-supplier-hazard", release, row.pk)))
    send(client, "edit-supplier-hazard", release, row.pk, status="transferred")
    answer = client.post(address("edit-supplier-hazard", release, row.pk), form.sent(owner="Mine"))
    assert "Somebody else changed this" in text_of(answer)
    row.refresh_from_db()
    assert row.status == "transferred"


def test_dates_on_file_are_told(client: Client, release: ProductRelease) -> None:
    save_release(product=release.product, version=release.version, dtac_on=ON, dcb0129_on=ON, by=system())
    text = page(client, release)
    assert text.count("One of 1 June 2026 is on file.") == 2


def test_other_scopes_find_nothing_and_readers_change_nothing(client: Client, release: ProductRelease) -> None:
    make_supplier_hazard(make_safety_pack(release))
    client.force_login(make_person(role=Role.TRUST_USER, scope=make_trust()))
    for name in ("release", "edit-device", "edit-cyber", "edit-safety-pack", "open-dtac"):
        assert client.get(address(name, release)).status_code == 404, name
    client.force_login(make_person(role=Role.VIEWER))
    assert "Check the device" not in page(client, release)
    for name in ("edit-device", "edit-cyber", "edit-safety-pack", "open-dtac", "decide-safety-pack"):
        assert client.get(address(name, release)).status_code == 403, name
