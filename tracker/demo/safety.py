"""Clinical safety of the demo's deployments: what each uses the tool for, and its safety case, most of them approved."""

from datetime import date, timedelta
from typing import Any

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import Door, change
from tracker.core.touched import collecting
from tracker.demo.generate.calendar import Calendar, working_day
from tracker.demo.generate.deployments import Gap
from tracker.demo.generate.organisations import Story
from tracker.demo.products import TRANSFERRED, VIEWS
from tracker.demo.ready import Ready
from tracker.governance.actions.devices import record_intended_use
from tracker.governance.actions.hazards import save_hazard
from tracker.governance.actions.releases import record_release
from tracker.governance.actions.safety_cases import (
    approve_safety_case,
    open_safety_case,
    save_safety_case,
    submit_safety_case,
)
from tracker.governance.models import SafetyCase, SupplierHazard
from tracker.governance.safety_vocabulary import Autonomy
from tracker.governance.selectors.releases import releases_on
from tracker.networks.vocabulary import ReferralSource
from tracker.procurement.actions.suppliers import save_release
from tracker.procurement.models import ProductRelease

OFFICER = SignOffRole.CLINICAL_SAFETY_OFFICER
OPENED_BEFORE = 52  # days before the go-live
SUPERSEDED_BEFORE = 24  # days before the anchor on which one deployment took up a release that nobody had assessed
ADULTS, YOUNG = 18, 14  # years of age; no device of the demo is for people under 16
MISSED: dict[str, Any] = {
    "name": "Missed finding, with trust in the tool",
    "description": "The tool misses a nodule, and the reader relies on it.",
    "impact": "Late or missed diagnosis.",
    "initial_severity": "major",
    "initial_likelihood": "medium",
    "process_controls": "A person reads every image, and missed findings are audited every month.",
    "residual_severity": "significant",
    "residual_likelihood": "low",
    "alarp": "Two readers for every image would cost more time than the trust has, and gain little.",
}
APART: dict[str, Any] = {
    "name": TRANSFERRED,
    "description": "The viewer shows the result in a window of its own.",
    "initial_severity": "considerable",
    "initial_likelihood": "medium",
    "design_controls": "The hanging protocol opens both together.",
    "residual_severity": "minor",
    "residual_likelihood": "low",
}
HIGH = {"initial_likelihood": "high", "residual_severity": "major", "residual_likelihood": "high"}
MIDDLING = {"residual_severity": "considerable", "residual_likelihood": "medium", "alarp": ""}
RISKS: dict[int | None, dict[str, str]] = {
    0: HIGH,
    1: MIDDLING,
}  # by the gap; the other cases have a risk that is in order


def load_safety(ready: list[Ready], *, calendar: Calendar, by: User) -> None:
    """Writes the safety case of each deployment and has it approved before the go-live. Where there is one already,
    nothing changes."""
    if SafetyCase.objects.exists():
        return
    transferred = {row.pack.release_id: row for row in SupplierHazard.objects.select_related("pack")}
    running = releases_on([each.row.pk for each in ready], on=calendar.anchor)
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        for each in ready:
            release = running[each.row.pk]
            if release is None or release.id not in transferred:
                continue
            opened_on = max(_opened_on(each, calendar), release.since)
            _record_use(each, opened_on, by=by)
            _write_case(each, transferred[release.id], opened_on, calendar)
            if each.told.gap == Gap.SUPERSEDED:
                _take_up_new_release(each, release.id, calendar.before(SUPERSEDED_BEFORE), by=by)


def _opened_on(each: Ready, calendar: Calendar) -> date:
    return min(working_day((each.told.live_on or calendar.anchor) - timedelta(days=OPENED_BEFORE)), calendar.before(20))


def _record_use(each: Ready, on: date, *, by: User) -> None:
    """Whose images are read, within what the device is for; one deployment reads those of people who are too young."""
    is_outside = each.told.gap == Gap.REVIEW_NEAR
    record_intended_use(
        deployment=each.row,
        on=on,
        version=None,
        by=by,
        views=[VIEWS[each.told.call_off.use_case][0].value],
        referral_sources=list(ReferralSource.values),
        minimum_age=YOUNG if is_outside else ADULTS,
        autonomy=Autonomy.SUPPORT,
    )


def _write_case(each: Ready, transferred: SupplierHazard, opened_on: date, calendar: Calendar) -> None:
    """The case with its hazard log. Of those close to their go-live some have a risk that is too high, one that nobody
    has accepted, or a hazard of the supplier's without a row."""
    told, author = each.told, each.hands.manager
    case = open_safety_case(deployment=each.row, on=opened_on, by=author)
    reference = f"DCB0160/{told.trust.code}"
    save_safety_case(
        case=case,
        version=None,
        by=author,
        report_reference=f"{reference}/CSCR",
        plan_reference=f"{reference}/PLAN",
        hazard_log_reference=f"{reference}/LOG",
    )
    gap = told.number % 3 if told.story == Story.UNGOVERNED else None
    save_hazard(case=case, by=author, **{**MISSED, **RISKS.get(gap, {})})
    if gap in {None, 0}:
        save_hazard(case=case, supplier_hazard=transferred, by=author, **APART)
    if gap is not None:
        return
    submit_safety_case(case=case, on=opened_on + timedelta(days=9), version=None, by=author)
    if told.story != Story.OVERDUE or told.number:
        day = min(working_day(opened_on + timedelta(days=19)), calendar.before(3))
        approve_safety_case(case=case, on=day, version=None, by=each.hands.signs[OFFICER])


def _take_up_new_release(each: Ready, release_id: int, on: date, *, by: User) -> None:
    """The supplier's new release runs before anybody has assessed it."""
    before = ProductRelease.objects.select_related("product").get(pk=release_id)
    major, _, minor = before.version.partition(".")
    newest = save_release(product=before.product, version=f"{major}.{int(minor or 0) + 1}", by=by)
    reason = "The supplier upgraded the platform; release notes came two weeks later"
    record_release(deployment=each.row, release=newest, on=on, reason=reason, by=by)
