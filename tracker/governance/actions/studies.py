"""Planning local validation studies, and describing them."""

from datetime import date
from typing import Any

from django.db.models import F

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import CriteriaEdition, ValidationStudy
from tracker.governance.policies.studies import may_change_study, may_plan_study
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment


def lock_study(study: ValidationStudy, *, version: int | None, by: User) -> ValidationStudy:
    """The row, locked and unchanged since `version` (None: whatever it is), whose validation this person may run."""
    demand_validation(study.deployment, by=by)
    current = ValidationStudy.objects.select_for_update().get(pk=study.pk)
    if version is not None and current.version != version:
        raise StaleWrite(current)
    return current


def demand_validation(deployment: Deployment, *, by: User) -> None:
    """Raises unless the person may run a validation of this deployment today."""
    today = today_in_london()
    scope = scope_of_deployment(deployment, day=today)
    demand("governance.run_validation", access_of(by, day=today), scope)


def study_changed(study: ValidationStudy) -> None:
    """Tells the next reader of the study that it is another one, and the flags that it changed."""
    ValidationStudy.objects.filter(pk=study.pk).update(version=F("version") + 1)
    study.refresh_from_db(fields=["version"])
    touch("deployment", study.deployment_id)


def plan_study(*, deployment: Deployment, door: Door | None = None, by: User, **fields: Any) -> ValidationStudy:
    """Plans a study with criteria that are still open. `fields` are those of `ValidationStudy`."""
    with change(door=door, by=by):
        demand_validation(deployment, by=by)
        require(may_plan_study(period_from=fields.get("period_from"), period_to=fields.get("period_to")))
        study = ValidationStudy.objects.create(deployment=deployment, author=by, **fields)
        CriteriaEdition.objects.create(study=study, number=1, proposed_by=by)
        touch("deployment", deployment.pk)
    return study


def describe_study(*, study: ValidationStudy, version: int | None, by: User, **fields: Any) -> ValidationStudy:
    """Changes the description of a study; what was tested stays once there are results."""
    with change(by=by):
        current = lock_study(study, version=version, by=by)
        changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
        period: dict[str, date | None] = {
            name: changed.get(name, getattr(current, name)) for name in ("period_from", "period_to")
        }
        require(may_plan_study(**period))
        require(may_change_study(has_results=current.results.exists(), changed=changed))
        for name, value in changed.items():
            setattr(current, name, value)
        if changed:
            current.save(update_fields=list(changed))
            study_changed(current)
    return current
