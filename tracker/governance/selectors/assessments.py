"""Reading assessments as of a day: a deployment's own, and its network's with the trust's confirmation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from tracker.governance.models import Assessment, AssessmentState, LocalConfirmation
from tracker.governance.policies.assessments import AssessmentOn, StateOn
from tracker.governance.policies.catalogue import RequirementOn, VersionOn
from tracker.governance.selectors.catalogue import as_plain
from tracker.governance.vocabulary import AssessmentStatus
from tracker.networks.models import Deployment


@dataclass(frozen=True)
class Place:
    """Where a deployment stands for the catalogue: its programme, use case and networks."""

    programme_id: int
    use_case_id: int
    network_ids: frozenset[int]


def _read(rows: QuerySet[Assessment], on: date) -> list[Assessment]:
    states = AssessmentState.objects.filter(effective_on__lte=on).select_related("recorded_by")
    return list(
        rows.select_related("requirement", "network")
        .prefetch_related(Prefetch("states", states.order_by("effective_on", "pk")))
        .order_by("requirement__version__effective_from", "pk")
    )


def as_plain_assessment(row: Assessment) -> AssessmentOn:
    """A row of `_read` as plain data."""
    return AssessmentOn(
        id=row.pk,
        version=row.version,
        states=tuple(
            StateOn(
                AssessmentStatus(state.status),
                state.effective_on,
                state.recorded_by_id,
                str(state.recorded_by),
                state.reason,
                state.expires_on,
            )
            for state in row.states.all()
        ),
        owner=row.owner,
        due_on=row.due_on,
        note=row.note,
        network=row.network.name if row.network else "",
    )


def assessments_on(
    places: Mapping[int, Place], versions: Mapping[int, VersionOn], *, on: date
) -> dict[int, dict[int, AssessmentOn]]:
    """The assessment that answers each requirement of each deployment on a day, by deployment id and requirement id, in
    five queries at most. A deployment's own comes before its network's once anybody has begun it."""
    own: dict[int, list[Assessment]] = defaultdict(list)
    for row in _read(Assessment.objects.filter(deployment__in=places), on):
        own[row.deployment_id or 0].append(row)
    networks = {network for place in places.values() for network in place.network_ids}
    shared: dict[tuple[int, int, int], list[Assessment]] = defaultdict(list)
    for row in _read(Assessment.objects.filter(network__in=networks), on):
        shared[row.programme_id or 0, row.network_id or 0, row.use_case_id or 0].append(row)
    confirmed: dict[tuple[int, int], LocalConfirmation] = {}
    confirmations = LocalConfirmation.objects.filter(deployment__in=places, effective_on__lte=on)
    for confirmation in confirmations.select_related("recorded_by").order_by("effective_on", "pk"):
        confirmed[confirmation.deployment_id, confirmation.assessment_id] = confirmation
    found: dict[int, dict[int, AssessmentOn]] = {}
    for pk, place in places.items():
        version = versions.get(place.programme_id)
        of_networks = [
            row
            for network in sorted(place.network_ids)
            for row in shared.get((place.programme_id, network, place.use_case_id), ())
        ]
        found[pk] = {
            requirement.id: answer
            for requirement in (version.requirements if version else ())
            if (answer := _answer(pk, requirement, own[pk], of_networks, confirmed)) is not None
        }
    return found


def _answer(
    deployment_id: int,
    requirement: RequirementOn,
    own: Iterable[Assessment],
    shared: Iterable[Assessment],
    confirmed: Mapping[tuple[int, int], LocalConfirmation],
) -> AssessmentOn | None:
    mine = _newest(requirement, own)
    if mine is not None and mine.states.all():
        return as_plain_assessment(mine)
    theirs = _newest(requirement, shared)
    if theirs is None:
        return as_plain_assessment(mine) if mine else None
    confirmation = confirmed.get((deployment_id, theirs.pk))
    plain = as_plain_assessment(theirs)
    if mine is not None:
        plain = replace(plain, owner=mine.owner or plain.owner, due_on=mine.due_on or plain.due_on, note=mine.note)
    if confirmation is None or not confirmation.is_confirmed:
        return plain
    return replace(plain, confirmed_on=confirmation.effective_on, confirmed_by=str(confirmation.recorded_by))


def _newest(requirement: RequirementOn, rows: Iterable[Assessment]) -> Assessment | None:
    """The newest assessment that answers the requirement, made against it or against the same in another version."""
    fitting = [
        row
        for row in rows
        if row.requirement_id == requirement.id
        or (row.requirement.code == requirement.code and requirement.asks_as(as_plain(row.requirement)))
    ]
    exact = [row for row in fitting if row.requirement_id == requirement.id]
    return (exact or fitting)[-1] if fitting else None


def find_own_assessment(deployment: Deployment, requirement: RequirementOn, *, on: date) -> Assessment | None:
    """The deployment's own assessment of a requirement, with its states by a day."""
    rows = Assessment.objects.filter(deployment=deployment, requirement__code=requirement.code)
    return _newest(requirement, _read(rows, on))


def find_network_assessment(
    programme_id: int, network_id: int, use_case_id: int, requirement: RequirementOn, *, on: date
) -> Assessment | None:
    """The network's assessment of a requirement for one use case, with its states by a day."""
    rows = Assessment.objects.filter(
        Q(programme=programme_id, network=network_id, use_case=use_case_id), requirement__code=requirement.code
    )
    return _newest(requirement, _read(rows, on))


def get_assessment_on(row: Assessment, *, on: date) -> AssessmentOn:
    """One stored assessment as it stands on a day."""
    return as_plain_assessment(_read(Assessment.objects.filter(pk=row.pk), on)[0])
