"""The programme as a whole, on a day and a week before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.accounts.roles import Role
from tracker.networks.access import Access
from tracker.networks.models import ITSystemKind, MilestoneRevision, MilestoneType, Programme, ProgrammeScope
from tracker.networks.plans import Plan, first_ahead, plan_on
from tracker.networks.selectors import LiveCount, current_programme, it_systems_of, live_counts
from tracker.portfolio.selectors.pictures import Picture, past_picture, picture
from tracker.portfolio.selectors.summary import funding

WEEK = timedelta(days=7)
LOOK_AHEAD = timedelta(days=730)  # a forecast beyond two years says nothing about this programme


@dataclass(frozen=True)
class MonthPoint:
    """The count of live trusts at the end of a month: as planned (by baselines), as it was, and as forecast. `live` is
    None after the day looked at, `forecast` before it."""

    day: date
    planned: int
    in_scope: int
    live: int | None = None
    forecast: int | None = None


@dataclass(frozen=True)
class NationalView:
    """National counts, which everybody signed in may see (`live`, `live_before`, `months`), and the pictures of what
    this person may open. `sees_all` tells whether those are the whole programme,
    `decides` whether national decisions are the viewer's. `pacs` has the PACS of each trust in
    the picture, by its id, and `funding` the sums of `selectors.summary.funding`."""

    day: date
    programme: Programme | None = None
    live: LiveCount | None = None
    live_before: LiveCount | None = None
    months: tuple[MonthPoint, ...] = ()
    now: Picture = field(default_factory=lambda: Picture(date.min))
    before: Picture = field(default_factory=lambda: Picture(date.min))
    sees_all: bool = False
    decides: bool = False
    pacs: dict[int, list[str]] = field(default_factory=dict)
    funding: dict[str, int | None] = field(default_factory=dict)


def national_view(access: Access, *, on: date) -> NationalView:
    """The current programme as the person may see it on a day; without a programme, an empty view."""
    programme = current_programme()
    if programme is None:
        return NationalView(on)
    days = _month_ends(programme.starts_on, on)
    *past, before, now = live_counts(programme, days=[*days, on - WEEK, on])
    seen = picture(access, programme, on=on)
    networks = sorted({trust.network_id for trust in seen.trusts if trust.network_id is not None})
    return NationalView(
        day=on,
        programme=programme,
        live=now,
        live_before=before,
        months=_months(programme, past, now),
        now=seen,
        before=past_picture(access, programme, on=on - WEEK),
        sees_all=access.is_national,
        decides=Role.NATIONAL_LEAD in access.roles,
        pacs=_pacs_of([trust.id for trust in seen.trusts]),
        funding=funding(programme, access, networks, seen.contracts),
    )


def _pacs_of(trust_ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the PACS of each trust, by its id."""
    systems = it_systems_of(trust_ids)
    return {
        trust_id: sorted({row.name for row in rows if row.kind == ITSystemKind.PACS})
        for trust_id, rows in systems.items()
    }


def _month_ends(first: date, last: date) -> list[date]:
    """The last days of the months from the one of `first` to the one before `last`."""
    days = []
    start = first.replace(day=1)
    while (start := _next_month(start)) <= last:
        days.append(start - timedelta(days=1))
    return days


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _months(programme: Programme, past: Sequence[LiveCount], now: LiveCount) -> tuple[MonthPoint, ...]:
    """The points of the chart: month by month up to the day looked at, then on to the last day that is forecast."""
    plans = go_live_plans(programme, on=now.day)
    spans = list(ProgrammeScope.objects.filter(programme=programme).values_list("trust_id", "valid_from", "valid_to"))

    def scope_on(day: date) -> set[int]:
        return {trust for trust, start, end in spans if start <= day and (end is None or end > day)}

    def planned(day: date) -> int:
        trusts = scope_on(min(day, now.day))
        return sum(1 for trust in trusts if any(p.baseline and p.baseline <= day for p in plans.get(trust, ())))

    points = [MonthPoint(each.day, planned(each.day), each.in_scope, live=each.live) for each in past]
    points.append(MonthPoint(now.day, planned(now.day), now.in_scope, live=now.live, forecast=now.live))
    expected = _expected_days(plans, scope_on(now.day), now.day)
    for day in _month_ends(now.day, _last_month(plans, expected, now.day)):
        if day == now.day:
            continue
        coming = sum(1 for each in expected if each <= day)
        points.append(MonthPoint(day, planned(day), now.in_scope, forecast=now.live + coming))
    return tuple(points)


def _expected_days(plans: dict[int, list[Plan]], trusts: Iterable[int], day: date) -> list[date]:
    """When each trust that is not live is expected to be. One whose date has passed is left out: its forecast says
    nothing any more."""
    waiting = [plans[trust] for trust in trusts if trust in plans and not any(plan.is_done for plan in plans[trust])]
    return [first for each in waiting if (first := first_ahead(each, day)) is not None]


def _last_month(plans: dict[int, list[Plan]], expected: Iterable[date], day: date) -> date:
    """The first day of the month after the last date that the chart shows."""
    baselines = [plan.baseline for rows in plans.values() for plan in rows if plan.baseline]
    return _next_month(min(max([day, *expected, *baselines]), day + LOOK_AHEAD))


def go_live_plans(programme: Programme, *, on: date) -> dict[int, list[Plan]]:
    """The go-live plans of every trust of the programme, by trust id, in one query. For national counts only, which
    everybody may see; nothing of one trust is shown from here."""
    revisions: dict[tuple[int, int], list[MilestoneRevision]] = {}
    rows = MilestoneRevision.objects.filter(
        milestone__type=MilestoneType.GO_LIVE, milestone__deployment__programme=programme, effective_on__lte=on
    ).select_related("milestone__deployment")
    for row in rows.order_by("pk"):
        deployment = row.milestone.deployment
        revisions.setdefault((deployment.trust_id, deployment.pk), []).append(row)
    plans: dict[int, list[Plan]] = {}
    for (trust, _), each in revisions.items():
        plans.setdefault(trust, []).append(plan_on(each, on))
    return plans
