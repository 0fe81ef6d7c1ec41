"""Rules about evidence that expires. Pure. When evidence is called expiring is data of the evidence itself (the notices
before expiry), so that its page and its flag never disagree."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tracker.core.formats import nhs_date, plural
from tracker.flags.rules.base import Finding, Limits, about_deployment, about_network, listed_briefly
from tracker.flags.rules.facts import Facts
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.evidence import EvidenceOn
from tracker.governance.vocabulary import EvidenceScope, EvidenceState

ENDING = (EvidenceState.EXPIRED, EvidenceState.EXPIRING)
BY_NOTICE = (Severity.LOW, Severity.LOW, Severity.MEDIUM, Severity.HIGH)  # by how many notices have passed


def deployment_evidence_expires(facts: Facts, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001 - it has no threshold
    """R70: evidence about a deployment, its network, release or programme expires soon or has expired; one finding names
    it all."""
    for each in facts.deployments:
        ending = _ending(item for item in each.evidence if item.scope != EvidenceScope.CONTRACT)
        if ending and not each.is_withdrawn:
            yield about_deployment(
                each, _severity(ending, is_live=each.is_live), _sentence(ending), since=_since(ending, facts.day)
            )


def contract_evidence_expires(facts: Facts, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001 - as above
    """R70: the same of a contract's evidence, whose titles only people with commercial rights may know."""
    for contract in facts.contracts:
        items = {
            item.id: item
            for each in facts.deployments_of(contract)
            for item in each.evidence
            if (item.scope, item.subject_id) == (EvidenceScope.CONTRACT, contract.id)
        }
        ending = _ending(items.values())
        if ending:
            sentence = f"{plural(len(ending), 'piece')} of evidence about this contract: {_dates(ending)}."
            yield about_network(contract, _severity(ending, is_live=False), sentence, since=_since(ending, facts.day))


def _ending(items: Iterable[EvidenceOn]) -> list[EvidenceOn]:
    """What has expired or will soon, the earliest first."""
    ending = [item for item in items if item.state in ENDING]
    return sorted(ending, key=lambda item: (item.standing.expires_on or date.max, item.title))


def _severity(ending: Sequence[EvidenceOn], *, is_live: bool) -> Severity:
    if any(item.state == EvidenceState.EXPIRED for item in ending):
        return Severity.CRITICAL if is_live else Severity.HIGH
    return BY_NOTICE[min(max(item.standing.notice for item in ending), len(BY_NOTICE) - 1)]


def _sentence(ending: Sequence[EvidenceOn]) -> str:
    expired = [f"{item.title} ({nhs_date(item.standing.expires_on)})" for item in _of(ending, EvidenceState.EXPIRED)]
    expiring = [f"{item.title} ({nhs_date(item.standing.expires_on)})" for item in _of(ending, EvidenceState.EXPIRING)]
    parts = [
        f"{name}: {listed_briefly(titles)}." for name, titles in (("Expired", expired), ("Expires", expiring)) if titles
    ]
    return " ".join(parts)


def _dates(ending: Sequence[EvidenceOn]) -> str:
    words = {EvidenceState.EXPIRED: "expired on", EvidenceState.EXPIRING: "expires on"}
    return listed_briefly([f"{words[item.state]} {nhs_date(item.standing.expires_on)}" for item in ending])


def _of(ending: Sequence[EvidenceOn], state: EvidenceState) -> list[EvidenceOn]:
    return [item for item in ending if item.state == state]


def _since(ending: Sequence[EvidenceOn], day: date) -> date:
    """Since when the worst of it stands: the first expiry, else the first notice."""
    expired = [item.standing.expires_on for item in _of(ending, EvidenceState.EXPIRED) if item.standing.expires_on]
    warned = [item.standing.warned_on for item in ending if item.standing.warned_on]
    return min(expired or warned, default=day)
