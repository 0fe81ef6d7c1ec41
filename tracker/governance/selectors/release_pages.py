"""What the pages of a release show: the supplier's pack, the DTAC, the device and its certificates. The caller has
checked who may see it."""

from dataclasses import dataclass
from datetime import date

from tracker.governance.models import (
    CyberCheck,
    DeviceRegistration,
    DtacAssessment,
    DtacDecision,
    DtacForm,
    SafetyPack,
    SafetyPackDecision,
)
from tracker.governance.policies.checklists import ClauseSection, parse_sections, problems_of
from tracker.governance.policies.devices import CyberOn, DeviceOn, DevicesOn
from tracker.governance.policies.dtac import FormResult, Section
from tracker.governance.policies.risk import Scheme
from tracker.governance.safety_vocabulary import DtacPart
from tracker.governance.selectors.assurance import limits_on
from tracker.governance.selectors.devices import evidence_on
from tracker.governance.selectors.dtac import clinical_safety_decision, result_of, sections_of
from tracker.governance.selectors.safety_pages import pack_of
from tracker.governance.selectors.safety_standards import scheme_of
from tracker.networks.models import UseCase
from tracker.procurement.models import ProductRelease


@dataclass(frozen=True)
class PackView:
    """The supplier's pack: its checklist, and what clinical safety officers decided, newest first."""

    row: SafetyPack
    scheme: Scheme
    sections: tuple[ClauseSection, ...]
    problems: dict[str, str]
    decisions: tuple[SafetyPackDecision, ...]


@dataclass(frozen=True)
class DtacView:
    """One assessment: what it comes to now, who assessed clinical safety, and the conclusion if there is one."""

    row: DtacAssessment
    result: FormResult
    sections: tuple[Section, ...]
    officer: DtacDecision | None
    conclusion: DtacDecision | None


@dataclass(frozen=True)
class ReleaseView:
    """A release and what it is assured by, on a day."""

    row: ProductRelease
    pack: PackView | None
    dtac: DtacView | None
    device_row: DeviceRegistration | None
    device: DeviceOn | None
    cyber_row: CyberCheck | None
    standing: DevicesOn


def release_view(release: ProductRelease, *, on: date) -> ReleaseView:
    """A release for its page."""
    pack = pack_of(release.pk)
    assessment = newest_assessment(release.pk)
    evidence = evidence_on([release.pk], on=on)[release.pk]
    return ReleaseView(
        row=release,
        pack=pack_view(pack) if pack else None,
        dtac=dtac_view(assessment) if assessment else None,
        device_row=newest_device(release, on=on),
        device=evidence.device,
        cyber_row=newest_cyber(release, on=on),
        standing=_standing(release, evidence.device, evidence.cyber, on),
    )


def _standing(release: ProductRelease, device: DeviceOn | None, cyber: CyberOn, on: date) -> DevicesOn:
    """The release by itself, as if one deployment ran it."""
    return DevicesOn(
        deployment_id=0,
        release_id=release.pk,
        release=str(release),
        device=device,
        iso_13485_until=release.iso_13485_expires_on,
        cyber=cyber,
        limits=limits_on(on),
    )


def pack_view(pack: SafetyPack) -> PackView:
    """A pack with its checklist."""
    sections = parse_sections(pack.standard.sections)
    decisions = pack.decisions.select_related("decided_by", "network", "trust").order_by("-decided_on", "-pk")
    return PackView(pack, scheme_of(pack.scheme), sections, problems_of(sections, pack.answers), tuple(decisions))


def newest_assessment(release_id: int) -> DtacAssessment | None:
    """The assessment of a release that was begun last."""
    rows = DtacAssessment.objects.select_related("form", "release__product")
    return rows.filter(release=release_id).order_by("opened_on", "pk").last()


def dtac_view(row: DtacAssessment) -> DtacView:
    """An assessment as it now stands."""
    conclusion = row.decisions.select_related("decided_by").filter(part=DtacPart.WHOLE).first()
    return DtacView(row, result_of(row), sections_of(row), clinical_safety_decision(row), conclusion)


def forms_offered(on: date) -> list[DtacForm]:
    """The versions of the DTAC form that were published by a day, newest first."""
    return list(DtacForm.objects.filter(published_on__lte=on).order_by("-published_on"))


def newest_device(release: ProductRelease, *, on: date) -> DeviceRegistration | None:
    """The newest check of a release as a medical device."""
    rows = release.device_registrations.select_related("checked_by")
    return rows.filter(checked_on__lte=on).order_by("checked_on", "pk").last()


def newest_cyber(release: ProductRelease, *, on: date) -> CyberCheck | None:
    """The newest check of a release's cyber security."""
    rows = release.cyber_checks.select_related("checked_by")
    return rows.filter(checked_on__lte=on).order_by("checked_on", "pk").last()


def use_cases() -> list[UseCase]:
    """Every use case, for what a device's intended purpose may name."""
    return list(UseCase.objects.order_by("name"))
