"""What a contract covered on a day, as a workbook tells it."""

from collections.abc import Iterable
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.touched import touch
from tracker.networks.intervals import Interval, held_on, restate
from tracker.networks.models import Deployment
from tracker.procurement.actions.contract_checks import check_covered
from tracker.procurement.actions.contract_common import UPDATES, contract_changed, demand_on
from tracker.procurement.models import Contract, ContractCoverage


def as_intervals(coverages: Iterable[ContractCoverage]) -> list[Interval[int]]:
    """Stored coverages as times over which each deployment is covered."""
    return [Interval(row.deployment_id, row.valid_from, row.valid_to, row.pk) for row in coverages]


def state_coverage(
    *, contract: Contract, deployments: Iterable[Deployment], on: date, door: Door | None = None, by: User
) -> bool:
    """Records that the contract covered exactly these deployments from a day until the next day on which its coverage
    is known to have changed. Answers whether that was news. What it adds must have been in scope on that day; what holds
    between contracts is asked once a workbook is in (`check_among_contracts`)."""
    told = list(deployments)
    wanted = {deployment.pk for deployment in told}
    with change(door=door, by=by):
        demand_on(contract, UPDATES, by=by)
        rows = {row.pk: row for row in contract.coverages.select_for_update()}
        known = as_intervals(rows.values())
        before = held_on(known, on)
        if before == wanted:
            return False
        check_covered(contract, [each for each in told if each.pk not in before], on=on)
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
        contract_changed(contract)
        touch("deployment", *(before ^ wanted))
    return True
