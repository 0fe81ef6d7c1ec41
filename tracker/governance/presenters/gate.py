"""The gate of a deployment, as a page that a board can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, Fact, Link, Row, TableColumn, Tag
from tracker.governance.policies.gate import Domain, Gate, Item
from tracker.governance.vocabulary import Outcome

OUTCOME_TAGS = {
    Outcome.MET: Tag("Met", "green", "state-live-full"),
    Outcome.NOT_APPLICABLE: Tag("Not applicable", "grey", "state-not-started"),
    Outcome.WAIVED: Tag("Waived", "yellow", "severity-medium"),
    Outcome.UNMET: Tag("Not met", "red", "severity-critical"),
}
OPEN, CLOSED = Tag("Gate open", "green", "state-live-full"), Tag("Gate closed", "red", "severity-critical")
SECTION_COLUMNS = (
    TableColumn("Section"),
    TableColumn("In place"),
    TableColumn("Keeps the gate closed", numeric=True),
    TableColumn("Waived", numeric=True),
)
ITEM_COLUMNS = (
    TableColumn("Requirement", width="wide"),
    TableColumn("State"),
    TableColumn("Why", width="wide"),
    TableColumn("Looked after by"),
    TableColumn("Due"),
)


@dataclass(frozen=True)
class Step:
    """One of the things that would move readiness most."""

    text: str
    href: str
    why: str


@dataclass(frozen=True)
class Section:
    """One section of the gate with its requirements; `name` is its anchor."""

    name: str
    title: str
    summary: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class GatePage:
    """The answer first, then what would move it, then every requirement."""

    title: str
    deployment: str
    lead: str
    tag: Tag | None
    facts: Sequence[Fact]
    steps: Sequence[Step]
    section_columns: Sequence[TableColumn]
    section_rows: Sequence[Row]
    item_columns: Sequence[TableColumn]
    sections: Sequence[Section]
    actions: Sequence[Action] = ()


def present_gate(gate: Gate, *, deployment: str, may_ask: bool, as_of: date | None = None) -> GatePage:
    """The page; `as_of` is a past day, which its links stay on."""
    sections = [_section(each, gate, as_of) for each in gate.domains]
    ask = Action("Ask for sign-offs", reverse("ask-for-sign-offs", args=[gate.deployment_id]), "secondary")
    return GatePage(
        title="Go-live gate",
        deployment=deployment,
        lead=_lead(gate),
        tag=(OPEN if gate.is_open else CLOSED) if gate.is_held else None,
        facts=_facts(gate),
        steps=[
            Step(each.requirement.title, requirement_href(gate.deployment_id, each.requirement.code, as_of), _why(each))
            for each in gate.next_steps
        ],
        section_columns=SECTION_COLUMNS,
        section_rows=[_section_row(domain, section) for domain, section in zip(gate.domains, sections, strict=True)],
        item_columns=ITEM_COLUMNS,
        sections=sections,
        actions=[ask] if may_ask else [],
    )


def gate_href(deployment_id: int, as_of: date | None = None, *, section: str = "") -> str:
    """The address of a deployment's gate, on a past day where one is given, at a section."""
    query = f"?as_of={as_of.isoformat()}" if as_of else ""
    return reverse("deployment-gate", args=[deployment_id]) + query + (f"#{section}" if section else "")


def requirement_href(deployment_id: int, code: str, as_of: date | None = None) -> str:
    query = f"?as_of={as_of.isoformat()}" if as_of else ""
    return reverse("requirement", args=[deployment_id, code]) + query


def section_name(number: int) -> str:
    return f"section-{number}"


def _lead(gate: Gate) -> str:
    if not gate.is_held:
        return f"{gate.sentence} A national lead holds a programme to one."
    if gate.is_open:
        return f"{gate.sentence} The deployment may go live."
    return f"{gate.sentence} The deployment can't go live until each is met or waived."


def _facts(gate: Gate) -> list[Fact]:
    if gate.version is None:
        return []
    return [
        Fact("Held to", f"{gate.version.title}, since {nhs_date(gate.version.since)}"),
        Fact("In place", f"{gate.done} of {plural(len(gate.items), 'requirement')}"),
    ]


def _why(item: Item) -> str:
    due = f"Due on {nhs_date(item.due_on)}." if item.due_on else "It has no due date, because no go-live is planned."
    return f"{item.reason} {due}"


def _section(domain: Domain, gate: Gate, as_of: date | None) -> Section:
    return Section(
        section_name(domain.number),
        f"{domain.number}. {domain.title}",
        f"{domain.done} of {plural(len(domain.items), 'requirement')} in place.",
        [item_row(item, gate, as_of) for item in domain.items],
    )


def _section_row(domain: Domain, section: Section) -> Row:
    waived = str(domain.waived) if domain.waived else ""
    return [
        Cell(section.title, f"#{section.name}"),
        f"{domain.done} of {len(domain.items)}",
        str(len(domain.blocking)) if domain.blocking else "Nothing",
        waived or "None",
    ]


def item_row(item: Item, gate: Gate, as_of: date | None) -> Row:
    """One requirement in a table."""
    requirement = item.requirement
    late = item.due_on is not None and item.due_on < gate.day and not item.is_done
    optional = "" if requirement.is_blocking else "Does not block"
    owner = item.assessment.owner if item.assessment and item.assessment.owner else requirement.owner_role.label
    return [
        Cell(requirement.title, requirement_href(gate.deployment_id, requirement.code, as_of), hint=optional),
        Cell(tag=OUTCOME_TAGS[item.outcome]),
        Cell(item.reason, hint=item.remedy),
        owner,
        Cell(nhs_date(item.due_on, "No date"), hint="Overdue" if late else ""),
    ]


def link_to_gate(deployment_id: int, as_of: date | None = None) -> Link:
    return Link("Go-live gate", gate_href(deployment_id, as_of))
