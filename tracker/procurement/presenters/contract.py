"""One contract as its page shows it: the answer first, then each part with the forms that the viewer may open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.formats import in_words, nhs_date, plural
from tracker.core.presentation import Action, HistoryEntry, Link, Tag, slip_of
from tracker.procurement.policies.clauses import ClauseOn
from tracker.procurement.policies.contract_content import ContentOn
from tracker.procurement.presenters.contract_history import history_of
from tracker.procurement.presenters.contract_parts import (
    Section,
    Viewed,
    changes_section,
    coverage_section,
    exit_section,
    terms_section,
)
from tracker.procurement.presenters.contract_register import STATUS_TAGS
from tracker.procurement.presenters.contract_results import (
    clauses_section,
    metrics_section,
    payments_section,
    performance_section,
)
from tracker.procurement.selectors.contract_page import ContractView
from tracker.procurement.selectors.contract_register import line_of
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.vocabulary import SupplierStatusCode

SECTIONS = (
    terms_section,
    coverage_section,
    clauses_section,
    metrics_section,
    payments_section,
    performance_section,
    changes_section,
    exit_section,
)


@dataclass(frozen=True)
class ContractPage:
    """A contract. `missing` is what somebody has to do, the worst first; `contents` leads to the parts of the page."""

    title: str
    caption: str
    lead: str
    tags: Sequence[Tag]
    missing_title: str
    missing: Sequence[str]
    contents: Sequence[Link]
    sections: Sequence[Section]
    history: Sequence[HistoryEntry]
    actions: Sequence[Action]


def present_contract(view: ContractView, *, allowed: Collection[str], query: str = "") -> ContractPage:
    """`allowed` are the rights that the viewer has over the contract today; `query` keeps a past day in addresses."""
    contract = view.contract
    viewed = Viewed(view, contract.content or ContentOn(), frozenset(allowed), query)
    sections = [make(viewed) for make in SECTIONS]
    missing = missing_from(contract, viewed.content, view.day)
    tags = [STATUS_TAGS[line_of(contract).status(view.day)]]
    if contract.supplier_status != SupplierStatusCode.ACTIVE:
        tags.append(Tag(f"Supplier {contract.supplier_status.label.lower()}", "red", "severity-critical"))
    return ContractPage(
        title=contract.reference,
        caption=contract.network_name,
        lead=headline(contract, view.day),
        tags=tags,
        missing_title="What is missing" if missing else "Nothing is missing from this contract.",
        missing=missing,
        contents=[Link(section.title, f"#{section.name}") for section in sections] + [Link("History", "#history")],
        sections=sections,
        history=history_of(view, viewed.content),
        actions=_actions(viewed),
    )


def headline(contract: ContractOn, day: date) -> str:
    """Whether it is signed, and how long it runs, in a sentence."""
    what = f"{contract.supplier} for {contract.use_case_name[:1].lower()}{contract.use_case_name[1:]}."
    signature, ends_on = contract.signature, contract.ends_on
    if not signature.is_done:
        if signature.expected is None:
            return f"{what} Not signed, and no day is planned."
        if signature.is_overdue(day):
            return f"{what} Not signed. It was expected on {nhs_date(signature.expected)}, which has passed."
        return (
            f"{what} Not signed. Signature is expected on {nhs_date(signature.expected)} "
            f"({slip_of(signature.slip_days).text.lower()})."
        )
    signed = f"{what} Signed on {nhs_date(signature.actual)}"
    if ends_on is None:
        return f"{signed}. No last day is recorded."
    if ends_on < day:
        return f"{signed}. It ended on {nhs_date(ends_on)}, {in_words((day - ends_on).days)} ago."
    left = f"{in_words((ends_on - day).days)} left" if ends_on > day else "today"
    return f"{signed}. It runs to {nhs_date(ends_on)} ({left})."


def missing_from(contract: ContractOn, content: ContentOn, day: date) -> list[str]:
    """What is missing, in sentences without money."""
    complete = content.completeness
    found = []
    if complete.missing_core:
        found.append(f"Core data terms: {_named(complete.missing_core)}.")
    if complete.missing_change:
        found.append(f"Change control: {_named(complete.missing_change)}.")
    if not content.is_tied_to_outcomes:
        found.append("No payment and no renewal waits for a success metric.")
    if content.undecided_modifications:
        count = plural(len(content.undecided_modifications), "modification")
        found.append(f"{count} without a decision on the contract change notice (UK10).")
    if complete.answered < complete.total:
        found.append(f"{plural(complete.total - complete.answered, 'clause')} of the checklist not answered.")
    if complete.deviations_to_approve:
        found.append(f"{plural(complete.deviations_to_approve, 'deviation')} that nobody has approved.")
    if content.reviews and content.reviews[-1].next_due_on < day:
        found.append(f"The performance review that was due on {nhs_date(content.reviews[-1].next_due_on)}.")
    if contract.signature.is_done and (content.arrangements is None or not content.arrangements.exit_owner):
        found.append("An exit plan with an owner.")
    return found


def _named(clauses: Sequence[ClauseOn]) -> str:
    return ", ".join(each.item.title[:1].lower() + each.item.title[1:] for each in clauses)


def _actions(viewed: Viewed) -> list[Action]:
    pk = viewed.view.contract.id
    if "procurement.update_contract" not in viewed.allowed:
        return []
    return [
        Action("Change the signature", f"{reverse('edit-signature', args=[pk])}?next={reverse('contract', args=[pk])}")
    ]
