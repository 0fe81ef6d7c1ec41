"""By which law and method the demo's networks buy, the notices that they published, and what suppliers raised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.touched import collecting
from tracker.core.working_days import add_working_days
from tracker.demo.generate import names, second_wave
from tracker.demo.generate.calendar import Calendar, working_day
from tracker.demo.generate.organisations import Network
from tracker.demo.generate.suppliers import CT
from tracker.networks.models import Programme, RevisionKind
from tracker.procurement.actions.routes import (
    close_challenge,
    record_challenge,
    record_notice,
    record_route,
    save_framework,
)
from tracker.procurement.models import Procurement, ProcurementRoute, Stage, StageRevision
from tracker.procurement.policies.clocks import standstill
from tracker.procurement.policies.route import NoticeOn, RegimeTerms, RouteOn
from tracker.procurement.route_vocabulary import ChallengeKind, ChallengeStepKind, Method, Regime
from tracker.procurement.selectors.routes import regime_terms

DETAILS = {Regime.PA2023: "UK7", Regime.PCR2015: "CAN"}  # the notice that follows a signature
LATE, MISSING, HASTY = 3, 5, 7  # places of networks: notice late, none, and signed within the standstill that they keep
CHALLENGED, ASKED = 4, 1
LOSER = "Larkfield Imaging Analytics Ltd (illustrative)"


@dataclass(frozen=True)
class Told:
    """One procurement of the demo: its network's place, when it started, and when each stage was done."""

    row: Procurement
    place: int
    started_on: date
    done: dict[str, date]

    @property
    def signed_on(self) -> date | None:
        return self.done.get(Stage.CONTRACT)


def load_routes(programme: Programme, networks: list[Network], *, calendar: Calendar, by: User) -> None:
    """Records route, notices and challenges. Where there is any route already, nothing changes."""
    if ProcurementRoute.objects.exists():
        return
    rules = regime_terms()
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        save_framework(
            name=names.FRAMEWORK,
            reference="AI-IMG-3 (illustrative)",
            lot="Radiology and diagnostic imaging",
            starts_on=calendar.starts_on,
            expires_on=calendar.after(40),
            longest_call_off_months=48,
            allows_direct_award=True,
            terms_version="3.1",
            by=by,
        )
        for told in _told(programme, networks, calendar):
            terms = next(each for each in rules if each.regime != Regime.PSR and each.holds_on(told.started_on))
            route = RouteOn(terms.regime, Method.FURTHER_COMPETITION, told.started_on, keeps_voluntary_standstill=True)
            record_route(procurement=told.row, route=route, effective_on=told.started_on, by=by)
            for notice in _notices(told, terms, calendar):
                record_notice(procurement=told.row, notice=notice, by=by)
            _challenges(told, calendar, by=by)


def _told(programme: Programme, networks: list[Network], calendar: Calendar) -> Iterator[Told]:
    places = {network.slug: network.place for network in networks}
    done: dict[int, dict[str, date]] = {}
    rows = StageRevision.objects.filter(stage__procurement__programme=programme, kind=RevisionKind.ACTUAL)
    for revision in rows.select_related("stage").order_by("effective_on", "pk"):
        if revision.date is not None:
            done.setdefault(revision.stage.procurement_id, {})[revision.stage.stage] = revision.date
    for row in Procurement.objects.filter(programme=programme).select_related("network", "use_case"):
        place = places[row.network.slug]
        late = second_wave.started_on(place, calendar) if row.use_case.code == CT else None
        yield Told(row, place, late or calendar.starts_on, done.get(row.pk, {}))


def _notices(told: Told, terms: RegimeTerms, calendar: Calendar) -> Iterator[NoticeOn]:
    """The notice of the award some time before the signature (or lately, where there is none yet), and the one after it."""
    number = told.row.pk % 900_000
    awarded = told.done.get(Stage.AWARD)
    if awarded is not None:
        yield NoticeOn(terms.award_code, _award_day(told, terms, awarded), f"{100_000 + number:06}-{awarded.year}")
    if told.signed_on is None or told.place == MISSING:
        return
    published = add_working_days(told.signed_on, 28 if told.place == LATE else 12)
    if published < calendar.anchor:
        yield NoticeOn(DETAILS[terms.regime], published, f"{200_000 + number:06}-{published.year}")


def _award_day(told: Told, terms: RegimeTerms, awarded: date) -> date:
    """The day of the award decision, or as much earlier as the standstill needs to end before the signature."""
    if told.signed_on is None:
        return awarded
    if told.place == HASTY:
        return working_day(told.signed_on - timedelta(days=4))
    day = min(awarded, working_day(told.signed_on - timedelta(days=15)))
    while standstill(terms.standstill, day).ends_on >= told.signed_on:
        day = working_day(day - timedelta(days=1))
    return day


def _challenges(told: Told, calendar: Calendar, *, by: User) -> None:
    """An award that was challenged and debriefed, and a question that nobody has answered yet."""
    awarded = told.done.get(Stage.AWARD)
    if told.place == CHALLENGED and awarded is not None and told.signed_on is not None:
        raised = record_challenge(
            procurement=told.row,
            kind=ChallengeKind.COMPLAINT,
            supplier_name=LOSER,
            received_on=awarded,
            summary="The weight of the demonstration was not told to bidders",
            by=by,
        )
        close_challenge(
            procurement=told.row,
            challenge_id=raised.pk,
            kind=ChallengeStepKind.WITHDRAWN,
            happened_on=told.signed_on,
            note="Withdrawn after the debrief, in which the scores and their reasons were shown",
            by=by,
        )
    if told.place == ASKED and told.signed_on is None:
        record_challenge(
            procurement=told.row,
            kind=ChallengeKind.QUESTION,
            supplier_name=LOSER,
            received_on=calendar.before(16),
            summary="Asks which PACS versions the integration has to support",
            by=by,
        )
