"""The readiness board of a network: trusts by the sections of the gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Cell, Tag, state_tag
from tracker.governance.policies.gate import Domain, Gate
from tracker.governance.presenters.gate import CLOSED, OPEN, gate_href, section_name
from tracker.governance.selectors.readiness import Board
from tracker.networks.selectors import DeploymentOn

NOT_HELD = Tag("Held to nothing", "grey", "state-not-started")


@dataclass(frozen=True)
class SectionCell:
    """How one section stands: a sign that is seen at once, the words that it stands for, and where it leads. `tone` is
    "met", "open" (something is, and it does not block), "blocks" or "" (nobody asks for it)."""

    sign: str
    words: str
    tone: str = ""
    href: str = ""


@dataclass(frozen=True)
class BoardRow:
    """A deployment, its gate and go-live, and a cell for each section."""

    deployment: Cell
    gate: Cell
    go_live: Cell
    sections: Sequence[SectionCell]


@dataclass(frozen=True)
class BoardPage:
    """Each cell of a section says how it stands, and leads to it. `sections` are its columns' heads."""

    title: str
    network: str
    network_href: str
    lead: str
    sight: str
    sections: Sequence[str]
    rows: Sequence[BoardRow]


def present_board(board: Board, *, as_of: date | None = None) -> BoardPage:
    """The page; `as_of` is a past day, which its links stay on."""
    sections = _sections(board)
    query = f"?as_of={as_of.isoformat()}" if as_of else ""
    return BoardPage(
        title="Readiness for go-live",
        network=board.name,
        network_href=reverse("network", args=[board.slug]) + query,
        lead=_lead(board),
        sight="" if board.sees_all else "You see your own trust only.",
        sections=[f"{number}. {title}" for number, title in sections.items()],
        rows=[_row(deployment, gate, sections, as_of) for deployment, gate in board.rows],
    )


def _sections(board: Board) -> dict[int, str]:
    """The sections of all the versions that the board's deployments are held to, in order."""
    found = {domain.number: domain.title for _, gate in board.rows for domain in gate.domains}
    return dict(sorted(found.items()))


def _lead(board: Board) -> str:
    if not board.rows:
        return "No deployment of this network was in the programme on this day."
    held = [gate for _, gate in board.rows if gate.is_held]
    if not held:
        return "No catalogue of requirements applies on this day. A national lead holds the programme to one."
    ready = sum(gate.is_open for gate in held)
    worst = next(((each, gate) for each, gate in board.rows if gate.blocking), None)
    said = f"The gate is open for {ready} of {plural(len(held), 'deployment')}."
    if worst is None:
        return said
    deployment, gate = worst
    return (
        f"{said} Start with {deployment.use_case_name} at {deployment.trust.name}, where "
        f"{plural(len(gate.blocking), 'requirement is', 'requirements are')} not met."
    )


def _row(deployment: DeploymentOn, gate: Gate, sections: dict[int, str], as_of: date | None) -> BoardRow:
    domains = {domain.number: domain for domain in gate.domains}
    tag = (OPEN if gate.is_open else CLOSED) if gate.is_held else NOT_HELD
    left = f"{len(gate.blocking)} not met" if gate.blocking else ""
    return BoardRow(
        Cell(deployment.trust.name, gate_href(deployment.id, as_of), hint=deployment.use_case_name),
        Cell(tag=tag, hint=left),
        Cell(nhs_date(deployment.go_live.expected, "No date"), tag=state_tag(deployment.state.state)),
        [_cell(domains.get(number), deployment.id, as_of) for number in sections],
    )


def _cell(domain: Domain | None, deployment_id: int, as_of: date | None) -> SectionCell:
    if domain is None:
        return SectionCell("–", "Not asked")
    href = gate_href(deployment_id, as_of, section=section_name(domain.number))
    done = f"{domain.done} of {len(domain.items)} in place"
    if domain.blocking:
        return SectionCell(str(len(domain.blocking)), f"{len(domain.blocking)} not met, {done}", "blocks", href)
    if domain.done < len(domain.items):
        return SectionCell("○", f"Nothing blocks, {done}", "open", href)
    return SectionCell("✓", f"In place{f', {domain.waived} waived' if domain.waived else ''}", "met", href)
