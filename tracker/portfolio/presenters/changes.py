"""What a week did, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.formats import in_words, nhs_date, plural
from tracker.core.presentation import Change, state_tag
from tracker.flags.presenters import flag_line
from tracker.flags.selectors import FlagOn
from tracker.networks.selectors import DeploymentOn
from tracker.networks.vocabulary import ClinicalUse, MilestoneType
from tracker.portfolio.changes import Changes, DateMove, SignatureMove, StateMove
from tracker.portfolio.presenters.common import Links
from tracker.procurement.selectors.contracts import ContractOn

SHOWN_AT_ONCE = 3
GOING_LIVE = (MilestoneType.GO_LIVE, MilestoneType.FULL_LIVE)  # said by the change of clinical use
STEPS_BACK = (ClinicalUse.PAUSED, ClinicalUse.WITHDRAWN, ClinicalUse.NOT_STARTED)


@dataclass(frozen=True)
class ChangeItem:
    """One thing that changed: what, where to read more, and a quieter line beside it."""

    text: str
    href: str = ""
    hint: str = ""


@dataclass(frozen=True)
class ChangeGroup:
    """Changes of one kind: the first ones are shown, the rest unfolds."""

    title: str
    items: Sequence[ChangeItem]

    @property
    def count(self) -> int:
        return len(self.items)

    @property
    def first(self) -> Sequence[ChangeItem]:
        return self.items[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> Sequence[ChangeItem]:
        return self.items[SHOWN_AT_ONCE:]


def change_groups(changes: Changes, *, links: Links, day: date) -> tuple[ChangeGroup, ...]:
    """The groups that have something in them, what matters most first. `day` is the day looked at."""
    went_live = [_state_item(move, links) for move in changes.went_live]
    other_states = [_state_item(move, links) for move in changes.states if not move.went_live]
    moves = sorted(changes.moves, key=lambda move: (move.milestone != MilestoneType.GO_LIVE, -abs(move.days)))
    dates = [_signature_item(move, links) for move in changes.signature_moves]
    done = [_done_item(each, kind, links) for each, kind in changes.done if kind not in GOING_LIVE]
    groups = (
        ("Went live", went_live),
        ("Clinical use changed", other_states),
        ("Contracts signed", [_signed_item(contract, links) for contract in changes.signed]),
        ("Dates that moved", dates + [_move_item(move, links) for move in moves]),
        ("Flags opened", _flag_items(changes.flags_opened, day, links)),
        ("Flags closed", _flag_items(changes.flags_closed, day, links)),
        ("Milestones done", done),
        ("Joined the programme", [ChangeItem(row.name, links.trust(row.ods_code)) for row in changes.joined]),
        ("Left the programme", [ChangeItem(row.name) for row in changes.left]),
    )
    return tuple(ChangeGroup(title, items) for title, items in groups if items)


def change_of_trust(changes: Changes, trust_id: int) -> Change | None:
    """The one thing of the week that the trust's tile says: its state before its go-live date before its flags; None
    when nothing changed."""
    for state in changes.states:
        if state.deployment.trust.id == trust_id:
            return _state_change(state)
    moves = [
        move
        for move in changes.moves
        if move.deployment.trust.id == trust_id and move.milestone == MilestoneType.GO_LIVE
    ]
    if moves:
        move = max(moves, key=lambda each: abs(each.days))
        way, direction = ("later", "worse") if move.days > 0 else ("earlier", "better")
        return Change(direction, f"Go-live {in_words(move.days)} {way}")
    return _flag_change(
        sum(1 for flag in changes.flags_opened if flag.trust_id == trust_id),
        sum(1 for flag in changes.flags_closed if flag.trust_id == trust_id),
    )


def _state_change(move: StateMove) -> Change:
    if move.went_live:
        return Change("better", "Went live this week")
    words = state_tag(move.deployment.state.state).text
    return Change("worse" if move.deployment.state.state in STEPS_BACK else "better", f"{words} since this week")


def _flag_change(opened: int, closed: int) -> Change | None:
    if opened > closed:
        return Change("worse", f"{plural(opened - closed, 'more flag', 'more flags')}")
    if closed > opened:
        return Change("better", f"{plural(closed - opened, 'flag fewer', 'flags fewer')}")
    return None


def name_of(deployment: DeploymentOn) -> str:
    """A deployment by its trust and use case."""
    return f"{deployment.trust.name}, {deployment.use_case_name}"


def _state_item(move: StateMove, links: Links) -> ChangeItem:
    now, before = state_tag(move.deployment.state.state), state_tag(move.before)
    return ChangeItem(
        name_of(move.deployment),
        links.deployment(move.deployment.id),
        f"{now.text}, was: {before.text.lower()}",
    )


def _move_item(move: DateMove, links: Links) -> ChangeItem:
    way = "later" if move.days > 0 else "earlier"
    return ChangeItem(
        name_of(move.deployment),
        links.deployment(move.deployment.id),
        f"{move.milestone.label}: {nhs_date(move.after)}, {in_words(move.days)} {way} than a week before",
    )


def _signature_item(move: SignatureMove, links: Links) -> ChangeItem:
    contract = move.contract
    return ChangeItem(
        f"Contract {contract.reference}, {contract.network_name}",
        links.network(contract.network_slug),
        f"Signature: {nhs_date(move.after)}, was: {nhs_date(move.before)}",
    )


def _signed_item(contract: ContractOn, links: Links) -> ChangeItem:
    return ChangeItem(
        f"Contract {contract.reference}, {contract.network_name}",
        links.network(contract.network_slug),
        f"With {contract.supplier}, on {nhs_date(contract.signature.actual)}",
    )


def _done_item(deployment: DeploymentOn, kind: MilestoneType, links: Links) -> ChangeItem:
    return ChangeItem(
        name_of(deployment),
        links.deployment(deployment.id),
        f"{kind.label} on {nhs_date(deployment.milestones[kind].actual)}",
    )


def _flag_items(flags: Iterable[FlagOn], day: date, links: Links) -> list[ChangeItem]:
    lines = [flag_line(flag, day, as_of=links.as_of) for flag in flags]
    return [ChangeItem(line.subject, line.href, f"{line.severity.text}: {line.title}") for line in lines]
