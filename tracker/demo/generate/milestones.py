"""The plan of each deployment: baselines as funded, forecasts as they moved, and what was done when."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.demo.generate.calendar import Calendar, working_day
from tracker.demo.generate.deployments import WITHDRAWN, Deployment, Gap, ended_on, last_update_on
from tracker.demo.generate.organisations import Story
from tracker.demo.generate.rows import Dated, Row

# Days by which each milestone comes before the go-live (negative: after it).
LEAD = {
    "dpia": 60, "clinical-safety": 46, "integration": 42, "baseline-data": 36, "patient-communication": 26,
    "training": 21, "validation": 14, "rollback": 10, "go-no-go": 5, "go-live": 0, "full-live": -75, "review": -180,
}  # fmt: skip
NEEDS_CONTRACT = ("integration", "training", "validation", "rollback", "go-no-go")
UNAPPROVED = ("dpia", "clinical-safety", "go-no-go")
BOARD = "The programme board agreed a new baseline for trusts that signed late"
LOCAL_REASONS = (
    "Local IT: the PACS interface needs an upgrade before results can be shown",
    "Clinical leads could not be released from reporting lists for validation",
    "The information governance committee of the trust meets every second month only",
    "Test data from the archive were incomplete, so the baseline audit starts again",
    "Reporters asked for accountability for missed findings to be settled first",
    "The integration engineer of the supplier is shared between several trusts",
)
RESTLESS_REASONS = (
    "Winter pressures: training sessions were cancelled",
    "The network change freeze was extended",
    "A clash with the trust's RIS replacement",
)


@dataclass(frozen=True)
class Move:
    """From `on` the go-live is expected on `day`; a move by the board sets the baseline as well."""

    on: date
    day: date
    reason: str
    is_baseline: bool = False


def milestone_rows(deployments: list[Deployment], calendar: Calendar, rng: random.Random) -> Iterator[Row]:
    """Every revision of every milestone."""
    for deployment in deployments:
        moves = go_live_moves(deployment, calendar, rng)
        for milestone in LEAD:
            plan = Dated({**deployment.subject, "milestone": milestone}, "effective on")
            _say_baseline(plan, deployment, milestone, calendar)
            done_on = done_day(deployment, milestone, calendar)
            followed = moves if milestone == "go-live" else _worth_following(moves)
            for move in followed:
                if done_on is None or move.on < done_on:
                    _say_move(plan, move, milestone)
            if done_on:
                plan.say(done_on, actual=done_on)
            else:
                _say_last_forecast(plan, deployment, milestone, moves[-1], calendar)
            yield from plan.rows()


def _say_baseline(plan: Dated, deployment: Deployment, milestone: str, calendar: Calendar) -> None:
    """As funded; a trust that joined late was given a later one."""
    joined_on, live_due_on = deployment.trust.joined_on, calendar.live_due_on
    if joined_on > calendar.starts_on:
        live_due_on = working_day(joined_on + timedelta(days=190))
    plan.say(joined_on, baseline=live_due_on - timedelta(days=LEAD[milestone]))


def go_live_moves(deployment: Deployment, calendar: Calendar, rng: random.Random) -> list[Move]:
    """How the expected go-live moved: first with the contract, then with what the trust itself ran into."""
    lag = timedelta(days=rng.randint(34, 70))
    signed_on = deployment.call_off.signed_on
    moves = [
        Move(working_day(forecast.on + timedelta(days=4)), working_day(forecast.day + lag), forecast.reason)
        for forecast in deployment.call_off.forecasts
        if forecast.on > deployment.trust.joined_on and (signed_on or forecast.on < calendar.before(150))
    ]
    if deployment.live_on and signed_on:
        on = working_day(signed_on + timedelta(days=6))
        guess = working_day(deployment.live_on - timedelta(days=rng.randint(0, 21)))
        moves.append(Move(on, max(guess, working_day(signed_on + timedelta(days=25))), rng.choice(LOCAL_REASONS)))
    else:
        moves += _moves_of_story(deployment, calendar, rng)
    moves.sort(key=lambda move: move.on)
    return moves


def _moves_of_story(deployment: Deployment, calendar: Calendar, rng: random.Random) -> list[Move]:
    """From the contract to the anchor of a trust that is not live."""
    expected_on = deployment.expected_on or calendar.anchor
    signed_on, joined_on = deployment.call_off.signed_on, deployment.trust.joined_on
    if signed_on is None:
        last = deployment.call_off.forecasts[-1]
        return [Move(working_day(last.on + timedelta(days=4)), expected_on, last.reason)]
    moves = []
    on = working_day(max(signed_on, joined_on) + timedelta(days=9))
    while on < calendar.before(172):
        day = working_day(on + timedelta(days=rng.randint(85, 115)))
        moves.append(Move(on, day, rng.choice(LOCAL_REASONS)))
        on = working_day(day - timedelta(days=12))
    if deployment.ended == WITHDRAWN:
        return moves
    if not deployment.keeps_first_baseline:
        slips = timedelta(days=rng.randint(28, 80)) if deployment.story == Story.SLIPPING else timedelta()
        new_baseline = working_day(expected_on - slips)
        moves.append(Move(calendar.replanned_on, new_baseline, BOARD, is_baseline=True))
        if not slips:
            return moves
    if deployment.story == Story.RESTLESS:
        for number, (ago, before) in enumerate(((82, 58), (51, 25), (18, 0))):
            day = expected_on if before == 0 else working_day(expected_on - timedelta(days=before))
            moves.append(Move(calendar.before(ago), day, RESTLESS_REASONS[number]))
        return moves
    known_on = calendar.before(110 if deployment.story == Story.OVERDUE else rng.randint(24, 45))
    return [*moves, Move(known_on, expected_on, rng.choice(LOCAL_REASONS))]


def _worth_following(moves: list[Move]) -> list[Move]:
    """The moves that a trust passed on to its other milestones: the first, those of the board, and the last."""
    kept = [move for move in moves[1:-1] if move.is_baseline]
    return [*moves[:1], *kept, *(moves[-1:] if len(moves) > 1 else [])]


def _say_move(plan: Dated, move: Move, milestone: str) -> None:
    day = working_day(move.day - timedelta(days=LEAD[milestone]))
    if day <= move.on:
        day = move.on + timedelta(days=14)
    plan.say(move.on, forecast=day, reason=move.reason)
    if move.is_baseline:
        plan.say(move.on, baseline=day)


def done_day(deployment: Deployment, milestone: str, calendar: Calendar) -> date | None:
    """The day on which a milestone was done, or None while it is not."""
    if milestone == "full-live":
        return deployment.full_on
    go_live = deployment.live_on or deployment.expected_on or calendar.anchor
    if milestone == "go-live":
        return deployment.live_on
    if is_held_up(deployment, milestone):
        return None
    day = working_day(go_live - timedelta(days=LEAD[milestone] + (deployment.trust.place * 3) % 5))
    if deployment.live_on is None:
        day -= timedelta(days=7)
    signed_on = deployment.call_off.signed_on
    if milestone in NEEDS_CONTRACT:
        if signed_on is None:
            return None
        day = max(day, signed_on + timedelta(days=3))
    day = max(day, working_day(deployment.trust.joined_on + timedelta(days=60)))
    limit = ended_on(calendar) if deployment.ended else min(calendar.before(4), last_update_on(deployment, calendar))
    return day if day <= limit else None


def is_held_up(deployment: Deployment, milestone: str) -> bool:
    """Whether the trust's own trouble keeps this milestone from being done."""
    if deployment.live_on:
        return milestone == "dpia" and deployment.gap == Gap.NEVER_APPROVED
    if milestone == "review":
        return True
    held_up: dict[Story | None, tuple[str, ...]] = {
        Story.UNGOVERNED: UNAPPROVED,
        Story.OVERDUE: ("go-no-go",),
        Story.SILENT: ("dpia",) if deployment.number == 0 else (),
        Story.OUT_OF_ORDER: (late_milestone(deployment),),
    }
    return milestone in held_up.get(deployment.story, ())


def late_milestone(deployment: Deployment) -> str:
    """What a plan in an impossible order has only after the go-live."""
    return ("training", "validation")[deployment.number % 2]


def _say_last_forecast(plan: Dated, deployment: Deployment, milestone: str, last: Move, calendar: Calendar) -> None:
    """What is still to be done is expected ahead of the anchor, unless the trust's trouble is that it is not."""
    go_live = deployment.live_on or deployment.expected_on or calendar.anchor
    if milestone == "go-live" or deployment.ended == WITHDRAWN:
        return
    on = max(last.on, deployment.live_on or last.on)
    if deployment.story == Story.OVERDUE and milestone == "go-no-go":
        day = working_day(go_live - timedelta(days=LEAD[milestone]))
    elif deployment.story == Story.OUT_OF_ORDER and milestone == late_milestone(deployment):
        day = working_day(go_live + timedelta(days=19))
    elif LEAD[milestone] < 0 or deployment.live_on:
        day = max(working_day(go_live - timedelta(days=LEAD[milestone])), calendar.after(24))
    else:
        latest = working_day(go_live - timedelta(days=2 if milestone == "go-no-go" else 4))
        day = min(latest, max(working_day(go_live - timedelta(days=LEAD[milestone])), calendar.after(8)))
    reason = LOCAL_REASONS[deployment.trust.place % len(LOCAL_REASONS)]
    plan.say(min(on, calendar.before(1)), forecast=day, reason=last.reason if last.is_baseline else reason)
