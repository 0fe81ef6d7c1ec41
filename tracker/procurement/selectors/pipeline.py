"""The procurements that a person sees, side by side: where each stands, what is due, and where its time went."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from statistics import median

from tracker.core.formats import nhs_date
from tracker.networks.access import Access, scope_of_network
from tracker.networks.models import Programme
from tracker.networks.selectors import DeploymentOn, visible_deployments
from tracker.procurement.policies.route import FrameworkOn, NoticeDue, Standing, notices_due
from tracker.procurement.policies.slip import StageTime, stage_times
from tracker.procurement.selectors.contracts import ContractOn, contracts_on
from tracker.procurement.selectors.events import events_of, signed_on
from tracker.procurement.selectors.procurements import ProcurementOn, procurements_on
from tracker.procurement.selectors.routes import frameworks_by_name, standings_on
from tracker.procurement.vocabulary import Stage

DUE_WITHIN = 30  # days that the list of what is due looks ahead
FRAMEWORK_WITHIN = 180


@dataclass(frozen=True)
class Line:
    """One procurement with its route and contracts. `started_on` is its route's, or else its programme's start."""

    procurement: ProcurementOn
    standing: Standing
    started_on: date | None
    framework: FrameworkOn | None = None
    contracts: tuple[ContractOn, ...] = ()
    shows_commercial: bool = False

    @property
    def times(self) -> list[StageTime]:
        return stage_times(self.procurement.stages, self.started_on)

    @property
    def signed_on(self) -> date | None:
        return signed_on(self.procurement, self.contracts)

    def notices(self, day: date) -> list[NoticeDue]:
        """Its notices. How large the contract is counts only for somebody who may know it."""
        return notices_due(self.standing, events_of(self.procurement, self.contracts, day=day))


class DueKind(Enum):
    STAGE = "Stage"
    NOTICE = "Notice"
    CHALLENGE = "Supplier"
    STANDSTILL = "Standstill"
    FRAMEWORK = "Framework"


@dataclass(frozen=True)
class Due:
    """Something of a procurement that has a day: past, or soon."""

    line: Line
    kind: DueKind
    on: date
    what: str

    def is_overdue(self, day: date) -> bool:
        return self.on < day and self.kind != DueKind.STANDSTILL


def lines_on(access: Access, programme: Programme, *, on: date) -> list[Line]:
    """Every procurement whose plan the person may see, in a fixed number of queries."""
    procurements = procurements_on(access, on=on, programme_id=programme.pk)
    standings = standings_on([each.id for each in procurements], on=on)
    frameworks = frameworks_by_name({each.framework for each in procurements})
    contracts: dict[tuple[int, str], list[ContractOn]] = defaultdict(list)
    for contract in contracts_on(access, on=on, programme_id=programme.pk):
        contracts[contract.network_id, contract.use_case].append(contract)
    return [
        Line(
            procurement=each,
            standing=standings[each.id],
            started_on=route.started_on if (route := standings[each.id].route) else programme.starts_on,
            framework=frameworks.get(each.framework),
            contracts=tuple(contracts[each.network_id, each.use_case]),
            shows_commercial=access.sees_commercial(scope_of_network(each.network_id, programme_id=programme.pk)),
        )
        for each in procurements
    ]


def what_is_due(lines: Sequence[Line], *, day: date) -> list[Due]:
    """What is late or due within `DUE_WITHIN` days, the earliest first. What a supplier raised is told only to people who
    see commercial matters."""
    horizon = day + timedelta(days=DUE_WITHIN)
    found = [due for line in lines for due in (*_stages(line), *_notices(line, day), *_raised(line, day))]
    found += [due for line in lines for due in _standstill(line, day)]
    soon = [due for due in found if due.on <= horizon]
    soon += [due for line in lines for due in _framework(line, day)]
    return sorted(soon, key=lambda due: (due.on, due.line.procurement.network_name, due.what))


def _stages(line: Line) -> list[Due]:
    stage = line.procurement.current_stage
    expected = line.procurement.stages[stage].expected if stage else None
    return [Due(line, DueKind.STAGE, expected, stage.label)] if stage and expected else []


def _notices(line: Line, day: date) -> list[Due]:
    return [
        Due(line, DueKind.NOTICE, notice.due_on, f"{notice.duty.code}, {notice.duty.name.lower()}")
        for notice in line.notices(day)
        if notice.due_on and notice.published is None
    ]


def _raised(line: Line, day: date) -> list[Due]:
    if not line.shows_commercial:
        return []
    return [
        Due(line, DueKind.CHALLENGE, each.due_on, f"{each.kind.label} of {each.supplier_name}")
        for each in line.standing.challenges
        if each.is_open(day) and each.due_on
    ]


def _standstill(line: Line, day: date) -> list[Due]:
    still = line.standing.standstill_of(line.standing.award_notice())
    if still is None or not still.is_running(day) or line.signed_on:
        return []
    return [Due(line, DueKind.STANDSTILL, still.ends_on, f"Sign from {nhs_date(still.earliest_entry)} on")]


def _framework(line: Line, day: date) -> list[Due]:
    expires = line.framework.expires_on if line.framework else None
    if expires is None or line.signed_on or expires > day + timedelta(days=FRAMEWORK_WITHIN):
        return []
    return [Due(line, DueKind.FRAMEWORK, expires, "Framework expires; award before it")]


def typical_days(lines: Sequence[Line], *, without: int | None = None) -> dict[Stage, tuple[float, int]]:
    """The median days of each stage that is done, and of how many procurements, `without` one of them."""
    days: dict[Stage, list[int]] = defaultdict(list)
    for line in lines:
        if line.procurement.id != without:
            for time in line.times:
                if time.is_done and time.days is not None:
                    days[time.stage].append(time.days)
    return {stage: (median(counted), len(counted)) for stage, counted in days.items()}


@dataclass(frozen=True)
class ProcurementView:
    """One procurement among those that the person sees, with the deployments that wait for its contract."""

    line: Line
    day: date
    others: tuple[Line, ...] = ()
    deployments: tuple[DeploymentOn, ...] = ()


def procurement_view(access: Access, programme: Programme, procurement_id: int, *, on: date) -> ProcurementView | None:
    """One procurement as of a day; None where the person may not see it."""
    lines = lines_on(access, programme, on=on)
    line = next((each for each in lines if each.procurement.id == procurement_id), None)
    if line is None:
        return None
    own = line.procurement
    return ProcurementView(
        line=line,
        day=on,
        others=tuple(each for each in lines if each is not line and each.procurement.use_case == own.use_case),
        deployments=tuple(
            each
            for each in visible_deployments(access, on=on, programme=programme)
            if each.trust.network_id == own.network_id and each.use_case == own.use_case
        ),
    )
