"""Sheet Contracts: each contract as it stood on every day on which something of it changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from tracker.exchange.cells import CLEAR
from tracker.exchange.exporting.extent import Extent
from tracker.exchange.exporting.rows import Cells, add_reason, dated
from tracker.exchange.importing.contracts import COMMERCIAL, SIGNATURE_COLUMNS, TERM_COLUMNS
from tracker.networks.intervals import Interval, held_on
from tracker.procurement.actions.coverage import as_intervals
from tracker.procurement.models import Contract, ContractCoverage, ContractTerms, SignatureRevision


def contract_rows(extent: Extent) -> Iterator[Cells]:
    """The contracts of networks that the person sees as a whole; values only for those who see the network's money."""
    networks = [network.pk for network in extent.networks if extent.sees_all_of(network.pk)]
    contracts = Contract.objects.filter(programme=extent.programme, network__in=networks)
    signatures: dict[int, list[SignatureRevision]] = defaultdict(list)
    signed = SignatureRevision.objects.filter(contract__in=contracts, effective_on__lte=extent.on)
    for revision in signed.order_by("effective_on", "pk"):
        signatures[revision.contract_id].append(revision)
    terms: dict[int, list[ContractTerms]] = defaultdict(list)
    written = ContractTerms.objects.filter(contract__in=contracts, effective_on__lte=extent.on)
    for each in written.order_by("effective_on", "pk"):
        terms[each.contract_id].append(each)
    coverage: dict[int, list[Interval[int]]] = defaultdict(list)
    codes: dict[int, str] = {}
    for row in ContractCoverage.objects.filter(contract__in=contracts).select_related("deployment__trust"):
        coverage[row.contract_id] += as_intervals([row])
        codes[row.deployment_id] = row.deployment.trust.ods_code
    related = contracts.select_related("network", "use_case", "supplier", "release__product")
    for contract in related.order_by("network__slug", "reference"):
        days: dict[date, Cells] = defaultdict(dict)
        for day, cells in dated(signatures[contract.pk], SIGNATURE_COLUMNS).items():
            days[day].update(cells)
        _add_terms(days, terms[contract.pk], shows_money=extent.sees_money_of(contract.network_id))
        _add_coverage(days, coverage[contract.pk], codes, on=extent.on)
        for day in sorted(days) or [extent.on]:
            yield {**_key(contract), "effective on": day, **days[day]}


def _key(contract: Contract) -> Cells:
    release = contract.release
    return {
        "contract": contract.reference,
        "network": contract.network.slug,
        "use case": contract.use_case.code,
        "supplier": contract.supplier.name,
        "product": release.product.name if release else None,
        "version": release.version if release else None,
    }


def _add_terms(days: dict[date, Cells], terms: Iterable[ContractTerms], *, shows_money: bool) -> None:
    """What each edition of the terms says otherwise than the one before it."""
    shown = {name: column for name, column in TERM_COLUMNS.items() if shows_money or column not in COMMERCIAL}
    before: ContractTerms | None = None
    for each in terms:
        for name, column in shown.items():
            value = getattr(each, name)
            if value != getattr(before, name, None):
                days[each.effective_on][column] = CLEAR if value is None else value
        add_reason(days[each.effective_on], each.reason)
        before = each


def _add_coverage(days: dict[date, Cells], intervals: list[Interval[int]], codes: dict[int, str], *, on: date) -> None:
    """The trusts that the contract covers, from each day on which that changed."""
    edges = {edge for each in intervals for edge in (each.start, each.end) if edge is not None and edge <= on}
    for day in sorted(edges):
        trusts = sorted(codes[key] for key in held_on(intervals, day))
        days[day]["trusts"] = trusts or CLEAR
