"""Networks and their trusts: how many, how late each network signs, and when each trust goes live, if it has."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from tracker.core.days import DAYS_A_MONTH
from tracker.demo.generate import names
from tracker.demo.generate.calendar import QUIET_DAYS, Calendar, working_day
from tracker.demo.generate.rows import Row

PROGRAMME_CODE = "chest-imaging-ai"
FUNDING_PENCE = 2_100_000_000  # £21 million, as in the study
TRUSTS_OF_THE_STUDY = 66
LIVE_HALFWAY, LIVE_AT_ANCHOR, LATE_JOINERS = 24, 43, 2
LEAST_SLIP, MOST_SLIP = 4, 10  # months
REGIONS = ("Y62", "Y63", "Y60", "Y61", "Y56", "Y59", "Y58")
DEMO_NETWORK = 1  # the place, among the networks, of the one that the demo's people belong to
NO_MANAGER_EVERY = 13  # one trust in so many has no project manager


class Story(StrEnum):
    """What a trust that is not live yet has run into."""

    ON_TRACK = "on track to a new baseline"
    SLIPPING = "slipping against the new baseline"
    OVERDUE = "the forecast has passed"
    RESTLESS = "the forecast moves every month"
    OUT_OF_ORDER = "dates in an impossible order"
    SILENT = "nobody has said anything for weeks"
    UNGOVERNED = "close to go-live without its approvals"


# The demo's own network shows one of most; the rest of the country fills up the others.
STORIES = (
    Story.OVERDUE, Story.RESTLESS, Story.ON_TRACK, Story.OUT_OF_ORDER, Story.ON_TRACK, Story.UNGOVERNED, Story.SILENT,
    Story.ON_TRACK, Story.SLIPPING, Story.ON_TRACK, Story.OVERDUE, Story.ON_TRACK, Story.SILENT, Story.ON_TRACK,
    Story.UNGOVERNED, Story.ON_TRACK, Story.SLIPPING, Story.RESTLESS, Story.OUT_OF_ORDER, Story.OVERDUE, Story.SILENT,
    Story.SLIPPING, Story.ON_TRACK,
)  # fmt: skip


@dataclass
class Network:
    """A network, with the slip (months) and the day of its chest X-ray contract's signature."""

    place: int
    slug: str
    name: str
    region: str
    slip_months: int
    signed_on: date
    trusts: list["Trust"] = field(default_factory=list)
    funding_pence: int = 0


@dataclass
class Trust:
    """A trust; `live_on` is its first day of clinical use (chest X-ray), `story` what it has run into instead."""

    place: int
    code: str
    name: str
    network: Network
    joined_on: date
    project_manager: str
    clinical_lead: str
    sessions: float
    live_on: date | None = None
    story: Story | None = None
    late_reason: str = ""


def make_networks(calendar: Calendar, *, networks: int, trusts: int, rng: random.Random) -> list[Network]:
    """The networks with their trusts, funded in proportion, each trust live on its day or with its story."""
    slugs = names.network_names()
    slips = _slips(networks, rng)
    made = []
    for place, slip in enumerate(slips):
        slug, name = next(slugs)
        signed_on = signing_day(calendar.contracts_due_on, slip, rng)
        made.append(Network(place, slug, name, REGIONS[place % len(REGIONS)], slip, signed_on))
    _fill(made, trusts, calendar, rng)
    _fund(made, trusts)
    _decide_who_is_live(made, calendar, trusts, rng)
    return made


def signing_day(due_on: date, slip_months: int, rng: random.Random) -> date:
    """A working day this many months (to the nearest) after a contract was due."""
    return working_day(due_on + timedelta(days=round(slip_months * DAYS_A_MONTH) + rng.randint(-7, 8)))


def _slips(networks: int, rng: random.Random) -> list[int]:
    """Slips from the least to the most, spread over the networks. The demo's own network slips middling."""
    spread = MOST_SLIP - LEAST_SLIP
    slips = [LEAST_SLIP + round(spread * place / max(1, networks - 1)) for place in range(networks)]
    middle = slips.pop(len(slips) // 2)
    rng.shuffle(slips)
    slips.insert(DEMO_NETWORK, middle)
    return slips


def _sizes(networks: int, trusts: int) -> list[int]:
    """How many trusts each network has: uneven, at least one, and `trusts` in all."""
    weights = [4 + (place * 5 + 3) % 7 for place in range(networks)]
    rest = trusts - networks
    sizes = [1 + rest * weight // sum(weights) for weight in weights]
    for place in range(trusts - sum(sizes)):
        sizes[(place * 3 + DEMO_NETWORK) % networks] += 1
    return sizes


def _fill(networks: list[Network], trusts: int, calendar: Calendar, rng: random.Random) -> None:
    trust_names, codes, people = names.trust_names(rng), names.trust_codes(), names.people_names(rng)
    place = 0
    for network, size in zip(networks, _sizes(len(networks), trusts), strict=True):
        for _ in range(size):
            has_manager = (place + 4) % NO_MANAGER_EVERY != 0
            network.trusts.append(
                Trust(
                    place=place,
                    code=next(codes),
                    name=next(trust_names),
                    network=network,
                    joined_on=calendar.starts_on,
                    project_manager=next(people) if has_manager else "",
                    clinical_lead=f"Dr {next(people)}",
                    sessions=rng.choice((0, 0.5, 0.5, 1, 1, 1, 1.5, 2, 2, 3)),
                )
            )
            place += 1


def _fund(networks: list[Network], trusts: int) -> None:
    """The programme's money in proportion to the trusts, in whole thousands of pounds, to the last penny."""
    thousand = 1_000_00
    for network in networks:
        network.funding_pence = FUNDING_PENCE * len(network.trusts) // trusts // thousand * thousand
    networks[0].funding_pence += FUNDING_PENCE - sum(network.funding_pence for network in networks)


def share(of_the_study: int, trusts: int) -> int:
    """What a count of the study's 66 trusts comes to among this many."""
    return round(of_the_study * trusts / TRUSTS_OF_THE_STUDY)


def _decide_who_is_live(networks: list[Network], calendar: Calendar, trusts: int, rng: random.Random) -> None:
    """The trusts whose networks signed early tend to be live first, with much chance in it (local IT, local people)."""
    everyone = [trust for network in networks for trust in network.trusts]
    readiness = {trust.place: trust.network.slip_months + rng.uniform(0, 12) for trust in everyone}
    if len(networks) > DEMO_NETWORK:  # the demo's own network has some of everything
        for number, trust in enumerate(networks[DEMO_NETWORK].trusts):
            readiness[trust.place] = (0, 1, 100, 101, 9, 102, 103)[number % 7]
    ready = sorted(everyone, key=lambda trust: (readiness[trust.place], trust.place))
    halfway, live = share(LIVE_HALFWAY, trusts), share(LIVE_AT_ANCHOR, trusts)
    for number, trust in enumerate(ready[:live]):
        first = trust.network.signed_on + timedelta(days=30)
        last = calendar.halfway_on - timedelta(days=QUIET_DAYS)
        if number >= halfway:
            first = max(first, calendar.halfway_on + timedelta(days=QUIET_DAYS + 2))
            last = calendar.anchor - timedelta(days=QUIET_DAYS)
        trust.live_on = working_day(first + timedelta(days=rng.randint(0, max(0, (last - first).days))))
    rest = sorted(ready[live:], key=lambda trust: (trust.network.place != DEMO_NETWORK, trust.place))
    for number, trust in enumerate(rest):
        trust.story = STORIES[number % len(STORIES)]
    may_join_late = [
        trust for trust in rest if trust.story == Story.ON_TRACK and len(trust.network.trusts) > LATE_JOINERS
    ]
    _let_join_late(may_join_late, calendar, share(LATE_JOINERS, trusts))


def _let_join_late(candidates: list[Trust], calendar: Calendar, count: int) -> None:
    reasons = (
        "Joined when its network's scope was widened to all acute trusts",
        "Joined after a neighbouring trust gave back a place that it could not staff",
    )
    for number, trust in enumerate(candidates[-count:] if count else ()):
        trust.joined_on = calendar.late_joining_on
        trust.late_reason = reasons[number % len(reasons)]


def programme_rows(calendar: Calendar) -> Iterator[Row]:
    """The one row of the programme."""
    yield {
        "programme": PROGRAMME_CODE,
        "name": "Chest imaging AI programme (demonstration)",
        "funding": FUNDING_PENCE,
        "starts on": calendar.starts_on,
        "contracts due": calendar.contracts_due_on,
        "live due": calendar.live_due_on,
    }


def network_rows(networks: list[Network]) -> Iterator[Row]:
    """A row for each network; its first trust leads."""
    for network in networks:
        yield {
            "network": network.slug,
            "name": network.name,
            "region": network.region,
            "lead trust": network.trusts[0].code,
            "funding": network.funding_pence,
        }


def trust_rows(networks: list[Network], rng: random.Random) -> Iterator[Row]:
    """A row for each trust, with the systems that integration has to meet."""
    for network in networks:
        shared_pacs = rng.choice(names.PACS)
        for trust in network.trusts:
            yield {
                "trust": trust.code,
                "name": trust.name,
                "network": network.slug,
                "joined on": trust.joined_on,
                "scope reason": trust.late_reason,
                "project manager": trust.project_manager,
                "clinical lead": trust.clinical_lead,
                "protected sessions": trust.sessions,
                "pacs": shared_pacs if rng.random() < 0.6 else rng.choice(names.PACS),
                "ris": rng.choice(names.RIS),
                "vna": rng.choice(names.VNA),
            }
