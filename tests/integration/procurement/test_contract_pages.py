"""The list of contracts, its file, and one contract's page: what each person meets, and what nobody learns."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    START,
    make_content,
    make_contract,
    make_deployment,
    make_network,
    make_person,
    make_signed_contract,
    make_trust,
    system,
)
from tests.factories.contracts import (
    SIGNED,
    make_clause,
    make_kpi,
    make_metric,
    make_payment,
    make_reading,
    make_released,
)
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.networks.actions.programmes import assign_role
from tracker.networks.models import Deployment, ImagingNetwork, ScopeKind
from tracker.procurement.actions.contracts import record_terms, say_replaced
from tracker.procurement.actions.modifications import change_terms
from tracker.procurement.actions.suppliers import record_supplier_status
from tracker.procurement.contract_vocabulary import ClausePresence
from tracker.procurement.models import Contract
from tracker.procurement.selectors.contract_rules import newest_terms
from tracker.procurement.vocabulary import SupplierStatusCode

pytestmark = pytest.mark.django_db
TODAY = today_in_london()


@pytest.fixture
def network() -> ImagingNetwork:
    return make_network(name="North Thames")


@pytest.fixture
def deployment(network: ImagingNetwork) -> Deployment:
    return make_deployment(make_trust(network, name="Riverside"))


@pytest.fixture
def contract(network: ImagingNetwork, deployment: Deployment) -> Contract:
    return make_signed_contract(network, reference="NT-1", value_pence=4_321_00, covers=[deployment])


@pytest.fixture
def buyer(network: ImagingNetwork) -> User:
    return make_person(role=Role.PROCUREMENT, scope=network, name="Bea Buyer")


@pytest.fixture
def trust_user(deployment: Deployment) -> User:
    return make_person(role=Role.TRUST_USER, scope=deployment.trust)


@pytest.fixture(autouse=True)
def signed_in(client: Client, buyer: User) -> None:
    client.force_login(buyer)


def address(name: str, contract: Contract, *more: object) -> str:
    return reverse(name, args=[contract.pk, *more])


def page(client: Client, contract: Contract, query: str = "") -> str:
    return text_of(client.get(address("contract", contract) + query))


def send(client: Client, path: str, **changes: Any) -> HttpResponse:
    return client.post(path, form_of(client.get(path)).sent(**changes))


def listed(client: Client, **query: str) -> str:
    return text_of(client.get(reverse("contracts"), query))


# --- The list -------------------------------------------------------------------------------------------------------


def test_list_shows_values_of_those_contracts_only_that_one_may_see(
    client: Client, contract: Contract, trust_user: User
) -> None:
    make_signed_contract(make_network(name="South"), reference="SOUTH-1", value_pence=8_765_00)
    text = listed(client)
    assert "£4,321" in text
    assert "SOUTH-1" not in text
    assert "Values of all 1 contract are shown to you." in text
    client.force_login(trust_user)
    text = listed(client, order="-value")
    assert "NT-1" in text
    assert "4,321" not in text
    assert "Values are not shown to you" in text
    assert "Total of" not in text


def test_totals_are_of_what_is_shown_and_say_so(client: Client, contract: Contract) -> None:
    second = make_network(name="South")
    make_signed_contract(second, reference="SOUTH-1", value_pence=8_765_00)
    both = make_person(role=Role.PROCUREMENT, scope=contract.network)
    viewer = make_person(role=Role.VIEWER)
    lead = make_person(role=Role.NATIONAL_LEAD)
    client.force_login(lead)
    text = listed(client)
    assert "Values of all 2 contracts are shown to you." in text
    assert "£13,086" in text
    client.force_login(viewer)
    assert "13,086" not in listed(client)
    assign_role(user=both, role=Role.VIEWER, kind=ScopeKind.PROGRAMME, target=None, on=START, by=system())
    client.force_login(both)
    text = listed(client, order="value")
    assert "Values of 1 of 2 contracts are shown to you, and the total is of these." in text
    assert "Total of 1 contract" in text
    assert "Not shown to you" in text
    assert "8,765" not in text
    assert text.index("NT-1") < text.index("SOUTH-1")
    assert listed(client, order="-value").index("NT-1") < listed(client, order="-value").index("SOUTH-1")


def test_list_is_chosen_and_ordered(client: Client, contract: Contract, network: ImagingNetwork) -> None:
    make_contract(network, reference="NT-2", use_case="chest-ct")
    make_signed_contract(network, reference="NT-3", use_case="chest-ct", ends_on=TODAY + timedelta(days=30))
    assert "2 signed and running, 1 of them ends within 90 days, 1 still to be signed." in listed(client)
    for query, found in (
        ({"status": "planned"}, ["NT-2"]),
        ({"status": "ending"}, ["NT-3"]),
        ({"status": "signed"}, ["NT-1", "NT-3"]),
        ({"use_case": "chest-ct"}, ["NT-2", "NT-3"]),
        ({"text": "nt-1"}, ["NT-1"]),
        ({"supplier": str(contract.supplier_id)}, ["NT-1"]),
        ({"text": "zzz"}, []),
    ):
        text = listed(client, **query)
        assert [each for each in ("NT-1", "NT-2", "NT-3") if f">{each}</a>" in text] == found
        assert "Clear the filters" in text
    assert "No contract fits these filters." in listed(client, text="zzz")
    text = listed(client, order="-reference", status="signed")
    assert text.index("NT-3") < text.index("NT-1")
    assert 'aria-sort="descending"' in text
    assert "status=signed&amp;order=reference" in text
    assert listed(client, network="south").count("nhsuk-error-summary__title") == 1


def test_list_of_a_past_day_and_of_several_pages(client: Client, contract: Contract, network: ImagingNetwork) -> None:
    text = listed(client, as_of=(SIGNED - timedelta(days=1)).isoformat())
    assert "Planned" in text
    assert f"/contracts/{contract.pk}/?as_of=" in text
    assert "Add a contract" not in text
    assert "is not a date" in listed(client, as_of="yesterday")
    for number in range(51):
        make_contract(network, reference=f"ZZ-{number:02}")
    assert "Page 2 of 2" in listed(client, text="zz")
    assert "Page 1 of 2" in listed(client, text="zz", page="2")
    assert "52 contracts" in listed(client)


def test_empty_list_says_so(client: Client) -> None:
    assert "No contract is recorded yet." in listed(client)


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
        assert answer.status_code == 200
        if answer.streaming:
            b"".join(answer.streaming_content)  # type: ignore[attr-defined] # as a browser reads it
    return len(captured)


def test_same_queries_for_few_and_many(client: Client, contract: Contract, network: ImagingNetwork) -> None:
    make_content(contract)
    paths = [reverse("contracts"), reverse("contracts-export"), address("contract", contract)]
    few = [queries(client, path) for path in paths]
    for number in range(6):
        trust = make_trust(network)
        make_signed_contract(network, covers=[make_deployment(trust)], reference=f"NT-1{number}")
        contract.coverages.create(deployment=make_deployment(trust, use_case="chest-ct"), valid_from=SIGNED)
        make_reading(make_metric(contract))
        make_payment(contract, 1_00)
        make_kpi(contract)
    assert [queries(client, path) for path in paths] == few


# --- The file -------------------------------------------------------------------------------------------------------


def exported(client: Client, **query: str) -> list[str]:
    answer = client.get(reverse("contracts-export"), query)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]


def test_file_holds_what_is_chosen_and_may_be_seen(client: Client, contract: Contract, trust_user: User) -> None:
    make_contract(contract.network, reference='=HYPERLINK("x")')
    lines = exported(client)
    assert lines[0] == "\ufeffOFFICIAL-SENSITIVE: COMMERCIAL"
    assert lines[1].endswith("value in pounds,committed in pounds,paid in pounds")
    assert any(line.startswith("\"'=HYPERLINK") for line in lines)
    assert any("4321.00" in line for line in lines)
    assert len(exported(client, text="nt-1")) == 3
    answer = client.get(reverse("contracts-export"))
    name = f"contracts-{TODAY.isoformat()}-official-sensitive-commercial.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    client.force_login(trust_user)
    lines = exported(client)
    assert lines[0] == "\ufeffOFFICIAL"
    assert "value" not in lines[1]
    assert not any("4321" in line for line in lines)


# --- The page -------------------------------------------------------------------------------------------------------


def test_page_says_first_how_the_contract_stands(client: Client, contract: Contract) -> None:
    text = page(client, contract)
    assert "Signed on 28 March 2024. It runs to" in text
    assert "No payment and no renewal waits for a success metric." in text
    assert "Core data terms: permitted data use, model retraining" in text
    assert "£4,321" in text
    make_content(contract)
    text = page(client, contract)
    for words in ("Only to return results", "£1,000", "A second data centre", "Lead trust"):
        assert words in text
    assert "1 modification without a decision on the contract change notice (UK10)." in text
    assert "The performance review that was due on 7 July 2025." in text


def test_people_without_commercial_rights_read_no_money_and_no_positions(
    client: Client, contract: Contract, trust_user: User
) -> None:
    make_content(contract)
    record_terms(contract=contract, on=TODAY, paid_pence=77_00, reason="Invoice of £77", by=system())
    for person in (trust_user, make_person(role=Role.VIEWER), make_person(role=Role.SIGNATORY, scope=contract.network)):
        client.force_login(person)
        text = page(client, contract)
        assert "£" not in text
        for hidden in ("Only to return results", "4,321", "Change the terms", "Add a payment", "Record a modification"):
            assert hidden not in text
        assert "Permitted data use" in text
        assert "Riverside" in text
        assert contract.supplier.name in text


def test_page_of_another_network_is_not_there(client: Client, contract: Contract) -> None:
    client.force_login(make_person(role=Role.PROCUREMENT, scope=make_network()))
    assert client.get(address("contract", contract)).status_code == 404
    assert "NT-1" not in listed(client)


def test_page_of_a_past_day_shows_what_stood_and_offers_nothing(client: Client, contract: Contract) -> None:
    make_content(contract)
    text = page(client, contract, f"?as_of={SIGNED - timedelta(days=30)}")
    assert "Not signed" in text
    assert "Add a payment" not in text
    assert client.get(address("edit-terms", contract) + f"?as_of={SIGNED}").status_code == 403


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda network: make_contract(network, baseline=TODAY + timedelta(days=30)), "Signature is expected on"),
        (make_contract, "Not signed. It was expected on 30 November 2023, which has passed."),
        (lambda network: make_signed_contract(network, ends_on=None), "No last day is recorded."),
        (lambda network: make_signed_contract(network, ends_on=date(2025, 1, 1)), "It ended on 1 January 2025"),
        (lambda network: make_signed_contract(network, ends_on=TODAY), "(today)"),
    ],
)
def test_headlines(client: Client, network: ImagingNetwork, make: Callable[..., Contract], words: str) -> None:
    assert words in page(client, make(network))


def test_neighbours_lead_to_each_other(client: Client, contract: Contract, network: ImagingNetwork) -> None:
    after = make_contract(network, reference="NT-2")
    say_replaced(contract=after, replaces=contract, by=system())
    assert f'href="{address("contract", contract)}"' in page(client, after)
    assert f'href="{address("contract", after)}"' in page(client, contract)


# --- The forms ------------------------------------------------------------------------------------------------------


def test_terms_are_changed_in_pounds_and_refused_at_their_field(client: Client, contract: Contract) -> None:
    path = address("edit-terms", contract)
    assert form_of(client.get(path)).values["value"] == "4,321"
    assert "Nothing has changed" in text_of(send(client, path))
    answer = send(client, path, paid="£5,000.00")
    assert "is more than the contract" in message_at(form_of(answer), "paid")
    assert "is not an amount" in message_at(form_of(send(client, path, value="lots")), "value")
    assert "is not an amount" in message_at(form_of(send(client, path, value="-1")), "value")
    assert "larger than any contract" in message_at(form_of(send(client, path, value="99999999999")), "value")
    answer = send(client, path, value="5,000.50", deletion_agreed="True", reason="Indexation")
    assert answer["Location"] == address("contract", contract) + "#terms"
    terms = newest_terms(contract)
    assert terms is not None
    assert (terms.value_pence, terms.deletion_agreed, terms.reason) == (5_000_50, True, "Indexation")
    assert "Terms: value £5,000.50, deletion agreed: yes" in page(client, contract)


def test_stale_terms_show_both_versions(client: Client, contract: Contract) -> None:
    path = address("edit-terms", contract)
    sent = form_of(client.get(path)).sent(value="5000")
    change_terms(contract=contract, on=TODAY, reason="", value_pence=6_000_00, by=system())
    answer = client.post(path, sent)
    text = text_of(answer)
    assert "Somebody else changed this" in text
    assert "6000" in text
    assert client.post(path, form_of(answer).sent()).status_code == 302


def test_coverage_and_replacement(client: Client, contract: Contract, deployment: Deployment) -> None:
    second = make_signed_contract(contract.network, reference="NT-2")
    path = address("edit-coverage", second)
    answer = send(client, path, deployments=[str(deployment.pk)], effective_on=SIGNED)
    assert "is served under NT-1" in message_at(form_of(answer), "deployments")
    assert send(client, address("edit-replaces", second), replaces=str(contract.pk)).status_code == 302
    assert send(client, path, deployments=[str(deployment.pk)], effective_on=SIGNED).status_code == 302
    refused = send(client, address("edit-replaces", second), replaces="")
    assert "is served under NT-1" in message_at(form_of(refused), "replaces")


def test_clause_is_recorded_beside_the_wording_of_others(client: Client, contract: Contract) -> None:
    make_clause(make_signed_contract(make_network(name="South")), position="Their words", is_shared=True)
    path = address("edit-clause", contract, "permitted-data-use")
    text = text_of(client.get(path))
    assert "A good clause: Lists every purpose" in text
    assert "Their words" in text
    assert "agreed position" in message_at(form_of(send(client, path, presence="no", position="Text")), "position")
    answer = send(client, path, presence="yes", position="Our words", reference="4.1")
    assert answer["Location"] == address("contract", contract) + "#clauses"
    assert "Our words" in page(client, contract)
    assert client.get(address("edit-clause", contract, "no-such-clause")).status_code == 404


def test_checklist_is_answered_at_once(client: Client, contract: Contract) -> None:
    make_clause(contract, "insurance", position="£10 million of cover", is_shared=True)
    path = address("edit-checklist", contract)
    form = form_of(client.get(path))
    assert form.choices["insurance"] == ["yes", "partly", "no"]
    assert form.choices["escalation"] == ["", "yes", "partly", "no"]
    assert "Nothing has changed" in text_of(client.post(path, form.sent()))
    sent = form.sent(**{"insurance": "no", "escalation": "yes", "secondary-use": "partly"})
    answer = client.post(path, sent)
    assert answer["Location"] == address("contract", contract) + "#clauses"
    assert "Somebody else changed this" in text_of(client.post(path, sent | {"training": "yes"}))
    newest = {row.clause: row for row in contract.clause_positions.order_by("pk")}
    assert {code: row.presence for code, row in newest.items()} == {
        "insurance": "no",
        "escalation": "yes",
        "secondary-use": "partly",
    }
    assert newest["insurance"].position == ""


def test_supplier_that_failed_is_marked(client: Client, contract: Contract) -> None:
    record_supplier_status(
        supplier=contract.supplier, status=SupplierStatusCode.IN_ADMINISTRATION, on=TODAY, by=system()
    )
    record_terms(contract=contract, on=TODAY, kpis_agreed=True, by=system())
    text = page(client, contract)
    assert "Supplier in administration" in text
    assert "The workbook says that KPIs are agreed." in text
    make_clause(contract, presence=ClausePresence.PARTLY, deviation="Less than that")
    assert "1 deviation that nobody has approved." in page(client, contract)
    told = {"deviation": "Less than that", "approved_by": "Sam Example", "approved_on": SIGNED}
    make_clause(contract, presence=ClausePresence.PARTLY, on=TODAY, **told)
    assert "Approved by Sam Example, 28 March 2024" in page(client, contract)
    make_metric(contract)
    assert "Nothing waits for it" in page(client, contract)


def test_metric_reading_and_renewal(client: Client, contract: Contract) -> None:
    answer = send(
        client,
        address("add-metric", contract),
        name="Urgent",
        definition="Urgent ones",
        target="65",
        better="higher",
        data_source="RIS",
        frequency="quarterly",
        owner="Asha",
        agreed_on=SIGNED,
    )
    assert answer.status_code == 302
    metric = contract.success_metrics.get()
    path = address("edit-metric", contract, metric.pk)
    sent = form_of(client.get(path)).sent(owner="Sam")
    assert send(client, path, target="70").status_code == 302
    assert "Somebody else changed this" in text_of(client.post(path, sent))
    reading = {"period_from": date(2025, 1, 1), "period_to": date(2025, 3, 31), "value": "71", "source_note": "Extract"}
    assert send(client, address("add-reading", contract, metric.pk), **reading).status_code == 302
    answer = send(client, address("add-reading", contract, metric.pk), **reading | {"period_to": date(2024, 1, 1)})
    assert "would end before it starts" in message_at(form_of(answer), "period_to")
    renewal = send(client, address("add-renewal", contract, metric.pk), condition="At target", agreed_on=SIGNED)
    assert renewal.status_code == 302
    text = page(client, contract)
    assert "1 of 1 metric at its target." in text
    assert "The renewal" in text
    condition = contract.renewal_conditions.get()
    assert send(client, address("end-renewal", contract, condition.pk), ended_on=TODAY).status_code == 302
    assert client.get(address("end-renewal", contract, condition.pk)).status_code == 404


def test_payment_is_released_by_two_people(client: Client, contract: Contract, buyer: User) -> None:
    metric = make_metric(contract)
    answer = send(
        client,
        address("add-payment", contract),
        name="Year 1",
        amount="5,000",
        due_on=TODAY,
        trigger="gate:delivery",
        agreed_on=SIGNED,
    )
    assert "The payments together would be £5,000" in message_at(form_of(answer), "amount")
    sent = {"name": "Year 1", "amount": "500", "due_on": TODAY, "trigger": f"metric:{metric.pk}", "agreed_on": SIGNED}
    assert send(client, address("add-payment", contract), **sent).status_code == 302
    payment = contract.payment_milestones.get()
    assert payment.metric == metric
    path = address("edit-payment", contract, payment.pk)
    stale = form_of(client.get(path)).sent(name="Mine")
    assert send(client, path, trigger="gate:delivery").status_code == 302
    assert "Somebody else changed this" in text_of(client.post(path, stale))
    assert send(client, address("propose-payment", contract, payment.pk), evidence="Certificate").status_code == 302
    decide = address("decide-payment", contract, payment.pk)
    assert "You proposed this release" in text_of(send(client, decide, decision="release", reason="Seen"))
    client.force_login(make_person(role=Role.PROGRAMME_MANAGER, scope=contract.network))
    refused = send(client, decide, decision="refuse")
    assert "A refusal has a reason" in message_at(form_of(refused), "reason")
    assert send(client, decide, decision="release", reason="Seen").status_code == 302
    assert send(client, address("pay-payment", contract, payment.pk), reference="INV-1").status_code == 302
    text = page(client, contract)
    assert "1 of 1 payment paid." in text
    assert "INV-1" in text


def test_refused_payment_is_offered_again(client: Client, contract: Contract, buyer: User) -> None:
    payment = make_payment(contract, 1_00)
    send(client, address("propose-payment", contract, payment.pk), evidence="Certificate")
    assert "1 waiting for a second person" in page(client, contract)
    decide = address("decide-payment", contract, payment.pk)
    assert send(client, decide, decision="refuse", reason="Not signed").status_code == 302
    assert "Propose its release again" in page(client, contract)
    make_released(make_payment(contract, 1_00), by=buyer, other=system())
    assert "Record its payment" in page(client, contract)


def test_kpis_levels_and_reviews(client: Client, contract: Contract) -> None:
    assert "has no service level yet" in text_of(client.get(address("add-performance-review", contract)))
    add = {"name": "Uptime", "target": "99%", "agreed_on": SIGNED}
    assert send(client, address("add-kpi", contract), **add).status_code == 302
    assert "already" in message_at(form_of(send(client, address("add-kpi", contract), **add)), "name")
    kpi = contract.kpis.get()
    path = address("edit-kpi", contract, kpi.pk)
    stale = form_of(client.get(path)).sent(target="97%")
    assert send(client, path, target="98%").status_code == 302
    assert "Somebody else changed this" in text_of(client.post(path, stale))
    assessed = {"period_from": SIGNED, "period_to": date(2025, 3, 27), "rating": "good"}
    assert send(client, address("assess-kpi", contract, kpi.pk), **assessed).status_code == 302
    level = {"kind": "support", "name": "Calls", "target": "1 hour", "agreed_on": SIGNED}
    assert send(client, address("add-service-level", contract), **level).status_code == 302
    name = f"level_{contract.service_levels.get().pk}"
    review = address("add-performance-review", contract)
    refused = send(client, review, **{name: "missed"})
    assert "was missed" in message_at(form_of(refused), "actions")
    assert send(client, review, **{name: "missed"}, actions="More people at night").status_code == 302
    text = page(client, contract)
    for words in ("98%", "Calls missed.", "More people at night"):
        assert words in text


def test_modifications_and_extensions(client: Client, contract: Contract) -> None:
    answer = send(
        client,
        address("add-modification", contract),
        what="Two more sites",
        value_change="-21.00",
        planned_for=TODAY,
        is_qualifying="no",
    )
    assert answer.status_code == 302
    modification = contract.modifications.get()
    assert modification.value_change_pence == -21_00
    step = address("modification-step", contract, modification.pk)
    assert "Nobody has decided" in text_of(send(client, step, kind="in-effect"))
    assert "Name the exception" in message_at(form_of(send(client, step, kind="not-needed")), "reason")
    assert send(client, step, kind="not-needed", reason="Provided for").status_code == 302
    assert send(client, step, kind="in-effect").status_code == 302
    assert "£4,300" in page(client, contract)
    options = {"count": "1", "months": "12", "agreed_on": SIGNED}
    assert send(client, address("add-options", contract), **options).status_code == 302
    extend = address("extend-contract", contract)
    stale = form_of(client.get(extend)).sent(exercised_on=TODAY, notice="Letter")
    assert send(client, extend, exercised_on=TODAY, notice="Letter").status_code == 302
    assert "Somebody else changed this" in text_of(client.post(extend, stale))
    text = page(client, contract)
    assert "0 of 1 option to extend left." in text
    assert "Option 1 to extend used" in text


def test_arrangements(client: Client, contract: Contract) -> None:
    path = address("edit-arrangements", contract)
    stale = form_of(client.get(path)).sent(authority="Mine")
    refused = send(client, path, exit_tested_on=TODAY, effective_on=SIGNED)
    assert "tested or reviewed after" in message_at(form_of(refused), "exit_tested_on")
    sent = {"authority": "Lead trust", "trusts_sign": "on", "deletion_certificate_days": "30"}
    assert send(client, path, **sent).status_code == 302
    assert "Somebody else changed this" in text_of(client.post(path, stale))
    text = page(client, contract)
    assert "Each trust that is covered signs as well" in text
    assert "Within 30 days" in text


def test_contract_is_added_for_ones_own_network(client: Client, contract: Contract) -> None:
    path = reverse("add-contract")
    form = form_of(client.get(path))
    assert form.choices["network"] == [contract.network.slug]
    sent = {"reference": "NT-9", "use_case": "chest-xray", "release": str(contract.release_id)}
    assert client.post(path, form.sent(**sent)).status_code == 302
    assert Contract.objects.get(reference="NT-9").supplier == contract.supplier
    assert "Add a contract" in listed(client)
    assert client.get(path + "?as_of=2024-01-01").status_code == 403


def test_reference_is_taken_once(client: Client, contract: Contract) -> None:
    path = reverse("add-contract")
    sent = {"reference": "NT-1", "use_case": "chest-xray", "release": str(contract.release_id)}
    assert "is taken" in message_at(form_of(send(client, path, **sent)), "reference")


def test_viewer_adds_nothing(client: Client, contract: Contract) -> None:
    client.force_login(make_person(role=Role.VIEWER))
    assert client.get(reverse("add-contract")).status_code == 403
    assert "Add a contract" not in listed(client)
