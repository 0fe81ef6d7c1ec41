"""What contracts say: clauses, success metrics, payments, KPIs, service levels, modifications and options."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.factories.networks import make_network, make_programme, make_use_case
from tests.factories.numbers import next_number
from tests.factories.people import system
from tests.factories.procurement import make_contract, make_release
from tracker.accounts.models import User
from tracker.core.days import today_in_london
from tracker.networks.models import ImagingNetwork, RevisionKind
from tracker.networks.policies import DateChange
from tracker.procurement.actions.clauses import ClauseEntry, record_clauses
from tracker.procurement.actions.contracts import open_contract, revise_signature
from tracker.procurement.actions.metrics import add_renewal_condition, agree_metric, record_reading
from tracker.procurement.actions.modifications import agree_options, record_arrangements, record_modification
from tracker.procurement.actions.payments import agree_payment, propose_release, release_payment
from tracker.procurement.actions.performance import agree_kpi, agree_service_level, record_performance_review
from tracker.procurement.contract_vocabulary import (
    BetterWay,
    ClausePresence,
    Frequency,
    Gate,
    ServiceLevelKind,
    ServiceOutcome,
)
from tracker.procurement.models import (
    Contract,
    ContractModification,
    Kpi,
    MetricReading,
    PaymentMilestone,
    ServiceLevel,
    SuccessMetric,
)

SIGNED = date(2024, 3, 28)


def make_signed_contract(network: ImagingNetwork | None = None, **fields: Any) -> Contract:
    """A contract that was signed on `SIGNED` and runs for some years yet, worth £50,000."""
    ends_on = today_in_london() + timedelta(days=600)
    return make_contract(network, **{"signed_on": SIGNED, "ends_on": ends_on} | fields)


def make_bare_contract(network: ImagingNetwork | None = None) -> Contract:
    """A contract that was signed before anybody wrote down its terms."""
    release = make_release()
    contract = open_contract(
        reference=f"CON-{next_number():04}",
        programme=make_programme(),
        network=network or make_network(),
        use_case=make_use_case(),
        supplier=release.product.supplier,
        release=release,
        by=system(),
    )
    wishes = [DateChange(kind, SIGNED, effective_on=SIGNED) for kind in (RevisionKind.BASELINE, RevisionKind.ACTUAL)]
    revise_signature(contract=contract, changes=wishes, by=system())
    return contract


def make_clause(
    contract: Contract,
    clause: str = "permitted-data-use",
    presence: ClausePresence = ClausePresence.YES,
    *,
    on: date = SIGNED,
    **fields: Any,
) -> None:
    """How a contract stands on one clause."""
    record_clauses(contract=contract, entries=[ClauseEntry(clause, presence, **fields)], on=on, by=system())


def make_metric(contract: Contract, name: str = "", *, target: int = 65, **fields: Any) -> SuccessMetric:
    """A metric that should be higher, with no reading."""
    given: dict[str, Any] = {
        "definition": "Urgent examinations reported within an hour",
        "better": BetterWay.HIGHER,
        "data_source": "Reporting system",
        "frequency": Frequency.QUARTERLY,
        "owner": "Asha Example",
        "agreed_on": SIGNED,
        "unit": "%",
    }
    return agree_metric(
        contract=contract, name=name or f"Metric {next_number()}", target=Decimal(target), by=system(), **given | fields
    )


def make_reading(metric: SuccessMetric, value: int = 70, *, to: date = date(2025, 3, 31)) -> MetricReading:
    """A reading of the quarter that ends then."""
    return record_reading(
        metric=metric,
        period_from=to - timedelta(days=89),
        period_to=to,
        value=Decimal(value),
        source_note="Quarterly extract",
        read_on=to + timedelta(days=5),
        by=system(),
    )


def make_payment(
    contract: Contract,
    amount_pence: int = 1_000_00,
    *,
    metric: SuccessMetric | None = None,
    gate: Gate | None = None,
    name: str = "",
) -> PaymentMilestone:
    """A payment that waits for the metric, or else for a gate."""
    return agree_payment(
        contract=contract,
        name=name or f"Payment {next_number()}",
        amount_pence=amount_pence,
        due_on=date(2025, 6, 30),
        metric=metric,
        gate=gate or (None if metric else Gate.INTEGRATION),
        agreed_on=SIGNED,
        by=system(),
    )


def make_released(milestone: PaymentMilestone, *, by: User, other: User, on: date = date(2025, 7, 1)) -> None:
    """A payment that two people released."""
    propose_release(milestone=milestone, evidence="Certificate 7", on=on, by=by)
    release_payment(milestone=milestone, reason="The certificate is signed", on=on, by=other)


def make_kpi(contract: Contract, name: str = "", *, agreed_on: date = SIGNED) -> Kpi:
    return agree_kpi(
        contract=contract, name=name or f"KPI {next_number()}", target="99%", agreed_on=agreed_on, by=system()
    )


def make_service_level(contract: Contract, name: str = "") -> ServiceLevel:
    return agree_service_level(
        contract=contract,
        kind=ServiceLevelKind.AVAILABILITY,
        name=name or f"Level {next_number()}",
        target="99.5%",
        agreed_on=SIGNED,
        by=system(),
    )


def make_modification(contract: Contract, *, is_qualifying: bool = False, **fields: Any) -> ContractModification:
    """A modification that was agreed, with no decision about its notice."""
    given: dict[str, Any] = {
        "what": "Two more sites are served",
        "agreed_on": date(2025, 1, 6),
        "planned_for": date(2025, 2, 3),
    }
    return record_modification(contract=contract, is_qualifying=is_qualifying, by=system(), **given | fields)


def make_content(contract: Contract) -> dict[str, int]:
    """One of everything that a signed contract says; answers the ids that the addresses of its parts name."""
    make_clause(contract, position="Only to return results", is_shared=True, reference="4.1")
    metric = make_metric(contract)
    make_reading(metric)
    condition = add_renewal_condition(metric=metric, condition="At its target twice", on=SIGNED, by=system())
    payment = make_payment(contract, metric=metric)
    kpi, level = make_kpi(contract), make_service_level(contract)
    record_performance_review(
        contract=contract,
        held_on=date(2025, 4, 7),
        outcomes={level.pk: ServiceOutcome.MISSED},
        actions="A second data centre",
        next_due_on=date(2025, 7, 7),
        by=system(),
    )
    modification = make_modification(contract)
    agree_options(contract=contract, count=2, months=12, agreed_on=SIGNED, by=system())
    record_arrangements(contract=contract, on=SIGNED, authority="Lead trust", exit_owner="Asha Example", by=system())
    return {
        "metric_id": metric.pk,
        "renewal_id": condition.pk,
        "payment_id": payment.pk,
        "kpi_id": kpi.pk,
        "modification_id": modification.pk,
    }
