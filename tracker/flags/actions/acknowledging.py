"""Setting a flag aside for a while."""

from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.formats import nhs_date
from tracker.core.permissions import demand
from tracker.flags.models import Flag, FlagEvent
from tracker.flags.policies import may_acknowledge
from tracker.flags.selectors import scope_of_flag
from tracker.flags.vocabulary import FlagEventKind
from tracker.networks.access import access_of


def acknowledge(*, flag: Flag, reason: str, until: date, version: int | None, by: User) -> Flag:
    """Somebody knows about the flag and says why it can wait until a day. It stays open, and comes back on that day or
    when it becomes more severe. Raises `NotPermitted`, `StaleWrite` when it changed since `version`, `Refused`."""
    today = today_in_london()
    with change(reason=reason, by=by):
        current = Flag.objects.select_for_update().get(pk=flag.pk)
        demand("flags.acknowledge", access_of(by, day=today), scope_of_flag(current, day=today))
        require(may_acknowledge(is_open=current.closed_on is None, until=until, reason=reason, today=today))
        if version is not None and current.version != version:
            raise StaleWrite(current)
        current.acknowledged_until, current.acknowledged_by = until, by
        current.acknowledged_reason = reason.strip()
        current.version += 1
        current.save(update_fields=["acknowledged_until", "acknowledged_by", "acknowledged_reason", "version"])
        FlagEvent.objects.create(
            flag=current,
            kind=FlagEventKind.ACKNOWLEDGED,
            severity=current.severity,
            happened_on=today,
            note=f"Look again on {nhs_date(until)}. {reason.strip()}"[:1000],
            recorded_by=by,
        )
    return current
