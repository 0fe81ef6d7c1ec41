"""Reading audits of bias as of a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from tracker.governance.models import BiasAudit, BiasAuditGroup
from tracker.governance.policies.audits import AuditOn, AuditsOn, GroupOn
from tracker.governance.policies.monitoring import Standards
from tracker.governance.policies.statistics import Counts
from tracker.governance.selectors.monitoring import standards_on
from tracker.governance.selectors.reviews import first_live_days


def audits_on(
    deployment_ids: Iterable[int],
    *,
    on: date,
    standards: Standards | None = None,
    live: Mapping[int, date] | None = None,
) -> dict[int, AuditsOn]:
    """The audits of deployments on a day, by deployment id, in four queries. The caller has checked who may see them."""
    ids = list(deployment_ids)
    standards = standards or standards_on(on)
    live = first_live_days(ids, on=on) if live is None else live
    found: dict[int, list[AuditOn]] = defaultdict(list)
    rows = BiasAudit.objects.filter(deployment__in=ids, held_on__lte=on).prefetch_related("groups")
    for row in rows.order_by("held_on", "pk"):
        groups = tuple(_group(group) for group in row.groups.all())
        found[row.deployment_id].append(
            AuditOn(row.pk, row.first_day, row.last_day, row.held_on, groups, row.impact_assessment, row.note)
        )
    return {pk: AuditsOn(pk, standards, live.get(pk), tuple(found[pk])) for pk in ids}


def _group(row: BiasAuditGroup) -> GroupOn:
    counts = Counts(row.true_positives, row.false_positives, row.true_negatives, row.false_negatives)
    return GroupOn(row.dimension, row.name, row.is_reference, counts)
