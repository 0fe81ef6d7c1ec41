"""Reading procurements as of a day."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from tracker.networks.access import Access
from tracker.networks.plans import Plan, plan_on
from tracker.procurement.models import Procurement, ProcurementStage, Stage, StageRevision
from tracker.procurement.policies.evaluation import EvaluationOn
from tracker.procurement.policies.packs import PackOn, PolicyOn
from tracker.procurement.policies.slip import Move, moves, total_slip


@dataclass(frozen=True)
class ProcurementOn:
    """A network's procurement on a day, with the plan of each stage that has one, in order. Its pack, and what its
    programme asks of a tender, are there where `with_packs` has read them, its evaluation where `with_evaluations` has."""

    id: int
    programme_id: int
    network_id: int
    network_name: str
    network_slug: str
    use_case: str
    use_case_name: str
    framework: str
    stages: dict[Stage, Plan] = field(default_factory=dict)
    stage_versions: dict[Stage, int] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()  # of the date that the total slip is counted by
    version: int = 1
    pack: PackOn | None = None
    pack_policies: tuple[PolicyOn, ...] = ()
    evaluation: EvaluationOn | None = None

    @property
    def current_stage(self) -> Stage | None:
        """The first stage that is not done; None when all that are planned are."""
        return next((stage for stage, plan in self.stages.items() if not plan.is_done), None)

    @property
    def slip(self) -> tuple[Stage, int] | None:
        """The stage that the total slip is counted by, and its days."""
        return total_slip(self.stages)

    @property
    def contract(self) -> Plan:
        return self.stages.get(Stage.CONTRACT, Plan())


def procurements_on(
    access: Access,
    *,
    on: date,
    programme_id: int | None = None,
    network_id: int | None = None,
) -> list[ProcurementOn]:
    """The procurements whose plan the person may see, by network and use case, in a fixed number of queries."""
    rows = Procurement.objects.all()
    if not access.is_national:
        rows = rows.filter(network__in=access.plan_network_ids)
    if programme_id is not None:
        rows = rows.filter(programme=programme_id)
    if network_id is not None:
        rows = rows.filter(network=network_id)
    rows = rows.select_related("network", "use_case").prefetch_related(
        Prefetch(
            "stages",
            ProcurementStage.objects.prefetch_related(
                Prefetch(
                    "revisions",
                    StageRevision.objects.filter(effective_on__lte=on).order_by("pk"),
                )
            ),
        )
    )
    return [_procurement_on(row, on) for row in rows.order_by("network__name", "use_case__name")]


def _procurement_on(row: Procurement, on: date) -> ProcurementOn:
    stages = {Stage(stage.stage): stage for stage in row.stages.all()}
    plans = {stage: plan_on(stages[stage].revisions.all(), on) for stage in Stage if stage in stages}
    planned = {stage: plan for stage, plan in plans.items() if plan.last_changed_on}
    counted = total_slip(planned)
    return ProcurementOn(
        id=row.pk,
        programme_id=row.programme_id,
        network_id=row.network_id,
        network_name=row.network.name,
        network_slug=row.network.slug,
        use_case=row.use_case.code,
        use_case_name=row.use_case.name,
        framework=row.framework,
        stages=planned,
        stage_versions={stage: stages[stage].version for stage in plans},
        moves=tuple(moves(stages[counted[0]].revisions.all(), on)) if counted else (),
        version=row.version,
    )
