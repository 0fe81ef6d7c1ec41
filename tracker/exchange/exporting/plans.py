"""Sheets Procurements and Milestones: what was planned, forecast and done, with every day on which that was revised."""

from collections import defaultdict
from collections.abc import Iterator

from tracker.exchange.exporting.extent import Extent
from tracker.exchange.exporting.rows import Cells, dated
from tracker.networks.models import MilestoneRevision
from tracker.procurement.models import Procurement, Stage, StageRevision


def procurement_rows(extent: Extent) -> Iterator[Cells]:
    """The stages of each procurement whose network's plan the person may see. One without any date has a row all the
    same, so that it is opened again where it is not known."""
    networks = [network.pk for network in extent.networks]
    rows = Procurement.objects.filter(programme=extent.programme, network__in=networks)
    stages: dict[tuple[int, str], list[StageRevision]] = defaultdict(list)
    revisions = StageRevision.objects.filter(stage__procurement__in=rows, effective_on__lte=extent.on)
    for revision in revisions.select_related("stage").order_by("effective_on", "pk"):
        stages[revision.stage.procurement_id, revision.stage.stage].append(revision)
    for procurement in rows.select_related("network", "use_case").order_by("network__slug", "use_case__code"):
        key = {"network": procurement.network.slug, "use case": procurement.use_case.code}
        dates = [
            {**key, "stage": stage.value, "framework": procurement.framework, "effective on": day, **cells}
            for stage in Stage
            for day, cells in dated(stages[procurement.pk, stage.value]).items()
        ]
        empty = {**key, "stage": Stage.PANEL.value, "framework": procurement.framework, "effective on": extent.on}
        yield from dates or [empty]


def milestone_rows(extent: Extent) -> Iterator[Cells]:
    """The milestones of each deployment that the person may see."""
    found: dict[int, dict[str, list[MilestoneRevision]]] = defaultdict(lambda: defaultdict(list))
    revisions = MilestoneRevision.objects.filter(milestone__deployment__in=extent.keys, effective_on__lte=extent.on)
    for revision in revisions.select_related("milestone").order_by("effective_on", "pk"):
        found[revision.milestone.deployment_id][revision.milestone.type].append(revision)
    for pk, key in extent.keys.items():
        for milestone, known in found[pk].items():
            for day, cells in dated(known).items():
                yield {**key, "milestone": milestone, "effective on": day, **cells}
