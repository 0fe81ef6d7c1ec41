"""Flags about what contracts say, from the stored rows to the list: raised, told without money, and closed."""

from datetime import date

import pytest

from tests.factories import make_contract, make_deployment, make_network, make_signed_contract, make_trust, system
from tests.factories.contracts import make_clause, make_metric, make_modification, make_payment
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.procurement.actions.contracts import record_terms
from tracker.procurement.models import Contract

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 12)
CODES = {"R07", "R08", "R13", "R14", "R15"}
SIX = (
    "permitted-data-use",
    "retraining-rights",
    "deletion-return",
    "secondary-use",
    "versioning-notice",
    "revalidation",
)


@pytest.fixture
def contract() -> Contract:
    network = make_network(funding_pence=None)
    deployment = make_deployment(make_trust(network))
    return make_signed_contract(network, covers=[deployment], value_pence=6_000_000_00)


def swept(contract: Contract) -> dict[str, Flag]:
    sweep(programme=contract.programme, on=DAY, by=system())
    found = Flag.objects.filter(closed_on=None, subject_kind="contract", subject_id=contract.pk, rule__in=CODES)
    return {flag.rule: flag for flag in found}


def test_flags_are_raised_and_close_once_the_contract_says_it(contract: Contract) -> None:
    make_modification(contract, value_change_pence=12_345_00)
    flags = swept(contract)
    assert set(flags) == CODES
    assert all("£" not in flag.finding for flag in flags.values())
    for clause in SIX:
        make_clause(contract, clause)
    make_payment(contract, metric=make_metric(contract))
    assert set(swept(contract)) == {"R07", "R08"}


def test_workbooks_terms_answer_for_clauses(contract: Contract) -> None:
    terms = ("data_use_agreed", "deletion_agreed", "change_control_agreed", "kpis_agreed")
    record_terms(
        contract=contract, on=date(2024, 3, 28), retraining_allowed=False, by=system(), **dict.fromkeys(terms, True)
    )
    assert set(swept(contract)) == {"R07"}
    record_terms(contract=contract, on=date(2025, 1, 6), deletion_agreed=False, by=system())
    flags = swept(contract)
    assert set(flags) == {"R07", "R14"}
    assert "“deletion and return of data” is not in the contract" in flags["R14"].finding


def test_contract_that_is_not_signed_is_not_judged() -> None:
    assert swept(make_contract()) == {}
