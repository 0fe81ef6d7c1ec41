"""Evidence in words, dates and tags."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, HistoryEntry, Link, Row, TableColumn, Tag
from tracker.documents.policies import size_in_words
from tracker.documents.vocabulary import ScanState
from tracker.governance.models import Evidence, EvidenceWithdrawal
from tracker.governance.policies.evidence import WORST_FIRST, EvidenceOn, Support
from tracker.governance.selectors.evidence_pages import RevisionRead
from tracker.governance.vocabulary import EvidenceScope, EvidenceState, ReviewDecision

STATE_TAGS = {
    EvidenceState.CURRENT: Tag("Current", "green"),
    EvidenceState.EXPIRING: Tag("Expiring", "yellow"),
    EvidenceState.EXPIRED: Tag("Expired", "red"),
    EvidenceState.UPCOMING: Tag("Not in force yet", "grey"),
    EvidenceState.AWAITING_REVIEW: Tag("Awaiting review", "blue"),
    EvidenceState.RETURNED: Tag("Returned", "orange"),
    EvidenceState.WITHDRAWN: Tag("Withdrawn", "grey"),
}
SCAN_TAGS = {
    ScanState.NOT_SCANNED: Tag("Not scanned", "grey"),
    ScanState.CLEAN: Tag("No virus found", "green"),
    ScanState.INFECTED: Tag("Infected", "red"),
    ScanState.FAILED: Tag("Scan failed", "orange"),
}
COLUMNS = (
    ("title", TableColumn("Evidence")),
    ("state", TableColumn("State")),
    ("expires", TableColumn("Expires")),
    ("", TableColumn("Supports", width="wide")),
    ("owner", TableColumn("Owner")),
)
NOTHING_YET = "Certificates, reports and test results show here once somebody adds them."
ABOUT = {
    EvidenceScope.DEPLOYMENT: "this deployment",
    EvidenceScope.NETWORK: "the network",
    EvidenceScope.RELEASE: "the product release",
    EvidenceScope.CONTRACT: "the contract",
    EvidenceScope.PROGRAMME: "the programme",
}

Labels = Mapping[Support, str]


def support_label(support: Support, labels: Labels) -> str:
    """What something that evidence supports is called."""
    return labels.get(support) or f"{support.kind.label} {support.requirement_code or support.supports_id}"


# --- The list -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EvidenceListPage:
    """The evidence of a deployment, what to look at first at the top."""

    title: str
    caption: str
    lead: str
    actions: Sequence[Action]
    columns: Sequence[tuple[str, TableColumn]]
    rows: Sequence[Row]
    empty: str


def present_list(
    found: Sequence[EvidenceOn],
    items: Sequence[EvidenceOn],
    *,
    name: str,
    labels: Labels,
    add_href: str,
    as_of: date | None,
) -> EvidenceListPage:
    """`found` are those of the items that fit the filters, in their order; the lead is about all. `add_href` is empty
    for who may not add; `as_of` is a day gone by, None for today."""
    query = f"?as_of={as_of.isoformat()}" if as_of else ""
    return EvidenceListPage(
        title="Evidence",
        caption=name,
        lead=_lead_of_list(items),
        actions=[Action("Add evidence", add_href)] if add_href else [],
        columns=COLUMNS,
        rows=[_row(item, labels, query) for item in found],
        empty="No evidence fits these filters." if items else NOTHING_YET,
    )


def _lead_of_list(items: Sequence[EvidenceOn]) -> str:
    if not items:
        return "No evidence has been added yet."
    counts = Counter(item.state for item in items)
    parts = [f"{counts[state]} {state.label.lower()}" for state in WORST_FIRST if counts[state]]
    first = f"{plural(len(items), 'piece')} of evidence: {', '.join(parts)}."
    asks = {
        EvidenceState.EXPIRED: "Replace what has expired first.",
        EvidenceState.RETURNED: "Replace what was returned.",
        EvidenceState.AWAITING_REVIEW: "Review what is waiting.",
        EvidenceState.EXPIRING: "Ask for the next version of what is expiring.",
    }
    ask = next((sentence for state, sentence in asks.items() if counts[state]), "Nothing needs doing.")
    return f"{first} {ask}"


def _row(item: EvidenceOn, labels: Labels, query: str) -> list[Cell | str | int]:
    supports = "; ".join(support_label(each, labels) for each in item.supports)
    return [
        Cell(
            item.title,
            href=reverse("evidence", args=[item.id]) + query,
            hint=f"{item.type.label}, about {ABOUT[item.scope]}",
        ),
        Cell(tag=STATE_TAGS[item.state], hint=_waits(item)),
        nhs_date(item.standing.expires_on, empty="Does not expire"),
        supports or "Nothing yet",
        item.owner,
    ]


def _waits(item: EvidenceOn) -> str:
    has_older = item.state not in (EvidenceState.AWAITING_REVIEW, EvidenceState.WITHDRAWN)
    return "A newer version awaits review" if item.standing.awaits_review and has_older else ""


# --- One piece ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RevisionView:
    """One revision: its file or link, its hash, who brought it, and what came of it."""

    title: str
    name: str
    href: str
    is_file: bool
    size: str
    sha256: str
    scan: Tag | None
    refusal: str
    valid: str
    brought: str
    review: str
    review_tag: Tag | None
    note: str


@dataclass(frozen=True)
class EvidencePage:
    """One piece of evidence: how it stands and what to do, its revisions, and what happened to it."""

    title: str
    caption: str
    lead: str
    state: Tag
    actions: Sequence[Action]
    facts: Sequence[tuple[str, str]]
    supports: Sequence[str]
    revisions: Sequence[RevisionView]
    history: Sequence[HistoryEntry]


def present_evidence(
    row: Evidence,
    item: EvidenceOn,
    revisions: Sequence[RevisionRead],
    withdrawal: EvidenceWithdrawal | None,
    *,
    labels: Labels,
    actions: Sequence[Action],
    has_scanner: bool,
) -> EvidencePage:
    return EvidencePage(
        title=item.title,
        caption=item.type.label,
        lead=_lead(item),
        state=STATE_TAGS[item.state],
        actions=actions,
        facts=[("About", about(row)), ("Owner", item.owner)],
        supports=[support_label(each, labels) for each in item.supports],
        revisions=[_revision(each, has_scanner=has_scanner) for each in revisions],
        history=_history(revisions, withdrawal),
    )


def about(row: Evidence) -> str:
    """What the evidence is about, by name."""
    return str(getattr(row, row.scope.value))


def _lead(item: EvidenceOn) -> str:
    expires = nhs_date(item.standing.expires_on)
    sentences = {
        EvidenceState.CURRENT: f"It counts until it expires on {expires}."
        if item.standing.expires_on
        else "It counts, and does not expire.",
        EvidenceState.EXPIRING: f"It expires on {expires}. Replace it before then.",
        EvidenceState.EXPIRED: f"It expired on {expires} and no longer counts. Replace it.",
        EvidenceState.UPCOMING: "It is accepted, and counts from the day on which it is valid.",
        EvidenceState.AWAITING_REVIEW: "Somebody other than who brought it has to review it before it counts.",
        EvidenceState.RETURNED: "It was returned and does not count. Replace it.",
        EvidenceState.WITHDRAWN: "It was withdrawn and no longer counts. Add new evidence instead.",
    }
    if not _waits(item):
        return sentences[item.state]
    stands = {EvidenceState.EXPIRING: f"It expires on {expires}.", EvidenceState.EXPIRED: f"It expired on {expires}."}
    return f"{stands.get(item.state, sentences[item.state])} Review the newer version, which then replaces it."


def _revision(read: RevisionRead, *, has_scanner: bool) -> RevisionView:
    row, newest = read.row, read.reviews[-1] if read.reviews else None
    file = row.file
    can_have = file is None or _can_have(read.scan, has_scanner=has_scanner)
    href = reverse("download-evidence", args=[row.evidence_id, row.number]) if file else row.link
    return RevisionView(
        title=f"Revision {row.number}",
        name=file.original_name if file else row.link,
        href=href if can_have else "",
        is_file=file is not None,
        size=size_in_words(file.size_bytes) if file else "",
        sha256=file.sha256 if file else "",
        scan=SCAN_TAGS[read.scan] if read.scan else None,
        refusal="" if can_have else "Nobody can download it unless the virus scanner finds it clean.",
        valid=_valid(row.effective_on, row.expires_on),
        brought=f"{row.uploaded_by}, {nhs_date(row.added_on)}",
        review=f"{newest.decided_by}, {nhs_date(newest.decided_on)}" if newest else "Nobody has reviewed it yet",
        review_tag=_review_tag(newest.decision) if newest else None,
        note=" ".join(part for part in (row.note, newest.note if newest else "") if part),
    )


def _can_have(scan: ScanState | None, *, has_scanner: bool) -> bool:
    return scan == ScanState.CLEAN or (scan != ScanState.INFECTED and not has_scanner)


def _review_tag(decision: str) -> Tag:
    is_accepted = decision == ReviewDecision.ACCEPTED
    return Tag("Accepted", "green") if is_accepted else Tag("Returned", "orange")


def _valid(effective_on: date, expires_on: date | None) -> str:
    if expires_on is None:
        return f"From {nhs_date(effective_on)}, without an end"
    return f"From {nhs_date(effective_on)} until it expires on {nhs_date(expires_on)}"


def _history(revisions: Sequence[RevisionRead], withdrawal: EvidenceWithdrawal | None) -> list[HistoryEntry]:
    """The latest first; of one day, what came of a revision after its being added."""
    entries = [entry for each in reversed(revisions) for entry in _happened(each)]
    if withdrawal is not None:
        who = str(withdrawal.withdrawn_by)
        entries.append(HistoryEntry(withdrawal.effective_on, "Withdrawn", who, withdrawal.reason))
    return sorted(entries, key=lambda entry: entry.when)[::-1]


def _happened(read: RevisionRead) -> list[HistoryEntry]:
    row, name = read.row, f"Revision {read.row.number}"
    reviews = [
        HistoryEntry(
            review.decided_on,
            f"{name} was {review.get_decision_display().lower()}",
            str(review.decided_by),
            review.note,
        )
        for review in read.reviews
    ]
    return [HistoryEntry(row.added_on, f"{name} was added", str(row.uploaded_by), row.note), *reviews]


def crumbs_of(row: Evidence, *, as_of: date | None) -> list[Link]:
    """The way to a piece of evidence: through the thing that it is about."""
    query = f"?as_of={as_of.isoformat()}" if as_of else ""
    home = Link("Home", "/")
    if row.deployment is not None:
        trust = row.deployment.trust
        return [
            home,
            Link(trust.name, reverse("trust", args=[trust.ods_code]) + query),
            Link(str(row.deployment), reverse("deployment", args=[row.deployment.pk]) + query),
            Link("Evidence", reverse("deployment-evidence", args=[row.deployment.pk]) + query),
        ]
    if row.network is not None:
        return [home, Link(row.network.name, reverse("network", args=[row.network.slug]) + query)]
    return [home]
