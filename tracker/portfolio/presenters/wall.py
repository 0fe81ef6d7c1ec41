"""The national wall in words, shapes and colours."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from tracker.core.formats import plural
from tracker.core.presentation import Change, Link, NetworkTile, Tag, Tile, TileGroup, severity_tag, state_tag
from tracker.flags.vocabulary import Severity
from tracker.portfolio.changes import Changes
from tracker.portfolio.presenters.changes import change_of_trust
from tracker.portfolio.presenters.common import Links, listed, of_all
from tracker.portfolio.wall import NETWORKS, TRUSTS, Wall, WallChoices, WallNetwork, WallTrust, WallWish, count_states

BETTER, WORSE = "better", "worse"
FILTER_WORDS = {
    "use_case": "use case",
    "network": "network",
    "region": "region",
    "icb": "integrated care board",
    "supplier": "supplier",
    "pacs": "PACS",
}


@dataclass(frozen=True)
class WallPart:
    """The wall as the page draws it: what it finds, how many trusts are in each state, then tiles of trusts by network,
    or tiles of networks. `shown` says what the filters leave, and is empty without any."""

    finding: str
    key: Sequence[tuple[Tag, int]]
    groups: Sequence[TileGroup] = ()
    networks: Sequence[NetworkTile] = ()
    shown: str = ""
    clear_href: str = ""
    switch: Link | None = None


def present_wall(wall: Wall, choices: WallChoices, changes: Changes, links: Links) -> WallPart:
    """The part of the page; `changes` are those of the week."""
    week = {each.trust.id: change for each in wall.trusts if (change := change_of_trust(changes, each.trust.id))}
    by_networks = wall.by == NETWORKS
    return WallPart(
        finding=_finding(wall.trusts, week.values()),
        key=[(state_tag(state), count) for state, count in count_states(wall.trusts)],
        groups=[] if by_networks else [_group(row, week, links) for row in wall.networks],
        networks=[_network_tile(row, wall.wish, week, links) for row in wall.networks] if by_networks else [],
        shown=_shown(wall, choices),
        clear_href=links.national() + "#wall",
        switch=_switch(wall, links),
    )


def _finding(trusts: Sequence[WallTrust], changes: Iterable[Change]) -> str:
    """What the wall shows, in one sentence: how many are in trouble, and where the week went."""
    if not trusts:
        return "No trust fits these filters"
    critical = sum(1 for each in trusts if each.flags and each.flags[0].severity == Severity.CRITICAL)
    way = Counter(change.direction for change in changes)
    verb = "has" if critical == 1 else "have"
    trouble = f"{plural(critical, 'trust')} {verb} a critical flag" if critical else "No trust has a critical flag"
    return f"{trouble}; this week {way[BETTER]} better, {way[WORSE]} worse"


def _shown(wall: Wall, choices: WallChoices) -> str:
    """`12 of 66 trusts: use case Chest CT, region North`."""
    if not wall.wish.is_filtered:
        return ""
    asked = asdict(wall.wish)
    labels = {name: dict(getattr(choices, name)) for name in FILTER_WORDS}
    words = [
        f"{text} {labels[name].get(asked[name], asked[name])}" for name, text in FILTER_WORDS.items() if asked[name]
    ]
    return f"{of_all(len(wall.trusts), wall.all_trusts, 'trust')}: {', '.join(words)}"


def _switch(wall: Wall, links: Links) -> Link | None:
    """The way to the other zoom, with the filters kept."""
    if len(wall.networks) < 2:
        return None
    other = TRUSTS if wall.by == NETWORKS else NETWORKS
    text = "Zoom in to trusts" if other == TRUSTS else "Zoom out to networks"
    return Link(text, _address(links, wall.wish, by=other))


def _address(links: Links, wish: WallWish, **instead: str) -> str:
    query = {name: value for name, value in {**asdict(wish), **instead}.items() if value}
    return links.national(**query) + "#wall"


def _group(row: WallNetwork, week: Mapping[int, Change], links: Links) -> TileGroup:
    summary = f"{row.live} of {len(row.trusts)} live"
    tiles = [_tile(each, week.get(each.trust.id), links) for each in row.trusts]
    return TileGroup(row.name, links.network(row.slug), summary, tiles)


def _tile(each: WallTrust, change: Change | None, links: Links) -> Tile:
    """One trust at a glance: state, worst open flag, and the week's change."""
    return Tile(
        name=each.trust.name,
        href=links.trust(each.trust.ods_code),
        state=state_tag(each.state),
        worst_flag=severity_tag(each.flags[0].severity) if each.flags else None,
        flag_count=len(each.flags),
        change=change,
        note="" if each.deployments else "No deployment planned yet",
    )


def _network_tile(row: WallNetwork, wish: WallWish, week: Mapping[int, Change], links: Links) -> NetworkTile:
    """One network at a glance; the tile zooms in to its trusts."""
    way = Counter(week[each.trust.id].direction for each in row.trusts if each.trust.id in week)
    moves = [f"{way[kind]} {kind}" for kind in (BETTER, WORSE) if way[kind]]
    flags = row.flags
    return NetworkTile(
        name=row.name,
        href=_address(links, wish, network=row.slug, by=TRUSTS),
        summary=f"{row.live} of {plural(len(row.trusts), 'trust')} live",
        states=[(state_tag(state), count) for state, count in row.states],
        worst_flag=severity_tag(flags[0].severity) if flags else None,
        flag_count=len(flags),
        change=Change(WORSE if way[WORSE] > way[BETTER] else BETTER, f"{listed(moves)} this week") if moves else None,
    )
