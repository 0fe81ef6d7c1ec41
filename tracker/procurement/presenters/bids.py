"""The page of a bid: what is offered, and the reference sites with why each is comparable or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.core.formats import money, nhs_date, number, plural
from tracker.core.markings import COMMERCIAL
from tracker.core.presentation import Action, Cell, Fact, Row, TableColumn, Tag
from tracker.procurement.evaluation_finding import FoundEvaluation
from tracker.procurement.policies.criteria import EvaluationLimits
from tracker.procurement.policies.evaluation import BidOn, SiteOn
from tracker.procurement.presenters.evaluation_parts import BID_TAGS, to


@dataclass(frozen=True)
class BidPage:
    """A bid: what is offered, and the reference sites with why each is comparable or not."""

    title: str
    caption: str
    marking: str
    lead: str
    status: Tag
    actions: Sequence[Action]
    facts: Sequence[Fact]
    sites: Sequence[Row]
    site_columns: Sequence[TableColumn]


_SITE_COLUMNS = (
    TableColumn("Site"),
    TableColumn("Comparable", width="wide"),
    TableColumn("Systems"),
    TableColumn("Evidence", width="wide"),
    TableColumn("Checked"),
)


def present_bid(found: FoundEvaluation, bid: BidOn, limits: EvaluationLimits) -> BidPage:
    pk = found.procurement.pk
    runs = found.runs and found.record.is_running
    prices = found.may("networks.view_commercial")
    price = [Fact("Price of the whole term", money(bid.price_pence, empty="Not given"))] if prices else []
    actions = []
    if runs:
        actions.append(Action("Add a reference site", to(pk, "add-bid-site", bid.id)))
        actions.append(Action("Withdraw or exclude", to(pk, "bid-status", bid.id), "secondary"))
    if runs and found.record.is_draft:
        actions.append(Action("Correct the bid", to(pk, "correct-bid", bid.id), "secondary"))
    return BidPage(
        title=f"Bid of {bid.supplier}",
        caption=str(found.procurement),
        marking=COMMERCIAL,
        lead=f"{plural(bid.comparable_sites, 'comparable reference site')}, {limits.reference_sites} asked for.",
        status=BID_TAGS[bid.status],
        actions=actions,
        facts=[
            Fact("Product", bid.release or "Not named"),
            *price,
            Fact("Received", nhs_date(bid.received_on)),
            *([Fact("Why it is out", bid.reason)] if bid.reason and not bid.is_in else []),
        ],
        sites=list(_site_rows(bid, pk, runs=runs)),
        site_columns=_SITE_COLUMNS if not runs else (*_SITE_COLUMNS, TableColumn("Check")),
    )


def _site_rows(bid: BidOn, procurement_id: int, *, runs: bool) -> Iterator[Row]:
    for site in bid.sites:
        facts, judged = site.facts, site.comparability
        systems = ", ".join(
            f"{kind}: {vendor}" for kind, vendor in (("PACS", facts.pacs_vendor), ("RIS", facts.ris_vendor)) if vendor
        )
        volume = f"{number(facts.yearly_volume)} examinations a year" if facts.yearly_volume else ""
        row: list[Cell | str | int] = [
            Cell(
                facts.organisation,
                href=to(procurement_id, "edit-bid-site", site.id) if runs else "",
                hint=facts.modality,
            ),
            Cell(
                tag=Tag("Counts", "green") if site.counts else Tag("Does not count", "grey"),
                hint=judged.sentence if judged else "",
            ),
            Cell(systems or "Not named", hint=volume),
            Cell(facts.evidence or "None given", hint=f"Ask: {site.contact_role}" if site.contact_role else ""),
            Cell(tag=_check_tag(site), hint=_check_words(site)),
        ]
        if runs:
            row.append(Cell("Record a check", href=to(procurement_id, "check-bid-site", site.id)))
        yield row


def _check_tag(site: SiteOn) -> Tag:
    if site.is_confirmed is None:
        return Tag("Not checked", "orange")
    return Tag("Confirmed", "green") if site.is_confirmed else Tag("Not confirmed", "red")


def _check_words(site: SiteOn) -> str:
    who = f"{site.checked_by}, {nhs_date(site.checked_on)}." if site.checked_on else ""
    return " ".join(part for part in (who, site.check_note) if part)
