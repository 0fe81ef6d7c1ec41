"""A deployment's DCB0160 safety case: beginning it, filling it in, submitting it, and the safety officer's decision."""

from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import Hazard, SafetyCase, SafetyCaseState, SupplierHazard
from tracker.governance.policies.safety import (
    may_approve_case,
    may_be_complete,
    may_change_case,
    may_change_scheme,
    may_edit_case,
    missing_from_case,
)
from tracker.governance.safety_vocabulary import SafetyCaseStatus
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.safety import HAZARD_FIELDS, completeness_of, hash_of_case
from tracker.governance.selectors.safety_standards import registration_valid_until, scheme_on, standard_on
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment

Status = SafetyCaseStatus
COPIED = ("alarp", *HAZARD_FIELDS)
OFFICER = SignOffRole.CLINICAL_SAFETY_OFFICER


def open_safety_case(*, deployment: Deployment, on: date, by: User, **fields: Any) -> SafetyCase:
    """Begins the safety case for the release that the deployment runs, with the hazard log of the one before."""
    with change(by=by):
        _demand("governance.update_safety_case", deployment, by)
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        release_id = _release_without_case(deployment, on)
        before = SafetyCase.objects.filter(deployment=deployment).order_by("opened_on", "pk").last()
        case = SafetyCase(
            deployment=deployment,
            release_id=release_id,
            standard=standard_on("DCB0160", on),
            scheme=before.scheme if before else scheme_on(on),
            opened_on=on,
        )
        for name, value in fields.items():
            setattr(case, name, value)
        _write(case, by=by)
        _add_state(case, Status.DRAFTING, on=on, by=by)
        if before is not None:
            _copy_hazards(before, case)
    return case


def _release_without_case(deployment: Deployment, on: date) -> int:
    """The release in use on a day, which nobody has begun a safety case for."""
    if on > today_in_london():
        refusal = deny("A safety case can't begin on a day in the future.", remedy="Use today.", field="opened_on")
        raise Refused(refusal)
    release = releases_on([deployment.pk], on=on)[deployment.pk]
    if release is None:
        raise Refused(deny("Nobody has recorded which release is used.", remedy="Record the release in use first."))
    if SafetyCase.objects.filter(deployment=deployment, release=release.id).exists():
        raise Refused(deny("There is a safety case for this release already.", remedy="Open that one."))
    return release.id


def _copy_hazards(before: SafetyCase, case: SafetyCase) -> None:
    """Takes the hazard log along. Acceptances are left behind: they were of the other release."""
    offered = {row.number: row for row in SupplierHazard.objects.filter(pack__release=case.release_id)}
    for row in before.hazards.select_related("supplier_hazard").order_by("number"):
        given = row.supplier_hazard
        same = offered.get(given.number) if given else None
        is_same = same is not None and given is not None and same.name == given.name
        values = {name: getattr(row, name) for name in COPIED}
        Hazard.objects.create(case=case, supplier_hazard=same if is_same else None, **values)


def save_safety_case(*, case: SafetyCase, version: int | None, by: User, **fields: Any) -> SafetyCase:
    """Changes the references of a safety case as edited on a page that showed `version`."""
    with change(by=by):
        current = lock_case(case, version=version, by=by)
        scored = current.hazards.exclude(initial_severity="", residual_severity="").exists()
        changes = "scheme_id" in fields and fields["scheme_id"] != current.scheme_id
        require(may_change_scheme(changes=changes, has_scores=scored))
        for name, value in fields.items():
            setattr(current, name, value)
        edited(current, what="The safety case was changed.", by=by)
    return current


def lock_case(case: SafetyCase, *, version: int | None, by: User) -> SafetyCase:
    """The case, locked, unchanged since `version` (None: whatever it is), and open to edits by this person."""
    _demand("governance.update_safety_case", case.deployment, by)
    current = _locked(case, version)
    require(may_edit_case(status_of(current)))
    return current


def _locked(case: SafetyCase, version: int | None) -> SafetyCase:
    current = SafetyCase.objects.select_for_update().get(pk=case.pk)
    if version is not None and current.version != version:
        raise StaleWrite(current)
    return current


def edited(case: SafetyCase, *, what: str, by: User) -> None:
    """Writes a case that somebody edited, or whose hazard log they did. An approval does not cover what it did not see:
    an approved case is a draft again."""
    case.version += 1
    _write(case, by=by)
    if status_of(case) == Status.APPROVED:
        _add_state(case, Status.DRAFTING, on=today_in_london(), reason=f"{what} It has to be approved again.", by=by)


def _write(case: SafetyCase, *, by: User) -> None:
    if by.pk not in case.author_ids:
        case.author_ids = [*case.author_ids, by.pk]
    case.save()
    touch("deployment", case.deployment_id)


def status_of(case: SafetyCase) -> Status:
    """The newest status of a case."""
    return Status(_newest(case).status)


def _newest(case: SafetyCase) -> SafetyCaseState:
    return case.states.order_by("effective_on", "pk").reverse()[0]


def _add_state(
    case: SafetyCase, status: Status, *, on: date, reason: str = "", content: str = "", by: User
) -> SafetyCaseState:
    touch("deployment", case.deployment_id)
    return SafetyCaseState.objects.create(
        case=case, status=status, effective_on=on, reason=reason.strip(), content_hash=content, recorded_by=by
    )


def _demand(name: str, deployment: Deployment, by: User) -> None:
    today = today_in_london()
    demand(name, access_of(by, day=today), scope_of_deployment(deployment, day=today))


def _require_step(case: SafetyCase, wanted: Status, *, on: date, reason: str) -> None:
    newest = _newest(case)
    require(
        may_change_case(
            Status(newest.status),
            wanted,
            since=newest.effective_on,
            on=on,
            today=today_in_london(),
            reason=reason,
        )
    )


def submit_safety_case(
    *, case: SafetyCase, on: date, reason: str = "", version: int | None, by: User
) -> SafetyCaseState:
    """Sends a complete safety case to the clinical safety officer. Who sends it stands behind it as an author."""
    with change(reason=reason, by=by):
        _demand("governance.update_safety_case", case.deployment, by)
        current = _locked(case, version)
        _require_step(current, Status.WITH_OFFICER, on=on, reason=reason)
        require(may_be_complete(missing_from_case(completeness_of(current))))
        current.version += 1
        _write(current, by=by)
        return _add_state(current, Status.WITH_OFFICER, on=on, reason=reason, by=by)


def approve_safety_case(
    *, case: SafetyCase, on: date, reason: str = "", version: int | None, by: User
) -> SafetyCaseState:
    """Approves a safety case as the clinical safety officer of that day, for the release in use, as it now stands. The
    deployment's other approved case, of the release before, is superseded."""
    with change(reason=reason, by=by):
        _demand("governance.decide_safety", case.deployment, by)
        current = _locked(case, version)
        _require_step(current, Status.APPROVED, on=on, reason=reason)
        scope = scope_of_deployment(current.deployment, day=on)
        release = releases_on([current.deployment_id], on=on)[current.deployment_id]
        require(
            may_approve_case(
                held_role=access_of(by, day=on).signs_as(OFFICER, scope),
                is_author=by.pk in current.author_ids,
                checked_until=registration_valid_until(by, on=on),
                is_of_release_in_use=release is not None and release.id == current.release_id,
                missing=missing_from_case(completeness_of(current)),
                on=on,
            )
        )
        _supersede_others(current, on=on, by=by)
        current.version += 1
        current.save(update_fields=["version"])
        content = hash_of_case(current, current.hazards.all())
        return _add_state(current, Status.APPROVED, on=on, reason=reason, content=content, by=by)


def _supersede_others(case: SafetyCase, *, on: date, by: User) -> None:
    for other in SafetyCase.objects.filter(deployment=case.deployment_id).exclude(pk=case.pk):
        if status_of(other) == Status.APPROVED:
            _add_state(
                other, Status.SUPERSEDED, on=on, reason=f"Replaced by the safety case for {case.release}.", by=by
            )


def return_safety_case(*, case: SafetyCase, on: date, reason: str, version: int | None, by: User) -> SafetyCaseState:
    """Gives a submitted safety case back to its authors, with what has to change."""
    with change(reason=reason, by=by):
        _demand("governance.decide_safety", case.deployment, by)
        return _step(case, Status.DRAFTING, on=on, reason=reason, version=version, by=by)


def withdraw_safety_case(*, case: SafetyCase, on: date, reason: str, version: int | None, by: User) -> SafetyCaseState:
    """Takes a safety case out of use: from that day nothing is approved by it."""
    with change(reason=reason, by=by):
        _demand("governance.decide_safety", case.deployment, by)
        return _step(case, Status.WITHDRAWN, on=on, reason=reason, version=version, by=by)


def _step(case: SafetyCase, wanted: Status, *, on: date, reason: str, version: int | None, by: User) -> SafetyCaseState:
    current = _locked(case, version)
    _require_step(current, wanted, on=on, reason=reason)
    current.version += 1
    current.save(update_fields=["version"])
    return _add_state(current, wanted, on=on, reason=reason, by=by)
