"""Acceptance criteria of a validation study: written, locked before any data, and amended by two people."""

from datetime import date

from django.utils import timezone

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.governance.actions.studies import lock_study, study_changed
from tracker.governance.models import AcceptanceCriterion, CriteriaEdition, ValidationStudy
from tracker.governance.policies.studies import may_add_criterion, may_amend, may_edit_criteria, may_lock
from tracker.governance.policies.validation import Criterion
from tracker.governance.selectors.validation import criterion_of, open_edition
from tracker.networks.policies import may_count_from


def add_criterion(
    *, study: ValidationStudy, criterion: Criterion, version: int | None = None, by: User
) -> AcceptanceCriterion:
    """Adds a criterion to the edition that is still open."""
    with change(by=by):
        lock_study(study, version=version, by=by)
        edition = _get_open_edition(study)
        others = [criterion_of(row) for row in edition.criteria.all()]
        require(may_add_criterion(criterion, others=others))
        row = _store(edition, criterion)
        study_changed(study)
    return row


def remove_criterion(
    *, study: ValidationStudy, criterion_id: int, version: int | None = None, by: User
) -> CriteriaEdition:
    """Takes a criterion out of the edition that is still open; one that is gone already stays gone."""
    with change(by=by):
        lock_study(study, version=version, by=by)
        edition = _get_open_edition(study)
        edition.criteria.filter(pk=criterion_id).delete()
        study_changed(study)
    return edition


def lock_criteria(
    *, study: ValidationStudy, on: date | None = None, version: int | None = None, by: User
) -> CriteriaEdition:
    """Fixes the criteria for good: results may be entered from now on. An amendment is locked by somebody else than who
    proposed it. `on` is the day that counts, today unless history is being told."""
    day = on or today_in_london()
    with change(by=by):
        require(may_count_from(day, today=today_in_london(), field="on"))
        lock_study(study, version=version, by=by)
        edition = open_edition(study)
        criteria = [criterion_of(row) for row in edition.criteria.all()] if edition else []
        require(
            may_lock(
                criteria,
                is_open=edition is not None,
                is_amendment=edition is not None and edition.number > 1,
                proposed_it=edition is not None and edition.proposed_by_id == by.pk,
            )
        )
        edition = _get_open_edition(study)
        edition.locked_by, edition.locked_at, edition.locked_on = by, timezone.now(), day
        edition.save(update_fields=["locked_by", "locked_at", "locked_on"])
        study_changed(study)
    return edition


def amend_criteria(*, study: ValidationStudy, reason: str, version: int | None = None, by: User) -> CriteriaEdition:
    """Proposes an amendment: a further edition that starts as the criteria stand. Until somebody else locks it, the
    locked ones count."""
    with change(reason=reason, by=by):
        lock_study(study, version=version, by=by)
        require(may_amend(is_open=open_edition(study) is not None, reason=reason))
        newest = study.editions.prefetch_related("criteria").latest("number")
        edition = CriteriaEdition.objects.create(
            study=study, number=newest.number + 1, reason=reason.strip(), proposed_by=by
        )
        for row in newest.criteria.all():
            _store(edition, criterion_of(row))
        study_changed(study)
    return edition


def withdraw_amendment(*, study: ValidationStudy, version: int | None = None, by: User) -> None:
    """Takes a proposed amendment back; the criteria stay as they were locked. Its audit events are kept."""
    with change(by=by):
        lock_study(study, version=version, by=by)
        edition = _required(study.editions.filter(locked_at=None, number__gt=1).first())
        edition.criteria.all().delete()
        edition.delete()
        study_changed(study)


def _get_open_edition(study: ValidationStudy) -> CriteriaEdition:
    """The open edition; raises `Refused` where every one is locked."""
    return _required(open_edition(study))


def _required(edition: CriteriaEdition | None) -> CriteriaEdition:
    require(may_edit_criteria(is_open=edition is not None))
    assert edition is not None  # noqa: S101 - the rule has just said so
    return edition


def _store(edition: CriteriaEdition, criterion: Criterion) -> AcceptanceCriterion:
    return AcceptanceCriterion.objects.create(
        edition=edition,
        metric=criterion.metric,
        finding=criterion.group.finding.strip(),
        subgroup_kind=criterion.group.kind,
        subgroup=criterion.group.name.strip(),
        operator=criterion.operator,
        threshold=criterion.threshold,
        rule=criterion.rule,
        interval_method=criterion.method,
        min_positives=criterion.min_positives,
        min_negatives=criterion.min_negatives,
        source=criterion.source,
        is_mandatory=criterion.is_mandatory,
    )
