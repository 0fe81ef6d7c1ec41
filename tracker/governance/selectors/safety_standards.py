"""The standards, risk schemes and forms that hold on a day, and who is clinical safety officer where."""

from collections.abc import Mapping
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.governance.models import DtacForm, RiskScheme, SafetyOfficerCheck, SafetyStandard
from tracker.governance.policies.judging import valid_until
from tracker.governance.policies.risk import Scheme, parse_scheme
from tracker.governance.policies.safety_gate import OfficerOn
from tracker.governance.selectors.assurance import limits_on
from tracker.networks.access import Grant, SubjectScope
from tracker.networks.models import RoleAssignment, ScopeKind

OFFICER_CHECK, OFFICER = "officer_check_months", SignOffRole.CLINICAL_SAFETY_OFFICER


def standard_on(code: str, day: date) -> SafetyStandard:
    """The version of a standard that is the newest on a day; raises `DoesNotExist` where there is none."""
    return SafetyStandard.objects.filter(code=code, effective_on__lte=day).latest("effective_on")


def scheme_on(day: date) -> RiskScheme:
    """The risk scheme that a new document starts with on a day."""
    return RiskScheme.objects.filter(effective_on__lte=day).latest("effective_on", "pk")


def schemes_on(day: date) -> list[RiskScheme]:
    """The risk schemes that a document may name on a day."""
    return list(RiskScheme.objects.filter(effective_on__lte=day))


def scheme_of(row: RiskScheme) -> Scheme:
    """A stored scheme as the rules use it."""
    return parse_scheme(row.severities, row.likelihoods, row.matrix, row.ratings)


def mandatory_form_on(day: date) -> DtacForm | None:
    """The version of the DTAC form that is mandatory on a day; None before there was one."""
    return DtacForm.objects.filter(mandatory_from__lte=day).order_by("mandatory_from").last()


def officers_on(scopes: Mapping[int, SubjectScope], *, on: date) -> dict[int, tuple[OfficerOn, ...]]:
    """The clinical safety officers of each deployment on a day, with the newest check of their registration by then, in
    three queries."""
    held = RoleAssignment.objects.on(on).filter(role=Role.SIGNATORY, sign_off_role=OFFICER, user__is_active=True)
    assignments = list(held.select_related("user").order_by("user__name", "pk"))
    checks = _newest_checks({row.user_id for row in assignments}, on=on)
    months = limits_on(on).get(OFFICER_CHECK)
    found: dict[int, dict[int, OfficerOn]] = {pk: {} for pk in scopes}
    for row in assignments:
        grant = Grant(
            Role.SIGNATORY, ScopeKind(row.scope_kind), row.programme_id, row.network_id, row.trust_id, OFFICER
        )
        checked_on = checks.get(row.user_id)
        officer = OfficerOn(row.user_id, row.user.name, checked_on, valid_until(checked_on, months))
        for pk, scope in scopes.items():
            if grant.covers(scope):
                found[pk][row.user_id] = officer
    return {pk: tuple(officers.values()) for pk, officers in found.items()}


def _newest_checks(user_ids: set[int], *, on: date) -> dict[int, date]:
    rows = SafetyOfficerCheck.objects.filter(officer__in=user_ids, checked_on__lte=on).order_by("checked_on", "pk")
    return dict(rows.values_list("officer_id", "checked_on"))


def registration_valid_until(user: User, *, on: date) -> date | None:
    """The last day on which the newest check of a person's registration counts, as of a day; None where nobody checked."""
    checked_on = _newest_checks({user.pk}, on=on).get(user.pk)
    return valid_until(checked_on, limits_on(on).get(OFFICER_CHECK))
