"""Reading contracts as of a day. Money is None where the person may not see it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet

from tracker.core.decisions import Decision
from tracker.networks.access import Access, scope_of_network
from tracker.networks.models import RevisionKind
from tracker.networks.plans import Plan, plan_on
from tracker.procurement.models import (
    Contract,
    ContractCoverage,
    ContractTerms,
    SignatureRevision,
    SupplierStatus,
    SupplierStatusCode,
)
from tracker.procurement.policies.contract_content import ContentOn
from tracker.procurement.policies.contracts import may_go_live_under


@dataclass(frozen=True)
class ContractOn:
    """A contract on a day. Money (pence) is None when there is none, and when the viewer may not see it, which
    `shows_money` tells. `deployment_ids` are those that it covers on the day. `content` is what it says, where somebody
    asked for that (`selectors.contract_content.with_content`)."""

    id: int
    version: int
    reference: str
    programme_id: int
    network_id: int
    network_name: str
    network_slug: str
    use_case: str
    use_case_name: str
    supplier_id: int
    supplier: str
    supplier_status: SupplierStatusCode
    product: str
    signature: Plan
    shows_money: bool
    deployment_ids: frozenset[int] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None
    notice_by: date | None = None
    value_pence: int | None = None
    committed_pence: int | None = None
    paid_pence: int | None = None
    terms: ContractTerms | None = field(default=None, compare=False, repr=False)
    replaces_id: int | None = None
    content: ContentOn | None = field(default=None, repr=False)


def contracts_on(
    access: Access,
    *,
    on: date,
    programme_id: int | None = None,
    network_id: int | None = None,
    deployment_ids: Iterable[int] | None = None,
    contract_id: int | None = None,
) -> list[ContractOn]:
    """The contracts that the person may know of (dates and supplier; money by role), in a fixed number of queries."""
    rows = Contract.objects.all()
    if not access.is_national:
        rows = rows.filter(network__in=access.plan_network_ids)
    if programme_id is not None:
        rows = rows.filter(programme=programme_id)
    if network_id is not None:
        rows = rows.filter(network=network_id)
    if contract_id is not None:
        rows = rows.filter(pk=contract_id)
    if deployment_ids is not None:
        rows = rows.filter(
            pk__in=ContractCoverage.objects.on(on).filter(deployment__in=list(deployment_ids)).values("contract")
        )
    return [_contract_on(row, access, on) for row in _with_history(rows, on)]


def _with_history(rows: QuerySet[Contract], on: date) -> QuerySet[Contract]:
    return (
        rows.select_related("network", "use_case", "supplier", "release__product")
        .prefetch_related(
            Prefetch(
                "signature_revisions",
                SignatureRevision.objects.filter(effective_on__lte=on).order_by("pk"),
            ),
            Prefetch(
                "terms",
                ContractTerms.objects.filter(effective_on__lte=on).order_by("effective_on", "pk"),
            ),
            Prefetch(
                "coverages",
                ContractCoverage.objects.on(on),
            ),
            Prefetch(
                "supplier__statuses",
                SupplierStatus.objects.filter(effective_on__lte=on).order_by("effective_on", "pk"),
            ),
        )
        .order_by("network__name", "reference")
    )


def _contract_on(row: Contract, access: Access, on: date) -> ContractOn:
    terms = list(row.terms.all())
    newest = terms[-1] if terms else None
    statuses = list(row.supplier.statuses.all())
    shows_money = access.sees_commercial(scope_of_network(row.network_id, programme_id=row.programme_id))
    money = newest if newest and shows_money else None
    return ContractOn(
        id=row.pk,
        version=row.version,
        reference=row.reference,
        programme_id=row.programme_id,
        network_id=row.network_id,
        network_name=row.network.name,
        network_slug=row.network.slug,
        use_case=row.use_case.code,
        use_case_name=row.use_case.name,
        supplier_id=row.supplier_id,
        supplier=row.supplier.name,
        supplier_status=SupplierStatusCode(statuses[-1].status) if statuses else SupplierStatusCode.ACTIVE,
        product=str(row.release) if row.release else "",
        signature=plan_on(row.signature_revisions.all(), on),
        shows_money=shows_money,
        deployment_ids=frozenset(cover.deployment_id for cover in row.coverages.all()),
        starts_on=newest.starts_on if newest else None,
        ends_on=newest.ends_on if newest else None,
        notice_by=newest.notice_by if newest else None,
        value_pence=money.value_pence if money else None,
        committed_pence=money.committed_pence if money else None,
        paid_pence=money.paid_pence if money else None,
        terms=money,
        replaces_id=row.replaces_id,
    )


def signed_dates(deployment_id: int) -> list[date]:
    """The days of signature of the contracts that cover a deployment, as known now."""
    contracts = ContractCoverage.objects.filter(deployment=deployment_id).values("contract")
    newest: dict[int, date | None] = {}
    revisions = SignatureRevision.objects.filter(contract__in=contracts, kind=RevisionKind.ACTUAL)
    for row in revisions.order_by("effective_on", "pk"):
        newest[row.contract_id] = row.date
    return [signed for signed in newest.values() if signed is not None]


def contract_allows_go_live(deployment_id: int, day: date) -> Decision:
    """The go-live check of this app: a contract that covers the deployment is signed by the day."""
    return may_go_live_under(signed_dates(deployment_id), day)
