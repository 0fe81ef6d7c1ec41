"""Sheet Trusts: who is in the programme through which network from when, who runs delivery there, and its systems."""

from datetime import date
from typing import Any

from tracker.exchange.cells import CLEAR, LEAVE
from tracker.exchange.importing.run import Field, Run
from tracker.exchange.workbook import Row
from tracker.networks.actions.organisations import OrganisationFacts, record_organisation
from tracker.networks.actions.programmes import (
    MAIN_SITE,
    join_programme,
    leave_programme,
    record_capacity,
    save_it_system,
)
from tracker.networks.actions.scopes import correct_scope
from tracker.networks.models import (
    DeliveryCapacity,
    ImagingNetwork,
    ITSystem,
    ITSystemKind,
    ProgrammeScope,
    Trust,
    TrustRecord,
)

TRUSTS = "Trusts"
CAPACITY_FIELDS = {
    "project manager": Field("project_manager", ""),
    "clinical lead": Field("clinical_lead", ""),
    "protected sessions": Field("protected_sessions_per_week"),
}


def apply_trusts(run: Run) -> None:
    """Brings trusts into the programme or updates what is said of them."""
    capacities = {row.trust_id: row for row in DeliveryCapacity.objects.filter(valid_to=None)}
    systems = {(row.site.trust_id, row.kind): row.name for row in main_systems()}
    for row in run.rows(TRUSTS):
        network = find_network(run, row)
        trust = save_trust(run, row, network)
        if trust is None:
            continue
        scope = save_scope(run, row, trust, network)
        since = min(scope.valid_from, run.today) if scope else run.today
        save_capacity(run, row, trust, capacities.get(trust.pk), since=since)
        save_systems(run, row, trust, systems)


def main_systems() -> list[ITSystem]:
    """The systems of each trust's main site, which are the ones that the workbook carries."""
    return list(ITSystem.objects.filter(site__name=MAIN_SITE).select_related("site"))


def find_network(run: Run, row: Row) -> ImagingNetwork | None:
    """The network that the row names; None when it names none or an unknown one."""
    slug = row.get("network")
    if slug is CLEAR:
        run.problem(TRUSTS, row, "network", "A trust is in the programme through a network. Write it, or fill left on.")
    if not isinstance(slug, str):
        return None
    if slug not in run.known.networks:
        remedy = "No network has this short name. Add it on sheet Networks or correct it."
        run.unknown(TRUSTS, row, "network", defined_on="Networks", key=slug, remedy=remedy)
    return run.known.networks.get(slug)


def save_trust(run: Run, row: Row, network: ImagingNetwork | None) -> Trust | None:
    """The trust of the row: known from the organisation file, or new by its name."""
    code, name = str(row.cells["trust"]), row.get("name")
    trust = run.known.trusts.get(code)
    if trust is None:
        if not isinstance(name, str) and "name" not in row.bad:
            remedy = "No trust has this code. Import the organisation file first, correct the code, or give a name."
            run.problem(TRUSTS, row, "trust", remedy)
        shown_name = name if isinstance(name, str) else code
        facts = OrganisationFacts(ods_code=code, name=shown_name, region=network.region if network else None)
        joined_on = row.get("joined on")
        since = joined_on if isinstance(joined_on, date) else run.today
        run.note(TRUSTS, row, "trust", None, code, is_new=True)
        trust = run.attempt_or_stand_in(TRUSTS, row, record_organisation, facts=facts, on=since)
        run.known.trusts[code] = trust
    elif name is CLEAR:
        run.problem(TRUSTS, row, "name", "A trust has a name. Write it or leave the cell empty.")
    elif isinstance(name, str) and name != trust.name:
        run.note(TRUSTS, row, "name", trust.name, name)
        facts = facts_with_name(trust, name)
        trust = run.attempt(TRUSTS, row, record_organisation, facts=facts, on=run.today) or trust
    return trust


def facts_with_name(trust: Trust, name: str) -> OrganisationFacts:
    """What stands of a trust, under another name."""
    record = TrustRecord.objects.filter(trust=trust).select_related("region", "icb").order_by("valid_from").last()
    kept: dict[str, Any] = {}
    if record is not None:
        kept = {field: getattr(record, field) for field in ("region", "icb", "address", "town", "postcode")}
    return OrganisationFacts(
        ods_code=trust.ods_code, name=name, opened_on=trust.opened_on, closed_on=trust.closed_on, **kept
    )


def save_scope(run: Run, row: Row, trust: Trust, network: ImagingNetwork | None) -> ProgrammeScope | None:
    """The trust's time in the programme as the row tells it: joining, moving, leaving, or a correction of those."""
    scopes = run.known.scopes.setdefault(trust.ods_code, [])
    scope = scopes[-1] if scopes else None
    joined_on, reason = row.get("joined on"), row.get("scope reason")
    told_reason = reason if isinstance(reason, str) else ""
    if scope is None:
        run.has_what_a_new_row_needs(TRUSTS, row)
        if network is None or not isinstance(joined_on, date):
            return None
        scope = join(run, row, trust, network, joined_on=joined_on, is_new=True)
    elif isinstance(joined_on, date) and is_moving(scope, network, joined_on):
        if scope.valid_to is None:
            run.attempt(TRUSTS, row, leave_programme, scope=scope, left_on=joined_on, reason=told_reason)
        scope = join(run, row, trust, network or scope.network, joined_on=joined_on, is_new=False)
    elif network is not None and network.pk != scope.network_id:
        remedy = (
            f"The trust is in {scope.network.slug} already. Write in joined on the day it joined the other network."
        )
        run.problem(TRUSTS, row, "network", remedy)
        return scope
    return update_scope(run, row, scope) if scope else None


def is_moving(scope: ProgrammeScope, network: ImagingNetwork | None, joined_on: date) -> bool:
    """Whether the trust joins anew: another network later, or again after it left."""
    if joined_on <= scope.valid_from:
        return False
    has_left = scope.valid_to is not None and joined_on >= scope.valid_to
    return has_left or (network is not None and network.pk != scope.network_id)


def join(
    run: Run, row: Row, trust: Trust, network: ImagingNetwork, *, joined_on: date, is_new: bool
) -> ProgrammeScope | None:
    """Takes the trust into the programme through the network."""
    told = row.get("scope reason")
    reason = told if isinstance(told, str) else ""
    run.note(TRUSTS, row, "joined on", None, joined_on, is_new=is_new)
    fields = {"programme": run.programme, "network": network, "trust": trust, "joined_on": joined_on, "reason": reason}
    scope = run.attempt(TRUSTS, row, join_programme, **fields)
    if scope is not None:
        run.known.scopes[trust.ods_code].append(scope)
    return scope


def update_scope(run: Run, row: Row, scope: ProgrammeScope) -> ProgrammeScope:
    """Ends the trust's time, or corrects its first day, last day or reason."""
    joined_on, left_on, reason = row.get("joined on"), row.get("left on"), row.get("scope reason")
    wanted = {
        "valid_from": joined_on if isinstance(joined_on, date) else scope.valid_from,
        "valid_to": left_on if isinstance(left_on, date) else None if left_on is CLEAR else scope.valid_to,
        "reason": reason if isinstance(reason, str) else "" if reason is CLEAR else scope.reason,
    }
    columns = {"valid_from": "joined on", "valid_to": "left on", "reason": "scope reason"}
    changes = {name: value for name, value in wanted.items() if value != getattr(scope, name)}
    for name, value in changes.items():
        run.note(TRUSTS, row, columns[name], getattr(scope, name), value)
    if changes:
        run.attempt(TRUSTS, row, correct_scope, scope=scope, **wanted)
    return scope


def save_capacity(run: Run, row: Row, trust: Trust, current: DeliveryCapacity | None, *, since: date) -> None:
    """Who runs delivery at the trust: since it joined when nothing is known yet, else from today."""
    changes = run.changed_fields(TRUSTS, row, CAPACITY_FIELDS, current)
    if changes:
        run.attempt(TRUSTS, row, record_capacity, trust=trust, on=run.today if current else since, **changes)


def save_systems(run: Run, row: Row, trust: Trust, systems: dict[tuple[int, str], str]) -> None:
    """The PACS, RIS and VNA of the trust's main site."""
    for kind in (ITSystemKind.PACS, ITSystemKind.RIS, ITSystemKind.VNA):
        value = row.get(kind.value)
        if value is LEAVE:
            continue
        name = value if isinstance(value, str) else ""
        before = systems.get((trust.pk, kind.value), "")
        if name != before:
            run.note(TRUSTS, row, kind.value, before, name)
            run.attempt(TRUSTS, row, save_it_system, trust=trust, kind=kind, name=name)
