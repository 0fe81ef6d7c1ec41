"""Sheets DPIAs and Sign-offs."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import Door
from tracker.exchange.cells import CLEAR
from tracker.exchange.importing.deployments import find_deployment
from tracker.exchange.importing.run import Field, Run
from tracker.exchange.workbook import Row
from tracker.governance.actions.dpias import record_dpia_status, save_dpia
from tracker.governance.actions.sign_offs import Decided, record_sign_offs
from tracker.governance.models import Dpia, DpiaRevision, DpiaState, DpiaStatus, SignOff, SignOffDecision
from tracker.governance.policies.dpias import may_tell_approval
from tracker.governance.policies.sign_offs import may_sign
from tracker.governance.vocabulary import APPROVALS_OF_DPIA, WORKBOOK_STATUSES
from tracker.networks.models import Deployment

DPIAS, SIGN_OFFS = "DPIAs", "Sign-offs"
DPIA_FIELDS = {
    "controller": Field("controller", ""),
    "processor": Field("processor", ""),
    "lawful basis": Field("lawful_basis", ""),
    "special category basis": Field("special_category_basis", ""),
    "retention": Field("retention", ""),
    "residual risk": Field("residual_risk", ""),
    "review due": Field("review_due_on"),
}
UNDER_WAY = (DpiaStatus.SCREENING, DpiaStatus.DRAFTING, DpiaStatus.DPO_REVIEW)


def apply_dpias(run: Run) -> None:
    """Starts DPIAs, fills them in, and records their states on the days that the rows tell. The sheet knows fewer states
    than the tracker: one that it tells in its own words is no change."""
    stored = {row.deployment_id: row for row in Dpia.objects.filter(deployment__programme=run.programme)}
    states: dict[int, list[tuple[date, str]]] = defaultdict(list)
    written = set(DpiaRevision.objects.filter(dpia__in=stored.values()).values_list("dpia__deployment_id", flat=True))
    kept = DpiaState.objects.filter(dpia__deployment__programme=run.programme).order_by("effective_on", "pk")
    for deployment_id, day, status in kept.values_list("dpia__deployment_id", "effective_on", "status"):
        states[deployment_id].append((day, WORKBOOK_STATUSES[status]))
    for row in run.rows(DPIAS):
        deployment = find_deployment(run, DPIAS, row)
        if deployment is not None:
            is_written = deployment.pk in written
            save_dpia_row(run, row, deployment, stored.get(deployment.pk), states[deployment.pk], is_written=is_written)


def save_dpia_row(
    run: Run, row: Row, deployment: Deployment, dpia: Dpia | None, states: list[tuple[date, str]], *, is_written: bool
) -> None:
    """One DPIA. What one says that is written in the tracker is told there, and the sheet's words for it are passed over:
    they only sum it up."""
    if dpia is None:
        run.has_what_a_new_row_needs(DPIAS, row)
    changes = run.changed_fields(DPIAS, row, {} if is_written else DPIA_FIELDS, dpia)
    wanted = list(new_states(run, row, states))
    may_tell(run, row, deployment, {status for _, status, _ in wanted}, is_written=is_written)
    for _, status, column in wanted:
        run.note(DPIAS, row, column, states[-1][1] if states else None, status, is_new=dpia is None)
    if not (changes or wanted or dpia is None):
        return
    if not run.may(DPIAS, row, "governance.update_dpia", run.known.scope_of(deployment)) or run.result.problems:
        return  # nothing is kept of this import, and nothing later refers to a DPIA
    if changes or dpia is None:
        dpia = save_dpia(deployment=deployment, by=run.by, **changes)
    for day, status, _ in wanted:
        record_dpia_status(dpia=dpia, status=status, on=day, door=Door.IMPORT, by=run.by)


def may_tell(run: Run, row: Row, deployment: Deployment, wanted: Collection[DpiaStatus], *, is_written: bool) -> None:
    """An approval is told by those who lead delivery, and only of an assessment that is not written in the tracker."""
    if not set(APPROVALS_OF_DPIA) & set(wanted):
        return
    run.may(DPIAS, row, "governance.tell_dpia_approval", run.known.scope_of(deployment))
    verdict = may_tell_approval(is_written_here=is_written)
    if not verdict:
        run.refusal(DPIAS, row, verdict)


def new_states(run: Run, row: Row, states: list[tuple[date, str]]) -> Iterator[tuple[date, DpiaStatus, str]]:
    """The states that the row adds, each with its day and the column that tells it.

    The sheet has no dating column: work starts on `started on`, is approved on `approved on`, and any other status
    counts from the day of import.
    """
    told = row.get("status")
    if told is CLEAR:
        run.problem(DPIAS, row, "status", "A status can't be cleared. Write the status or not-started.")
    status = DpiaStatus(told) if isinstance(told, str) else None
    started_on, approved_on = day_of(run, row, "started on"), day_of(run, row, "approved on")
    if started_on and approved_on and approved_on < started_on:
        run.problem(DPIAS, row, "approved on", "This is before the DPIA was started. Correct one of the two dates.")
    simulated = list(states)
    started = [day for day, name in states if name != DpiaStatus.NOT_STARTED]
    if started_on and started and min(started) < started_on:
        remedy = f"The DPIA is recorded as under way since {min(started):%-d %B %Y}. Write that day or an earlier one."
        run.problem(DPIAS, row, "started on", remedy)
    elif started_on and (not started or started_on < min(started)) and started_on != approved_on:
        first = status if status in UNDER_WAY and not started else DpiaStatus.DRAFTING
        simulated.append((started_on, first))
        yield started_on, first, "started on"
    if approved_on and not is_approved_on(states, approved_on):
        simulated.append((approved_on, DpiaStatus.APPROVED))
        yield approved_on, DpiaStatus.APPROVED, "approved on"
    simulated.sort(key=lambda each: each[0])  # of several of one day the last stands
    standing = simulated[-1][1] if simulated else DpiaStatus.NOT_STARTED
    if status is None or status == standing or (status == DpiaStatus.APPROVED and approved_on):
        return  # an approval that is told with its day is history, whatever has followed it
    if status == DpiaStatus.APPROVED and not row.bad & {"approved on"}:
        run.problem(DPIAS, row, "approved on", "An approved DPIA needs the day of its approval. Write it.")
    elif status != DpiaStatus.APPROVED:
        yield status_day(run, row, status, simulated), status, "status"


def day_of(run: Run, row: Row, column: str) -> date | None:
    """A day in the past that the row tells; one in the future, or cleared, is told as a mistake."""
    told = row.get(column)
    if told is CLEAR:
        run.problem(DPIAS, row, column, "What happened can't be cleared. Leave the cell empty or correct the day.")
    if not isinstance(told, date):
        return None
    if told > run.today:
        run.problem(DPIAS, row, column, "This day lies in the future. Write the day on which it happened.")
        return None
    return told


def is_approved_on(states: list[tuple[date, str]], day: date) -> bool:
    """Whether an approval stands on the day already."""
    before = [status for on, status in states if on <= day]
    return bool(before) and before[-1] == DpiaStatus.APPROVED


def status_day(run: Run, row: Row, status: DpiaStatus, known: list[tuple[date, str]]) -> date:
    """The day from which a status that has no column of its own counts: a review is due from its day on, anything else
    from the day of import."""
    due = row.get("review due")
    newest = max((day for day, _ in known), default=date.min)
    if status == DpiaStatus.REVIEW_DUE and isinstance(due, date) and newest <= due <= run.today:
        return due
    return run.today


def apply_sign_offs(run: Run) -> None:
    """Records decisions; one that stands as told is passed over, and another of the same day stands over it."""
    stored: dict[tuple[int, str, date], tuple[str, str, str, date | None]] = {}
    for sign_off in SignOff.objects.filter(deployment__programme=run.programme).order_by("pk"):
        facts = (sign_off.decision, sign_off.signatory_name, sign_off.conditions, sign_off.expires_on)
        stored[sign_off.deployment_id, sign_off.role, sign_off.decided_on] = facts
    decisions = []
    for row in run.rows(SIGN_OFFS):
        deployment = find_deployment(run, SIGN_OFFS, row)
        if deployment is not None:
            decided = new_decision(run, row, deployment, stored)
            if decided is not None:
                decisions.append(decided)
    if decisions and not run.result.problems:
        record_sign_offs(decisions, door=Door.IMPORT, by=run.by)


def new_decision(
    run: Run,
    row: Row,
    deployment: Deployment,
    stored: dict[tuple[int, str, date], tuple[str, str, str, date | None]],
) -> Decided | None:
    """The decision that the row tells, filled up from what stands; None when it stands as told."""
    role, day = str(row.cells["role"]), row.day("decided on")
    before = stored.get((deployment.pk, role, day))
    if before is None and not run.has_what_a_new_row_needs(SIGN_OFFS, row):
        return None
    facts = []
    for column, old in zip(("decision", "name", "conditions", "expires on"), before or ("", "", "", None), strict=True):
        told = row.get(column)
        empty = None if column == "expires on" else ""
        if told is CLEAR and column in ("decision", "name"):
            run.problem(SIGN_OFFS, row, column, "This can't be cleared. Write it or leave the cell empty.")
        value = empty if told is CLEAR else told if isinstance(told, str | date) else old
        facts.append(value)
        if value != old:
            run.note(SIGN_OFFS, row, column, old or None, value, is_new=before is None)
    decision, name, conditions, expires_on = facts
    if tuple(facts) == before or not decision:
        return None
    decided = Decided(
        deployment,
        SignOffRole(role),
        SignOffDecision(str(decision)),
        day,
        str(name),
        str(conditions),
        expires_on,  # type: ignore[arg-type]
    )
    verdict = may_sign(
        decided.decision,
        decided_on=day,
        expires_on=decided.expires_on,
        conditions=decided.conditions,
        today=run.today,
    )
    if not verdict:
        run.refusal(SIGN_OFFS, row, verdict)
    run.may(SIGN_OFFS, row, "governance.record_sign_off", run.known.scope_of(deployment))
    return decided
