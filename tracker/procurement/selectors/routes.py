"""Reading the route of procurements as of a day: law, method, notices, and what suppliers raised."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.procurement.models import (
    Challenge,
    ChallengeStep,
    Framework,
    Notice,
    NoticeRule,
    Procurement,
    ProcurementRoute,
    RegimeRule,
)
from tracker.procurement.policies.challenges import ChallengeOn
from tracker.procurement.policies.clocks import Clock
from tracker.procurement.policies.route import FrameworkOn, NoticeDuty, NoticeOn, RegimeTerms, RouteOn, Standing
from tracker.procurement.route_vocabulary import (
    Basis,
    ChallengeKind,
    ChallengeStepKind,
    ClockUnit,
    Method,
    NoticeState,
    Regime,
)


def regime_terms() -> list[RegimeTerms]:
    """Every law, with the days of start that it holds for."""
    return [
        RegimeTerms(
            regime=Regime(row.regime),
            starts_from=row.valid_from,
            starts_before=row.valid_to,
            standstill=Clock(
                row.standstill_count,
                ClockUnit(row.standstill_unit),
                counts_first_day=row.counts_first_day,
                rolls_to_working_day=row.rolls_to_working_day,
            ),
            standstill_methods=frozenset(map(Method, row.standstill_methods)),
            award_code=row.award_code,
            source=row.source,
        )
        for row in RegimeRule.objects.order_by("valid_from")
    ]


def duties_on(day: date) -> dict[Regime, tuple[NoticeDuty, ...]]:
    """The notices of each law as they stand on a day, in their order."""
    found: dict[Regime, list[NoticeDuty]] = defaultdict(list)
    for row in NoticeRule.objects.on(day):
        clock = Clock(row.count, ClockUnit(row.unit), counts_first_day=row.counts_first_day) if row.count else None
        found[Regime(row.regime)].append(
            NoticeDuty(
                code=row.code,
                name=row.name,
                duty=row.duty,
                source=row.source,
                basis=Basis(row.basis) if row.basis else None,
                clock=clock,
                methods=frozenset(map(Method, row.methods)),
                is_expected=row.is_expected,
                over_pence=row.over_pence,
            )
        )
    return {regime: tuple(duties) for regime, duties in found.items()}


def standings_on(procurement_ids: Collection[int], *, on: date) -> dict[int, Standing]:
    """The standing of each procurement on a day, in a fixed number of queries."""
    routes = {row.procurement_id: row for row in _routes(procurement_ids, on)}
    rules = regime_terms() if routes else []
    duties = duties_on(on) if routes else {}
    notices, challenges = _notices(procurement_ids, on), _challenges(procurement_ids, on)
    found = {}
    for pk in procurement_ids:
        route = _route_on(routes[pk]) if pk in routes else None
        terms = next(
            (each for each in rules if route and each.regime == route.regime and each.holds_on(route.started_on)), None
        )
        found[pk] = Standing(
            route=route,
            terms=terms,
            duties=duties.get(route.regime, ()) if route else (),
            notices=tuple(notices.get(pk, ())),
            challenges=tuple(challenges.get(pk, ())),
        )
    return found


def standing_on(procurement_id: int, *, on: date) -> Standing:
    return standings_on([procurement_id], on=on)[procurement_id]


def standing_of_plan(*, programme_id: int, network_id: int, use_case_id: int, on: date) -> Standing:
    """The standing of the procurement that plans the contract of a network for a use case; an empty one where there is no
    procurement."""
    found = Procurement.objects.filter(programme=programme_id, network=network_id, use_case=use_case_id)
    pk = found.values_list("pk", flat=True).first()
    return standing_on(pk, on=on) if pk is not None else Standing()


def _routes(procurement_ids: Collection[int], on: date) -> list[ProcurementRoute]:
    """The newest of each comes last."""
    rows = ProcurementRoute.objects.filter(procurement__in=procurement_ids, effective_on__lte=on)
    return list(rows.order_by("effective_on", "pk"))


def _route_on(row: ProcurementRoute) -> RouteOn:
    return RouteOn(Regime(row.regime), Method(row.method), row.started_on, row.keeps_voluntary_standstill)


def _notices(procurement_ids: Collection[int], on: date) -> dict[int, list[NoticeOn]]:
    rows = list(Notice.objects.filter(procurement__in=procurement_ids, published_on__lte=on))
    mistakes = {(row.procurement_id, row.code, row.published_on) for row in rows if row.state == NoticeState.TAKEN_BACK}
    found: dict[int, list[NoticeOn]] = defaultdict(list)
    for row in rows:
        if (row.procurement_id, row.code, row.published_on) not in mistakes:
            found[row.procurement_id].append(NoticeOn(row.code, row.published_on, row.reference, row.address, row.pk))
    return found


def _challenges(procurement_ids: Collection[int], on: date) -> dict[int, list[ChallengeOn]]:
    rows = Challenge.objects.filter(procurement__in=procurement_ids, received_on__lte=on)
    steps = {
        step.challenge_id: step
        for step in ChallengeStep.objects.filter(challenge__procurement__in=procurement_ids, happened_on__lte=on)
    }
    found: dict[int, list[ChallengeOn]] = defaultdict(list)
    for row in rows:
        step = steps.get(row.pk)
        found[row.procurement_id].append(
            ChallengeOn(
                id=row.pk,
                kind=ChallengeKind(row.kind),
                supplier_name=row.supplier_name,
                received_on=row.received_on,
                due_on=row.due_on,
                summary=row.summary,
                closed_on=step.happened_on if step else None,
                closed_as=ChallengeStepKind(step.kind) if step else None,
                note=step.note if step else "",
            )
        )
    return found


def route_standing(procurement_id: int, *, on: date) -> tuple[dict[str, Any], int]:
    """What the form over the route starts from, and the procurement's version."""
    row = Procurement.objects.get(pk=procurement_id)
    route = standing_on(procurement_id, on=on).route
    fields = ("regime", "method", "started_on", "keeps_voluntary_standstill")
    known = {name: getattr(route, name) if route else None for name in fields}
    known["keeps_voluntary_standstill"] = bool(known["keeps_voluntary_standstill"])
    return {**known, "framework": row.framework}, row.version


def frameworks_by_name(names: Collection[str]) -> dict[str, FrameworkOn]:
    """The frameworks of these names that are on record."""
    rows = Framework.objects.filter(name__in=names)
    return {row.name: FrameworkOn(row.name, row.reference, row.lot, row.starts_on, row.expires_on) for row in rows}


@dataclass(frozen=True)
class FrameworkRow(FrameworkOn):
    """A framework with its address in the tracker."""

    id: int = 0


def all_frameworks() -> list[FrameworkRow]:
    """Every framework, by name."""
    return [
        FrameworkRow(row.name, row.reference, row.lot, row.starts_on, row.expires_on, id=row.pk)
        for row in Framework.objects.all()
    ]


def framework_standing(framework_id: int) -> tuple[dict[str, Any], int] | None:
    """What the form over a framework starts from, and its version; None where there is no such framework."""
    row = Framework.objects.filter(pk=framework_id).first()
    if row is None:
        return None
    fields = [field.name for field in row._meta.concrete_fields if field.name not in ("id", "version")]
    return {name: getattr(row, name) for name in fields}, row.version
