"""Sheet Contracts: each contract as it stood on every day on which something of it changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from tracker.exchange.cells import CLEAR
from tracker.exchange.exporting.extent import Extent
from tracker.exchange.exporting.rows import Cells, add_reason, dated
from tracker.exchange.importing.contracts import COMMERCIAL, SIGNATURE_COLUMNS, TERM_COLUMNS, Stored
from tracker.networks.intervals import Interval, held_on
from tracker.networks.models import Deployment
from tracker.procurement.models import Contract, ContractTerms


def contract_rows(extent: Extent) -> Iterator[Cells]:
    """The contracts of networks that the person sees as a whole; values only for those who see the network's money."""
    networks = [network.pk for network in extent.networks if extent.sees_all_of(network.pk)]
    contracts = Contract.objects.filter(programme=extent.programme, network__in=networks)
    stored = Stored(contracts)
    covered = Deployment.objects.filter(coverages__contract__in=contracts)
    codes = dict(covered.values_list("pk", "trust__ods_code"))
    related = contracts.select_related("network", "use_case", "supplier", "release__product")
    for contract in related.order_by("network__slug", "reference"):
        days: dict[date, Cells] = defaultdict(dict, dated(stored.signatures[contract.pk], SIGNATURE_COLUMNS))
        _add_terms(days, stored.terms[contract.pk], shows_money=extent.sees_money_of(contract.network_id))
        _add_coverage(days, stored.coverage[contract.pk], codes)
        for day in sorted(day for day in days if day <= extent.on) or [extent.on]:
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


def _add_coverage(days: dict[date, Cells], intervals: list[Interval[int]], codes: dict[int, str]) -> None:
    """The trusts that the contract covers, from each day on which that changed."""
    for day in {edge for each in intervals for edge in (each.start, each.end) if edge is not None}:
        days[day]["trusts"] = sorted(codes[key] for key in held_on(intervals, day)) or CLEAR
