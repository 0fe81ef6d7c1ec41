"""What a contract covered on a day, as a workbook tells it."""

from collections.abc import Iterable
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import access_of, scope_of_network
from tracker.networks.intervals import Interval, held_on, restate
from tracker.networks.models import Deployment
from tracker.procurement.models import Contract, ContractCoverage


def as_intervals(coverages: Iterable[ContractCoverage]) -> list[Interval[int]]:
    """Stored coverages as times over which each deployment is covered."""
    return [Interval(row.deployment_id, row.valid_from, row.valid_to, row.pk) for row in coverages]


def state_coverage(
    *, contract: Contract, deployments: Iterable[Deployment], on: date, door: Door | None = None, by: User
) -> bool:
    """Records that the contract covered exactly these deployments from a day until the next day on which its coverage
    is known to have changed. Answers whether that was news."""
    wanted = {deployment.pk for deployment in deployments}
    with change(door=door, by=by):
        scope = scope_of_network(contract.network_id, programme_id=contract.programme_id)
        demand("procurement.update_contract", access_of(by, day=today_in_london()), scope)
        rows = {row.pk: row for row in contract.coverages.select_for_update()}
        known = as_intervals(rows.values())
        before = held_on(known, on)
        if before == wanted:
            return False
        intervals = restate(known, day=on, wanted=sorted(wanted))
        kept = {interval.row: interval for interval in intervals if interval.row is not None}
        contract.coverages.filter(pk__in=[pk for pk in rows if pk not in kept]).delete()
        for pk, interval in kept.items():
            row = rows[pk]
            if (row.valid_from, row.valid_to) != (interval.start, interval.end):
                row.valid_from, row.valid_to = interval.start, interval.end
                row.save(update_fields=["valid_from", "valid_to"])
        ContractCoverage.objects.bulk_create(
            ContractCoverage(contract=contract, deployment_id=each.key, valid_from=each.start, valid_to=each.end)
            for each in intervals
            if each.row is None
        )
        contract.version += 1
        contract.save(update_fields=["version"])
        touch("contract", contract.pk)
        touch("deployment", *(before ^ wanted))
    return True
