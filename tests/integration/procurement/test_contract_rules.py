"""Rules between contracts: what they may cover, two at once, funding, and payments within the value."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    START,
    make_contract,
    make_deployment,
    make_network,
    make_person,
    make_signed_contract,
    make_trust,
    system,
)
from tests.factories.contracts import SIGNED, make_payment
from tracker.accounts.roles import Role
from tracker.audit.changes import Door
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.networks.actions.programmes import leave_programme
from tracker.networks.models import Deployment, ImagingNetwork, RevisionKind
from tracker.networks.policies import DateChange
from tracker.procurement.actions.contract_checks import check_among_contracts
from tracker.procurement.actions.contracts import (
    change_contract,
    cover_deployments,
    open_contract,
    record_terms,
    revise_signature,
    say_replaced,
)
from tracker.procurement.actions.coverage import state_coverage
from tracker.procurement.models import Contract, ContractTerms

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> ImagingNetwork:
    return make_network(name="North Thames")


@pytest.fixture
def deployment(network: ImagingNetwork) -> Deployment:
    return make_deployment(make_trust(network))


def cover(contract: Contract, deployment: Deployment, on: date = SIGNED, version: int | None = None) -> None:
    cover_deployments(contract=contract, deployments=[deployment], on=on, version=version, by=system())


# --- Scope ----------------------------------------------------------------------------------------------------------


def test_trust_of_another_network_is_not_covered(network: ImagingNetwork) -> None:
    contract, stranger = make_signed_contract(network), make_deployment(make_trust(make_network()))
    for attempt in (cover, lambda row, each: state_coverage(contract=row, deployments=[each], on=SIGNED, by=system())):
        with pytest.raises(Refused, match="is not a deployment of Chest X-ray in North Thames"):
            attempt(contract, stranger)
    assert not contract.coverages.exists()


def test_trust_is_covered_from_the_day_it_is_in_scope(network: ImagingNetwork) -> None:
    contract, joined_on = make_signed_contract(network), SIGNED + timedelta(days=30)
    deployment = make_deployment(make_trust(network, joined_on=joined_on))
    before = joined_on - timedelta(days=1)
    with pytest.raises(Refused, match="is not in the programme's scope on 26 April 2024"):
        cover(contract, deployment, before)
    with pytest.raises(Refused, match="is not in the programme's scope"):
        state_coverage(contract=contract, deployments=[deployment], on=before, by=system())
    assert state_coverage(contract=contract, deployments=[deployment], on=joined_on, by=system())
    assert not state_coverage(contract=contract, deployments=[deployment], on=joined_on, by=system())
    assert contract.coverages.get().valid_from == joined_on


def test_trust_that_left_is_not_covered_anew_and_stays_where_it_was(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    contract = make_signed_contract(network, covers=[deployment])
    left_on = date(2025, 6, 2)
    leave_programme(scope=deployment.trust.scopes.get(), left_on=left_on, reason="Merged", by=system())
    cover(contract, deployment, left_on)
    assert contract.coverages.get().valid_to is None
    other = make_contract(network)
    with pytest.raises(Refused, match="is not in the programme's scope"):
        cover(other, deployment, left_on)


# --- Two contracts at once ------------------------------------------------------------------------------------------


def test_two_signed_contracts_do_not_serve_one_deployment_at_once(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    make_signed_contract(network, reference="NT-1", covers=[deployment])
    second = make_signed_contract(network, reference="NT-2")
    with pytest.raises(Refused, match="is served under NT-1 from 28 March 2024"):
        cover(second, deployment)
    assert not second.coverages.exists()
    say_replaced(contract=second, replaces=Contract.objects.get(reference="NT-1"), by=system())
    cover(second, deployment)
    with pytest.raises(Refused, match="is served under NT-1"):
        say_replaced(contract=second, replaces=None, by=system())
    second.refresh_from_db()
    assert second.replaces is not None
    assert second.coverages.count() == 1


def test_signing_and_dating_a_contract_ask_for_overlap_too(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    make_signed_contract(network, ends_on=date(2025, 3, 31), covers=[deployment])
    planned = make_contract(network, covers=[deployment])
    record_terms(contract=planned, on=START, starts_on=date(2025, 3, 31), by=system())
    wish = DateChange(RevisionKind.ACTUAL, date(2025, 3, 3), effective_on=date(2025, 3, 3))
    with pytest.raises(Refused, match="two signed contracts can't serve"):
        revise_signature(contract=planned, changes=[wish], by=system())
    record_terms(contract=planned, on=START, starts_on=date(2025, 4, 1), by=system())
    revise_signature(contract=planned, changes=[wish], by=system())
    with pytest.raises(Refused, match="two signed contracts can't serve"):
        record_terms(contract=planned, on=date(2025, 3, 3), starts_on=date(2025, 3, 30), by=system())


def test_contract_whose_start_is_not_known_or_coverage_is_over_serves_nobody(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    first = make_signed_contract(network, covers=[deployment])
    cover_deployments(contract=first, deployments=[], on=date(2025, 1, 1), by=system())
    second = make_signed_contract(network)
    cover(second, deployment, date(2025, 1, 1))
    third = make_contract(network, signed_on=SIGNED)
    record_terms(contract=third, on=SIGNED, starts_on=None, by=system())
    cover(third, deployment)
    fourth = make_signed_contract(network, ends_on=date(2024, 6, 30))
    cover(fourth, deployment, date(2024, 7, 1))


def test_import_asks_once_everything_is_in(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    make_signed_contract(network, covers=[deployment])
    second = make_signed_contract(network)
    state_coverage(contract=second, deployments=[deployment], on=SIGNED, door=Door.IMPORT, by=system())
    with pytest.raises(Refused, match="two signed contracts"):
        check_among_contracts(contract=second, by=system())


def test_import_asks_for_funding_once_everything_is_in(network: ImagingNetwork) -> None:
    first, second = make_signed_contract(network), make_signed_contract(network)
    record_terms(contract=first, on=SIGNED, committed_pence=60_000_00, by=system())
    record_terms(contract=second, on=SIGNED, committed_pence=50_000_00, door=Door.IMPORT, by=system())
    with pytest.raises(Refused, match="would commit £110,000, more than the £100,000"):
        check_among_contracts(contract=second, by=system())


def test_workbook_tells_which_deployments_are_covered_from_a_day(network: ImagingNetwork) -> None:
    first, second = make_deployment(make_trust(network)), make_deployment(make_trust(network))
    contract = make_signed_contract(network, covers=[first], covers_on=SIGNED)
    later = SIGNED + timedelta(days=90)
    assert state_coverage(contract=contract, deployments=[second], on=later, by=system())
    told = [(row.deployment, row.valid_from, row.valid_to) for row in contract.coverages.order_by("valid_from")]
    assert told == [(first, SIGNED, later), (second, later, None)]
    assert state_coverage(contract=contract, deployments=[first], on=later, by=system())
    assert contract.coverages.get(valid_to=None).deployment == first


def test_contract_of_a_network_that_one_does_not_see_is_not_named(deployment: Deployment) -> None:
    """A trust that changed networks may still be served under the old network's contract."""
    network, old = deployment.trust.memberships.get().network, make_network()
    foreign = make_signed_contract(old, reference="SECRET-1")
    foreign.coverages.create(deployment=deployment, valid_from=SIGNED)
    buyer = make_person(role=Role.PROCUREMENT, scope=network)
    with pytest.raises(Refused, match="is served under a contract of another network"):
        cover_deployments(contract=make_signed_contract(network), deployments=[deployment], on=SIGNED, by=buyer)


def test_replaced_contract_is_an_earlier_one_of_the_same_network_and_use_case(network: ImagingNetwork) -> None:
    contract, other = make_contract(network, reference="NT-1"), make_contract(network, reference="NT-2")
    for wrong in (contract, make_contract(), make_contract(network, use_case="chest-ct")):
        with pytest.raises(Refused, match="NT-1 can't replace"):
            say_replaced(contract=contract, replaces=wrong, by=system())
    say_replaced(contract=other, replaces=contract, by=system())
    other.refresh_from_db()
    with pytest.raises(Refused, match="can't replace NT-2"):
        say_replaced(contract=contract, replaces=other, by=system())
    with pytest.raises(StaleWrite):
        say_replaced(contract=contract, replaces=None, version=99, by=system())


# --- Money ----------------------------------------------------------------------------------------------------------


def test_network_commits_no_more_than_it_was_allocated(network: ImagingNetwork) -> None:
    first, second = make_signed_contract(network), make_signed_contract(network)
    record_terms(contract=first, on=SIGNED, committed_pence=60_000_00, by=system())
    with pytest.raises(
        Refused, match=r"The contracts of North Thames would commit £100,000\.01, more than the £100,000"
    ):
        record_terms(contract=second, on=SIGNED, committed_pence=40_000_01, by=system())
    record_terms(contract=second, on=SIGNED, committed_pence=40_000_00, by=system())
    record_terms(contract=second, on=SIGNED, committed_pence=None, by=system())
    newest = ContractTerms.objects.filter(contract=second).order_by("effective_on", "pk").last()
    assert newest is not None
    assert newest.committed_pence is None


def test_network_without_an_allocation_has_no_limit() -> None:
    contract = make_signed_contract(make_network(funding_pence=None))
    assert record_terms(contract=contract, on=SIGNED, committed_pence=10**12, by=system())


def test_money_is_written_by_those_who_see_it_only(network: ImagingNetwork) -> None:
    contract = make_signed_contract(network)
    national_manager = make_person(role=Role.PROGRAMME_MANAGER)
    with pytest.raises(NotPermitted, match="may see contract values"):
        record_terms(contract=contract, on=SIGNED, value_pence=1, by=national_manager)
    assert record_terms(contract=contract, on=SIGNED, deletion_agreed=True, by=national_manager)


def test_value_is_not_lowered_below_the_payments(network: ImagingNetwork) -> None:
    contract = make_signed_contract(network, value_pence=50_000_00)
    make_payment(contract, 30_000_00)
    with pytest.raises(
        Refused, match="The payments together would be £30,000, more than the contract's value of £29,999"
    ):
        record_terms(contract=contract, on=SIGNED, value_pence=29_999_00, by=system())
    with pytest.raises(Refused, match="has no value yet"):
        record_terms(contract=contract, on=SIGNED, value_pence=None, by=system())
    assert contract.terms.count() == 1


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"ends_on": date(2024, 3, 27)}, "would end before it starts"),
        ({"ends_on": date(2025, 1, 1), "notice_by": date(2025, 1, 2)}, "Notice would be due after"),
        ({"paid_pence": 50_000_01}, "is more than the contract's value"),
    ],
)
def test_terms_that_contradict_each_other_write_nothing(
    network: ImagingNetwork, terms: dict[str, object], words: str
) -> None:
    contract = make_signed_contract(network)
    before = Contract.objects.get(pk=contract.pk).version
    with pytest.raises(Refused, match=words):
        record_terms(contract=contract, on=SIGNED, by=system(), **terms)
    assert (contract.terms.count(), Contract.objects.get(pk=contract.pk).version) == (1, before)


def test_terms_are_not_recorded_ahead_or_without_a_change(network: ImagingNetwork) -> None:
    contract = make_signed_contract(network)
    with pytest.raises(Refused, match="from a day in the future"):
        record_terms(contract=contract, on=date(2999, 1, 1), value_pence=1, by=system())
    assert record_terms(contract=contract, on=SIGNED, value_pence=50_000_00, by=system()) is None


# --- The contract itself --------------------------------------------------------------------------------------------


def test_product_is_one_of_the_suppliers(network: ImagingNetwork) -> None:
    contract, other = make_contract(network), make_contract(network)
    with pytest.raises(Refused, match="is not a product of"):
        open_contract(
            reference="NEW-1",
            programme=contract.programme,
            network=network,
            use_case=contract.use_case,
            supplier=contract.supplier,
            release=other.release,
            by=system(),
        )
    changed = change_contract(contract=contract, supplier=other.supplier, release=other.release, by=system())
    assert changed.supplier == other.supplier


def test_stale_signature_and_coverage_write_nothing(network: ImagingNetwork, deployment: Deployment) -> None:
    contract = make_contract(network)
    wish = DateChange(RevisionKind.ACTUAL, SIGNED, effective_on=SIGNED)
    with pytest.raises(StaleWrite):
        revise_signature(contract=contract, changes=[wish], version=99, by=system())
    with pytest.raises(StaleWrite):
        cover(contract, deployment, version=99)
    assert revise_signature(contract=contract, changes=[], by=system()) == 0
    cover(contract, deployment, START)
    cover_deployments(contract=contract, deployments=[], on=START, by=system())
    assert not contract.coverages.exists()
