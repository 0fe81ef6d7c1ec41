"""The parts of a contract's page about its terms, what it covers, how it changes and how it is left."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from tracker.core.formats import money, nhs_date, plural
from tracker.core.presentation import Action, Cell, Fact, Row, TableColumn, Tag, slip_of
from tracker.procurement.contract_vocabulary import ModificationStepKind
from tracker.procurement.policies.contract_content import ContentOn
from tracker.procurement.policies.modifications import ModificationOn, OptionOn
from tracker.procurement.selectors.contract_page import ContractView

UPDATES, SEES_MONEY, RELEASES = (
    "procurement.update_contract",
    "networks.view_commercial",
    "procurement.release_payment",
)


@dataclass(frozen=True)
class Table:
    """A table of a part. One that is `folded` opens when somebody asks for it."""

    caption: str
    name: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    empty: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the page: what it says in a sentence, facts, tables, and the forms over it."""

    title: str
    name: str
    lead: str = ""
    facts: Sequence[Fact] = ()
    tables: Sequence[Table] = ()
    actions: Sequence[Action] = ()


@dataclass(frozen=True)
class Viewed:
    """What the parts are made of: the contract, what it says, and what the viewer may do."""

    view: ContractView
    content: ContentOn
    allowed: frozenset[str] = field(default_factory=frozenset)
    query: str = ""

    def may(self, *permissions: str) -> bool:
        return set(permissions) <= self.allowed

    @property
    def sees_money(self) -> bool:
        return self.view.contract.shows_money

    def address(self, name: str, *more: object) -> str:
        return reverse(name, args=[self.view.contract.id, *more])

    def offers(self, *wanted: tuple[str, str, Sequence[str]]) -> list[Action]:
        """Buttons to the forms that the viewer may open: text, address, rights."""
        return [Action(text, href, "secondary") for text, href, rights in wanted if self.may(*rights)]


# --- Terms ----------------------------------------------------------------------------------------------------------


def terms_section(viewed: Viewed) -> Section:
    """Dates, supplier and money."""
    contract = viewed.view.contract
    signature = contract.signature
    facts = [
        Fact("Supplier", contract.supplier),
        Fact("Product", contract.product or "Not named"),
        Fact("Use case", contract.use_case_name),
        Fact("Planned signature", nhs_date(signature.baseline)),
        Fact(
            "Signed on" if signature.is_done else "Expected signature",
            f"{nhs_date(signature.expected)}, {slip_of(signature.slip_days).text.lower()}",
        ),
        Fact("Runs", f"{nhs_date(contract.starts_on)} to {nhs_date(contract.ends_on)}"),
        Fact("Notice by", nhs_date(contract.notice_by)),
    ]
    if viewed.sees_money:
        facts += _money_facts(viewed)
    facts += _neighbours(viewed)
    return Section(
        "Terms and money" if viewed.sees_money else "Terms",
        "terms",
        lead="" if viewed.sees_money else "Money and agreed texts are not shown to you.",
        facts=facts,
        actions=viewed.offers(
            ("Change the terms", viewed.address("edit-terms"), (UPDATES, SEES_MONEY)),
            ("Say what it replaces", viewed.address("edit-replaces"), (UPDATES,)),
        ),
    )


def _money_facts(viewed: Viewed) -> list[Fact]:
    contract, planned = viewed.view.contract, viewed.content.milestones_pence
    return [
        Fact("Value", money(contract.value_pence, empty="Not set")),
        Fact("Committed", money(contract.committed_pence, empty="Not set")),
        Fact("Paid so far", money(contract.paid_pence, empty="Not set")),
        Fact("In payments that wait for something", money(planned)),
    ]


def _neighbours(viewed: Viewed) -> list[Fact]:
    view = viewed.view
    facts = []
    if view.replaces:
        pk, reference = view.replaces
        facts.append(Fact("Replaces", reference, href=reverse("contract", args=[pk]) + viewed.query))
    facts += [
        Fact("Replaced by", reference, href=reverse("contract", args=[pk]) + viewed.query)
        for pk, reference in view.replaced_by
    ]
    return facts


# --- Coverage -------------------------------------------------------------------------------------------------------


def coverage_section(viewed: Viewed) -> Section:
    """The deployments under the contract; the service at each is reviewed there."""
    rows: list[Row] = [
        [
            Cell(
                each.trust,
                href=reverse("deployment", args=[each.deployment_id]) + viewed.query if each.is_open else "",
            ),
            nhs_date(each.since),
            nhs_date(each.until, empty="Until the contract ends"),
        ]
        for each in viewed.view.covered
    ]
    return Section(
        "Trusts covered",
        "coverage",
        lead=f"It covers {plural(len(rows), 'deployment')}." if rows else "It covers no deployment on this day.",
        tables=[
            Table(
                "Deployments under the contract",
                "coverage-table",
                (TableColumn("Trust"), TableColumn("Since"), TableColumn("Until")),
                rows,
            )
        ]
        if rows
        else [],
        actions=viewed.offers(("Change what it covers", viewed.address("edit-coverage"), (UPDATES,))),
    )


# --- Modifications and extensions -----------------------------------------------------------------------------------

NOTICE_TAGS = {
    ModificationStepKind.NOTICE_NOT_NEEDED: Tag("Not needed", "grey"),
    ModificationStepKind.NOTICE_NEEDED: Tag("Needed", "orange", "severity-high"),
    ModificationStepKind.NOTICE_PUBLISHED: Tag("Published", "green", "state-live-full"),
}
UNDECIDED = Tag("Not decided", "red", "severity-critical")


def changes_section(viewed: Viewed) -> Section:
    """Modifications with their notices, and options to extend."""
    modifications, options = viewed.content.modifications, viewed.content.options
    columns = [
        TableColumn("What changes", width="wide"),
        TableColumn("Agreed"),
        TableColumn("Change notice (UK10)"),
        TableColumn("In effect"),
    ]
    if viewed.sees_money:
        columns.append(TableColumn("Change of value", numeric=True))
    tables = []
    if modifications:
        rows = [_modification(viewed, each) for each in reversed(modifications)]
        tables.append(Table("Modifications", "modifications", columns, rows))
    if options:
        heads = (TableColumn("Option"), TableColumn("Used"), TableColumn("New last day"), TableColumn("Notice"))
        tables.append(Table("Options to extend", "options", heads, [_option(each) for each in options]))
    left = viewed.content.options_left
    said = f"{plural(len(modifications), 'modification')} recorded. " if modifications else "No modification recorded. "
    said += (
        f"{left} of {plural(len(options), 'option')} to extend left." if options else "No option to extend recorded."
    )
    offered = [
        ("Record a modification", viewed.address("add-modification"), (UPDATES, SEES_MONEY)),
        ("Record options to extend", viewed.address("add-options"), (UPDATES,)),
        ("Use the next option", viewed.address("extend-contract"), (UPDATES,)),
    ]
    wanted = [offered[0], *(offered[1:2] if not options else offered[2:] if left else [])]
    return Section("Modifications and extensions", "changes", said, tables=tables, actions=viewed.offers(*wanted))


def _modification(viewed: Viewed, each: ModificationOn) -> Row:
    decision = each.decision
    is_open = each.took_effect_on is None and viewed.may(UPDATES, SEES_MONEY)
    href = viewed.address("modification-step", each.id) if is_open else ""
    kind = "Qualifying" if each.is_qualifying else "Not qualifying"
    ends = f"; new last day {nhs_date(each.ends_on)}" if each.ends_on else ""
    notice = f"{decision.notice_id}, {nhs_date(decision.on)}" if decision and decision.notice_id else ""
    cells: list[Cell | str | int] = [
        Cell(each.what, href, hint=f"{kind}{ends}"),
        nhs_date(each.agreed_on),
        Cell(tag=NOTICE_TAGS[decision.kind] if decision else UNDECIDED, hint=notice),
        nhs_date(each.took_effect_on, empty=f"Planned for {nhs_date(each.planned_for)}"),
    ]
    if viewed.sees_money:
        cells.append(money(each.value_change_pence) if each.value_change_pence else "None")
    return cells


def _option(option: OptionOn) -> Row:
    return [
        f"Option {option.number}: {plural(option.months, 'month')}",
        nhs_date(option.exercised_on, empty="Not used"),
        nhs_date(option.ends_on, empty=""),
        option.notice,
    ]


# --- Parties, change control and exit -------------------------------------------------------------------------------


def exit_section(viewed: Viewed) -> Section:
    """Who contracts, how changes are agreed, and how the contract is left."""
    now = viewed.content.arrangements
    change = viewed.offers(("Change these arrangements", viewed.address("edit-arrangements"), (UPDATES,)))
    if now is None:
        return Section("Parties, change control and exit", "exit", "Nothing is recorded yet.", actions=change)
    days = now.deletion_certificate_days
    signs = "Each trust that is covered signs as well" if now.trusts_sign else "Signs for every trust that is covered"
    facts = [
        Fact("Contracting authority", now.authority or "Not set"),
        Fact("Trusts", signs),
        Fact("How changes are agreed", now.change_control or "Not set"),
        Fact("Owner of the exit plan", now.exit_owner or "Not set"),
        Fact("Data are returned as", now.data_return_format or "Not set"),
        Fact("Deletion certificate", f"Within {plural(days, 'day')}" if days is not None else "Not set"),
        Fact("Exit plan tested", nhs_date(now.exit_tested_on, empty="Never")),
        Fact("Exit plan reviewed", nhs_date(now.exit_reviewed_on, empty="Never")),
    ]
    lead = f"As agreed from {nhs_date(now.effective_on)}."
    return Section("Parties, change control and exit", "exit", lead, facts=facts, actions=change)
