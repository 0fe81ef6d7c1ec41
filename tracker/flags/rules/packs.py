"""Rules about procurement packs. Pure."""

from collections.abc import Iterator
from datetime import date

from tracker.core.formats import nhs_date
from tracker.flags.rules.base import Finding, Limits, about_network
from tracker.flags.rules.contracting import whose
from tracker.flags.rules.facts import Facts
from tracker.flags.vocabulary import Severity
from tracker.procurement.policies.packs import missing_in_words
from tracker.procurement.selectors.procurements import ProcurementOn
from tracker.procurement.vocabulary import Stage


def tender_without_pack(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """R10: the tender is issued, the contract is not signed, and the pack is not complete without a waiver that counts.
    A procurement without any pack is judged only where its programme asked for one on the day of the tender."""
    for procurement in facts.procurements:
        tender = procurement.stages.get(Stage.TENDER)
        if tender is None or tender.actual is None or procurement.contract.is_done:
            continue
        found = _wanting(procurement, tender.actual, facts.day)
        if found:
            yield about_network(
                procurement,
                Severity.HIGH,
                f"{whose(procurement)}: the tender was issued on {nhs_date(tender.actual)}, {found}",
                since=_since(procurement, tender.actual, facts.day),
            )


def _wanting(procurement: ProcurementOn, issued_on: date, day: date) -> str:
    """What is wanting of the pack, to end a sentence; empty where nothing is."""
    pack = procurement.pack
    if pack is None:
        is_asked = any(policy.holds_on(issued_on) for policy in procurement.pack_policies)
        return "and there is no procurement pack." if is_asked else ""
    if pack.is_complete or pack.waiver_on(day):
        return ""
    return f"and its pack is not complete. {missing_in_words(pack)}"


def _since(procurement: ProcurementOn, issued_on: date, day: date) -> date:
    """The day of the tender, or the end of the last waiver that counted since."""
    waivers = procurement.pack.waivers if procurement.pack else ()
    ends = [waiver.expires_on for waiver in waivers if waiver.is_agreed and waiver.expires_on <= day]
    return max([issued_on, *ends])
