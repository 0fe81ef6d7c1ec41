"""What the demo's releases are assured by: the supplier's safety pack, the DTAC, the device and cyber security.

One product is in trouble with most of them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import Door, change
from tracker.core.touched import collecting
from tracker.demo.generate.calendar import Calendar, add_months
from tracker.demo.generate.suppliers import FAILED_SUPPLIER, TROUBLED_PRODUCT
from tracker.demo.ready import Ready
from tracker.governance.actions.devices import record_cyber_check, record_device
from tracker.governance.actions.dtac import answer_section, assess_clinical_safety, conclude_dtac, open_dtac
from tracker.governance.actions.safety_officers import record_officer_check
from tracker.governance.actions.safety_packs import (
    answer_clauses,
    decide_safety_pack,
    save_safety_pack,
    save_supplier_hazard,
)
from tracker.governance.models import DtacForm
from tracker.governance.policies.checklists import parse_sections
from tracker.governance.policies.dtac import Section
from tracker.governance.safety_vocabulary import Autonomy, DeviceMark, HazardStatus, PackDecision, Regulator, View
from tracker.governance.selectors.dtac import sections_of
from tracker.governance.selectors.releases import releases_on
from tracker.networks.vocabulary import ReferralSource
from tracker.procurement.models import ProductRelease

OFFICER = SignOffRole.CLINICAL_SAFETY_OFFICER
CHECKED_BEFORE = (740, 400, 70)  # days before the anchor on which an officer's registration was looked up
LAPSED_NETWORK = 4  # the place of the one whose officer was last looked up too long ago
TRANSFERRED = "Result read without the image beside it"
VIEWS = {"chest-xray": (View.PA, View.AP, View.MOBILE), "chest-ct": (View.CT,)}
FAILED_SECTION = "C3"  # technical security
LOW_CVSS, HIGH_CVSS = Decimal("4.3"), Decimal("7.5")


@dataclass(frozen=True)
class Used:
    """A release that deployments run, which of them do and since when."""

    row: ProductRelease
    by: tuple[tuple[Ready, date], ...]

    @property
    def assured_on(self) -> date:
        """Some weeks after the first contract for it."""
        return min(since for _, since in self.by) + timedelta(days=21)


def load_products(everything: list[Ready], *, calendar: Calendar, by: User) -> None:
    """Assures every release that is used, and has the safety officers of each network accept its pack."""
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        _check_officers(everything, calendar, by=by)
        used = used_releases(everything, calendar)
        for each in used:
            if each.row.product.supplier.name != FAILED_SUPPLIER:
                is_troubled = each.row.product.name == TROUBLED_PRODUCT.name
                _receive_pack(each, calendar, by=by)
                _assess_dtac(each, calendar, fails=is_troubled, by=by)
                _check_device(each, calendar, by=by)
                score = HIGH_CVSS if is_troubled else LOW_CVSS
                record_cyber_check(
                    release=each.row,
                    version=None,
                    checked_on=calendar.before(40),
                    highest_open_cvss=score,
                    dspt_expires_on=calendar.after(290),
                    ico_registration_expires_on=calendar.after(325),
                    by=by,
                )


def used_releases(everything: list[Ready], calendar: Calendar) -> list[Used]:
    """The releases that run on the anchor day, each with its deployments."""
    found: dict[int, list[tuple[Ready, date]]] = {}
    running = releases_on([each.row.pk for each in everything], on=calendar.anchor)
    for each in everything:
        release = running[each.row.pk]
        if release is not None:
            found.setdefault(release.id, []).append((each, release.since))
    rows = ProductRelease.objects.select_related("product__supplier").in_bulk(found)
    return [Used(rows[pk], tuple(by)) for pk, by in sorted(found.items())]


def _check_officers(everything: list[Ready], calendar: Calendar, *, by: User) -> None:
    """Every safety officer was looked up in the register once a year; one of them not since."""
    firsts = {each.told.trust.network.place: each for each in reversed(everything)}
    for place, each in sorted(firsts.items()):
        days = CHECKED_BEFORE[: -1 if place == LAPSED_NETWORK else None]
        officers = User.objects.filter(
            role_assignments__network=each.hands.network, role_assignments__sign_off_role=OFFICER
        )
        for officer, before in product(officers.order_by("pk"), days):
            record_officer_check(
                deployment=each.row,
                officer=officer,
                profession="Consultant radiologist",
                regulator=Regulator.GMC,
                registration_number=f"70{officer.pk:05}",
                checked_on=calendar.before(before),
                employer=each.row.trust.name,
                training="Clinical safety officer, foundation and practitioner",
                trained_on=calendar.before(before),
                by=by,
            )


def _receive_pack(used: Used, calendar: Calendar, *, by: User) -> None:
    pack = save_safety_pack(
        release=used.row, received_on=used.assured_on, report_reference=f"CSCR {used.row.version}", by=by
    )
    numbers = [clause.number for section in parse_sections(pack.standard.sections) for clause in section.clauses]
    answers = {number: {"answer": "yes", "evidence": "Safety case report"} for number in numbers}
    pack = answer_clauses(pack=pack, answers=answers, version=None, by=by)
    save_supplier_hazard(
        pack=pack,
        name=TRANSFERRED,
        description="The display of the trust decides whether the reader sees the image and the result together.",
        status=HazardStatus.TRANSFERRED,
        by=by,
    )
    accepted_from: dict[int, date] = {}
    officers: dict[int, User] = {}
    for each, since in used.by:
        officer = each.hands.signs[OFFICER]
        officers[officer.pk] = officer
        accepted_from[officer.pk] = min(accepted_from.get(officer.pk, date.max), since)
    for pk, since in accepted_from.items():
        day = min(since + timedelta(days=25), calendar.before(3))
        decide_safety_pack(pack=pack, decision=PackDecision.ACCEPTED, on=day, version=None, by=officers[pk])


def _assess_dtac(used: Used, calendar: Calendar, *, fails: bool, by: User) -> None:
    """The form that was mandatory then, or else the oldest, with answers that pass."""
    day = min(used.assured_on + timedelta(days=9), calendar.before(3))
    forms = list(DtacForm.objects.order_by("published_on"))
    form = [forms[0], *(each for each in forms if each.published_on <= day)][-1]
    dated_on = max(form.published_on, day - timedelta(days=30))
    assessment = open_dtac(release=used.row, form=form, dated_on=dated_on, on=max(day, dated_on), by=by)
    for section in sections_of(assessment):
        answers = _answers(section, fails=fails and section.code == FAILED_SECTION)
        assessment = answer_section(assessment=assessment, section=section, answers=answers, version=None, by=by)
    officer = used.by[0][0].hands.signs[OFFICER]
    assess_clinical_safety(assessment=assessment, on=max(day, dated_on), version=None, by=officer)
    conclude_dtac(assessment=assessment, on=max(day, dated_on), version=None, by=by)


def _answers(section: Section, *, fails: bool) -> dict[str, str]:
    """An answer to every question: the first that passes; the first question fails where the section has to."""
    given = {}
    for question in section.questions:
        codes = [option.code for option in question.options]
        passing = [code for code in codes if not question.passes or code in question.passes]
        given[question.code] = passing[0] if passing else "As described in the form"
    failing = [
        (question.code, option.code)
        for question in section.questions
        for option in question.options
        if question.passes and option.code not in question.passes
    ]
    return given | dict(failing[:1]) if fails else given


def _check_device(used: Used, calendar: Calendar, *, by: User) -> None:
    release = used.row
    expires_on = release.certificate_expires_on or calendar.after(400)
    use_cases = list(release.product.use_cases.values_list("code", flat=True))
    fields: dict[str, Any] = {
        "mark": DeviceMark.UKCA if release.marking == "UKCA" else DeviceMark.CE_MDR,
        "device_class": release.device_class,
        "body": "Exemplar Approved Body",
        "certificate_number": f"{release.marking}-{release.pk:04}",
        "issued_on": add_months(expires_on, -60),
        "expires_on": expires_on,
        "declared_on": add_months(expires_on, -60),
        "mhra_reference": release.mhra_reference,
        "is_uk_manufacturer": release.marking == "UKCA",
        "uk_responsible_person": "" if release.marking == "UKCA" else "Exemplar UKRP Ltd",
        "intended_purpose": "Supports radiologists and reporting radiographers who read chest images of adults.",
        "use_cases": use_cases,
        "views": [view.value for code in use_cases for view in VIEWS[code]],
        "referral_sources": list(ReferralSource.values),
        "minimum_age": 16,
        "autonomy": Autonomy.TRIAGE,
    }
    record_device(release=release, version=None, checked_on=max(used.assured_on, calendar.before(300)), by=by, **fields)
