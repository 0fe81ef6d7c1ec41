"""Sheets Programme and Networks: the fund, and the networks it goes to."""

from typing import Any

from tracker.accounts.selectors import system_user
from tracker.exchange.cells import CLEAR, LEAVE
from tracker.exchange.importing.run import Field, Run
from tracker.exchange.problems import Problem
from tracker.exchange.workbook import Row
from tracker.networks.actions.programmes import fund_network, save_network, save_programme
from tracker.networks.models import NetworkFunding, Programme, Region

PROGRAMME, NETWORKS = "Programme", "Networks"
PROGRAMME_FIELDS = {
    "name": Field("name", "", may_clear=False),
    "funding": Field("funding_pence", 0),
    "starts on": Field("starts_on", may_clear=False),
    "contracts due": Field("contracts_due_on"),
    "live due": Field("live_due_on"),
}


def apply_programme(run: Run) -> None:
    """Creates or updates the programme that the workbook carries, and opens it for the other sheets."""
    rows = run.rows(PROGRAMME)
    for extra in rows[1:]:
        run.problem(PROGRAMME, extra, "programme", "A workbook carries one programme. Keep one row.")
    run.programme = save_row(run, rows[0]) if rows else find_programme(run)
    run.known.open_programme(run.programme)


def save_row(run: Run, row: Row) -> Programme:
    """The programme of the row, as the row wants it."""
    current = Programme.objects.filter(code=row.cells["programme"]).first()
    if current is None:
        run.has_what_a_new_row_needs(PROGRAMME, row)
    changes = run.changed_fields(PROGRAMME, row, PROGRAMME_FIELDS, current)
    for column, attribute in (("contracts due", "contracts_due_on"), ("live due", "live_due_on")):
        starts_on = changes.get("starts_on") or (current.starts_on if current else None)
        due = changes.get(attribute)
        if starts_on and due and due < starts_on:
            run.problem(PROGRAMME, row, column, "This is before the programme starts. Correct one of the two dates.")
    if current is not None and not changes:
        return current
    code = str(row.cells["programme"])
    defaults = {} if current else {"name": code, "starts_on": run.today}
    return run.attempt_or_stand_in(PROGRAMME, row, save_programme, code=code, **{**defaults, **changes})


def find_programme(run: Run) -> Programme:
    """The one programme there is, when the workbook does not say."""
    programmes = list(Programme.objects.all()[:2])
    if len(programmes) == 1:
        return programmes[0]
    was_told = PROGRAMME in run.book.unreadable or run.book.dropped.get(PROGRAMME)
    if not was_told:
        remedy = "The workbook does not say which programme it carries. Add the sheet with the programme's code."
        run.result.problems.append(Problem(PROGRAMME, 0, "", "", remedy))
    if programmes:
        return programmes[0]
    return save_programme(code="stand-in", name="stand-in", starts_on=run.today, by=system_user())


def apply_networks(run: Run) -> None:
    """Creates or updates networks, then what each is allocated. Lead trusts come later, when every trust is known."""
    for row in run.rows(NETWORKS):
        save_network_row(run, row)
    apply_funding(run)


def is_open(run: Run, row: Row) -> bool:
    """Whether the person may see more of this network than its name; a network of others is told as out of reach, so
    that no row can be used to find out what stands of it."""
    current = run.known.networks.get(str(row.cells["network"]))
    if current is None or run.access.sees_plan_of(current.pk):
        return True
    run.problem(NETWORKS, row, "network", "You may not change this network. Remove the row.")
    return False


def save_network_row(run: Run, row: Row) -> None:
    slug = str(row.cells["network"])
    current = run.known.networks.get(slug)
    if not is_open(run, row):
        return
    if current is None:
        run.has_what_a_new_row_needs(NETWORKS, row)
    changes: dict[str, Any] = run.changed_fields(NETWORKS, row, {"name": Field("name", "", may_clear=False)}, current)
    name = changes.get("name")
    if name and any(
        other.name.casefold() == name.casefold() for key, other in run.known.networks.items() if key != slug
    ):
        run.problem(NETWORKS, row, "name", "Another network has this name. Use a name of its own.")
        del changes["name"]
    region = find_region(run, row)
    if region is not None and (current is None or current.region_id != region.pk):
        old = current.region.ods_code if current and current.region else None
        run.note(NETWORKS, row, "region", old, region.ods_code, is_new=current is None)
        changes["region"] = region
    if current is None:
        changes.setdefault("name", slug)
    if changes:
        run.known.networks[slug] = run.attempt_or_stand_in(NETWORKS, row, save_network, slug=slug, **changes)


def find_region(run: Run, row: Row) -> Region | None:
    code = row.get("region")
    if code is CLEAR:
        run.problem(NETWORKS, row, "region", "A network has a region. Write its code or leave the cell empty.")
    if not isinstance(code, str):
        return None
    if code not in run.known.regions:
        known = ", ".join(sorted(run.known.regions))
        run.problem(NETWORKS, row, "region", f"No region has this code. Use one of: {known}.")
    return run.known.regions.get(code)


def apply_funding(run: Run) -> None:
    """Allocates money, what is lowered first, so that moving money between networks never exceeds the fund midway."""
    stored = dict(NetworkFunding.objects.filter(programme=run.programme).values_list("network_id", "allocated_pence"))
    wishes = []
    for row in run.rows(NETWORKS):
        value = row.get("funding")
        network = run.known.networks[str(row.cells["network"])]
        pence = 0 if value is CLEAR else value
        before = stored.get(network.pk)
        if is_open(run, row) and isinstance(pence, int) and pence != (before or 0):
            wishes.append((pence - (before or 0), row.number, row, network, before, pence))
    for _, _, row, network, before, pence in sorted(wishes, key=lambda wish: wish[:2]):
        run.note(NETWORKS, row, "funding", before, pence)
        fields = {"programme": run.programme, "network": network, "allocated_pence": pence}
        run.attempt(NETWORKS, row, fund_network, **fields)


def apply_lead_trusts(run: Run) -> None:
    """Names the lead trust of each network, once the workbook's own trusts are there."""
    for row in run.rows(NETWORKS):
        code = row.get("lead trust")
        if code is LEAVE or not is_open(run, row):
            continue
        network = run.known.networks[str(row.cells["network"])]
        trust = None if code is CLEAR else run.known.trusts.get(str(code))
        if trust is None and code is not CLEAR:
            remedy = "No trust has this code. Add it on sheet Trusts, or import the organisation file first."
            run.unknown(NETWORKS, row, "lead trust", defined_on="Trusts", key=str(code), remedy=remedy)
        elif network.lead_trust != trust:
            old = network.lead_trust.ods_code if network.lead_trust else None
            run.note(NETWORKS, row, "lead trust", old, None if trust is None else trust.ods_code)
            made = run.attempt(NETWORKS, row, save_network, slug=network.slug, lead_trust=trust)
            run.known.networks[network.slug] = made or network
