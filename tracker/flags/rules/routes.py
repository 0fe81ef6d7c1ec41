"""Rules about the law of a procurement: standstill, notices, frameworks, and what suppliers raised. Pure. What a finding
says is read by people who may not see bids and values: it names no supplier and no sum."""

from collections.abc import Iterator
from datetime import date, timedelta

from tracker.core.formats import mid_sentence, nhs_date
from tracker.flags.rules.base import Finding, Limits, about_network, listed
from tracker.flags.rules.contracting import whose
from tracker.flags.rules.facts import Facts
from tracker.flags.vocabulary import Severity
from tracker.procurement.policies.route import NoticeDue, Standing, may_sign_on, notices_due
from tracker.procurement.selectors.events import events_of, signed_on
from tracker.procurement.selectors.procurements import ProcurementOn


def signed_too_early(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """R05: a contract was signed within the standstill, or before the award was told."""
    for procurement, standing in _with_route(facts):
        signed_on = _signed_on(facts, procurement)
        if signed_on is None:
            continue
        decision = may_sign_on(standing, signed_on)
        if not decision:
            yield about_network(
                procurement,
                Severity.HIGH,
                f"{whose(procurement)}: the contract was signed on {nhs_date(signed_on)}. {_why(standing, signed_on)}",
                since=signed_on,
            )


def _why(standing: Standing, signed_on: date) -> str:
    """Why that was too early, without what only some may read."""
    still = standing.standstill_of(standing.award_notice(by=signed_on))
    if still is None:
        return f"No notice of the award ({standing.award_code}) was published by then."
    if still.is_running(signed_on):
        return f"The standstill ran to the end of {nhs_date(still.ends_on)}."
    return "A legal claim that was notified within the standstill had not ended."


def notice_overdue(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R06: a notice that the law asks for is past its day and not published."""
    for procurement, standing in _with_route(facts):
        overdue = [each for each in _notices(facts, procurement, standing) if each.is_overdue(facts.day)]
        if not overdue:
            continue
        first = min(each.due_on for each in overdue if each.due_on)
        named = listed(f"{each.duty.code} by {nhs_date(each.due_on)}" for each in overdue)
        is_critical = (facts.day - first).days >= limits["critical_days"]
        yield about_network(
            procurement,
            Severity.CRITICAL if is_critical else Severity.HIGH,
            f"{whose(procurement)}: {named} had to be published, and no publication is recorded.",
            since=first + timedelta(days=1),
        )


def framework_expires(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """R09: the framework expires before the contract is expected to be signed."""
    for procurement in facts.procurements:
        framework, contract = facts.frameworks.get(procurement.framework), procurement.contract
        if framework is None or framework.expires_on is None or contract.is_done or contract.expected is None:
            continue
        if framework.expires_on < max(contract.expected, facts.day):
            yield about_network(
                procurement,
                Severity.HIGH,
                f"{whose(procurement)}: the framework expires on {nhs_date(framework.expires_on)}, and the contract is "
                f"expected on {nhs_date(contract.expected)}.",
                since=contract.last_changed_on or framework.expires_on,
            )


def challenge_overdue(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """T13: something that a supplier raised is past the day by which it is answered."""
    for procurement, standing in _with_route(facts):
        late = [each for each in standing.challenges if each.is_overdue(facts.day) and each.due_on]
        if late:
            first = min(each.due_on for each in late if each.due_on)
            named = listed(f"a {mid_sentence(each.kind.label)} by {nhs_date(each.due_on)}" for each in late)
            yield about_network(
                procurement,
                Severity.HIGH,
                f"{whose(procurement)}: suppliers wait for an answer, which was due to {named}.",
                since=first + timedelta(days=1),
            )


def _with_route(facts: Facts) -> Iterator[tuple[ProcurementOn, Standing]]:
    for procurement in facts.procurements:
        standing = facts.standings.get(procurement.id)
        if standing is not None and standing.route is not None:
            yield procurement, standing


def _signed_on(facts: Facts, procurement: ProcurementOn) -> date | None:
    return signed_on(procurement, facts.contracts_of(procurement))


def _notices(facts: Facts, procurement: ProcurementOn, standing: Standing) -> list[NoticeDue]:
    return notices_due(standing, events_of(procurement, facts.contracts_of(procurement), day=facts.day))
