"""What a national lead may be asked about the programme, each with its answer and where to read more."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.core.formats import in_words, mid_sentence, money, nhs_date, plural
from tracker.core.presentation import Link
from tracker.flags.vocabulary import Severity
from tracker.networks.plans import first_ahead
from tracker.networks.selectors import DeploymentOn, LiveCount
from tracker.networks.vocabulary import BlockerCode, ClinicalUse
from tracker.portfolio.presenters.common import Links, against_plan, listed, of_all
from tracker.portfolio.selectors.national import NationalView
from tracker.portfolio.stages import is_live, slip_so_far
from tracker.portfolio.standings import NetworkStanding

REASONS_SHOWN = 3
NO_CRITICAL = "No live trust has a critical flag."


@dataclass(frozen=True)
class Question:
    """A question with its answer in a sentence or two, and where the figures are."""

    question: str
    answer: str
    more: Link | None = None


def briefing(view: NationalView, standings: Sequence[NetworkStanding], links: Links) -> list[Question]:
    """The questions that have an answer in what the viewer sees, in the order in which they are asked."""
    if view.live is None:
        return []
    found = (
        _against_plan(view, view.live),
        _why_not_live(view, links),
        _when_all(view, view.live),
        _who_is_latest(standings, links),
        _contracts(view, links),
        _safety(view, links),
        _spent(view),
    )
    return [question for question in found if question is not None]


def _against_plan(view: NationalView, live: LiveCount) -> Question | None:
    now = next((point for point in view.months if point.day == live.day), None)
    if now is None:
        return None
    return Question(
        "Is the programme on plan?",
        f"By {nhs_date(live.day)} the plan had {now.planned} trusts live; {live.live} are. That is "
        f"{against_plan(now.planned, live.live)}.",
        Link("See the months", "#live-chart-title"),
    )


def _waiting(view: NationalView) -> list[DeploymentOn]:
    """The deployments of trusts that are not live, but for those withdrawn."""
    trusts = [trust for trust in view.now.trusts if not is_live(view.now.deployments_of(trust.id))]
    each = [deployment for trust in trusts for deployment in view.now.deployments_of(trust.id)]
    return [deployment for deployment in each if deployment.state.state != ClinicalUse.WITHDRAWN]


def _why_not_live(view: NationalView, links: Links) -> Question | None:
    """By the blockers that managers recorded, each trust counted once for a reason."""
    waiting = _waiting(view)
    if not waiting:
        return None
    reasons = Counter(
        code for code, _ in {(blocker.code, each.trust.id) for each in waiting for blocker in each.blockers}
    )
    held = {each.trust.id for each in waiting if each.blockers}
    trusts = {each.trust.id for each in waiting}
    if not reasons:
        answer = f"No blocker is recorded for {plural(len(trusts), 'trust')}. Ask their programme managers."
    else:
        most = [f"{mid_sentence(BlockerCode(code).label)} ({count})" for code, count in _most(reasons)]
        silent = len(trusts) - len(held)
        unsaid = f" For {plural(silent, 'trust')} no reason is recorded." if silent else ""
        answer = f"Most often because of {listed(most)}; a trust may have several reasons.{unsaid}"
    return Question("Why are trusts not live?", answer, Link("See where each stands", links.national() + "#wall"))


def _most(reasons: Counter[str]) -> Iterable[tuple[str, int]]:
    ordered = sorted(reasons.items(), key=lambda row: (-row[1], row[0]))
    return ordered[:REASONS_SHOWN]


def _when_all(view: NationalView, live: LiveCount) -> Question | None:
    """By what managers expect. Dates that have passed say nothing any more, and are told as such."""
    if live.live == live.in_scope or not view.sees_all:
        return None
    waiting = _waiting(view)
    by_trust: dict[int, list[DeploymentOn]] = {}
    for each in waiting:
        by_trust.setdefault(each.trust.id, []).append(each)
    dates = [first_ahead((each.go_live for each in rows), view.day) for rows in by_trust.values()]
    coming = [day for day in dates if day is not None]
    without = live.in_scope - live.live - len(coming)
    moved = sum(each.go_live.times_moved() for each in waiting)
    said = f"Managers expect the last of {plural(len(coming), 'trust')} on {nhs_date(max(coming))}." if coming else ""
    unsaid = f"{plural(without, 'trust has', 'trusts have')} no date ahead." if without else ""
    answer = " ".join(part for part in (said, unsaid, f"Their dates have moved {moved} times so far.") if part)
    return Question("When will every trust be live?", answer)


def _who_is_latest(standings: Sequence[NetworkStanding], links: Links) -> Question | None:
    late = [row for row in standings if row.go_live_slip_days and row.go_live_slip_days > 0]
    if not late:
        return None
    worst = max(late, key=lambda row: row.go_live_slip_days or 0)
    return Question(
        "Which network is furthest behind?",
        f"{worst.name}: its middle go-live is {in_words(round(worst.go_live_slip_days or 0))} later than planned, and "
        f"{worst.live} of {plural(worst.in_scope, 'trust')} are live.",
        Link(f"Open {worst.name}", links.network(worst.slug)),
    )


def _contracts(view: NationalView, links: Links) -> Question | None:
    if not view.now.contracts:
        return None
    signed = sum(1 for each in view.now.contracts if each.signature.is_done)
    slips = [slip for each in view.now.contracts if (slip := slip_so_far(each.signature, view.day)) and slip > 0]
    late = f" {len(slips)} were or are late, by up to {in_words(max(slips))}." if slips else " None is late."
    return Question(
        "Are the contracts signed?",
        f"{of_all(signed, len(view.now.contracts), 'contract')} {'is' if signed == 1 else 'are'} signed.{late}",
        Link("See where the time goes", links.procurements()),
    )


def _safety(view: NationalView, links: Links) -> Question | None:
    """Live trusts with a critical flag, and what is paused."""
    live = {trust.id for trust in view.now.trusts if is_live(view.now.deployments_of(trust.id))}
    if not live:
        return None
    critical = [flag for flag in view.now.flags if flag.severity == Severity.CRITICAL and flag.trust_id in live]
    trusts = {flag.trust_id for flag in critical}
    paused = sum(1 for each in view.now.deployments if each.state.state == ClinicalUse.PAUSED)
    kinds = Counter(flag.title for flag in critical).most_common(1)
    most = f" Most often: {kinds[0][0][0].lower()}{kinds[0][0][1:]} ({kinds[0][1]})." if kinds else ""
    verb = "has" if len(trusts) == 1 else "have"
    told = f"{of_all(len(trusts), len(live), 'live trust')} {verb} a critical flag." if trusts else NO_CRITICAL
    stopped = f" {plural(paused, 'deployment is', 'deployments are')} paused." if paused else ""
    return Question(
        "Is it safe where it is in use?",
        f"{told}{most}{stopped}",
        Link("See the critical flags", links.flags(severity=Severity.CRITICAL.value)),
    )


def _spent(view: NationalView) -> Question | None:
    allocated, committed, paid = (view.funding.get(f"{name}_pence") for name in ("allocated", "committed", "paid"))
    if allocated is None:
        return None
    return Question(
        "What has it cost so far?",
        f"Of {money(allocated, short=True)} allocated, {money(committed, short=True)} is committed under contracts and "
        f"{money(paid, short=True)} is paid.",
        Link("See the contracts", "/contracts/"),
    )
