"""Rows of a trust's hazard log."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Max

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite, deny, require
from tracker.governance.actions.safety_cases import edited, lock_case
from tracker.governance.models import Hazard, SafetyCase, StarterHazard, SupplierHazard
from tracker.governance.models.hazards import HazardRow
from tracker.governance.policies.patient_data import may_write
from tracker.governance.policies.risk import Scheme, Scores, may_score
from tracker.governance.policies.safety import may_record_acceptance
from tracker.governance.selectors.safety_standards import scheme_of

CONTROLS = ("design_controls", "test_controls", "training_controls", "process_controls")
SCORES = ("initial_severity", "initial_likelihood", "residual_severity", "residual_likelihood")


def save_hazard(
    *,
    case: SafetyCase,
    hazard: Hazard | None = None,
    supplier_hazard: SupplierHazard | None = None,
    version: int | None = None,
    by: User,
    **fields: Any,
) -> Hazard:
    """Adds a hazard to a case's log (answering one of the supplier's, where given), or changes one as edited on a page
    that showed its `version`."""
    with change(by=by):
        current = lock_case(case, version=None, by=by)
        row = _row(current, hazard, supplier_hazard, version)
        write_hazard(row, scheme_of(current.scheme), fields)
        require(
            may_record_acceptance(accepted_by=row.accepted_by, accepted_on=row.accepted_on, today=today_in_london())
        )
        row.save()
        edited(current, what=f"Hazard {row.number} was changed.", by=by)
    return row


def _row(
    case: SafetyCase, hazard: Hazard | None, supplier_hazard: SupplierHazard | None, version: int | None
) -> Hazard:
    if hazard is not None:
        row = Hazard.objects.select_for_update().get(pk=hazard.pk, case=case)
        if version is not None and row.version != version:
            raise StaleWrite(row)
        row.version += 1
        return row
    if supplier_hazard is not None:
        _require_of_release(case, supplier_hazard)
    return Hazard(case=case, supplier_hazard=supplier_hazard, number=next_hazard_number(case.hazards))


def _require_of_release(case: SafetyCase, supplier_hazard: SupplierHazard) -> None:
    if supplier_hazard.pack.release_id != case.release_id:
        raise Refused(deny("This hazard is of another release.", remedy="Choose one of the release of this case."))
    if case.hazards.filter(supplier_hazard=supplier_hazard).exists():
        raise Refused(deny("This hazard has a row already.", remedy="Edit that row."))


def next_hazard_number(rows: Any) -> int:
    """The number after the highest of a log."""
    return (rows.aggregate(highest=Max("number"))["highest"] or 0) + 1


def write_hazard(row: HazardRow, scheme: Scheme, fields: Mapping[str, Any]) -> None:
    """Sets fields of a row. Raises `Refused` where its texts hold patient data, or its scores are not whole or not
    explained by its controls."""
    for name, value in fields.items():
        setattr(row, name, value)
    require(may_write(**{name: value for name, value in fields.items() if isinstance(value, str)}))
    scores = Scores(**{name: getattr(row, name) for name in SCORES})
    require(may_score(scheme, scores, has_controls=any(getattr(row, name).strip() for name in CONTROLS)))


def add_starter_hazards(*, case: SafetyCase, starters: Collection[StarterHazard], by: User) -> list[Hazard]:
    """Begins a hazard log with hazards that deployments have in common; those that it has by name are passed over."""
    with change(by=by):
        current = lock_case(case, version=None, by=by)
        names = set(current.hazards.values_list("name", flat=True))
        added = []
        for starter in starters:
            if starter.name in names:
                continue
            number = next_hazard_number(current.hazards)
            copied = {name: getattr(starter, name) for name in ("name", "description", "impact", "causes")}
            added.append(Hazard.objects.create(case=current, number=number, **copied))
        if added:
            edited(current, what="Starter hazards were added.", by=by)
    return added
