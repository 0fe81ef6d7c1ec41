"""What contracts say, recorded through the actions: clauses, metrics, KPIs, reviews, modifications and extensions."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import make_network, make_person, make_signed_contract, system
from tests.factories.contracts import (
    SIGNED,
    make_bare_contract,
    make_clause,
    make_kpi,
    make_metric,
    make_modification,
    make_payment,
    make_reading,
    make_service_level,
)
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.networks.access import access_of
from tracker.procurement.actions.metrics import add_renewal_condition, change_metric, end_renewal_condition
from tracker.procurement.actions.modifications import (
    agree_options,
    change_terms,
    exercise_option,
    record_arrangements,
    take_modification_step,
)
from tracker.procurement.actions.payments import propose_release
from tracker.procurement.actions.performance import (
    agree_kpi,
    assess_kpi,
    change_kpi,
    record_performance_review,
)
from tracker.procurement.contract_vocabulary import (
    ClausePresence,
    KpiRating,
    ModificationStepKind,
    ServiceOutcome,
)
from tracker.procurement.models import ClauseRequirement, Contract
from tracker.procurement.policies.contract_content import ContentOn
from tracker.procurement.selectors.contract_content import content_on, with_content, wording_of_others
from tracker.procurement.selectors.contract_rules import newest_terms
from tracker.procurement.selectors.contracts import contracts_on

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
TOMORROW = TODAY + timedelta(days=1)
NOT_NEEDED, NEEDED, PUBLISHED, IN_EFFECT = ModificationStepKind


@pytest.fixture
def contract() -> Contract:
    return make_signed_contract(make_network(name="North Thames"))


def content(contract: Contract, on: date = TODAY) -> ContentOn:
    return content_on([contract.pk], on=on)[contract.pk]


def ends_on(contract: Contract) -> date | None:
    terms = newest_terms(contract)
    return terms.ends_on if terms else None


# --- Clauses --------------------------------------------------------------------------------------------------------


def test_checklist_has_thirty_clauses_of_which_four_are_core() -> None:
    rows = list(ClauseRequirement.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(1, 31))
    assert [row.code for row in rows if row.is_core] == [
        "permitted-data-use",
        "retraining-rights",
        "deletion-return",
        "secondary-use",
    ]
    assert [row.number for row in rows if row.is_change_control or row.is_revalidation] == [13, 14]


def test_clauses_are_dated_and_the_newest_stands(contract: Contract) -> None:
    later = date(2025, 1, 6)
    make_clause(contract, presence=ClausePresence.NO)
    make_clause(contract, on=later, position="Only to return results", reference="4.1")
    assert [content(contract, on).clauses[0].presence for on in (SIGNED, later)] == [
        ClausePresence.NO,
        ClausePresence.YES,
    ]
    assert content(contract, SIGNED - timedelta(days=1)).clauses[0].presence is None
    assert content(contract).clauses[0].position == "Only to return results"


def test_clause_that_is_not_on_the_checklist_is_refused_with_everything_beside_it(contract: Contract) -> None:
    with pytest.raises(Refused, match="The checklist has no clause “free-lunch” on that day"):
        make_clause(contract, "free-lunch")
    with pytest.raises(Refused, match="no agreed position to offer"):
        make_clause(contract, is_shared=True)
    assert not contract.clause_positions.exists()


def test_wording_is_offered_to_other_networks_only_where_it_is_shared(contract: Contract) -> None:
    near = make_signed_contract(contract.network)
    for row, text, shared in ((contract, "Ours", True), (near, "Near", True)):
        make_clause(row, position=text, is_shared=shared)
    other, hidden = make_signed_contract(make_network(name="South")), make_signed_contract(make_network(name="West"))
    make_clause(other, position="Old", is_shared=True)
    make_clause(other, position="Theirs", is_shared=True, on=date(2025, 1, 6))
    make_clause(hidden, position="Shared once", is_shared=True)
    make_clause(hidden, position="Kept", on=date(2025, 1, 6))
    assert wording_of_others(contract.pk, "permitted-data-use", on=TODAY) == [("South", "Theirs")]
    assert wording_of_others(contract.pk, "insurance", on=TODAY) == []


def test_people_without_commercial_rights_read_presence_only(contract: Contract) -> None:
    make_clause(contract, position="Only to return results", deviation="Less", reference="4.1")
    payment = make_payment(contract, metric=make_metric(contract))
    propose_release(milestone=payment, evidence="Report 3", on=TODAY, by=system())
    make_modification(contract, value_change_pence=5_000_00)
    viewer = access_of(make_person(role=Role.SIGNATORY, scope=contract.network), day=TODAY)
    [seen] = with_content(contracts_on(viewer, on=TODAY, contract_id=contract.pk), on=TODAY)
    assert seen.content is not None
    clause = seen.content.clauses[0]
    assert (clause.presence, clause.position, clause.deviation, clause.reference) == (ClausePresence.YES, "", "", "")
    [read] = seen.content.payments
    assert (read.amount_pence, read.decisions[0].evidence) == (None, "")
    assert seen.content.modifications[0].value_change_pence is None


# --- Metrics --------------------------------------------------------------------------------------------------------


def test_newest_period_stands_and_a_second_reading_of_it_corrects_the_first(contract: Contract) -> None:
    metric = make_metric(contract)
    for value, to in ((60, date(2025, 3, 31)), (50, date(2024, 12, 31)), (66, date(2025, 3, 31))):
        make_reading(metric, value, to=to)
    [read] = content(contract).metrics
    assert [reading.value for reading in read.readings] == [50, 66]
    assert read.is_met
    [before] = content(contract, date(2025, 1, 31)).metrics
    assert [reading.value for reading in before.readings] == [50]


def test_metric_is_changed_but_not_its_target_once_a_payment_was_proposed(contract: Contract) -> None:
    metric = make_metric(contract, "Urgent")
    changed = change_metric(metric=metric, target=Decimal(70), owner=" Sam ", version=1, by=system())
    assert (changed.target, changed.owner, changed.version) == (70, "Sam", 2)
    with pytest.raises(StaleWrite):
        change_metric(metric=metric, owner="Sam", version=1, by=system())
    payment = make_payment(contract, metric=metric)
    propose_release(milestone=payment, evidence="Report", on=TODAY, by=system())
    with pytest.raises(Refused, match="A payment was proposed on this target"):
        change_metric(metric=metric, target=Decimal(1), by=system())
    assert change_metric(metric=metric, owner="Asha", by=system()).owner == "Asha"


def test_names_are_taken_once(contract: Contract) -> None:
    make_metric(contract, "Urgent")
    with pytest.raises(Refused, match="has a metric “urgent” already"):
        make_metric(contract, "urgent")
    make_kpi(contract, "Uptime")
    with pytest.raises(Refused, match="has “uptime” already"):
        make_kpi(contract, "uptime")
    with pytest.raises(Refused, match="already"):
        make_service_level(contract, make_service_level(contract).name)


def test_renewal_waits_for_a_metric_until_the_condition_is_dropped(contract: Contract) -> None:
    metric = make_metric(contract)
    assert not content(contract).is_tied_to_outcomes
    condition = add_renewal_condition(metric=metric, condition=" At target ", on=SIGNED, by=system())
    assert content(contract).linked_metric_ids == {metric.pk}
    end_renewal_condition(condition=condition, on=TODAY, by=system())
    end_renewal_condition(condition=condition, on=TODAY, by=system())
    assert not content(contract).conditions
    assert content(contract, TODAY - timedelta(days=1)).conditions
    undone = add_renewal_condition(metric=metric, condition="Again", on=TODAY, by=system())
    end_renewal_condition(condition=undone, on=TODAY, by=system())
    assert contract.renewal_conditions.count() == 1
    for text, on in ((" ", TODAY), ("Later", TOMORROW)):
        with pytest.raises(Refused):
            add_renewal_condition(metric=metric, condition=text, on=on, by=system())


@pytest.mark.parametrize("make", [make_metric, make_kpi])
def test_nothing_is_agreed_ahead(contract: Contract, make: Callable[..., Any]) -> None:
    with pytest.raises(Refused, match="lies in the future"):
        make(contract, agreed_on=TOMORROW)


# --- KPIs and reviews -----------------------------------------------------------------------------------------------


def test_kpi_is_assessed_year_by_year(contract: Contract) -> None:
    kpi = make_kpi(contract)
    given: dict[str, Any] = {"kpi": kpi, "rating": KpiRating.GOOD, "by": system()}
    assess_kpi(period_from=SIGNED, period_to=date(2025, 3, 27), assessed_on=date(2025, 4, 7), **given)
    with pytest.raises(Refused, match="was assessed for a part of this period already"):
        assess_kpi(period_from=SIGNED, period_to=date(2024, 6, 30), assessed_on=date(2025, 4, 7), **given)
    [read] = content(contract).kpis
    assert [each.rating for each in read.assessments] == [KpiRating.GOOD]
    assert content(contract, date(2025, 4, 6)).kpis[0].assessments == ()
    assert change_kpi(kpi=kpi, target="98%", version=1, by=system()).target == "98%"
    with pytest.raises(StaleWrite):
        change_kpi(kpi=kpi, target="97%", version=1, by=system())


def test_review_rates_every_service_level(contract: Contract) -> None:
    first, second = make_service_level(contract, "Availability"), make_service_level(contract, "Support")
    given: dict[str, Any] = {"contract": contract, "held_on": date(2025, 4, 7), "next_due_on": date(2025, 7, 7)}
    with pytest.raises(Refused, match="rates every service level: Support"):
        record_performance_review(outcomes={first.pk: ServiceOutcome.MET}, by=system(), **given)
    assert not contract.performance_reviews.exists()
    outcomes = {first.pk: ServiceOutcome.MISSED, second.pk: ServiceOutcome.PARTLY}
    record_performance_review(outcomes=outcomes, actions="Second data centre", by=system(), **given)
    [review] = content(contract).reviews
    assert review.missed == ("Availability",)


# --- Modifications --------------------------------------------------------------------------------------------------


def test_qualifying_modification_takes_effect_only_after_its_notice(contract: Contract) -> None:
    modification = make_modification(contract, is_qualifying=True, value_change_pence=10_000_00)
    given: dict[str, Any] = {"modification": modification, "by": system()}
    for kind, words in ((IN_EFFECT, "Nobody has decided"), (NOT_NEEDED, "needs a contract change notice")):
        with pytest.raises(Refused, match=words):
            take_modification_step(kind=kind, on=TODAY, reason="x", **given)
    assert content(contract).undecided_modifications
    take_modification_step(kind=NEEDED, on=TODAY, **given)
    with pytest.raises(Refused, match="is not published"):
        take_modification_step(kind=IN_EFFECT, on=TODAY, **given)
    take_modification_step(kind=PUBLISHED, on=TODAY, notice_id="012345-2026", **given)
    take_modification_step(kind=IN_EFFECT, on=TODAY, **given)
    terms = newest_terms(contract)
    assert terms is not None
    assert terms.value_pence == 60_000_00
    with pytest.raises(Refused, match="took effect on"):
        take_modification_step(kind=NEEDED, on=TODAY, **given)


def test_modification_moves_the_end_and_the_notice_with_it(contract: Contract) -> None:
    change_terms(contract=contract, on=TODAY, reason="", notice_by=TODAY + timedelta(days=500), by=system())
    new_end = TODAY + timedelta(days=400)
    modification = make_modification(contract, ends_on=new_end)
    for kind in (NOT_NEEDED, IN_EFFECT):
        take_modification_step(modification=modification, kind=kind, on=TODAY, reason="Provided for", by=system())
    terms = newest_terms(contract)
    assert terms is not None
    assert (terms.ends_on, terms.notice_by) == (new_end, new_end)


def test_modification_of_neither_value_nor_end_leaves_the_terms(contract: Contract) -> None:
    modification = make_modification(contract)
    for kind in (NOT_NEEDED, IN_EFFECT):
        take_modification_step(modification=modification, kind=kind, on=TODAY, reason="Provided for", by=system())
    assert contract.terms.count() == 1
    assert content(contract).modifications[0].took_effect_on == TODAY


def test_modification_never_leaves_payments_above_the_value(contract: Contract) -> None:
    make_payment(contract, 45_000_00)
    modification = make_modification(contract, value_change_pence=-10_000_00)
    take_modification_step(modification=modification, kind=NOT_NEEDED, on=TODAY, reason="Small", by=system())
    with pytest.raises(
        Refused, match="The payments together would be £45,000, more than the contract's value of £40,000"
    ):
        take_modification_step(modification=modification, kind=IN_EFFECT, on=TODAY, by=system())
    assert [step.kind for step in modification.steps.all()] == [NOT_NEEDED]
    terms = newest_terms(contract)
    assert terms is not None
    assert terms.value_pence == 50_000_00


def test_contract_without_terms_is_given_them_by_its_first_modification() -> None:
    contract = make_bare_contract()
    modification = make_modification(contract, value_change_pence=1_00, ends_on=TODAY)
    for kind in (NOT_NEEDED, IN_EFFECT):
        take_modification_step(modification=modification, kind=kind, on=TODAY, reason="Provided for", by=system())
    terms = newest_terms(contract)
    assert terms is not None
    assert (terms.value_pence, terms.ends_on) == (1_00, TODAY)


# --- Extensions -----------------------------------------------------------------------------------------------------


def test_options_are_used_one_after_the_other_and_no_further(contract: Contract) -> None:
    before = ends_on(contract)
    assert before is not None
    change_terms(contract=contract, on=TODAY, reason="", notice_by=before - timedelta(days=90), by=system())
    with pytest.raises(Refused, match="no option to extend that is left"):
        exercise_option(contract=contract, on=TODAY, notice="Letter", by=system())
    agree_options(contract=contract, count=2, months=12, agreed_on=SIGNED, by=system())
    for number in (1, 2):
        exercise_option(contract=contract, on=TODAY, notice="Letter", by=system())
        assert content(contract).options_left == 2 - number
    after = ends_on(contract)
    assert after is not None
    assert after.year == before.year + 2
    with pytest.raises(Refused, match="no option to extend that is left"):
        exercise_option(contract=contract, on=TODAY, notice="Letter", by=system())
    assert [each.exercised_on for each in content(contract, TODAY - timedelta(days=1)).options] == [None, None]
    with pytest.raises(Refused, match="recorded already"):
        agree_options(contract=contract, count=1, months=12, agreed_on=SIGNED, by=system())


def test_options_are_not_agreed_ahead_and_stale_use_is_refused(contract: Contract) -> None:
    with pytest.raises(Refused, match="lies in the future"):
        agree_options(contract=contract, count=2, months=12, agreed_on=TOMORROW, by=system())
    with pytest.raises(StaleWrite):
        exercise_option(contract=contract, on=TODAY, notice="Letter", version=99, by=system())


def test_extension_leaves_a_contract_without_notice_day_without_one(contract: Contract) -> None:
    agree_options(contract=contract, count=1, months=6, agreed_on=SIGNED, by=system())
    exercise_option(contract=contract, on=TODAY, notice="Letter", by=system())
    terms = newest_terms(contract)
    assert terms is not None
    assert terms.notice_by is None


def test_end_of_a_signed_contract_is_not_typed_later(contract: Contract) -> None:
    end = ends_on(contract)
    assert end is not None
    with pytest.raises(Refused, match="is not made longer by changing the date"):
        change_terms(contract=contract, on=TODAY, reason="", ends_on=end + timedelta(days=1), by=system())
    assert change_terms(contract=contract, on=TODAY, reason="Ends early", ends_on=TODAY, by=system())
    with pytest.raises(StaleWrite):
        change_terms(contract=contract, on=TODAY, reason="", value_pence=1, version=1, by=system())


# --- Arrangements and rights ----------------------------------------------------------------------------------------


def test_arrangements_are_dated(contract: Contract) -> None:
    record_arrangements(contract=contract, on=SIGNED, authority="Lead trust", by=system())
    record_arrangements(contract=contract, on=TODAY, authority="Other trust", exit_tested_on=TODAY, by=system())
    authorities = [content(contract, on).arrangements for on in (SIGNED, TODAY)]
    assert [each.authority for each in authorities if each] == ["Lead trust", "Other trust"]
    with pytest.raises(Refused, match="tested or reviewed after the day"):
        record_arrangements(contract=contract, on=SIGNED, exit_tested_on=TODAY, by=system())
    with pytest.raises(Refused, match="lies in the future"):
        record_arrangements(contract=contract, on=TOMORROW, by=system())


def test_rights_are_asked_for_each_part(contract: Contract) -> None:
    stranger = make_person(role=Role.PROCUREMENT, scope=make_network())
    manager_without_money = make_person(role=Role.PROGRAMME_MANAGER)
    with pytest.raises(NotPermitted):
        agree_kpi(contract=contract, name="Uptime", target="99%", agreed_on=SIGNED, by=stranger)
    agree_kpi(contract=contract, name="Uptime", target="99%", agreed_on=SIGNED, by=manager_without_money)
    with pytest.raises(NotPermitted, match="may see contract values"):
        change_terms(contract=contract, on=TODAY, reason="", deletion_agreed=True, by=manager_without_money)
