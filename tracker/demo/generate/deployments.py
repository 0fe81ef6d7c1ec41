"""Each trust's deployments: how far each use case has come, what blocks it, and what its owner says of it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.demo.generate.calendar import QUIET_DAYS, Calendar, working_day
from tracker.demo.generate.organisations import Story, Trust
from tracker.demo.generate.procurements import CallOff, Fate
from tracker.demo.generate.rows import Dated, Row
from tracker.demo.generate.suppliers import XRAY
from tracker.exchange.cells import CLEAR

CT_TRUSTS, WAITING_CT_TRUSTS = 4, 2  # so many trusts of a network take chest CT, once signed and before
PAUSED, WITHDRAWN = "paused", "withdrawn"


class Gap(StrEnum):
    """What is not in order with the approvals of a deployment that is live."""

    NEVER_APPROVED = "DPIA never approved"
    SUPERSEDED = "DPIA superseded by a new release"
    REVIEW_PASSED = "DPIA review has passed"
    REVIEW_NEAR = "DPIA review is near"
    EXPIRED = "a sign-off has expired"
    WITHDRAWN = "a sign-off was withdrawn"


EXPECTED = {  # days from the anchor to the go-live that is expected: from, to
    Story.ON_TRACK: (40, 150),
    Story.SLIPPING: (60, 120),
    Story.RESTLESS: (48, 75),
    Story.OUT_OF_ORDER: (45, 58),
    Story.SILENT: (50, 110),
    Story.UNGOVERNED: (11, 25),
}
OVERDUE_DAYS = (16, 37, 68)
SILENT_DAYS = (41, 66, 94)
UPDATE_EVERY = 27  # days
OPENING_REASON = "Clinicians and IT staff have little time for preparation before the contract is signed"
# What holds up trusts in each kind of trouble, from the study's barriers; the first of each is the commonest.
BLOCKERS = {
    Story.ON_TRACK: (("B7",), ("B6",), ("B1", "B3"), (), ("B8",), ("B10",), ("B3",), ("B2",)),
    Story.SLIPPING: (("B7", "B1"), ("B6", "B7"), ("B1", "B8")),
    Story.OVERDUE: (("B7", "B3"), ("B6", "B1"), ("B4", "B7")),
    Story.RESTLESS: (("B1", "B3", "B7"), ("B6", "B9")),
    Story.OUT_OF_ORDER: (("B3", "B2"), ("B7", "B8")),
    Story.SILENT: (("B1",), ("B6", "B3"), ("B7",)),
    Story.UNGOVERNED: (("B6", "B4"), ("B6", "B10")),
}
# What owners say, which now and then is not what the dates say.
RATINGS = {
    Story.ON_TRACK: (("green", ""), ("amber-green", "On the new plan; one integration test is still to be repeated")),
    Story.SLIPPING: (("amber", "Interface work queues behind the PACS upgrade; path to green agreed with IT"),),
    Story.OVERDUE: (
        ("green", ""),
        ("amber-red", "The go or no-go meeting was cancelled twice; a new date is being sought"),
        ("red", "Reporters do not accept the tool before accountability for missed findings is settled"),
    ),
    Story.RESTLESS: (("amber", "Each go-live date falls to winter pressures or a clash with another IT change"),),
    Story.OUT_OF_ORDER: (("green", ""),),
    Story.SILENT: (("amber-green", "Waiting for the integration engineer's dates"),),
    Story.UNGOVERNED: (("amber-green", "Technically ready; approvals are being chased"),),
}


@dataclass
class Deployment:
    """One use case at one trust. `live_on` to `full_on` is partly live; `expected_on` is set while it is not live."""

    trust: Trust
    call_off: CallOff
    number: int  # among those of its story, so that the stories vary
    story: Story | None = None
    shadow_on: date | None = None
    live_on: date | None = None
    full_on: date | None = None
    expected_on: date | None = None
    ended: str = ""
    gap: Gap | None = None
    keeps_first_baseline: bool = False

    @property
    def subject(self) -> Row:
        return {"trust": self.trust.code, "use case": self.call_off.use_case}


def make_deployments(call_offs: list[CallOff], calendar: Calendar, rng: random.Random) -> list[Deployment]:
    """Every trust's chest X-ray, and chest CT at some trusts of the networks that buy it."""
    told: dict[Story, int] = {}
    made = []
    for call_off in call_offs:
        is_xray = call_off.use_case == XRAY
        for place, trust in enumerate(call_off.network.trusts if is_xray else _ct_trusts(call_off)):
            live_on = trust.live_on if is_xray else _ct_live_on(call_off, trust, calendar, rng)
            story = None if live_on else trust.story if is_xray else Story.ON_TRACK
            number = told.get(story, 0) if story else place
            if story:
                told[story] = number + 1
            deployment = Deployment(trust, call_off, number, story, live_on=live_on)
            if live_on:
                _follow_go_live(deployment, live_on, calendar, rng)
            else:
                _expect_go_live(deployment, calendar, rng)
            if call_off.fate == Fate.FAILED:
                _hit_by_failure(deployment, place, calendar)
            made.append(deployment)
    live = [each for each in made if each.live_on and each.call_off.use_case == XRAY]
    for place, gap in enumerate(Gap):  # most live trusts are in good order
        if len(live) > 2 * len(Gap):
            live[3 + place * len(live) // len(Gap) % (len(live) - 3)].gap = gap
    return made


def _ct_trusts(call_off: CallOff) -> list[Trust]:
    """Trusts that are live with chest X-ray come first, those that joined late not at all."""
    taken = [trust for trust in call_off.network.trusts if not trust.late_reason]
    taken.sort(key=lambda trust: (trust.live_on is None, trust.live_on or date.max))
    return taken[: CT_TRUSTS if call_off.signed_on else WAITING_CT_TRUSTS]


def _ct_live_on(call_off: CallOff, trust: Trust, calendar: Calendar, rng: random.Random) -> date | None:
    """Chest CT follows chest X-ray at a trust, so that it never changes how many trusts are live."""
    if call_off.signed_on is None or trust.live_on is None:
        return None
    first = max(call_off.signed_on + timedelta(days=40), trust.live_on + timedelta(days=20))
    day = working_day(first + timedelta(days=rng.randint(0, 50)))
    limit = calendar.supplier_fails_on if call_off.fate == Fate.FAILED else calendar.anchor
    return day if day <= limit - timedelta(days=QUIET_DAYS + 2) else None


def _follow_go_live(deployment: Deployment, live_on: date, calendar: Calendar, rng: random.Random) -> None:
    """Shadow mode before the go-live, every source some months after it."""
    signed_on = deployment.call_off.signed_on or live_on
    deployment.shadow_on = max(
        signed_on + timedelta(days=4), working_day(live_on - timedelta(days=rng.randint(14, 36)))
    )
    full_on = working_day(live_on + timedelta(days=rng.randint(75, 170)))
    if full_on <= calendar.before(5):
        deployment.full_on = full_on


def _expect_go_live(deployment: Deployment, calendar: Calendar, rng: random.Random) -> None:
    story, number = deployment.story or Story.ON_TRACK, deployment.number
    call_off = deployment.call_off
    if story == Story.OVERDUE:
        deployment.expected_on = calendar.before(OVERDUE_DAYS[number % len(OVERDUE_DAYS)])
    else:
        deployment.expected_on = calendar.after(rng.randint(*EXPECTED[story]))
    if story == Story.SLIPPING and number == 0:
        deployment.expected_on = calendar.after(225)  # two years late: for the programme board to decide
    if call_off.signed_on is None:
        deployment.expected_on = working_day(
            max(call_off.forecasts[-1].day, calendar.anchor) + timedelta(days=rng.randint(60, 95))
        )
    deployment.keeps_first_baseline = (
        story in (Story.OVERDUE, Story.RESTLESS)
        or (story == Story.SLIPPING and number == 0)
        or call_off.signed_on is None
    )
    is_ready = story == Story.ON_TRACK and (deployment.expected_on - calendar.anchor).days < 60
    if is_ready and call_off.fate == Fate.SIGNED:
        deployment.shadow_on = calendar.before(rng.randint(9, 30))


def _hit_by_failure(deployment: Deployment, place: int, calendar: Calendar) -> None:
    """The failed supplier's deployments: one that was live is paused, one that had begun is withdrawn, the rest wait."""
    if deployment.live_on and place == 0:
        deployment.ended, deployment.full_on = PAUSED, None
    elif place == 1:
        deployment.ended, deployment.story = WITHDRAWN, None
        deployment.live_on = deployment.full_on = None
        deployment.expected_on = calendar.after(90)
        deployment.shadow_on = calendar.before(200)
    elif deployment.live_on:
        deployment.live_on = deployment.full_on = deployment.shadow_on = None
        deployment.story, deployment.expected_on = Story.ON_TRACK, calendar.after(140 + place * 9)


def ended_on(calendar: Calendar) -> date:
    """The day on which the failed supplier's deployments were stopped."""
    return working_day(calendar.supplier_fails_on + timedelta(days=6))


def deployment_rows(deployments: list[Deployment], calendar: Calendar, rng: random.Random) -> Iterator[Row]:
    """The history of each deployment: clinical use, blockers, stated confidence, and regular updates."""
    for deployment in deployments:
        plan = Dated(deployment.subject, "state on")
        _say_updates(plan, deployment, calendar, rng)
        _say_opening(plan, deployment)
        if deployment.story:
            _say_troubles(plan, deployment, calendar)
        else:
            _say_use(plan, deployment, calendar)
        newest = max(plan.by_day)
        plan.say(newest, owner=deployment.trust.project_manager or "Network imaging AI lead")
        yield from plan.rows()


def last_update_on(deployment: Deployment, calendar: Calendar) -> date:
    """The newest day on which anybody looked at the deployment."""
    if deployment.story == Story.SILENT:
        return calendar.before(SILENT_DAYS[deployment.number % len(SILENT_DAYS)])
    return calendar.before(2 + (deployment.trust.place * 7) % 19)


def _say_updates(plan: Dated, deployment: Deployment, calendar: Calendar, rng: random.Random) -> None:
    """About one update a month, up to the last."""
    last = last_update_on(deployment, calendar)
    day = deployment.trust.joined_on + timedelta(days=rng.randint(4, 20))
    while day < last - timedelta(days=10):
        plan.say(working_day(day), updated_on=working_day(day))
        day += timedelta(days=UPDATE_EVERY + rng.randint(-2, 2))
    plan.say(last, updated_on=last)


def _say_opening(plan: Dated, deployment: Deployment) -> None:
    """Confident at first, then amber as the contract slips."""
    joined_on, forecasts = deployment.trust.joined_on, deployment.call_off.forecasts
    plan.say(joined_on, state="not-started", stated_rag="green", updated_on=joined_on)
    slipped_on = forecasts[len(forecasts) // 2].on
    if slipped_on > joined_on:
        blockers = ("B5", "B9") if deployment.trust.place % 3 else ("B9", "B1")
        plan.say(slipped_on, stated_rag="amber", rag_reason=forecasts[len(forecasts) // 2].reason, blockers=blockers)


def _say_use(plan: Dated, deployment: Deployment, calendar: Calendar) -> None:
    """From shadow mode to every source, or to the stop after the supplier failed."""
    shadow_on, live_on, full_on = deployment.shadow_on, deployment.live_on, deployment.full_on
    blockers = ("B7", "B8") if deployment.trust.place % 2 else ("B7",)
    if shadow_on:
        reason = "Integration tests passed; local validation is under way"
        plan.say(shadow_on, state="shadow", stated_rag="amber-green", rag_reason=reason, blockers=blockers)
    if live_on:
        sources = ("outpatient",) if deployment.call_off.use_case != XRAY else ("gp",)
        plan.say(live_on, state="live-partial", sources=sources, stated_rag="green", blockers=CLEAR, updated_on=live_on)
        widened_on = working_day(live_on + timedelta(days=30 + deployment.trust.place % 25))
        if widened_on < min(full_on or calendar.anchor, calendar.before(4)) and not deployment.ended:
            plan.say(widened_on, state="live-partial", sources=(*sources, "ed"))
    if full_on:
        plan.say(full_on, state="live-full", sources=("gp", "ed", "inpatient", "outpatient"), updated_on=full_on)
    if deployment.ended:
        reason = "The supplier is in administration; clinical use stops until support is assured"
        if deployment.ended == WITHDRAWN:
            reason = "The supplier is in administration; the trust withdraws and will buy again"
        plan.say(ended_on(calendar), state=deployment.ended, stated_rag="red", rag_reason=reason, blockers=("B5",))


def _say_troubles(plan: Dated, deployment: Deployment, calendar: Calendar) -> None:
    """What blocks a deployment that is not live, and what its owner says of it."""
    story, number = deployment.story or Story.ON_TRACK, deployment.number
    rating, reason = RATINGS[story][number % len(RATINGS[story])]
    blockers = BLOCKERS[story][number % len(BLOCKERS[story])]
    signed_on = deployment.call_off.signed_on
    if signed_on and signed_on > deployment.trust.joined_on:
        plan.say(
            working_day(signed_on + timedelta(days=20)),
            stated_rag="amber-green", rag_reason=OPENING_REASON, blockers=("B1", "B7"),
        )  # fmt: skip
    last = last_update_on(deployment, calendar)
    if deployment.shadow_on:
        plan.say(deployment.shadow_on, state="shadow")
        last = max(last, deployment.shadow_on)
    plan.say(last, stated_rag=rating, rag_reason=reason, blockers=blockers or CLEAR, updated_on=last)
