"""Sheets DPIAs and Sign-offs."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from operator import itemgetter

from tracker.exchange.exporting.extent import Extent
from tracker.exchange.exporting.rows import Cells
from tracker.exchange.importing.governance import DPIA_FIELDS
from tracker.governance.models import Dpia, DpiaState, DpiaStatus, SignOff
from tracker.governance.vocabulary import WORKBOOK_STATUSES


def dpia_rows(extent: Extent) -> Iterator[Cells]:
    """The data protection impact assessments, each in the sheet's words for the state that it has reached."""
    states: dict[int, list[tuple[date, str]]] = defaultdict(list)
    reached = DpiaState.objects.filter(dpia__deployment__in=extent.keys, effective_on__lte=extent.on)
    for dpia_id, day, status in reached.order_by("effective_on", "pk").values_list("dpia", "effective_on", "status"):
        states[dpia_id].append((day, WORKBOOK_STATUSES[status]))
    dpias = {dpia.deployment_id: dpia for dpia in Dpia.objects.filter(deployment__in=extent.keys)}
    for pk, key in extent.keys.items():
        dpia = dpias.get(pk)
        if dpia is None:
            continue
        known = states[dpia.pk]
        yield {
            **key,
            "status": known[-1][1] if known else DpiaStatus.NOT_STARTED.value,
            **{column: getattr(dpia, field.attribute) for column, field in DPIA_FIELDS.items()},
            "started on": min((day for day, status in known if status != DpiaStatus.NOT_STARTED), default=None),
            "approved on": max((day for day, status in known if status == DpiaStatus.APPROVED), default=None),
        }


def sign_off_rows(extent: Extent) -> Iterator[Cells]:
    """The decisions of those who sign; of several by one role on one day the last stands."""
    found = SignOff.objects.filter(deployment__in=extent.keys, decided_on__lte=extent.on).order_by("pk")
    last: dict[int, dict[tuple[date, str], SignOff]] = defaultdict(dict)
    for sign_off in found:
        last[sign_off.deployment_id][sign_off.decided_on, sign_off.role] = sign_off
    for pk, key in extent.keys.items():
        for (decided_on, role), sign_off in sorted(last[pk].items(), key=itemgetter(0)):
            yield {
                **key,
                "role": role,
                "decision": sign_off.decision,
                "decided on": decided_on,
                "name": sign_off.signatory_name,
                "conditions": sign_off.conditions,
                "expires on": sign_off.expires_on,
            }
