"""Asking for a waiver of a pack, and the word of the second person."""

from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.networks.access import access_of, scope_of_network
from tracker.procurement.actions.packs import changed, demand_over
from tracker.procurement.models import PackWaiver, PackWaiverDecision, ProcurementPack
from tracker.procurement.pack_vocabulary import PackVerdict
from tracker.procurement.policies.pack_waivers import may_decide_pack_waiver, may_request_pack_waiver
from tracker.procurement.selectors.packs import as_plain_waiver, packs_on


def request_pack_waiver(*, pack: ProcurementPack, reason: str, expires_on: date, by: User) -> PackWaiver:
    """Asks that the tender may be issued without a complete pack until a day. It counts once somebody else agrees."""
    today = today_in_london()
    with change(reason=reason, by=by):
        demand_over(pack.procurement, by)
        current = ProcurementPack.objects.select_for_update().get(pk=pack.pk)
        stands = packs_on([current.procurement_id], on=today)[current.procurement_id]
        require(
            may_request_pack_waiver(
                reason=reason,
                expires_on=expires_on,
                is_complete=stands.is_complete,
                is_waiting=any(waiver.is_waiting(today) for waiver in stands.waivers),
                longest_days=stands.longest_waiver_days,
                today=today,
            )
        )
        waiver = PackWaiver.objects.create(
            pack=current, reason=reason.strip(), effective_on=today, expires_on=expires_on, requested_by=by
        )
        changed(current)
    return waiver


def decide_pack_waiver(*, waiver: PackWaiver, verdict: PackVerdict, reason: str = "", by: User) -> PackWaiverDecision:
    """A second person agrees or refuses, or somebody who may give waivers takes one back."""
    today = today_in_london()
    with change(reason=reason, by=by):
        procurement = waiver.pack.procurement
        scope = scope_of_network(procurement.network_id, programme_id=procurement.programme_id)
        demand("procurement.waive_pack", access_of(by, day=today), scope)
        current = ProcurementPack.objects.select_for_update().get(pk=waiver.pack_id)
        stands = as_plain_waiver(current.waivers.select_related("requested_by").get(pk=waiver.pk))
        require(may_decide_pack_waiver(stands, verdict=verdict, reason=reason, by_id=by.pk, today=today))
        decision = PackWaiverDecision.objects.create(
            waiver=waiver, verdict=verdict, decided_on=today, reason=reason.strip(), decided_by=by
        )
        changed(current)
    return decision
