"""One supplier in words: what breaks if it fails, and what its products are vetted by."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date, number, plural
from tracker.core.presentation import Action, Cell, Fact, FlagLine, HistoryEntry, Link, Row, TableColumn, Tag
from tracker.flags.presenters import flag_line
from tracker.governance.policies.vetting import Evidence, Standing, VettingOn
from tracker.governance.vocabulary import SupplierReviewResult
from tracker.portfolio.presenters.common import Links
from tracker.portfolio.presenters.suppliers import NOT_VETTED, sight_of, status_tag
from tracker.portfolio.selectors.suppliers import SupplierView, UseInNetwork
from tracker.procurement.models import SubProcessor
from tracker.procurement.policies.supply import SiteOn
from tracker.procurement.selectors.supply import ProductOn
from tracker.procurement.supply_vocabulary import ContactRole, EvidenceKind

NETWORK_COLUMNS = (
    TableColumn("Network"),
    TableColumn("Use case"),
    TableColumn("Live", numeric=True),
    TableColumn("In preparation", numeric=True),
    TableColumn("Only supplier"),
    TableColumn("Contracts"),
    TableColumn("First end"),
)
PROCESSOR_COLUMNS = (
    TableColumn("Company"),
    TableColumn("What for", width="wide"),
    TableColumn("Country"),
    TableColumn("Data leave the UK"),
    TableColumn("Holds"),
)
SITE_COLUMNS = (
    TableColumn("NHS organisation"),
    TableColumn("Product"),
    TableColumn("PACS and RIS"),
    TableColumn("Studies a year", numeric=True),
    TableColumn("Live since"),
    TableColumn("Runs stably"),
)
REVIEW_COLUMNS = (TableColumn("Deployment"), TableColumn("Quarter from"), TableColumn("Result"), TableColumn("Held on"))
STANDING_TAGS = {
    Standing.IN_DATE: Tag("In date", "green", "state-live-full"),
    Standing.EXPIRED: Tag("Expired", "red", "severity-critical"),
    Standing.NOT_MET: Tag("Not met", "red", "severity-high"),
    Standing.MISSING: Tag("Not on record", "grey", "state-not-started"),
}
RESULT_TAGS = {
    SupplierReviewResult.MEETS: Tag("Meets", "green", "state-live-full"),
    SupplierReviewResult.IMPROVEMENT_PLAN: Tag("Improvement plan", "yellow", "severity-medium"),
    SupplierReviewResult.BREACH_NOTICE: Tag("Breach notice", "red", "severity-high"),
}


@dataclass(frozen=True)
class ProductPart:
    """A product: for what, vetted until when, and each kind of evidence by release."""

    id: int
    title: str
    lead: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]


@dataclass(frozen=True)
class SupplierPage:
    title: str
    lead: str
    state: Tag
    sight: str
    actions: Sequence[Action]
    flags: Sequence[FlagLine]
    network_columns: Sequence[TableColumn]
    networks: Sequence[Row]
    products: Sequence[ProductPart]
    processor_columns: Sequence[TableColumn]
    processors: Sequence[Row]
    processor_actions: Sequence[Action]
    site_columns: Sequence[TableColumn]
    sites: Sequence[Row]
    site_actions: Sequence[Action]
    incidents: Sequence[Fact]
    review_columns: Sequence[TableColumn]
    reviews: Sequence[Row]
    facts: Sequence[Fact]
    history: Sequence[HistoryEntry]
    crumbs: Sequence[Link]


def present_supplier(view: SupplierView) -> SupplierPage:
    """Everything of one supplier that the person may see."""
    supplier, links = view.supplier, Links(None if view.is_today else view.day)
    offers = view.is_today and bool(view.may_manage)
    return SupplierPage(
        title=supplier.name,
        lead=_lead(view),
        state=status_tag(supplier.now),
        sight=sight_of(sees_all=view.sees_all),
        actions=_actions(supplier.id) if offers else [],
        flags=[flag_line(flag, view.day, as_of=links.as_of) for flag in view.flags],
        network_columns=NETWORK_COLUMNS,
        networks=[_network_row(each, links) for each in view.networks],
        products=[_product(each, view) for each in supplier.products],
        processor_columns=PROCESSOR_COLUMNS,
        processors=[_processor_row(each, view.day, offers=offers) for each in view.sub_processors],
        processor_actions=[_add("Add a sub-processor", "add-sub-processor", supplier.id)] if offers else [],
        site_columns=SITE_COLUMNS,
        sites=[
            _site_row(site, product, supplier.id, offers=offers)
            for product in supplier.products
            for site in view.sites.get(product.id, ())
        ],
        site_actions=[_add("Add a reference site", "add-reference-site", supplier.id)]
        if offers and supplier.products
        else [],
        incidents=_incidents(view),
        review_columns=REVIEW_COLUMNS,
        reviews=_reviews(view, links),
        facts=_facts(view),
        history=[
            HistoryEntry(status.since, status.status.label, status.by, status.reason)
            for status in supplier.statuses
            if status.since is not None
        ],
        crumbs=[Link("Home", "/"), Link("Suppliers", reverse("suppliers"))],
    )


def _lead(view: SupplierView) -> str:
    """What stands, and what would break."""
    usage, now = view.usage, view.supplier.now
    since = f"{now.status.label} since {nhs_date(now.since)}." if now.since else "No status is recorded."
    if not usage.deployments:
        return f"{since} No deployment that you may see depends on it."
    live = sum(each.state.is_live for each in usage.deployments)
    depend = plural(len(usage.deployments), "deployment depends", "deployments depend")
    return (
        f"{since} {depend} on it at {plural(usage.trusts, 'trust')} in {plural(usage.networks, 'network')}, "
        f"{number(live) if live else 'none'} of them live."
    )


def _actions(supplier_id: int) -> list[Action]:
    return [
        Action("Change status", reverse("edit-supplier-status", args=[supplier_id])),
        Action("Edit legal entity", reverse("edit-supplier", args=[supplier_id]), "secondary"),
    ]


def _add(text: str, name: str, supplier_id: int) -> Action:
    return Action(text, reverse(name, args=[supplier_id]), "secondary")


def _network_row(each: UseInNetwork, links: Links) -> Row:
    contracts = ", ".join(contract.reference for contract in each.contracts) or "None"
    unsigned = [contract for contract in each.contracts if not contract.signature.is_done]
    return [
        Cell(each.network_name or "No network", links.network(each.network_slug) if each.network_slug else ""),
        each.use_case_name,
        each.live,
        each.in_preparation,
        Cell(tag=Tag("Yes", "orange", "severity-high") if each.is_sole else Tag("No", "grey", "severity-low")),
        Cell(contracts, hint=f"{len(unsigned)} not signed" if unsigned else ""),
        nhs_date(each.ends_on),
    ]


# --- Products -------------------------------------------------------------------------------------------------------


def _product(product: ProductOn, view: SupplierView) -> ProductPart:
    releases = product.releases
    return ProductPart(
        id=product.id,
        title=product.name,
        lead=f"For {', '.join(name for _, name in product.use_cases) or 'no use case yet'}.",
        columns=[TableColumn("Evidence"), *(TableColumn(f"Release {each.version}") for each in releases)],
        rows=[
            ["Vetted until", *(vetted_cell(view.vetting[each.id], view.needs) for each in releases)],
            ["Ends first", *(_earliest(view.vetting[each.id]) for each in releases)],
            *(
                [Cell(kind.label), *(evidence_cell(view.vetting[each.id].of(kind)) for each in releases)]
                for kind in EvidenceKind
            ),
        ]
        if releases
        else [],
    )


def vetted_cell(vetting: VettingOn, needs: Sequence[EvidenceKind]) -> Cell:
    """The first end of what is needed, or what is wanting."""
    wanting = vetting.wanting(needs)
    if wanting:
        return Cell(tag=NOT_VETTED, hint=f"{plural(len(wanting), 'kind', 'kinds')} of evidence wanting")
    return Cell(nhs_date(vetting.vetted_until(needs), "No end is recorded"))


def _earliest(vetting: VettingOn) -> Cell:
    first = vetting.earliest
    return Cell(nhs_date(first.until), hint=first.kind.label) if first else Cell("Nothing has an end")


def evidence_cell(evidence: Evidence) -> Cell:
    """How one kind stands, with its last day or what is known of it."""
    return Cell(nhs_date(evidence.until, ""), tag=STANDING_TAGS[evidence.standing], hint=evidence.note)


# --- Who and where --------------------------------------------------------------------------------------------------


def _processor_row(row: SubProcessor, day: date, *, offers: bool) -> Row:
    ended = row.valid_to is not None and row.valid_to <= day
    holds = f"From {nhs_date(row.valid_from)}" + (f" until {nhs_date(row.valid_to)}" if row.valid_to else "")
    href = reverse("end-sub-processor", args=[row.supplier_id, row.pk]) if offers and row.valid_to is None else ""
    leaves = Tag("Yes", "orange", "severity-medium") if row.is_outside_uk else Tag("No", "grey", "severity-low")
    return [
        Cell(row.name, href, hint="Choose it to record its end" if href else ""),
        Cell(row.purpose, hint=f"For {row.product.name}" if row.product else "For all products"),
        row.country,
        Cell(tag=leaves),
        Cell(holds, tag=Tag("Ended", "grey", "state-withdrawn") if ended else None),
    ]


def _site_row(site: SiteOn, product: ProductOn, supplier_id: int, *, offers: bool) -> Row:
    edit, check = (
        reverse(name, args=[supplier_id, site.id]) if offers else ""
        for name in ("edit-reference-site", "check-reference-site")
    )
    return [
        Cell(site.organisation, edit, hint=site.modality.label),
        product.name,
        Cell(site.pacs_vendor or "Not known", hint=site.ris_vendor),
        number(site.yearly_volume),
        nhs_date(site.live_since),
        _stable(site, check),
    ]


def _stable(site: SiteOn, check: str) -> Cell:
    text = "Check again" if site.check else "Check it"
    if site.check is None:
        return Cell(text if check else "", check, tag=Tag("Not checked", "grey", "state-not-started"))
    tag = (
        Tag("Stable", "green", "state-live-full") if site.check.is_stable else Tag("Not stable", "red", "severity-high")
    )
    hint = f"{site.check.evidence} ({nhs_date(site.check.on)}, {site.check.by})"
    return Cell(text if check else "", check, tag=tag, hint=hint)


def _incidents(view: SupplierView) -> list[Fact]:
    """How many incidents by class, and how many of them are open."""
    counts = Counter(each.seriousness.name for each in view.incidents)
    still_open = Counter(each.seriousness.name for each in view.incidents if each.is_open)
    return [Fact(name, f"{plural(count, 'incident')}, {still_open[name]} open") for name, count in counts.most_common()]


def _reviews(view: SupplierView, links: Links) -> list[Row]:
    newest = sorted(view.reviews, key=lambda pair: (pair[1].quarter, pair[1].held_on), reverse=True)
    return [
        [
            Cell(f"{each.trust.name}, {each.use_case_name}", links.deployment(each.id)),
            nhs_date(held.quarter),
            Cell(tag=RESULT_TAGS[held.result], hint=held.note),
            nhs_date(held.held_on),
        ]
        for each, held in newest
    ]


def _facts(view: SupplierView) -> list[Fact]:
    supplier = view.supplier
    return [
        Fact("Legal name", supplier.name),
        Fact("Company number", supplier.company_number or "Not recorded"),
        Fact("Registered in", supplier.registered_country or "Not recorded"),
        Fact("Owned by", supplier.parent or "Nobody is recorded"),
        *(Fact(f"Contact: {role.label.lower()}", view.contacts[role]) for role in ContactRole if role in view.contacts),
    ]
