"""Payments: two people, their metric or gate, and never more than the contract's value, in whatever order."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_contract, make_network, make_person, make_signed_contract, system
from tests.factories.contracts import (
    SIGNED,
    make_bare_contract,
    make_metric,
    make_payment,
    make_reading,
    make_released,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.networks.models import ImagingNetwork
from tracker.procurement.actions.contracts import record_terms
from tracker.procurement.actions.payments import (
    agree_payment,
    change_payment,
    payment_of,
    propose_release,
    record_payment,
    refuse_release,
    release_payment,
)
from tracker.procurement.contract_vocabulary import Gate, PaymentStep
from tracker.procurement.models import Contract, PaymentDecision, PaymentMilestone
from tracker.procurement.selectors.contract_rules import milestones_pence, newest_terms

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
VALUE = 50_000_00


@pytest.fixture
def network() -> ImagingNetwork:
    return make_network()


@pytest.fixture
def contract(network: ImagingNetwork) -> Contract:
    return make_signed_contract(network, value_pence=VALUE)


@pytest.fixture
def buyer(network: ImagingNetwork) -> User:
    return make_person(role=Role.PROCUREMENT, scope=network)


@pytest.fixture
def manager(network: ImagingNetwork) -> User:
    return make_person(role=Role.PROGRAMME_MANAGER, scope=network)


def steps_of(milestone: PaymentMilestone) -> list[str]:
    return list(milestone.decisions.values_list("step", flat=True))


def test_payment_is_proposed_released_by_another_and_paid(contract: Contract, buyer: User, manager: User) -> None:
    milestone = make_payment(contract, 10_000_00)
    propose_release(milestone=milestone, evidence=" Certificate 7 ", on=TODAY, by=buyer)
    with pytest.raises(Refused, match="You proposed this release"):
        release_payment(milestone=milestone, reason="Seen", on=TODAY, by=buyer)
    release_payment(milestone=milestone, reason="Seen", on=TODAY, by=manager)
    record_payment(milestone=milestone, reference="INV-1", on=TODAY, by=buyer)
    assert steps_of(milestone) == [PaymentStep.PROPOSED, PaymentStep.RELEASED, PaymentStep.PAID]
    terms = newest_terms(contract)
    assert terms is not None
    assert (terms.paid_pence, terms.effective_on) == (10_000_00, TODAY)


def test_paid_figure_is_never_counted_twice(contract: Contract, buyer: User, manager: User) -> None:
    """The workbook's own figure may hold the payment already; it is raised only where it is too low."""
    record_terms(contract=contract, on=TODAY, paid_pence=25_000_00, by=system())
    milestone = make_payment(contract, 10_000_00)
    make_released(milestone, by=buyer, other=manager)
    record_payment(milestone=milestone, reference="INV-1", on=date(2025, 7, 9), by=buyer)
    terms = newest_terms(contract)
    assert terms is not None
    assert terms.paid_pence == 25_000_00


def test_payment_on_a_metric_waits_for_its_target(contract: Contract, buyer: User, manager: User) -> None:
    metric = make_metric(contract, "Urgent")
    milestone = make_payment(contract, metric=metric)
    propose_release(milestone=milestone, evidence="Report 3", on=TODAY, by=buyer)
    with pytest.raises(Refused, match="“Urgent” has no reading yet"):
        release_payment(milestone=milestone, on=TODAY, by=manager)
    make_reading(metric, 60, to=date(2025, 3, 31))
    with pytest.raises(Refused, match="does not meet its target of 65%"):
        release_payment(milestone=milestone, on=TODAY, by=manager)
    reading = make_reading(metric, 66, to=date(2025, 6, 30))
    assert release_payment(milestone=milestone, on=TODAY, by=manager).reading == reading


def test_refused_release_may_be_proposed_again(contract: Contract, buyer: User, manager: User) -> None:
    milestone = make_payment(contract)
    propose_release(milestone=milestone, evidence="Certificate", on=TODAY, by=buyer)
    refuse_release(milestone=milestone, reason="It is not signed", on=TODAY, by=manager)
    propose_release(milestone=milestone, evidence="Signed certificate", on=TODAY, by=manager)
    release_payment(milestone=milestone, reason="Signed", on=TODAY, by=buyer)
    assert len(steps_of(milestone)) == 4


def test_state_on_a_day_gone_by(contract: Contract, buyer: User, manager: User) -> None:
    milestone = make_payment(contract)
    make_released(milestone, by=buyer, other=manager, on=date(2025, 7, 1))
    assert payment_of(milestone, on=date(2025, 6, 30)).state is None
    assert payment_of(milestone, on=date(2025, 7, 1)).state == PaymentStep.RELEASED


def test_unsigned_contract_pays_nothing(network: ImagingNetwork, buyer: User) -> None:
    milestone = make_payment(make_contract(network))
    with pytest.raises(Refused, match="The contract is not signed"):
        propose_release(milestone=milestone, evidence="Certificate", on=TODAY, by=buyer)


def test_people_without_the_right_decide_nothing(contract: Contract) -> None:
    milestone = make_payment(contract)
    others = [
        make_person(role=Role.SIGNATORY, scope=contract.network),
        make_person(role=Role.VIEWER),
        make_person(role=Role.PROCUREMENT, scope=make_network()),
        make_person(role=Role.PROGRAMME_MANAGER),  # of the whole programme: sees no money
    ]
    for person in others:
        with pytest.raises(NotPermitted):
            propose_release(milestone=milestone, evidence="Certificate", on=TODAY, by=person)
    assert steps_of(milestone) == []


def agreed(contract: Contract, **changes: Any) -> PaymentMilestone:
    given: dict[str, Any] = {"name": "Year 1", "amount_pence": 1_00, "due_on": TODAY, "gate": Gate.DELIVERY}
    return agree_payment(contract=contract, **{"agreed_on": SIGNED, "by": system()} | given | changes)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount_pence": 0}, "has an amount above £0"),
        ({"amount_pence": VALUE + 1}, "more than the contract's value"),
        ({"gate": None}, "waits for one thing"),
        ({"agreed_on": TODAY + timedelta(days=1)}, "lies in the future"),
    ],
)
def test_payments_that_are_refused_write_nothing(contract: Contract, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        agreed(contract, **changes)
    assert not contract.payment_milestones.exists()


def test_payment_waits_for_a_metric_of_its_own_contract(contract: Contract) -> None:
    with pytest.raises(Refused, match="That metric is of another contract"):
        agreed(contract, gate=None, metric=make_metric(make_signed_contract()))
    with pytest.raises(Refused, match="has no value yet"):
        agreed(make_bare_contract())


def test_payment_is_changed_until_it_is_proposed(contract: Contract, buyer: User) -> None:
    milestone = make_payment(contract, VALUE)
    given: dict[str, Any] = {"milestone": milestone, "name": " Year 2 ", "due_on": TODAY, "by": system()}
    changed = change_payment(amount_pence=VALUE, gate=Gate.SERVICE_LEVEL, version=1, **given)
    assert (changed.name, changed.version) == ("Year 2", 2)
    with pytest.raises(Refused, match="more than the contract's value"):
        change_payment(amount_pence=VALUE + 1, gate=Gate.SERVICE_LEVEL, **given)
    with pytest.raises(StaleWrite):
        change_payment(amount_pence=1_00, gate=Gate.SERVICE_LEVEL, version=1, **given)
    propose_release(milestone=milestone, evidence="Certificate", on=TODAY, by=buyer)
    with pytest.raises(Refused, match="is proposed for release and can't be changed"):
        change_payment(amount_pence=1_00, gate=Gate.SERVICE_LEVEL, **given)


# --- In whatever order ----------------------------------------------------------------------------------------------

PEOPLE, PLACES = st.integers(0, 1), st.integers(0, 3)
steps = st.one_of(
    st.tuples(st.just("agree"), st.integers(1, 60_000_00)),
    st.tuples(st.just("propose"), PLACES, PEOPLE),
    st.tuples(st.just("release"), PLACES, PEOPLE),
    st.tuples(st.just("refuse"), PLACES, PEOPLE),
    st.tuples(st.just("pay"), PLACES, PEOPLE),
    st.tuples(st.just("value"), st.integers(0, 80_000_00)),
)


class Payments:
    """A contract, its payments, and two people who try everything."""

    def __init__(self) -> None:
        network = make_network()
        self.contract = make_signed_contract(network, value_pence=VALUE)
        roles = (Role.PROCUREMENT, Role.PROGRAMME_MANAGER)
        self.people = [make_person(role=role, scope=network) for role in roles]
        self.milestones: list[PaymentMilestone] = []

    def take(self, name: str, *more: int) -> None:
        if name == "agree":
            self.milestones.append(agreed(self.contract, amount_pence=more[0]))
        elif name == "value":
            record_terms(contract=self.contract, on=TODAY, value_pence=more[0], by=system())
        elif more[0] < len(self.milestones):
            milestone, by = self.milestones[more[0]], self.people[more[1]]
            acts: dict[str, Any] = {
                "propose": lambda: propose_release(milestone=milestone, evidence="Certificate", on=TODAY, by=by),
                "release": lambda: release_payment(milestone=milestone, reason="Seen", on=TODAY, by=by),
                "refuse": lambda: refuse_release(milestone=milestone, reason="Not yet", on=TODAY, by=by),
                "pay": lambda: record_payment(milestone=milestone, reference="INV-1", on=TODAY, by=by),
            }
            acts[name]()

    def check(self) -> None:
        terms = newest_terms(self.contract)
        assert terms is not None
        value = terms.value_pence or 0
        released = PaymentDecision.objects.filter(
            milestone__contract=self.contract, step=PaymentStep.RELEASED
        ).select_related("milestone")
        assert sum(each.milestone.amount_pence for each in released) <= milestones_pence(self.contract) <= value
        for each in released:
            proposals = each.milestone.decisions.filter(step=PaymentStep.PROPOSED, pk__lt=each.pk)
            assert proposals.latest("pk").recorded_by_id != each.recorded_by_id
        paid = PaymentDecision.objects.filter(milestone__contract=self.contract, step=PaymentStep.PAID)
        assert set(paid.values_list("milestone", flat=True)) <= {each.milestone_id for each in released}
        assert sum(each.milestone.amount_pence for each in paid) <= (terms.paid_pence or 0) <= max(value, 0)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=4, max_size=16))
def test_no_order_of_steps_releases_too_much_or_by_one_person(taken: list[tuple]) -> None:
    with transaction.atomic():
        payments = Payments()
        for step in [("agree", 20_000_00), *taken]:
            try:
                payments.take(*step)
            except Refused:
                continue
            payments.check()
        payments.check()
        transaction.set_rollback(True)
