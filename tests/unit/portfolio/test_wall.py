"""The wall: who stands on it, in which place, and what the filters and the zoom leave; and the answers beside it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.networks.models import ClinicalUse, MilestoneType, Programme
from tracker.networks.plans import Plan
from tracker.networks.selectors import DeploymentOn, LiveCount, StateOn, TrustOn
from tracker.portfolio.changes import Changes
from tracker.portfolio.presenters.briefing import briefing
from tracker.portfolio.presenters.common import Links
from tracker.portfolio.presenters.wall import present_wall
from tracker.portfolio.selectors.national import MonthPoint, NationalView
from tracker.portfolio.selectors.pictures import Picture
from tracker.portfolio.standings import network_standings
from tracker.portfolio.wall import NETWORKS, READABLE_TRUSTS, TRUSTS, WallWish, choices_of, wall_of

DAY = date(2026, 11, 23)
STATES = st.sampled_from(list(ClinicalUse))


def trust(pk: int, network: int = 1, *, region: str = "North") -> TrustOn:
    return TrustOn(
        pk, f"X{pk:02}", f"Trust {pk:03}", network, f"Network {network}", f"network-{network}", region, "ICB"
    )


def deployment(pk: int, of: TrustOn, state: ClinicalUse, *, use_case: str = "chest-xray", **plan: date) -> DeploymentOn:
    plans = {MilestoneType.GO_LIVE: Plan(**plan)} if plan else {}
    return DeploymentOn(pk, 1, 1, of, use_case, use_case.title(), "", StateOn(state), plans)


def picture(*deployments: DeploymentOn, trusts: list[TrustOn] | None = None) -> Picture:
    found = trusts or list({each.trust.id: each.trust for each in deployments}.values())
    by_trust: dict[int, list[DeploymentOn]] = {}
    for each in deployments:
        by_trust.setdefault(each.trust.id, []).append(each)
    return Picture(DAY, tuple(found), tuple(deployments), _by_trust=by_trust)


LIVE = deployment(1, trust(1), ClinicalUse.LIVE_FULL)
CT = deployment(2, trust(1), ClinicalUse.NOT_STARTED, use_case="chest-ct")
WAITING = deployment(3, trust(2, 2, region="South"), ClinicalUse.NOT_STARTED)


@given(st.lists(st.tuples(st.integers(1, 4), STATES), min_size=1, max_size=30), st.randoms())
def test_every_trust_has_one_place_whatever_the_order(rows: list[tuple[int, ClinicalUse]], chance: object) -> None:
    trusts = [trust(place, network) for place, (network, _) in enumerate(rows)]
    deployments = [deployment(place, trusts[place], state) for place, (_, state) in enumerate(rows)]
    before = wall_of(picture(*deployments), WallWish(), {})
    chance.shuffle(deployments)  # type: ignore[attr-defined]
    after = wall_of(picture(*deployments), WallWish(), {})
    assert before == after
    assert sorted(each.trust.id for each in before.trusts) == sorted(each.id for each in trusts)
    assert sum(count for network in before.networks for _, count in network.states) == len(trusts)


@pytest.mark.parametrize(
    ("wish", "shown"),
    [
        (WallWish(), [1, 2]),
        (WallWish(use_case="chest-ct"), [1]),
        (WallWish(region="South"), [2]),
        (WallWish(network="network-1"), [1]),
        (WallWish(icb="Another"), []),
        (WallWish(pacs="Alder"), [2]),
        (WallWish(supplier="Nobody Ltd"), []),
        (WallWish(region="South", pacs="Alder"), [2]),
    ],
)
def test_filters_leave_what_was_asked_for(wish: WallWish, shown: list[int]) -> None:
    wall = wall_of(picture(LIVE, CT, WAITING), wish, {2: ["Alder"]})
    assert [each.trust.id for each in wall.trusts] == shown
    assert wall.all_trusts == 2
    assert wish.is_filtered == (wish != WallWish())


def test_trust_is_shown_over_the_deployments_that_were_asked_for() -> None:
    everything = wall_of(picture(LIVE, CT), WallWish(), {})
    tomography = wall_of(picture(LIVE, CT), WallWish(use_case="chest-ct"), {})
    assert everything.trusts[0].state == ClinicalUse.LIVE_PARTIAL
    assert tomography.trusts[0].state == ClinicalUse.NOT_STARTED


def test_wall_zooms_out_where_tiles_would_be_too_many() -> None:
    rows = [deployment(pk, trust(pk, pk % 40), ClinicalUse.NOT_STARTED) for pk in range(READABLE_TRUSTS + 1)]
    assert wall_of(picture(*rows), WallWish(), {}).by == NETWORKS
    assert wall_of(picture(*rows[1:]), WallWish(), {}).by == TRUSTS
    assert wall_of(picture(*rows), WallWish(by=TRUSTS), {}).by == TRUSTS


def test_choices_name_only_what_the_viewer_sees() -> None:
    choices = choices_of(picture(LIVE, WAITING), {2: ["Alder"], 99: ["Secret"]})
    assert choices.use_case == (("chest-xray", "Chest-Xray"),)
    assert choices.region == (("North", "North"), ("South", "South"))
    assert choices.pacs == (("Alder", "Alder"),)


def test_wall_says_what_it_shows_and_the_way_to_the_other_zoom() -> None:
    seen = picture(LIVE, WAITING)
    choices, wish = choices_of(seen, {}), WallWish(use_case="chest-xray")
    part = present_wall(wall_of(seen, wish, {}), choices, Changes(), Links(DAY))
    assert part.finding == "No trust has a critical flag; this week 0 better, 0 worse"
    assert part.shown == "2 of 2 trusts: use case Chest-Xray"
    assert [(tag.text, count) for tag, count in part.key] == [("Live", 1), ("Not started", 1)]
    assert part.switch is not None
    assert part.switch.href == "/national/?use_case=chest-xray&by=networks&as_of=2026-11-23#wall"
    zoomed = present_wall(wall_of(seen, replace(wish, by=NETWORKS), {}), choices, Changes(), Links())
    assert [tile.summary for tile in zoomed.networks] == ["1 of 1 trust live", "0 of 1 trust live"]
    assert [tile.bar[0][1:] for tile in zoomed.networks] == [(0.0, 100.0), (0.0, 100.0)]
    none = present_wall(wall_of(seen, WallWish(region="East"), {}), choices, Changes(), Links())
    assert none.finding == "No trust fits these filters"


def view(*deployments: DeploymentOn, planned: int = 2) -> NationalView:
    live = LiveCount(DAY, 1, 2)
    now = picture(*deployments)
    return NationalView(DAY, Programme(), live, live, (MonthPoint(DAY, planned, 2, live=1),), now, now, sees_all=True)


def answers(seen: NationalView) -> dict[str, str]:
    return {each.question: each.answer for each in briefing(seen, network_standings(seen.now), Links())}


def test_lead_is_told_what_they_may_be_asked() -> None:
    late = deployment(3, trust(2, 2), ClinicalUse.NOT_STARTED, baseline=date(2026, 1, 5), forecast=date(2027, 3, 1))
    told = answers(view(LIVE, late))
    assert told["Is the programme on plan?"].endswith("1 trust behind the plan.")
    assert told["Why are trusts not live?"] == "No blocker is recorded for 1 trust. Ask their programme managers."
    assert told["When will every trust be live?"].startswith("Managers expect the last of 1 trust on 1 March 2027.")
    assert told["Which network is furthest behind?"].startswith("Network 2: its middle go-live is 14 months later")
    assert told["Is it safe where it is in use?"] == "No live trust has a critical flag."
    assert "What has it cost so far?" not in told  # nothing about money to who may not see it
    assert answers(view(LIVE, planned=1))["Is the programme on plan?"].endswith("That is as planned.")
    assert answers(view(LIVE, planned=0))["Is the programme on plan?"].endswith("1 trust ahead of plan.")
    assert answers(NationalView(DAY)) == {}
