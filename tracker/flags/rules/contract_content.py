"""Rules about what signed contracts say. Each is pure. No sentence tells money: everybody who sees the network's plan
reads it. A contract whose content nobody read (`content` is None) is not judged."""

from collections.abc import Iterator, Sequence
from datetime import date

from tracker.core.days import add_months
from tracker.core.formats import mid_sentence, nhs_date, plural
from tracker.flags.rules.base import Finding, Limits, about_network, listed
from tracker.flags.rules.facts import Facts
from tracker.flags.vocabulary import Severity
from tracker.procurement.policies.clauses import ClauseOn, missing_change, missing_core
from tracker.procurement.policies.contract_content import ContentOn
from tracker.procurement.selectors.contracts import ContractOn

PENCE_A_POUND = 100


def signed_contracts(facts: Facts) -> Iterator[tuple[ContractOn, ContentOn, date]]:
    """Every signed contract that has not ended, with what it says and the day of its signature."""
    for contract in facts.contracts:
        has_ended = contract.ends_on is not None and contract.ends_on < facts.day
        if contract.content is not None and contract.signature.actual is not None and not has_ended:
            yield contract, contract.content, contract.signature.actual


def kpis_of_a_large_contract(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R07: a contract above the threshold has too few KPIs, or one that nobody assessed within the time."""
    for contract, content, signed_on in signed_contracts(facts):
        if (contract.value_pence or 0) <= limits["value_pounds"] * PENCE_A_POUND:
            continue
        if len(content.kpis) < limits["least_kpis"]:
            yield about_network(
                contract,
                Severity.HIGH,
                f"{contract.reference}: a contract of this size needs at least {limits['least_kpis']} KPIs. Recorded: "
                f"{len(content.kpis) or 'none'}.",
                since=signed_on,
            )
            continue
        due = {kpi.name: add_months(kpi.last_looked_at, limits["assessed_months"]) for kpi in content.kpis}
        late = {name: day for name, day in due.items() if day < facts.day}
        if late:
            first = min(late.values())
            named = listed(f"“{mid_sentence(name)}”" for name in late)
            yield about_network(
                contract,
                Severity.HIGH,
                f"{contract.reference}: {named} should have been assessed by {nhs_date(first)}.",
                since=first,
            )


def modification_without_decision(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """R08: nobody decided whether a modification needs a contract change notice."""
    for contract, content, _ in signed_contracts(facts):
        undecided = content.undecided_modifications
        if undecided:
            first = min(each.agreed_on for each in undecided)
            yield about_network(
                contract,
                Severity.MEDIUM,
                f"{contract.reference}: {plural(len(undecided), 'modification')}, the first agreed on {nhs_date(first)}, "
                "without a decision on the contract change notice (UK10).",
                since=first,
            )


def no_outcome_tied(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """R13: no payment and no renewal waits for a success metric."""
    for contract, content, signed_on in signed_contracts(facts):
        if not content.is_tied_to_outcomes:
            named = (
                f"{plural(len(content.metrics), 'success metric')} recorded, but no payment and no renewal waits for it"
                if content.metrics
                else "no success metric is recorded that a payment or the renewal waits for"
            )
            yield about_network(contract, Severity.HIGH, f"{contract.reference}: {named}.", since=signed_on)


def core_data_term_missing(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """R14: one of the four core data terms is not in the contract, or nobody has said that it is."""
    for contract, content, signed_on in signed_contracts(facts):
        yield from _missing(contract, missing_core(content.clauses), signed_on)


def change_clause_missing(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """R15: the clause about change control, or about re-validation, is not in the contract."""
    for contract, content, signed_on in signed_contracts(facts):
        yield from _missing(contract, missing_change(content.clauses), signed_on)


def _missing(contract: ContractOn, clauses: Sequence[ClauseOn], signed_on: date) -> Iterator[Finding]:
    if clauses:
        named = listed(f"“{mid_sentence(each.item.title)}”" for each in clauses)
        since = max((each.effective_on for each in clauses if each.effective_on), default=signed_on)
        yield about_network(
            contract,
            Severity.HIGH,
            f"{contract.reference}: {named} {'is' if len(clauses) == 1 else 'are'} not in the contract with "
            f"{contract.supplier}.",
            since=max(since, signed_on),
        )
