"""Sections that several kinds of report share: progress, slip, forecasts, flags, contracts, governance. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import in_words, money, nhs_date, plural
from tracker.core.presentation import Cell, FlagLine, Row, TableColumn, Tag, slip_of
from tracker.governance.selectors.standing import GovernanceOn
from tracker.networks.plans import Plan
from tracker.procurement.selectors.contracts import ContractOn
from tracker.reports.document import Section, Table


@dataclass(frozen=True)
class Event:
    """A dated event with its plan: a milestone, a stage or a signature. `of` says whose, where several are listed."""

    name: str
    plan: Plan
    of: str = ""

    @property
    def label(self) -> str:
        return f"{self.of}: {self.name}" if self.of else self.name


def plain(tag: Tag) -> Tag:
    """The tag as word and colour only: the shapes of the pages have no text for a reader of the PDF."""
    return replace(tag, icon="")


def progress_section(events: Sequence[Event], *, on: date) -> Section:
    """What is done against the plan, and when the rest is expected."""
    done = sum(1 for event in events if event.plan.is_done)
    rows: list[Row] = [(event.label, nhs_date(event.plan.baseline), *_outcome(event.plan, on)) for event in events]
    columns = [
        TableColumn("Milestone", width="wide"),
        TableColumn("Planned"),
        TableColumn("Done or expected"),
        TableColumn("State"),
    ]
    said = f"{done} of {plural(len(events), 'milestone')} {'is' if done == 1 else 'are'} done." if events else ""
    return Section(
        "Progress against plan",
        paragraphs=[said] if said else (),
        tables=[Table("Milestones, planned and now", columns, rows, empty="No milestone has a date yet.")],
    )


def _outcome(plan: Plan, on: date) -> tuple[str, Cell]:
    if plan.actual:
        return nhs_date(plan.actual), Cell(tag=Tag("Done", "green"))
    if plan.is_overdue(on):
        return nhs_date(plan.expected), Cell(tag=Tag("Overdue", "red"), hint=in_words(plan.overdue_days(on)))
    return nhs_date(plan.expected), Cell(tag=Tag("Expected", "blue") if plan.expected else Tag("No date", "grey"))


def slip_section(events: Iterable[Event]) -> Section:
    """Later than planned, on its own, worst first. Source: The Teal Book, chapter 18."""
    late = sorted(
        (event for event in events if (event.plan.slip_days or 0) > 0), key=lambda event: -(event.plan.slip_days or 0)
    )
    rows: list[Row] = [
        (
            event.label,
            nhs_date(event.plan.baseline),
            nhs_date(event.plan.expected),
            Cell(slip=slip_of(event.plan.slip_days)),
            event.plan.reason or "No reason given",
        )
        for event in late
    ]
    columns = [TableColumn("Milestone", width="wide"), *map(TableColumn, ("Planned", "Now", "Slip", "Latest reason"))]
    return Section(
        "Slip", tables=[Table("Later than planned, worst first", columns, rows, empty="Nothing is later than planned.")]
    )


def forecasts_section(events: Iterable[Event]) -> Section:
    """The dates that are still forecasts, and how often each moved: a date that keeps moving is not a date."""
    open_ones = [event for event in events if not event.plan.is_done and event.plan.expected]
    rows: list[Row] = [
        (
            event.label,
            nhs_date(event.plan.expected),
            event.plan.times_moved(),
            ", then ".join(nhs_date(day) for _, day, _ in event.plan.forecasts) or "As planned",
        )
        for event in open_ones
    ]
    columns = [
        TableColumn("Milestone", width="wide"),
        TableColumn("Expected"),
        TableColumn("Times moved", numeric=True),
        TableColumn("Forecasts so far, oldest first", width="wide"),
    ]
    return Section(
        "Forecast dates", tables=[Table("Forecasts and how often they moved", columns, rows, empty="Nothing is open.")]
    )


def flags_section(flags: Sequence[FlagLine]) -> Section:
    """Every open flag, worst first, and what would close it."""
    rows: list[Row] = [
        (
            Cell(flag.title, hint=flag.subject),
            Cell(tag=plain(flag.severity), hint=flag.since),
            flag.detail,
            Cell(flag.action, hint=f"For: {flag.owner}" if flag.owner else ""),
        )
        for flag in flags
    ]
    columns = [
        TableColumn("Flag", width="wide"),
        TableColumn("Severity"),
        TableColumn("What we found"),
        TableColumn("Path to green", width="wide"),
    ]
    return Section(
        "Flags and path to green",
        paragraphs=[f"{plural(len(flags), 'flag')} {'is' if len(flags) == 1 else 'are'} open."] if flags else (),
        tables=[Table("Open flags, worst first", columns, rows, empty="No flag is open.")],
    )


def contracts_section(contracts: Sequence[ContractOn]) -> Section:
    """Who supplies what until when; values only where the reader may see them."""
    with_money = any(contract.shows_money for contract in contracts)
    rows: list[Row] = [
        (
            Cell(contract.supplier, hint=contract.product),
            contract.use_case_name,
            nhs_date(contract.signature.actual, "Not signed"),
            nhs_date(contract.ends_on),
            Cell(tag=Tag(contract.supplier_status.label, "green" if contract.supplier_status == "active" else "red")),
            *((money(contract.value_pence), money(contract.paid_pence)) if with_money else ()),
        )
        for contract in contracts
    ]
    columns = [TableColumn("Supplier", width="wide"), *map(TableColumn, ("Use case", "Signed", "Ends", "Supplier is"))]
    if with_money:
        columns += [TableColumn("Value", numeric=True), TableColumn("Paid", numeric=True)]
    return Section("Contract", tables=[Table("Contracts", columns, rows, empty="There is no contract.")])


def sign_offs_table(governance: GovernanceOn, caption: str) -> Table:
    """Who signed in which capacity, and when that ends."""
    rows: list[Row] = []
    for role in SignOffRole:
        signed = governance.sign_offs.get(role)
        if signed is None:
            rows.append((role.label, Cell(tag=Tag("Not signed", "red")), "", "", ""))
            continue
        tag = Tag(signed.decision.label, "green" if signed.counts else "red")
        ends = nhs_date(signed.expires_on, "No end")
        rows.append(
            (
                role.label,
                Cell(tag=tag, hint=signed.conditions),
                signed.signatory_name,
                nhs_date(signed.decided_on),
                ends,
            )
        )
    columns = [*map(TableColumn, ("Capacity", "Decision", "By", "On", "Until"))]
    return Table(caption, columns, rows)


def dpia_sentence(governance: GovernanceOn) -> str:
    """Where the DPIA stands."""
    if governance.approved_on:
        return f"The DPIA was approved on {nhs_date(governance.approved_on)}."
    since = f" since {nhs_date(governance.dpia_since)}" if governance.dpia_since else ""
    return f"The DPIA is not approved. Its state{since}: {governance.dpia_status.label.lower()}."
