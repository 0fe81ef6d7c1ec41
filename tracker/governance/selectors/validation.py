"""Reading local validation studies as of a day: criteria, counts, what they amount to, and who has approved."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch

from tracker.governance.models import (
    AcceptanceCriterion,
    CriteriaEdition,
    TurnaroundResult,
    ValidationApproval,
    ValidationResult,
    ValidationStudy,
)
from tracker.governance.policies.approvals import missing_roles
from tracker.governance.policies.hashing import content_hash
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import (
    Criterion,
    Group,
    ResultOn,
    StudyOn,
    ValidationOn,
    judge_study,
    outcome_of,
)
from tracker.governance.selectors.assurance import Required, required_roles_on, standing_approvals
from tracker.governance.selectors.releases import ReleaseOn, releases_on
from tracker.governance.validation_vocabulary import (
    ApprovalSubject,
    CriterionRule,
    CriterionSource,
    IntervalMethod,
    Metric,
    Operator,
    SubgroupKind,
)
from tracker.networks.models import Deployment
from tracker.procurement.models import ProductRelease

# What was planned and tested, as it is hashed for approval.
DESCRIPTION = (
    *("release_id", "operating_threshold", "purpose", "design", "sampling", "expected_prevalence", "period_from"),
    *("period_to", "sites", "inclusion", "exclusion", "reference_standard", "blinding", "scanner_mix"),
    *("sample_size_reasoning", "deviations"),
)


def validation_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, ValidationOn]:
    """What stands of each deployment's local validation on a day, in a fixed number of queries. The caller has checked
    who may see it."""
    ids = list(deployment_ids)
    releases, required = releases_on(ids, on=on), required_roles_on(on)
    studies: dict[int, list[StudyOn]] = {pk: [] for pk in ids}
    for row in ValidationStudy.objects.filter(deployment__in=ids).prefetch_related(*_whole()):
        studies[row.deployment_id].append(_study_on(row, on, required))
    return {pk: _validation_on(studies[pk], releases[pk]) for pk in ids}


def _validation_on(studies: list[StudyOn], release: ReleaseOn | None) -> ValidationOn:
    """The newest study with results, of the release in use where one is, else of whichever."""
    done = sorted((each for each in studies if each.run_on), key=lambda each: (each.run_on or date.min, each.id))
    of_release = [each for each in done if release is not None and each.release_id == release.id]
    newest = of_release or done
    return ValidationOn(
        study=newest[-1] if newest else None,
        release_id=release.id if release else None,
        release=release.name if release else "",
        is_under_way=any(each.run_on is None for each in studies),
    )


def studies_of(deployment: Deployment, *, on: date) -> list[tuple[ValidationStudy, StudyOn]]:
    """A deployment's studies, the newest first, each as its row and as it stands on a day."""
    rows = deployment.validation_studies.prefetch_related(*_whole()).order_by("-pk")
    required = required_roles_on(on)
    return [(row, _study_on(row, on, required)) for row in rows]


def find_study(deployment: Deployment, study_id: int, *, on: date) -> tuple[ValidationStudy, StudyOn] | None:
    """One study of a deployment, as its row and as it stands on a day."""
    row = (
        deployment.validation_studies.select_related("author", "release__product__supplier")
        .prefetch_related(*_whole())
        .filter(pk=study_id)
        .first()
    )
    return (row, _study_on(row, on, required_roles_on(on))) if row else None


def study_on(study: ValidationStudy, *, on: date) -> StudyOn:
    """A study as it stands on a day, read anew."""
    row = ValidationStudy.objects.prefetch_related(*_whole()).get(pk=study.pk)
    return _study_on(row, on, required_roles_on(on))


def turnarounds_of(study: ValidationStudy) -> list[TurnaroundResult]:
    """The newest turnaround of each band of priority."""
    return list({row.band: row for row in study.turnarounds.order_by("pk")}.values())


def open_edition(study: ValidationStudy) -> CriteriaEdition | None:
    """The criteria that are still being written: a new study's, or a proposed amendment."""
    return study.editions.filter(locked_at=None).select_related("proposed_by").prefetch_related("criteria").first()


def criterion_of(row: AcceptanceCriterion) -> Criterion:
    """A stored criterion as plain data."""
    return Criterion(
        metric=Metric(row.metric),
        operator=Operator(row.operator),
        threshold=row.threshold,
        group=Group(row.finding, SubgroupKind(row.subgroup_kind), row.subgroup),
        rule=CriterionRule(row.rule),
        method=IntervalMethod(row.interval_method),
        min_positives=row.min_positives,
        min_negatives=row.min_negatives,
        source=CriterionSource(row.source),
        is_mandatory=row.is_mandatory,
        id=row.pk,
    )


def counts_of(row: ValidationResult) -> Counts:
    """Stored counts as plain data."""
    return Counts(row.true_positives, row.false_positives, row.true_negatives, row.false_negatives)


def group_of(row: ValidationResult) -> Group:
    """Which cases stored counts are of."""
    return Group(row.finding, SubgroupKind(row.subgroup_kind), row.subgroup)


# --- One study ------------------------------------------------------------------------------------------------------


def _whole() -> tuple[str | Prefetch, ...]:
    locked = CriteriaEdition.objects.filter(locked_at__isnull=False).prefetch_related("criteria").order_by("number")
    return (
        "release__product",
        # Under a name of its own, so that asking the study for its editions still answers the open one.
        Prefetch("editions", locked, to_attr="locked_editions"),
        Prefetch("results", ValidationResult.objects.select_related("recorded_by").order_by("pk")),
        Prefetch("approvals", ValidationApproval.objects.select_related("recorded_by").order_by("decided_on", "pk")),
    )


def _study_on(row: ValidationStudy, on: date, required: Required) -> StudyOn:
    editions = [each for each in row.locked_editions if _locked_on(each) <= on]
    criteria = tuple(criterion_of(each) for each in editions[-1].criteria.all()) if editions else ()
    results = _results_on(row, on)
    judged = judge_study(criteria, {group: result.counts for group, result in results.items()})
    signed_hash = content_hash(_content(row, criteria, results))
    approvals = standing_approvals(
        row.approvals.all(),
        names={each.pk: str(each.recorded_by) for each in row.approvals.all()},
        content_hash=signed_hash,
        on=on,
    )
    return StudyOn(
        id=row.pk,
        deployment_id=row.deployment_id,
        release_id=row.release_id,
        release=f"{row.release.product.name} {row.release.version}" if row.release else "",
        run_on=max((result.run_on for result in results.values()), default=None),
        criteria=criteria,
        results=results,
        judged=judged,
        outcome=outcome_of(judged),
        approvals=approvals,
        missing_roles=missing_roles(required[ApprovalSubject.VALIDATION], approvals),
        content_hash=signed_hash,
        is_from_workbook=row.is_from_workbook,
        amended_after_data_on=_amended_after_data_on(row, editions),
    )


def _locked_on(edition: CriteriaEdition) -> date:
    return edition.locked_on or date.max


def _results_on(row: ValidationStudy, on: date) -> dict[Group, ResultOn]:
    """The counts of each group that were recorded last, of those run by the day."""
    found: dict[Group, ResultOn] = {}
    for result in row.results.all():
        if result.run_on <= on:
            group = group_of(result)
            rows = found[group].rows + 1 if group in found else 1
            found[group] = ResultOn(counts_of(result), result.run_on, str(result.recorded_by), result.reason, rows)
    return found


def _amended_after_data_on(row: ValidationStudy, editions: list[CriteriaEdition]) -> date | None:
    """The first day on which criteria were locked anew although counts were there."""
    first = min((result.recorded_at for result in row.results.all()), default=None)
    late = [each for each in editions if each.number > 1 and first and each.locked_at and each.locked_at > first]
    return _locked_on(late[0]) if late else None


def _content(row: ValidationStudy, criteria: Iterable[Criterion], results: dict[Group, ResultOn]) -> dict[str, Any]:
    """What a signatory reads: what was planned, the criteria, and the counts."""
    return {
        "study": {name: getattr(row, name) for name in DESCRIPTION},
        "criteria": [{**vars(each), "group": str(each.group), "id": None} for each in criteria],
        "results": {str(group): vars(result.counts) for group, result in sorted(results.items())},
    }


def releases_for(deployment: Deployment) -> list[tuple[int, str]]:
    """The releases of products that are offered for the deployment's use case, as choices of a form."""
    rows = ProductRelease.objects.filter(product__use_cases=deployment.use_case_id).select_related("product__supplier")
    ordered = rows.order_by("product__supplier__name", "product__name", "version")
    return [(row.pk, f"{row.product.name} {row.version}, {row.product.supplier.name}") for row in ordered]
