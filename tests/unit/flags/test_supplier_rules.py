"""Rule T07 about deployments: what a failed supplier leaves behind, and what nobody of another network may read."""

from dataclasses import replace
from datetime import date

import pytest

from tests.unit.flags.plain import TODAY, contract, days, deployment, plan
from tracker.flags.rules import DeploymentFacts, Facts, Finding, judge
from tracker.flags.vocabulary import Severity, SubjectKind
from tracker.governance.selectors.releases import ReleaseOn
from tracker.networks.vocabulary import ClinicalUse
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.selectors.supply import StatusOn
from tracker.procurement.vocabulary import SupplierStatusCode

FAILED = SupplierStatusCode.IN_ADMINISTRATION
LIVE = ClinicalUse.LIVE_FULL
ACME = 41
FAILED_ON = days(-3)


def failed_contract(**fields: object) -> ContractOn:
    return contract(supplier_status=FAILED, **fields)


def release(supplier_id: int = ACME, *, is_recorded: bool = True) -> ReleaseOn:
    return ReleaseOn(5, 6, supplier_id, "ChestView", "2.1", "Acme Imaging Ltd", days(-90), is_recorded)


def found(
    each: DeploymentFacts,
    *,
    status: SupplierStatusCode | None = FAILED,
    since: date | None = FAILED_ON,
    runs: ReleaseOn | None = None,
) -> list[Finding]:
    """What the rule finds about the deployment alone."""
    statuses = {ACME: StatusOn(status, since)} if status else {}
    facts = Facts(1, TODAY, (replace(each, release=runs),), contracts=each.contracts, supplier_statuses=statuses)
    findings = judge(facts)
    return [each for each in findings if each.rule == "T07" and each.subject_kind == SubjectKind.DEPLOYMENT]


@pytest.mark.parametrize(
    ("state", "severity"),
    [
        (LIVE, Severity.CRITICAL),
        (ClinicalUse.LIVE_PARTIAL, Severity.CRITICAL),
        (ClinicalUse.PAUSED, Severity.HIGH),
        (ClinicalUse.NOT_STARTED, Severity.HIGH),
        (ClinicalUse.WITHDRAWN, None),
    ],
)
def test_covered_deployment_is_critical_where_the_tool_is_in_use(state: ClinicalUse, severity: Severity | None) -> None:
    findings = found(deployment(state=state, contracts=(failed_contract(),)))
    assert [each.severity for each in findings] == ([severity] if severity else [])


def test_sentence_names_supplier_day_and_contract() -> None:
    [finding] = found(deployment(state=LIVE, contracts=(failed_contract(),)), runs=release())
    assert finding.sentence == (
        "Acme Imaging Ltd has been in administration since 27 June 2025. It supplies this deployment under CON-1. "
        "This deployment runs ChestView 2.1."
    )
    assert (finding.since, finding.trust_id, finding.network_id) == (days(-3), 7, 3)
    assert not finding.needs_national_decision


def test_contract_of_another_network_is_not_named() -> None:
    own, others = failed_contract(), failed_contract(id=32, reference="SECRET-9", network_id=8)
    [finding] = found(deployment(contracts=(own, others)))
    assert "under CON-1 and a contract of another network." in finding.sentence
    [alone] = found(deployment(contracts=(others,)))
    assert "under a contract of another network." in alone.sentence
    assert "SECRET" not in finding.sentence + alone.sentence


def test_recorded_release_counts_without_a_contract_and_one_that_the_contract_names_does_not() -> None:
    assert len(found(deployment(), runs=release())) == 1
    assert found(deployment(), runs=release(is_recorded=False)) == []
    assert found(deployment(), runs=release(supplier_id=42)) == []


@pytest.mark.parametrize(
    "each",
    [
        deployment(contracts=(failed_contract(ends_on=days(-1)),)),
        deployment(contracts=(failed_contract(), contract(id=32, supplier_id=42))),
    ],
)
def test_contract_that_ended_or_somebody_else_who_serves_closes_it(each: DeploymentFacts) -> None:
    assert found(each) == []


def test_somebody_else_who_has_not_signed_serves_nobody() -> None:
    unsigned = contract(id=32, supplier_id=42, signature=plan(days(5)))
    assert len(found(deployment(contracts=(failed_contract(), unsigned)))) == 1


@pytest.mark.parametrize("status", [None, SupplierStatusCode.ACTIVE])
def test_supplier_that_trades_or_of_which_nothing_is_known_is_not_flagged(status: SupplierStatusCode | None) -> None:
    assert found(deployment(state=LIVE, contracts=(contract(),)), status=status, runs=release()) == []


def test_withdrawn_supplier_without_a_day_counts_from_today() -> None:
    [finding] = found(deployment(contracts=(failed_contract(),)), status=SupplierStatusCode.WITHDRAWN, since=None)
    assert (finding.since, "has been withdrawn since 30 June 2025" in finding.sentence) == (TODAY, True)
