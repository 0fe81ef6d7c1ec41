"""Opening a network's procurement and setting the dates of its stages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import access_of, scope_of_network
from tracker.networks.actions.revising import new_revisions
from tracker.networks.models import ImagingNetwork, Programme, UseCase
from tracker.networks.policies import DateChange
from tracker.procurement.actions.dating import DateRules
from tracker.procurement.actions.pack_gate import require_packs
from tracker.procurement.models import (
    Procurement,
    ProcurementStage,
    Stage,
    StageRevision,
)
from tracker.procurement.policies.route import Standing
from tracker.procurement.selectors.routes import standing_on


@dataclass(frozen=True)
class StageChange:
    """One date of one stage of one procurement, to be set."""

    procurement: Procurement
    stage: Stage
    change: DateChange


def open_procurement(
    *,
    programme: Programme,
    network: ImagingNetwork,
    use_case: UseCase,
    framework: str = "",
    by: User,
) -> Procurement:
    """Plans a network's call-off for a use case."""
    with change(by=by):
        scope = scope_of_network(network.pk, programme_id=programme.pk)
        demand(
            "procurement.update_procurement",
            access_of(by, day=today_in_london()),
            scope,
        )
        procurement = Procurement.objects.create(
            programme=programme,
            network=network,
            use_case=use_case,
            framework=framework.strip(),
        )
        touch("procurement", procurement.pk)
    return procurement


def set_framework(*, procurement: Procurement, framework: str, by: User) -> Procurement:
    """Names the framework that the network calls off from."""
    with change(by=by):
        scope = scope_of_network(procurement.network_id, programme_id=procurement.programme_id)
        demand(
            "procurement.update_procurement",
            access_of(by, day=today_in_london()),
            scope,
        )
        procurement.framework = framework.strip()
        procurement.version += 1
        procurement.save(update_fields=["framework", "version"])
    return procurement


def revise_stage(
    *,
    procurement: Procurement,
    stage: Stage,
    changes: Sequence[DateChange],
    version: int | None,
    by: User,
) -> ProcurementStage:
    """Sets dates of one stage as edited on a page that showed `version` (None for a stage that had no date yet)."""
    with change(reason=" ".join(sorted({wish.reason for wish in changes if wish.reason})), by=by):
        access = access_of(by, day=today_in_london())
        scope = scope_of_network(procurement.network_id, programme_id=procurement.programme_id)
        demand("procurement.update_procurement", access, scope)
        current = _locked_stage(procurement.pk, stage)
        # A form that showed no date yet loses to whoever gave the stage its first one.
        if current.version != version and (version is not None or current.revisions.exists()):
            raise StaleWrite(current)
        revise_stages([StageChange(procurement, stage, wish) for wish in changes], by=by)
        current.refresh_from_db()
    return current


def _award_of(procurement_id: int, stage: str, today: date) -> Standing | None:
    """What the day of signature is held against; None for the other stages."""
    return standing_on(procurement_id, on=today) if stage == Stage.CONTRACT else None


def _locked_stage(procurement_id: int, stage: str) -> ProcurementStage:
    """The stage's row, made where missing, locked."""
    ProcurementStage.objects.get_or_create(procurement_id=procurement_id, stage=stage)
    return ProcurementStage.objects.select_for_update().get(procurement=procurement_id, stage=stage)


def revise_stages(wishes: Iterable[StageChange], *, door: Door | None = None, by: User) -> int:
    """Sets many dates, each stage's in the order of their effective days; wishes that change nothing are passed over.
    All or none. Answers how many revisions were added."""
    today = today_in_london()
    access = access_of(by, day=today)
    grouped: dict[tuple[int, str], list[StageChange]] = defaultdict(list)
    for wish in wishes:
        grouped[wish.procurement.pk, str(wish.stage)].append(wish)
    with change(door=door, by=by):
        added: list[StageRevision] = []
        for (procurement_id, stage_code), stage_wishes in grouped.items():
            procurement = stage_wishes[0].procurement
            scope = scope_of_network(procurement.network_id, programme_id=procurement.programme_id)
            demand("procurement.update_procurement", access, scope)
            stage = _locked_stage(procurement_id, stage_code)
            added += new_revisions(
                StageRevision,
                of={"stage": stage},
                known=list(stage.revisions.order_by("pk")),
                wishes=[wish.change for wish in stage_wishes],
                check=DateRules(access, scope, today, award=_award_of(procurement_id, stage_code, today)),
                by=by,
            )
        require_packs(added, [each[0].procurement for each in grouped.values()], today=today)
        StageRevision.objects.bulk_create(added, batch_size=1000)
        ProcurementStage.objects.filter(pk__in={row.stage_id for row in added}).update(version=F("version") + 1)
        touch("procurement", *{row.stage.procurement_id for row in added})
    return len(added)
