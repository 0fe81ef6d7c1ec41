"""How deployments' DPIAs stand on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from tracker.governance.models import (
    AdviceResponse,
    Dpia,
    DpiaAuthor,
    DpiaCondition,
    DpiaDecision,
    DpiaLimits,
    DpiaRevision,
    DpiaState,
    IcoConsultation,
)
from tracker.governance.policies.dpia_content import Content
from tracker.governance.policies.dpia_standing import Condition, Consultation, DpiaOn, Limits, Signed
from tracker.governance.selectors.dpia_content import contents_of
from tracker.governance.selectors.releases import ReleaseOn, releases_on
from tracker.governance.vocabulary import (
    APPROVALS_OF_DPIA,
    APPROVED_STATES,
    DpiaOpinion,
    DpiaRole,
    DpiaStatus,
    IcoOutcome,
)
from tracker.networks.models import DeploymentState
from tracker.networks.vocabulary import LIVE_STATES, RevisionKind
from tracker.procurement.models import SignatureRevision


def limits_on(day: date) -> Limits | None:
    """The limits that hold on a day; of a day before all of them, none."""
    return _limits_on(list(DpiaLimits.objects.order_by("valid_from")), day)


def _limits_on(rows: Iterable[DpiaLimits], day: date) -> Limits | None:
    held = [row for row in rows if row.valid_from <= day and (row.valid_to is None or row.valid_to > day)]
    if not held:
        return None
    last = held[-1]
    return Limits(last.review_within_months, last.ico_acceptance_days, last.ico_advice_days, last.ico_extension_days)


def dpia_on(deployment_id: int, *, on: date) -> DpiaOn:
    """One deployment's DPIA on a day."""
    return dpias_on([deployment_id], on=on)[deployment_id]


def dpias_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, DpiaOn]:
    """The DPIAs of deployments on a day, by deployment id, in a fixed number of queries. The caller has checked who may
    see them."""
    ids = list(deployment_ids)
    dpias = {dpia.deployment_id: dpia for dpia in Dpia.objects.filter(deployment__in=ids)}
    read = _Read(list(dpias.values()), on=on)
    uses = _Uses(ids, on=on)
    return {pk: _dpia_on(pk, dpias.get(pk), read, uses) for pk in ids}


class _Read:
    """What hangs on several DPIAs, by DPIA."""

    def __init__(self, dpias: Collection[Dpia], *, on: date) -> None:
        ids = [dpia.pk for dpia in dpias]
        self.contents = contents_of(dpias, on=on)
        self.states: dict[int, list[DpiaState]] = defaultdict(list)
        for state in DpiaState.objects.filter(dpia__in=ids, effective_on__lte=on).order_by("effective_on", "pk"):
            self.states[state.dpia_id].append(state)
        self.revisions: dict[int, DpiaRevision] = {
            row.dpia_id: row
            for row in DpiaRevision.objects.filter(dpia__in=ids, revised_on__lte=on).order_by("revised_on", "pk")
        }
        self.decisions: dict[int, dict[DpiaRole, DpiaDecision]] = defaultdict(dict)
        for decision in DpiaDecision.objects.filter(dpia__in=ids, decided_on__lte=on).order_by("decided_on", "pk"):
            self.decisions[decision.dpia_id][DpiaRole(decision.role)] = decision
        self.responses: dict[int, AdviceResponse] = {
            row.advice_id: row
            for row in AdviceResponse.objects.filter(advice__dpia__in=ids, responded_on__lte=on).order_by(
                "responded_on", "pk"
            )
        }
        self.conditions = _conditions(ids, on=on)
        self.consultations = _consultations(ids, on=on)
        self.authors: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for dpia_id, edition, person in DpiaAuthor.objects.filter(dpia__in=ids).values_list(
            "dpia_id", "edition", "person_id"
        ):
            self.authors[dpia_id][edition].add(person)


def _conditions(ids: Collection[int], *, on: date) -> Mapping[int, list[tuple[str, Condition]]]:
    """The conditions of approvals by their due day, each with the hash of the content that was approved."""
    found: dict[int, list[tuple[str, Condition]]] = defaultdict(list)
    rows = DpiaCondition.objects.filter(decision__dpia__in=ids, decision__decided_on__lte=on)
    for row in rows.select_related("decision").order_by("due_on", "pk"):
        met_on = row.met_on if row.met_on and row.met_on <= on else None
        condition = Condition(row.pk, row.text, row.owner, row.due_on, met_on, row.decision.get_role_display())
        found[row.decision.dpia_id].append((row.decision.content_hash, condition))
    return found


def _consultations(ids: Collection[int], *, on: date) -> Mapping[int, list[Consultation]]:
    limits = list(DpiaLimits.objects.order_by("valid_from"))
    found: dict[int, list[Consultation]] = defaultdict(list)
    for row in IcoConsultation.objects.filter(dpia__in=ids, submitted_on__lte=on).order_by("submitted_on", "pk"):
        is_closed = row.closed_on is not None and row.closed_on <= on
        found[row.dpia_id].append(
            Consultation(
                id=row.pk,
                submitted_on=row.submitted_on,
                accepted_on=row.accepted_on if row.accepted_on and row.accepted_on <= on else None,
                is_extended=row.is_extended,
                outcome=IcoOutcome(row.outcome) if is_closed else None,
                advice=row.advice,
                reference=row.reference,
                closed_on=row.closed_on if is_closed else None,
                limits=_limits_on(limits, row.submitted_on),
            )
        )
    return found


class _Uses:
    """What deployments run on a day, for whose patients, and whether under a signed contract."""

    def __init__(self, ids: Collection[int], *, on: date) -> None:
        self.releases: dict[int, ReleaseOn | None] = releases_on(ids, on=on)
        states = DeploymentState.objects.filter(deployment__in=ids, effective_on__lte=on).order_by("effective_on", "pk")
        self.sources: dict[int, tuple[str, ...]] = {
            row.deployment_id: tuple(row.sources) if row.state in LIVE_STATES else () for row in states
        }
        signatures = SignatureRevision.objects.filter(
            contract__coverages__deployment__in=ids,
            contract__coverages__valid_from__lte=on,
            kind=RevisionKind.ACTUAL,
            effective_on__lte=on,
        ).order_by("effective_on", "pk")
        signed: dict[tuple[int, int], date | None] = {}
        for deployment_id, contract_id, ends, day in signatures.values_list(
            "contract__coverages__deployment_id", "contract_id", "contract__coverages__valid_to", "date"
        ):
            if ends is None or ends > on:
                signed[deployment_id, contract_id] = day
        self.contracted = {deployment_id for (deployment_id, _), day in signed.items() if day is not None}


def _dpia_on(deployment_id: int, dpia: Dpia | None, read: _Read, uses: _Uses) -> DpiaOn:
    release = uses.releases.get(deployment_id)
    used: dict[str, Any] = {
        "has_signed_contract": deployment_id in uses.contracted,
        "release_in_use": (release.id, release.name) if release else None,
        "sources_in_use": uses.sources.get(deployment_id, ()),
    }
    if dpia is None:
        return DpiaOn(deployment_id, **used)
    revision = read.revisions.get(dpia.pk)
    current = revision.content_hash if revision else ""
    return DpiaOn(
        deployment_id,
        id=dpia.pk,
        **_status(read.states[dpia.pk], revision),
        content_hash=current,
        content=read.contents[dpia.pk],
        signed={
            role: _signed(row, current, read.responses.get(row.pk)) for role, row in read.decisions[dpia.pk].items()
        },
        conditions=tuple(each for of, each in read.conditions.get(dpia.pk, ()) if of == current or each.met_on is None),
        consultations=tuple(read.consultations.get(dpia.pk, ())),
        author_ids=frozenset(read.authors[dpia.pk][dpia.edition]),
        review_due_on=dpia.review_due_on,
        controller=dpia.controller,
        processor=dpia.processor,
        **used,
    )


def _status(states: list[DpiaState], revision: DpiaRevision | None) -> dict[str, Any]:
    if not states:
        return {}
    last = states[-1]
    status = DpiaStatus(last.status)
    approval = next((row for row in reversed(states) if row.status in APPROVALS_OF_DPIA), None)
    stands = approval is not None and status in APPROVED_STATES
    told: dict[str, Any] = {"status": status, "since": last.effective_on, "reason": last.reason}
    if approval is not None and stands:
        changed = revision is not None and (
            revision.recorded_at > approval.recorded_at
            if approval.is_as_told
            else revision.content_hash != approval.content_hash
        )
        told |= {
            "approved_on": approval.effective_on,
            "approval_is_told": approval.is_as_told,
            "has_changed_since_approval": changed,
        }
    return told


def _signed(row: DpiaDecision, current: str, response: AdviceResponse | None) -> Signed:
    return Signed(
        id=row.pk,
        role=DpiaRole(row.role),
        opinion=DpiaOpinion(row.opinion),
        decided_on=row.decided_on,
        person_id=row.signatory_id,
        name=row.signatory_name,
        text=row.text,
        is_current=row.content_hash == current,
        is_accepted=response.is_accepted if response else None,
        response_reasons=response.reasons if response else "",
    )


def content_of(dpia: Dpia, *, on: date) -> Content:
    """What one DPIA says."""
    return contents_of([dpia], on=on)[dpia.pk]
