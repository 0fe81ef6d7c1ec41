"""Recording that a clinical safety officer's registration was looked up."""

from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import SafetyOfficerCheck
from tracker.governance.policies.safety import may_check_officer
from tracker.governance.safety_vocabulary import Regulator
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment


def record_officer_check(
    *,
    deployment: Deployment,
    officer: User,
    profession: str,
    regulator: Regulator,
    registration_number: str,
    checked_on: date,
    employer: str,
    training: str = "",
    trained_on: date | None = None,
    by: User,
) -> SafetyOfficerCheck:
    """Somebody else than the officer looked them up in the register of their profession."""
    today = today_in_london()
    with change(by=by):
        scope = scope_of_deployment(deployment, day=today)
        demand("governance.update_safety_case", access_of(by, day=today), scope)
        require(
            may_check_officer(
                is_self=officer.pk == by.pk,
                holds_role=access_of(officer, day=today).signs_as(SignOffRole.CLINICAL_SAFETY_OFFICER, scope),
                checked_on=checked_on,
                trained_on=trained_on,
                today=today,
            )
        )
        row = SafetyOfficerCheck.objects.create(
            officer=officer,
            profession=profession.strip(),
            regulator=regulator,
            registration_number=registration_number.strip(),
            checked_on=checked_on,
            employer=employer.strip(),
            training=training.strip(),
            trained_on=trained_on,
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return row
