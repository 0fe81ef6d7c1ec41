"""Suppliers and releases, procurements with stages, and contracts."""

from collections.abc import Collection
from datetime import date, timedelta

from tests.factories.networks import (
    CONTRACTS_DUE,
    START,
    make_network,
    make_programme,
    make_use_case,
)
from tests.factories.numbers import next_number
from tests.factories.people import system
from tracker.audit.changes import Door
from tracker.core.days import today_in_london
from tracker.networks.models import Deployment, ImagingNetwork, Programme, RevisionKind
from tracker.networks.policies import DateChange
from tracker.procurement.actions.contracts import (
    cover_deployments,
    open_contract,
    record_terms,
    revise_signature,
)
from tracker.procurement.actions.procurements import (
    StageChange,
    open_procurement,
    revise_stages,
)
from tracker.procurement.actions.routes import record_notice, record_route
from tracker.procurement.actions.suppliers import (
    record_supplier_status,
    save_product,
    save_release,
    save_supplier,
)
from tracker.procurement.models import (
    Contract,
    Notice,
    Procurement,
    ProcurementStage,
    ProductRelease,
    Stage,
    Supplier,
    SupplierStatusCode,
)
from tracker.procurement.policies.route import NoticeOn, RouteOn
from tracker.procurement.route_vocabulary import Method, Regime
from tracker.procurement.selectors.routes import regime_terms


def make_supplier(name: str = "", *, status: SupplierStatusCode | str = SupplierStatusCode.ACTIVE) -> Supplier:
    """A supplier, with its status since `START`."""
    supplier = save_supplier(name=name or f"Supplier {next_number()} Ltd", by=system())
    record_supplier_status(supplier=supplier, status=SupplierStatusCode(status), on=START, by=system())
    return supplier


def make_release(
    supplier: Supplier | None = None,
    *,
    use_case: str = "chest-xray",
    version: str = "2.1",
) -> ProductRelease:
    """A release of a new product of the supplier."""
    product = save_product(
        supplier=supplier or make_supplier(),
        name=f"Product {next_number()}",
        use_cases=[make_use_case(use_case)],
        by=system(),
    )
    return save_release(
        product=product,
        version=version,
        device_class="IIa",
        marking="UKCA",
        by=system(),
    )


def make_procurement(
    network: ImagingNetwork | None = None,
    *,
    programme: Programme | None = None,
    use_case: str = "chest-xray",
) -> Procurement:
    """A network's call-off for a use case, with no stage yet."""
    return open_procurement(
        programme=programme or make_programme(),
        network=network or make_network(),
        use_case=make_use_case(use_case),
        framework="Imaging AI framework",
        by=system(),
    )


def make_stage(
    procurement: Procurement | None = None,
    stage: Stage | str = Stage.CONTRACT,
    *,
    baseline: date | None = CONTRACTS_DUE,
    forecast: date | None = None,
    actual: date | None = None,
    on: date = START,
    forecast_on: date | None = None,
    reason: str = "Moved in a test",
) -> ProcurementStage:
    """A stage whose baseline is known from `on`, its forecast from `forecast_on` (else `on`), its actual from the day."""
    procurement = procurement or make_procurement()
    wishes = [
        DateChange(RevisionKind.BASELINE, baseline, effective_on=on),
        DateChange(
            RevisionKind.FORECAST,
            forecast,
            effective_on=forecast_on or on,
            reason=reason,
        ),
        DateChange(RevisionKind.ACTUAL, actual, effective_on=actual or on),
    ]
    changes = [StageChange(procurement, Stage(stage), wish) for wish in wishes if wish.date is not None]
    revise_stages(changes, door=Door.IMPORT, by=system())
    return ProcurementStage.objects.get(procurement=procurement, stage=stage)


def make_contract(
    network: ImagingNetwork | None = None,
    *,
    reference: str = "",
    programme: Programme | None = None,
    use_case: str = "chest-xray",
    release: ProductRelease | None = None,
    baseline: date = CONTRACTS_DUE,
    signed_on: date | None = None,
    ends_on: date | None = None,
    value_pence: int = 50_000_00,
    covers: Collection[Deployment] = (),
    covers_on: date = START,
) -> Contract:
    """A contract of the network; planned only, unless `signed_on` says when it was signed (its terms start then)."""
    release = release or make_release(use_case=use_case)
    contract = open_contract(
        reference=reference or f"CON-{next_number():04}",
        programme=programme or make_programme(),
        network=network or make_network(),
        use_case=make_use_case(use_case),
        supplier=release.product.supplier,
        release=release,
        by=system(),
    )
    wishes = [DateChange(RevisionKind.BASELINE, baseline, effective_on=START)]
    if signed_on is not None:
        wishes.append(DateChange(RevisionKind.ACTUAL, signed_on, effective_on=signed_on))
    revise_signature(contract=contract, changes=wishes, door=Door.IMPORT, by=system())
    record_terms(
        contract=contract,
        on=signed_on or START,
        starts_on=signed_on,
        ends_on=ends_on,
        value_pence=value_pence,
        by=system(),
    )
    cover_deployments(contract=contract, deployments=covers, on=covers_on, by=system())
    return contract


def take_route(
    procurement: Procurement,
    *,
    method: Method = Method.COMPETITION,
    started_on: date | None = None,
    keeps_standstill: bool = False,
) -> Procurement:
    """Has the procurement go this way, under the law of the day on which it started (90 days ago)."""
    started_on = started_on or today_in_london() - timedelta(days=90)
    law = next(each.regime for each in regime_terms() if each.regime != Regime.PSR and each.holds_on(started_on))
    route = RouteOn(law, method, started_on, keeps_voluntary_standstill=keeps_standstill)
    record_route(procurement=procurement, route=route, effective_on=started_on, by=system())
    procurement.refresh_from_db()
    return procurement


def publish(procurement: Procurement, code: str, on: date, **fields: str) -> Notice:
    """A notice of the procurement, published on a day."""
    return record_notice(procurement=procurement, notice=NoticeOn(code, on, **fields), by=system())
