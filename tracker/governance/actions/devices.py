"""Recording checks of a release as a medical device and of its cyber security, and what a deployment uses it for."""

from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.actions.releases_touched import touch_release
from tracker.governance.models import CyberCheck, DeviceRegistration, IntendedUse
from tracker.governance.permissions import demand_over_any
from tracker.governance.policies.devices import may_check_cyber, may_record_use, may_register_device, may_use_ages
from tracker.governance.safety_vocabulary import DeviceMark
from tracker.governance.selectors.release_finding import scopes_of_release
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment
from tracker.procurement.models import ProductRelease


def _lock(release: ProductRelease, *, by: User) -> None:
    today = today_in_london()
    scopes = scopes_of_release(release.pk, on=today)
    demand_over_any("governance.update_release_assurance", access_of(by, day=today), scopes)
    ProductRelease.objects.select_for_update().get(pk=release.pk)


def _require_newest(rows: Any, version: int | None) -> None:
    """Raises `StaleWrite` unless the newest row is the one that the page showed (None: it showed none). Checks are
    added and never edited, so the id of the newest is their version."""
    newest = rows.order_by("pk").last()
    if (newest.pk if newest else None) != version:
        raise StaleWrite(newest)


def record_device(
    *, release: ProductRelease, version: int | None, checked_on: date, by: User, **fields: Any
) -> DeviceRegistration:
    """Adds a check of the release as a medical device, beside those before it. `version` is the id of the check that
    the page showed."""
    with change(by=by):
        _lock(release, by=by)
        _require_newest(release.device_registrations, version)
        row = DeviceRegistration(release=release, checked_on=checked_on, checked_by=by, **fields)
        require(
            may_register_device(
                mark=DeviceMark(row.mark),
                device_class=row.device_class,
                certificate_number=row.certificate_number,
                issued_on=row.issued_on,
                expires_on=row.expires_on,
                declared_on=row.declared_on,
                checked_on=row.checked_on,
                today=today_in_london(),
            )
        )
        require(may_use_ages(row.minimum_age, row.maximum_age))
        row.save()
        touch_release(release)
    return row


def record_cyber_check(
    *, release: ProductRelease, version: int | None, checked_on: date, by: User, **fields: Any
) -> CyberCheck:
    """Adds a check of the release's cyber security. `version` is the id of the check that the page showed."""
    with change(by=by):
        _lock(release, by=by)
        _require_newest(release.cyber_checks, version)
        row = CyberCheck(release=release, checked_on=checked_on, checked_by=by, **fields)
        require(
            may_check_cyber(
                charter_signed_on=row.charter_signed_on,
                highest_open_cvss=row.highest_open_cvss,
                checked_on=checked_on,
                today=today_in_london(),
            )
        )
        row.save()
        touch_release(release)
    return row


def record_intended_use(
    *, deployment: Deployment, on: date, reason: str = "", version: int | None, by: User, **fields: Any
) -> IntendedUse:
    """From a day on the deployment means to use the tool for this. `version` is the id of the use that the page
    showed. A use outside the intended purpose is recorded as it is; the gate then stays shut."""
    today = today_in_london()
    with change(reason=reason, by=by):
        demand("governance.update_safety_case", access_of(by, day=today), scope_of_deployment(deployment, day=today))
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        _require_newest(deployment.intended_uses, version)
        row = IntendedUse(deployment=deployment, effective_on=on, reason=reason.strip(), recorded_by=by, **fields)
        require(may_record_use(sources=row.referral_sources, on=on, today=today))
        require(may_use_ages(row.minimum_age, row.maximum_age))
        row.save()
        touch("deployment", deployment.pk)
    return row
