"""The gate of deployments on a day, read for any number of them in a fixed number of queries."""

from collections.abc import Iterable
from datetime import date

from tracker.core.days import today_in_london
from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import nhs_date
from tracker.governance.checks import verdict_of, verdicts_on
from tracker.governance.policies.catalogue import VersionOn
from tracker.governance.policies.gate import Gate, GateFacts, gate, reasons_of
from tracker.governance.selectors.assessments import Place, assessments_on
from tracker.governance.selectors.catalogue import first_held_on, held_on
from tracker.governance.selectors.evidence import evidence_states_on
from tracker.governance.selectors.waivers import waivers_on
from tracker.networks.access import scopes_of_deployments
from tracker.networks.models import Deployment, MilestoneRevision, MilestoneType
from tracker.networks.plans import RevisionLike, plan_on


def gates_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, Gate]:
    """The gate of each deployment on a day, by deployment id."""
    rows = {row.pk: row for row in Deployment.objects.filter(pk__in=list(deployment_ids))}
    versions = held_on({row.programme_id for row in rows.values()}, on=on)
    held = {pk: row for pk, row in rows.items() if row.programme_id in versions}
    facts = facts_of(held, versions, on=on) if held else {}
    return {pk: gate(facts.get(pk, GateFacts(pk)), on) for pk in rows}


def facts_of(rows: dict[int, Deployment], versions: dict[int, VersionOn], *, on: date) -> dict[int, GateFacts]:
    """What the gate judges, of deployments whose programmes are held to a version."""
    scopes = scopes_of_deployments(rows.values(), day=on)
    places = {pk: Place(row.programme_id, row.use_case_id, scopes[pk].network_ids) for pk, row in rows.items()}
    verdicts = verdicts_on(rows, on=on)
    assessments = assessments_on(places, versions, on=on)
    of_deployments: dict[int, VersionOn | None] = {pk: versions[row.programme_id] for pk, row in rows.items()}
    waivers = waivers_on(of_deployments, on=on)
    go_lives = _go_lives_on(rows, on=on)
    evidence = evidence_states_on(rows, on=on)
    return {
        pk: GateFacts(
            deployment_id=pk,
            version=versions[row.programme_id],
            go_live_on=go_lives.get(pk),
            verdicts={
                each.check: verdict_of(verdicts[pk], each.check)
                for each in versions[row.programme_id].requirements
                if each.check
            },
            assessments=assessments[pk],
            waivers=waivers[pk],
            evidence=evidence[pk],
        )
        for pk, row in rows.items()
    }


def _go_lives_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, date]:
    """When each deployment went live or is expected to, where a date is known."""
    revisions: dict[int, list[RevisionLike]] = {}
    rows = MilestoneRevision.objects.filter(
        milestone__deployment__in=list(deployment_ids), milestone__type=MilestoneType.GO_LIVE, effective_on__lte=on
    )
    for row in rows.select_related("milestone").order_by("pk"):
        revisions.setdefault(row.milestone.deployment_id, []).append(row)
    plans = {pk: plan_on(each, on) for pk, each in revisions.items()}
    return {pk: plan.expected for pk, plan in plans.items() if plan.expected}


def gate_of(deployment_id: int, *, on: date) -> Gate:
    """The gate of one deployment."""
    return gates_on([deployment_id], on=on)[deployment_id]


# --- Going live -----------------------------------------------------------------------------------------------------


def gate_allows_go_live(deployment_id: int, day: date) -> Decision:
    """The go-live check of this app, for what people do now: the gate is open on the day of going live, and still is
    today. A day before the programme was held to anything is judged by the first requirements that it was held to, so
    that nobody passes by dating back."""
    programme_id = Deployment.objects.filter(pk=deployment_id).values_list("programme_id", flat=True).get()
    first = first_held_on(programme_id)
    today = today_in_london()
    if first is None or first > today:
        return ALLOWED
    days = sorted({max(day, first), today})
    return first_refusal(*(_allows(gate_of(deployment_id, on=each)) for each in days))


def gate_allowed_go_live(deployment_id: int, day: date) -> Decision:
    """The same for history that arrives by import: what happened before the programme was held to anything is recorded
    as it happened."""
    programme_id = Deployment.objects.filter(pk=deployment_id).values_list("programme_id", flat=True).get()
    first = first_held_on(programme_id)
    return ALLOWED if first is None or day < first else _allows(gate_of(deployment_id, on=day))


def _allows(gate: Gate) -> Decision:
    if gate.is_open or not gate.is_held:
        return ALLOWED
    return deny(
        f"The go-live gate was closed on {nhs_date(gate.day)}. {reasons_of(gate.blocking)}",
        remedy="Meet each requirement or have it waived, then record the go-live.",
        field="actual",
    )
