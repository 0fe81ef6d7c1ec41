"""The pages of suppliers: everybody's names, one's own networks' use, and the forms that keep them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    START,
    go_live,
    make_assured,
    make_contract,
    make_deployment,
    make_incident,
    make_network,
    make_person,
    make_release,
    make_release_in_use,
    make_site,
    make_sub_processor,
    make_supplier,
    make_trust,
    system,
)
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.governance.actions.reviews import record_supplier_review
from tracker.networks.access import access_of
from tracker.networks.models import Deployment
from tracker.portfolio.selectors.suppliers import find_supplier_view
from tracker.procurement.actions.suppliers import save_release
from tracker.procurement.models import (
    ProductRelease,
    ReferenceSite,
    ShortlistRule,
    SubProcessor,
    Supplier,
    SupplierContact,
    SupplierStatusCode,
)
from tracker.procurement.supply_vocabulary import EvidenceKind

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)
ON = TODAY - 30 * DAY


@pytest.fixture
def deployment() -> Deployment:
    """In use, under a signed contract, with a release that is assured."""
    row = make_deployment(make_trust(make_network(name="North Thames Imaging Network")))
    release = make_assured(row, on=ON)
    network = row.trust.memberships.get().network
    make_contract(network, reference="NT-1", release=release, signed_on=START, ends_on=TODAY + 90 * DAY, covers=[row])
    go_live(row, on=ON)
    return row


@pytest.fixture
def release(deployment: Deployment) -> ProductRelease:
    return deployment.releases.get().release


@pytest.fixture
def supplier(release: ProductRelease) -> Supplier:
    return release.product.supplier


@pytest.fixture
def lead() -> User:
    return make_person(role=Role.NATIONAL_LEAD, name="Lee Example")


@pytest.fixture(autouse=True)
def signed_in(client: Client, lead: User) -> None:
    client.force_login(lead)


def at(name: str, supplier: Supplier, *more: object) -> str:
    return reverse(name, args=[supplier.pk, *more])


def send(client: Client, where: str, **changes: Any) -> HttpResponse:
    return client.post(where, form_of(client.get(where)).sent(**changes))


def page(client: Client, supplier: Supplier, **query: str) -> str:
    return text_of(client.get(at("supplier", supplier), query))


# --- What the pages show --------------------------------------------------------------------------------------------


def test_list_names_each_supplier_with_its_use_and_vetting(client: Client, supplier: Supplier) -> None:
    other = make_supplier("Zenith Ltd", status=SupplierStatusCode.WITHDRAWN)
    text = text_of(client.get("/suppliers/"))
    assert "1 supplier does not trade. 2 suppliers in all." in text
    assert text.index(other.name) < text.index(supplier.name)
    assert "1 trust" in text
    assert "1 contract" in text
    assert "Nowhere that you see" in text


def test_page_says_what_breaks_and_what_vets(client: Client, supplier: Supplier, release: ProductRelease) -> None:
    text = page(client, supplier)
    assert "1 deployment depends on it at 1 trust in 1 network, 1 of them live." in text
    assert "NT-1" in text
    assert "North Thames Imaging Network" in text
    assert f"Release {release.version}" in text
    assert text.split("Reference sites")[0].count("Not on record") == 1  # the ICO registration
    assert "£" not in text.split("<main")[1]


def test_kind_that_is_missing_or_expired_is_told(client: Client, supplier: Supplier, release: ProductRelease) -> None:
    save_release(product=release.product, version=release.version, iso_13485_expires_on=TODAY - DAY, by=system())
    view = find_supplier_view(access_of(system(), day=TODAY), supplier.pk, on=TODAY)
    assert view is not None
    wanting = [each.kind for each in view.vetting[release.pk].wanting(view.needs)]
    assert wanting == [EvidenceKind.ISO_13485]
    assert "1 kind of evidence wanting" in page(client, supplier)
    assert "1 kind of evidence wanting" in text_of(client.get("/suppliers/"))


def test_sole_supplier_is_told_until_another_has_signed(
    client: Client, supplier: Supplier, deployment: Deployment
) -> None:
    def is_sole() -> list[bool]:
        view = find_supplier_view(access_of(system(), day=TODAY), supplier.pk, on=TODAY)
        return [each.is_sole for each in view.networks] if view else []

    network = deployment.trust.memberships.get().network
    make_contract(network)  # planned only
    assert is_sole() == [True]
    make_contract(network, signed_on=START)
    assert is_sole() == [False]


def test_release_in_use_without_a_contract_counts(client: Client, supplier: Supplier, release: ProductRelease) -> None:
    elsewhere = make_deployment(make_trust(make_network(name="South Mersey Imaging Network")))
    make_release_in_use(elsewhere, on=ON, release=release)
    text = page(client, supplier)
    assert "2 deployments depend on it at 2 trusts in 2 networks, 1 of them live." in text
    assert "South Mersey Imaging Network" in text


def test_incidents_and_reviews_are_those_of_deployments_that_the_person_sees(
    client: Client, supplier: Supplier, release: ProductRelease, deployment: Deployment
) -> None:
    quarter = TODAY.replace(month=(TODAY.month - 1) // 3 * 3 + 1, day=1)
    elsewhere = make_deployment(make_trust(make_network()))
    make_release_in_use(elsewhere, on=ON, release=release)
    for each in (deployment, elsewhere):
        make_incident(each, seriousness="not-serious", on=TODAY)
    record_supplier_review(
        deployment=elsewhere,
        quarter=quarter,
        held_on=TODAY,
        service_level_met=False,
        result="breach-notice",
        note="Support was silent for a week",
        by=system(),
    )
    text = page(client, supplier)
    assert "2 incidents, 2 open" in text
    assert "Support was silent for a week" in text
    client.force_login(make_person(role=Role.PROGRAMME_MANAGER, scope=deployment.trust.memberships.get().network))
    text = page(client, supplier)
    assert "1 incident, 1 open" in text
    assert "Support was silent" not in text
    assert "Use is counted over the networks and trusts that you may see." in text


def test_people_elsewhere_see_the_supplier_and_none_of_its_use(
    client: Client, supplier: Supplier, deployment: Deployment
) -> None:
    client.force_login(make_person(role=Role.TRUST_USER, scope=make_trust(make_network())))
    text = page(client, supplier)
    assert supplier.name in text
    assert "No deployment that you may see depends on it." in text
    for name in ("NT-1", "North Thames", deployment.trust.name, "Change status"):
        assert name not in text
    assert "Nowhere that you see" in text_of(client.get("/suppliers/"))
    assert client.get(at("edit-supplier-status", supplier)).status_code == 403


def test_who_has_no_role_sees_no_supplier(client: Client, supplier: Supplier) -> None:
    client.force_login(make_person())
    for where in ("/suppliers/", "/suppliers/shortlist/"):
        assert supplier.name not in text_of(client.get(where))
    assert "You have no role" in text_of(client.get("/suppliers/"))
    assert client.get(at("supplier", supplier)).status_code == 404
    assert client.get(at("edit-supplier", supplier)).status_code == 404


def test_pages_of_a_past_day_offer_nothing_and_keep_the_day(client: Client, supplier: Supplier) -> None:
    past = (TODAY - DAY).isoformat()
    assert f"/suppliers/{supplier.pk}/?as_of={past}" in text_of(client.get("/suppliers/", {"as_of": past}))
    assert "Change status" not in page(client, supplier, as_of=past)
    assert client.get("/suppliers/0/").status_code == 404


def test_pages_ask_as_many_questions_of_many_suppliers_as_of_few(
    client: Client, supplier: Supplier, deployment: Deployment
) -> None:
    addresses = ("/suppliers/", at("supplier", supplier), "/suppliers/shortlist/?lacking=on")
    counts = []
    make_sub_processor(supplier)
    make_site(supplier.products.get(), checked_on=TODAY)
    for many in (1, 4):
        for _ in range(many):
            another = make_supplier()
            make_site(make_release(another).product, checked_on=TODAY)
            place = make_network()
            row = make_deployment(make_trust(place))
            make_contract(place, release=deployment.releases.get().release, signed_on=START, covers=[row])
            make_sub_processor(supplier)
            make_site(supplier.products.get(), checked_on=TODAY)
        counts.append([])
        for where in addresses:
            client.get(where)
            with CaptureQueriesContext(connection) as queries:
                client.get(where)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]


# --- The shortlist --------------------------------------------------------------------------------------------------


def shortlist(client: Client, **query: Any) -> str:
    text = text_of(client.get("/suppliers/shortlist/", query))
    return text[text.index("<main") :]


def test_shortlist_has_what_is_in_date_and_on_asking_what_lacks_something(
    client: Client, supplier: Supplier, release: ProductRelease
) -> None:
    lacking = make_release()
    text = shortlist(client, use_case="chest-xray")
    assert "1 of 2 products for Chest X-ray is vetted" in text
    assert release.product.name in text
    assert lacking.product.name not in text
    assert "1 network" in text
    text = shortlist(client, use_case="chest-xray", lacking="on")
    assert lacking.product.name in text
    assert "ISO 13485: not on record" in text
    assert "0 of 0 products" in shortlist(client, use_case="chest-ct")


def test_shortlist_is_of_a_day_and_of_the_kinds_that_are_chosen(client: Client, release: ProductRelease) -> None:
    later = (TODAY + 3000 * DAY).isoformat()
    assert "0 of 1 product for" in shortlist(client, use_case="chest-xray", on=later)
    chosen = {"use_case": "chest-xray", "chosen": "yes", "on": later}
    assert "1 of 1 product for" in shortlist(client, **chosen, evidence=["dtac", "dcb0129"])
    assert "1 of 1 product for" in shortlist(client, **chosen)
    assert "0 of 1 product for" in shortlist(client, **chosen, evidence=["iso-13485"])


def test_supplier_that_failed_is_on_no_shortlist(client: Client, supplier: Supplier, release: ProductRelease) -> None:
    send(
        client,
        at("edit-supplier-status", supplier),
        status="in administration",
        on=TODAY,
        reason="Administrators appointed",
    )
    assert release.product.name not in shortlist(client, use_case="chest-xray", lacking="on")


def test_what_is_needed_is_dated_data(client: Client, release: ProductRelease) -> None:
    save_release(product=release.product, version=release.version, iso_13485_expires_on=None, by=system())
    assert "0 of 1 product for" in shortlist(client, use_case="chest-xray")
    ShortlistRule.objects.filter(kind=EvidenceKind.ISO_13485).update(valid_to=TODAY)
    text = shortlist(client, use_case="chest-xray")
    assert "1 of 1 product for" in text
    assert "ISO 13485" not in text.split("The rules of that day ask for")[1].split("</p>")[0]


def test_comparable_reference_sites_are_named(client: Client, release: ProductRelease) -> None:
    make_site(release.product, organisation="Exemplar NHS Trust", pacs_vendor="Alder", checked_on=TODAY)
    make_site(release.product, organisation="Unchecked NHS Trust")
    text = shortlist(client, use_case="chest-xray")
    assert "Exemplar NHS Trust (Alder and Birch RIS)" in text
    assert "Unchecked NHS Trust" not in text
    assert "None that compares" in shortlist(client, use_case="chest-xray", pacs="Alder PACS")


@pytest.mark.parametrize(("query", "told"), [({"use_case": "knees"}, "knees"), ({"on": "soon"}, "In date on")])
def test_impossible_filter_is_told(client: Client, release: ProductRelease, query: dict[str, str], told: str) -> None:
    text = shortlist(client, **query)
    assert "There is a problem" in text
    assert told in text
    assert "nhsuk-table" not in text


# --- The forms ------------------------------------------------------------------------------------------------------


def test_legal_entity_is_edited_and_a_stale_form_shows_both(client: Client, supplier: Supplier) -> None:
    where = at("edit-supplier", supplier)
    typed = form_of(client.get(where)).sent(parent="Acme Holdings")
    answer = send(client, where, registered_country="United Kingdom", **{"contact-account": "Jo, jo@acme.example"})
    assert answer["Location"] == at("supplier", supplier)
    assert "Jo, jo@acme.example" in page(client, supplier)
    stale = client.post(where, typed)
    assert "Somebody else changed this while you were editing it." in text_of(stale)
    assert client.post(where, form_of(stale).sent()).status_code == 302
    supplier.refresh_from_db()
    assert (supplier.parent, supplier.registered_country) == ("Acme Holdings", "United Kingdom")
    assert SupplierContact.objects.count() == 1
    assert "Nothing has changed" in text_of(send(client, where))
    wrong = send(client, where, company_number="12")
    assert "8 letters and digits" in message_at(form_of(wrong), "company_number")


def test_status_is_changed_and_refused_at_its_field(client: Client, supplier: Supplier) -> None:
    where = at("edit-supplier-status", supplier)
    good = {"status": "withdrawn", "on": TODAY, "reason": "It left the market"}
    for wrong, field in (({"on": TODAY + DAY}, "on"), ({"status": "active"}, "status"), ({"reason": ""}, "reason")):
        assert message_at(form_of(send(client, where, **good | wrong)), field)
    assert supplier.statuses.count() == 1
    assert send(client, where, **good).status_code == 302
    assert "It left the market" in page(client, supplier)


def test_sub_processor_is_added_and_ended(client: Client, supplier: Supplier) -> None:
    where = at("add-sub-processor", supplier)
    good = {
        "name": "Cloud Example Ltd",
        "country": "Ireland",
        "is_outside_uk": "yes",
        "purpose": "Hosting",
        "valid_from": TODAY + 9 * DAY,
    }
    wrong = {"valid_to": TODAY}, {"is_outside_uk": "no"}
    for change, field in zip(wrong, ("valid_to", "is_outside_uk"), strict=True):
        assert message_at(form_of(send(client, where, **good | change)), field)
    assert send(client, where, **good).status_code == 302
    row = SubProcessor.objects.get()
    assert "Cloud Example Ltd" in page(client, supplier)  # planned ones are shown too
    end = at("end-sub-processor", supplier, row.pk)
    assert message_at(form_of(send(client, end, valid_to=TODAY)), "valid_to")
    assert send(client, end, valid_to=TODAY + 10 * DAY).status_code == 302
    assert client.get(at("end-sub-processor", supplier, 0)).status_code == 404


def test_reference_site_is_added_edited_and_checked(client: Client, supplier: Supplier) -> None:
    where = at("add-reference-site", supplier)
    good = {"organisation": "Exemplar NHS Trust", "pacs_vendor": "Alder", "yearly_volume": "90000", "live_since": START}
    assert message_at(form_of(send(client, where, **good | {"live_since": TODAY + DAY})), "live_since")
    assert send(client, where, **good).status_code == 302
    site = ReferenceSite.objects.get()
    assert send(client, at("edit-reference-site", supplier, site.pk), ris_vendor="Birch").status_code == 302
    check = at("check-reference-site", supplier, site.pk)
    assert message_at(form_of(send(client, check, is_stable="yes", checked_on=TODAY)), "evidence")
    assert send(client, check, is_stable="no", evidence="Two outages", checked_on=TODAY).status_code == 302
    text = page(client, supplier)
    assert "Not stable" in text
    assert "Two outages" in text
    assert client.get(at("edit-reference-site", supplier, 0)).status_code == 404
