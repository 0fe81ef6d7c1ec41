"""Sheet Contracts: who supplies what to whom, its signature, its terms over time, and what it covers."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tracker.audit.changes import Door
from tracker.core.formats import nhs_date
from tracker.exchange.cells import CLEAR, LEAVE
from tracker.exchange.importing.known import release_key
from tracker.exchange.importing.plans import Event, date_rights, effective_on
from tracker.exchange.importing.procurements import find_network, find_use_case
from tracker.exchange.importing.run import Run
from tracker.exchange.importing.suppliers import find_supplier
from tracker.exchange.workbook import Row
from tracker.networks.access import scope_of_network
from tracker.networks.intervals import Interval, held_on, restate
from tracker.networks.models import Deployment, ProgrammeScope, RevisionKind
from tracker.procurement.actions.contract_checks import check_among_contracts
from tracker.procurement.actions.contracts import (
    TERMS,
    change_contract,
    open_contract,
    record_terms,
    revise_signature,
)
from tracker.procurement.actions.coverage import as_intervals, state_coverage
from tracker.procurement.models import Contract, ContractCoverage, ContractTerms, ProductRelease, SignatureRevision

CONTRACTS = "Contracts"
SIGNATURE_COLUMNS = {
    RevisionKind.BASELINE: "baseline signature",
    RevisionKind.FORECAST: "forecast signature",
    RevisionKind.ACTUAL: "signed on",
}
TERM_COLUMNS = {name: name.removesuffix("_pence").replace("_", " ") for name in TERMS}
COMMERCIAL = ("value", "committed", "paid")


class Stored:
    """What is stored of contracts: signatures in the order recorded, terms oldest first, and coverage."""

    def __init__(self, contracts: QuerySet[Contract]) -> None:
        of_these = {"contract__in": contracts}
        self.signatures: dict[int, list[SignatureRevision]] = defaultdict(list)
        for revision in SignatureRevision.objects.filter(**of_these).order_by("pk"):
            self.signatures[revision.contract_id].append(revision)
        self.terms: dict[int, list[ContractTerms]] = defaultdict(list)
        for terms in ContractTerms.objects.filter(**of_these).order_by("effective_on", "pk"):
            self.terms[terms.contract_id].append(terms)
        self.coverage: dict[int, list[Interval[int]]] = defaultdict(list)
        for coverage in ContractCoverage.objects.filter(**of_these):
            self.coverage[coverage.contract_id] += as_intervals([coverage])


def apply_contracts(run: Run) -> None:
    """Enters contracts and brings each up to what its rows tell, oldest first."""
    stored = Stored(Contract.objects.filter(programme=run.programme))
    changed: dict[Contract, Row] = {}
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in run.rows(CONTRACTS):
        groups[str(row.cells["contract"])].append(row)
    for reference, rows in groups.items():
        rows.sort(key=effective_on)
        contract = save_contract(run, reference, rows)
        if contract is None:
            continue
        check_commercial_rights(run, contract, rows)
        news = [save_signature(run, contract, rows, stored)]
        for row, until in zip(rows, next_coverages(rows), strict=True):
            news += [save_terms(run, contract, row, stored), save_coverage(run, contract, row, stored, until)]
        if any(news):
            changed[contract] = rows[-1]
    for contract, row in changed.items():
        run.attempt(CONTRACTS, row, check_among_contracts, contract=contract)


def save_contract(run: Run, reference: str, rows: list[Row]) -> Contract | None:
    """The contract itself: opened by its first row, its supplier and release as the newest row names them."""
    current = run.known.contracts.get(reference)
    if current is None:
        current = new_contract(run, reference, rows[0])
        rows = rows[1:]
    if current is None:
        return None
    for row in rows:
        check_unmoved(run, row, current)
    named = [row for row in rows if any(isinstance(row.get(name), str) for name in ("supplier", "product", "version"))]
    if named:
        row = named[-1]
        release = find_release(run, row, current)
        if release is not None and release != current.release:
            run.note(CONTRACTS, row, "version", str(current.release or ""), str(release))
            fields = {"contract": current, "supplier": release.product.supplier, "release": release}
            run.attempt(CONTRACTS, row, change_contract, **fields)
    return current


def new_contract(run: Run, reference: str, row: Row) -> Contract | None:
    """Opens a contract; None when what it needs is missing or unknown, which has been told."""
    if Contract.objects.filter(reference=reference).exists():
        run.problem(CONTRACTS, row, "contract", "This reference is taken by a contract that you may not change.")
        return None
    is_whole = run.has_what_a_new_row_needs(CONTRACTS, row)
    network = find_network(run, CONTRACTS, [row])
    use_case = find_use_case(run, CONTRACTS, [row])
    release = find_release(run, row, None) if is_whole else None
    if network is None or use_case is None or release is None:
        return None
    run.note(CONTRACTS, row, "contract", None, reference, is_new=True)
    fields = {
        "reference": reference,
        "programme": run.programme,
        "network": network,
        "use_case": use_case,
        "supplier": release.product.supplier,
        "release": release,
    }
    contract = run.attempt_or_stand_in(CONTRACTS, row, open_contract, **fields)
    run.known.contracts[reference] = contract
    return contract


def check_unmoved(run: Run, row: Row, contract: Contract) -> None:
    """A contract stays with its network and its use case; another one needs a reference of its own."""
    for column, stands in (("network", contract.network.slug), ("use case", contract.use_case.code)):
        told = row.get(column)
        if told is not LEAVE and told != stands:
            remedy = f"The contract is for {stands}, and that can't change. Use a reference of its own, or {stands}."
            run.problem(CONTRACTS, row, column, remedy)


def find_release(run: Run, row: Row, current: Contract | None) -> ProductRelease | None:
    """The product version that the row names, filled up from the contract where the row leaves a part empty."""
    stands = current.release if current else None
    parts = {
        "supplier": stands.product.supplier.name if stands else "",
        "product": stands.product.name if stands else "",
        "version": stands.version if stands else "",
    }
    for column in parts:
        told = row.get(column)
        if told is CLEAR:
            run.problem(CONTRACTS, row, column, "A contract names what it supplies. Write it or leave the cell empty.")
        if isinstance(told, str):
            parts[column] = told
    if row.bad & set(parts) or not all(parts.values()):
        return None
    if isinstance(row.get("supplier"), str) and find_supplier(run, CONTRACTS, row) is None:
        return None
    release = run.known.releases.get(release_key(**parts))
    if release is None:
        name = f"{parts['product']} {parts['version']}"
        remedy = f"{parts['supplier']} has no {name}. Add it on sheet Products or correct the product and version."
        run.unknown(CONTRACTS, row, "product", defined_on="Products", key="|".join(parts.values()), remedy=remedy)
    return release


def check_commercial_rights(run: Run, contract: Contract, rows: list[Row]) -> None:
    """Money of a contract is told only by those who may see it."""
    scope = scope_of_network(contract.network_id, programme_id=run.programme.pk)
    for row in rows:
        if any(row.get(column) is not LEAVE for column in COMMERCIAL):
            run.may(CONTRACTS, row, "networks.view_commercial", scope)


def save_signature(run: Run, contract: Contract, rows: list[Row], stored: Stored) -> bool:
    """The planned, expected and actual day of signature. Answers whether that was news."""
    scope = scope_of_network(contract.network_id, programme_id=run.programme.pk)
    rights = date_rights(run, "procurement.update_contract", scope)
    event = Event(CONTRACTS, list(stored.signatures[contract.pk]), rows, rights, SIGNATURE_COLUMNS)
    told = len(run.result.problems)
    wishes = event.wishes(run)
    if len(run.result.problems) > told or any("signed on" in row.bad for row in rows):
        run.contracts_with_unknown_signature.add(contract.pk)
    if wishes:
        fields = {"contract": contract, "changes": wishes, "door": Door.IMPORT}
        run.attempt(CONTRACTS, rows[-1], revise_signature, **fields)
    return bool(wishes)


def save_terms(run: Run, contract: Contract, row: Row, stored: Stored) -> bool:
    """The terms that differ from those that stood on the row's day. Answers whether there are any."""
    day = effective_on(row)
    before = [terms for terms in stored.terms[contract.pk] if terms.effective_on <= day]
    stood = before[-1] if before else None
    is_new = all(terms.effective_on != day for terms in stored.terms[contract.pk])
    changes: dict[str, Any] = {}
    for name, column in TERM_COLUMNS.items():
        told = row.get(column)
        value = None if told is CLEAR else told
        old = getattr(stood, name, None)
        if told is not LEAVE and value != old:
            changes[name] = value
            run.note(CONTRACTS, row, column, old, value, is_new=is_new)
    if changes:
        reason = row.get("reason")
        text = reason if isinstance(reason, str) else ""
        fields = {"contract": contract, "on": day, "reason": text, "door": Door.IMPORT, **changes}
        made = run.attempt(CONTRACTS, row, record_terms, **fields)
        if made is not None:
            stored.terms[contract.pk].append(made)
            stored.terms[contract.pk].sort(key=lambda terms: terms.effective_on)
    return bool(changes)


def next_coverages(rows: list[Row]) -> list[date | None]:
    """For each row, oldest first, the day of the next one that tells the contract's trusts; None where none follows."""
    days: list[date | None] = []
    following: date | None = None
    for row in reversed(rows):
        days.append(following)
        following = effective_on(row) if row.get("trusts") is not LEAVE else following
    return days[::-1]


def save_coverage(run: Run, contract: Contract, row: Row, stored: Stored, until: date | None) -> bool:
    """The deployments that the contract covers from the row's day; where these are all of the network's, also those of
    trusts that join it before the contract's next row. Answers whether that was news."""
    told, day = row.get("trusts"), effective_on(row)
    if told is LEAVE:
        return False
    is_news = cover_on(run, contract, row, stored, on=day, deployments=find_covered(run, contract, row, told))
    for joined_on, deployment in joining_later(run, contract, day, until) if told == "all" else ():
        intervals = stored.coverage[contract.pk]
        if all(interval.key != deployment.pk for interval in intervals):
            held = held_on(intervals, joined_on)
            covered = [each for each in run.known.deployments.values() if each.pk in held]
            is_news |= cover_on(run, contract, row, stored, on=joined_on, deployments=[*covered, deployment])
    return is_news


def joining_later(run: Run, contract: Contract, day: date, until: date | None) -> list[tuple[date, Deployment]]:
    """Deployments of the contract's use case at trusts that join its network after a day, each with the day of that."""
    found = [
        (scope.valid_from, deployment)
        for (code, use_case), deployment in run.known.deployments.items()
        if use_case == contract.use_case.code
        for scope in run.known.scopes.get(code, ())
        if scope.network_id == contract.network_id
        and day < scope.valid_from
        and (not until or scope.valid_from < until)
    ]
    return sorted(found, key=lambda each: (each[0], each[1].pk))


def cover_on(
    run: Run, contract: Contract, row: Row, stored: Stored, *, on: date, deployments: list[Deployment]
) -> bool:
    """Has the contract cover exactly these deployments from a day on. Answers whether that was news."""
    wanted = {deployment.pk for deployment in deployments}
    intervals = stored.coverage[contract.pk]
    before = held_on(intervals, on)
    if before == wanted:
        return False
    names = {deployment.pk: deployment.trust.ods_code for deployment in run.known.deployments.values()}
    old = tuple(sorted(names.get(pk, "?") for pk in before))
    run.note(CONTRACTS, row, "trusts", old, tuple(sorted(names[pk] for pk in wanted)))
    stored.coverage[contract.pk] = restate(intervals, day=on, wanted=sorted(wanted))
    fields = {"contract": contract, "deployments": deployments, "on": on, "door": Door.IMPORT}
    run.attempt(CONTRACTS, row, state_coverage, **fields)
    return True


def find_covered(run: Run, contract: Contract, row: Row, told: object) -> list[Deployment]:
    """The deployments of the contract's use case at the trusts that the row names, or at all of the network's on the
    row's day. A trust whose own row was told to have a mistake is left out without a word."""
    use_case, day = contract.use_case.code, effective_on(row)
    if told == "all":
        return [
            deployment
            for (code, key), deployment in run.known.deployments.items()
            if key == use_case and scopes_in(run, code, contract, on=day)
        ]
    found = []
    for code in told if isinstance(told, tuple) else ():
        deployment = run.known.deployments.get((code, use_case))
        if deployment is None and code in run.known.trusts:
            remedy = f"There is no deployment of {use_case} at {code}. Add it on sheet Deployments, or take {code} out."
            run.unknown(CONTRACTS, row, "trusts", defined_on="Deployments", key=f"{code} {use_case}", remedy=remedy)
        elif deployment is None:
            remedy = f"There is no trust {code} that you may change. Add it on sheet Trusts or correct the code."
            run.unknown(CONTRACTS, row, "trusts", defined_on="Trusts", key=code, remedy=remedy)
        elif not scopes_in(run, code, contract) and run.known.scopes.get(code):
            remedy = f"{code} is not in {contract.network.slug}. Name trusts of the contract's own network."
            run.problem(CONTRACTS, row, "trusts", remedy)
        elif not scopes_in(run, code, contract, on=day) and run.known.scopes.get(code):
            remedy = f"{code} is not in {contract.network.slug} on {nhs_date(day)}. Name it from the day it joined."
            run.problem(CONTRACTS, row, "trusts", remedy)
        elif run.known.scopes.get(code):
            found.append(deployment)
    return found


def scopes_in(run: Run, code: str, contract: Contract, *, on: date | None = None) -> list[ProgrammeScope]:
    """The times over which a trust is in the programme through the contract's network; those that hold on a day, when
    one is given."""
    return [
        scope
        for scope in run.known.scopes.get(code, ())
        if scope.network_id == contract.network_id
        and (on is None or (scope.valid_from <= on and (scope.valid_to is None or scope.valid_to > on)))
    ]
