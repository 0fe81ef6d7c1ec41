"""The assurance page of a release in words, dates and tags."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.decisions import Decision
from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, Fact, HistoryEntry, Link, Row, TableColumn, Tag
from tracker.governance.models import SafetyPackDecision
from tracker.governance.policies.checklists import ClauseSection
from tracker.governance.policies.devices import cyber_verdict, device_verdict, quality_verdict
from tracker.governance.policies.dtac import SectionResult
from tracker.governance.presenters.safety import HAZARD_COLUMNS, ages_in_words, hazard_row, labels
from tracker.governance.safety_vocabulary import DtacOutcome, PackDecision, View
from tracker.governance.selectors.release_pages import DtacView, PackView, ReleaseView
from tracker.networks.vocabulary import ReferralSource

DTAC_COLUMNS = (TableColumn("Section"), TableColumn("Result"), TableColumn("What stands in the way", width="wide"))
CHECKLIST_COLUMNS = (TableColumn("Section"), TableColumn("Answered as needed"))
CERTIFICATE_COLUMNS = (TableColumn("Evidence"), TableColumn("State"), TableColumn("Until or of"))
OUTCOME_TAGS = {
    DtacOutcome.PASSED: Tag("Passed", "green"),
    DtacOutcome.FAILED: Tag("Failed", "red"),
    DtacOutcome.INCOMPLETE: Tag("Not complete", "orange"),
}
PACK_TAGS = {
    PackDecision.ACCEPTED: Tag("Accepted", "green"),
    PackDecision.RETURNED: Tag("Returned", "orange"),
    PackDecision.REOPENED: Tag("Changed since it was accepted", "orange"),
}
NOT_DECIDED, MISSING, NOT_RECORDED = Tag("Not accepted yet", "grey"), Tag("Missing", "red"), Tag("Not recorded", "grey")
Allows = Callable[[str], Decision]


@dataclass(frozen=True)
class DtacPart:
    """The DTAC of a release: what the form comes to, section by section, and what may be done next."""

    lead: str
    tag: Tag | None
    facts: Sequence[Fact]
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    actions: Sequence[Action]


@dataclass(frozen=True)
class PackPart:
    """The supplier's DCB0129 pack: how it stands, its checklist and its hazards."""

    lead: str
    tag: Tag | None
    facts: Sequence[Fact]
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    hazard_columns: Sequence[TableColumn]
    hazards: Sequence[Row]
    decisions: Sequence[HistoryEntry]
    actions: Sequence[Action]


@dataclass(frozen=True)
class DevicePart:
    """The release as a medical device, and its certificates."""

    lead: str
    tag: Tag | None
    facts: Sequence[Fact]
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    actions: Sequence[Action]


@dataclass(frozen=True)
class ReleasePage:
    """What a release is assured by: the answer first, then the DTAC, the device, certificates and the pack."""

    title: str
    caption: str
    lead: str
    dtac: DtacPart
    device: DevicePart
    pack: PackPart


def present_release(view: ReleaseView, *, allows: Allows, is_today: bool, on: date) -> ReleasePage:
    """`allows` says what the person may do with the release by the permission's name."""
    edits = is_today and bool(allows("governance.update_release_assurance"))
    decides = is_today and bool(allows("governance.decide_safety"))
    return ReleasePage(
        title=str(view.row),
        caption=view.row.product.supplier.name,
        lead=_lead(view, on),
        dtac=_dtac(view, edits=edits, decides=decides),
        device=_device(view, on, edits=edits),
        pack=_pack(view, edits=edits, decides=decides),
    )


def _lead(view: ReleaseView, on: date) -> str:
    conclusion = view.dtac.conclusion if view.dtac else None
    standing = view.standing
    wants = {
        "the DTAC": conclusion is not None and conclusion.outcome == DtacOutcome.PASSED,
        "the DCB0129 pack": view.pack is not None and _newest(view.pack) == PackDecision.ACCEPTED,
        "the device": bool(device_verdict(standing, on)),
        "ISO 13485": bool(quality_verdict(standing, on)),
        "cyber security": bool(cyber_verdict(standing, on)),
    }
    missing = [name for name, is_met in wants.items() if not is_met]
    if not missing:
        return "Everything that this release has to be assured by is in order."
    return f"Not in order yet: {', '.join(missing)}. Each part below says what to do."


def _newest(pack: PackView) -> PackDecision | None:
    return PackDecision(pack.decisions[0].decision) if pack.decisions else None


# --- DTAC -----------------------------------------------------------------------------------------------------------


def _dtac(view: ReleaseView, *, edits: bool, decides: bool) -> DtacPart:
    dtac, release_id = view.dtac, view.row.pk
    if dtac is None:
        on_file = f" One of {nhs_date(view.row.dtac_on)} is on file." if view.row.dtac_on else ""
        actions = [Action("Assess a form", reverse("open-dtac", args=[release_id]))] if edits else []
        return DtacPart(f"No form has been assessed here.{on_file}", None, (), DTAC_COLUMNS, (), actions)
    is_open = dtac.conclusion is None
    return DtacPart(
        lead=_dtac_lead(dtac),
        tag=OUTCOME_TAGS[DtacOutcome(dtac.conclusion.outcome)] if dtac.conclusion else None,
        facts=_dtac_facts(dtac),
        columns=DTAC_COLUMNS,
        rows=_dtac_rows(dtac, release_id, edits=edits and is_open),
        actions=_dtac_actions(dtac, release_id, edits=edits, decides=decides),
    )


def _dtac_lead(dtac: DtacView) -> str:
    if dtac.conclusion:
        when, who = nhs_date(dtac.conclusion.decided_on), dtac.conclusion.decided_by
        told = OUTCOME_TAGS[DtacOutcome(dtac.conclusion.outcome)].text.lower()
        return f"The release {told} the DTAC, as {who} concluded on {when}."
    if dtac.result.outcome == DtacOutcome.INCOMPLETE:
        return "The form is being assessed. Answer the sections that are not complete."
    stands = "As answered so far, the form fails." if dtac.result.failing else "Every section is answered."
    if dtac.officer is None:
        return f"{stands} A clinical safety officer has to assess section C1."
    return f"{stands} Somebody other than the safety officer concludes the form."


def _dtac_facts(dtac: DtacView) -> list[Fact]:
    officer = dtac.officer
    told = f"{officer.decided_by} on {nhs_date(officer.decided_on)}" if officer else "Nobody, as it now stands"
    return [
        Fact("Form", str(dtac.row.form)),
        Fact("Filled in by the supplier on", nhs_date(dtac.row.dated_on)),
        Fact("Clinical safety assessed by", told),
    ]


def _dtac_rows(dtac: DtacView, release_id: int, *, edits: bool) -> list[Row]:
    results = {result.section.code: result for result in dtac.result.sections}
    rows: list[Row] = []
    for section in dtac.sections:
        href = reverse("edit-dtac-section", args=[release_id, section.code.lower()]) if edits else ""
        result = results.get(section.code)
        tag = OUTCOME_TAGS[result.outcome] if result else Tag("Not assessed", "grey")
        rows.append([Cell(section.name, href=href), Cell(tag=tag), _in_the_way(result)])
    return rows


def _in_the_way(result: SectionResult | None) -> str:
    if result is None:
        return "It is read, and decides nothing."
    failing = " ".join(f"{each.code}: {each.reason}" for each in result.failing)
    unanswered = f"Not answered: {', '.join(result.unanswered)}." if result.unanswered else ""
    return " ".join(text for text in (failing, unanswered) if text) or "Nothing"


def _dtac_actions(dtac: DtacView, release_id: int, *, edits: bool, decides: bool) -> list[Action]:
    if dtac.conclusion:
        return [Action("Assess a new form", reverse("open-dtac", args=[release_id]), "secondary")] if edits else []
    found = []
    if decides:
        address = reverse("assess-dtac-safety", args=[release_id])
        found.append(Action("Assess clinical safety", address, "secondary" if dtac.officer else ""))
    if edits and dtac.result.outcome != DtacOutcome.INCOMPLETE and dtac.officer:
        found.append(Action("Conclude the form", reverse("conclude-dtac", args=[release_id])))
    return found


# --- Device and certificates ----------------------------------------------------------------------------------------


def _device(view: ReleaseView, on: date, *, edits: bool) -> DevicePart:
    release_id = view.row.pk
    actions = [
        Action("Check the device", reverse("edit-device", args=[release_id]), "secondary" if view.device else ""),
        Action("Check cyber security", reverse("edit-cyber", args=[release_id]), "secondary"),
    ]
    verdict = device_verdict(view.standing, on)
    return DevicePart(
        lead=verdict.sentence,
        tag=Tag("In order", "green") if verdict else Tag("Not in order", "red"),
        facts=list(_device_facts(view)),
        columns=CERTIFICATE_COLUMNS,
        rows=list(_certificates(view, on)),
        actions=actions if edits else (),
    )


def _device_facts(view: ReleaseView) -> Iterator[Fact]:
    row, device = view.device_row, view.device
    if row is None or device is None:
        return
    pending = " Policy pending: a change was consulted on." if device.is_policy_pending else ""
    yield Fact("Mark and class", f"{device.mark.label}, class {device.device_class}")
    if device.accepted_until:
        yield Fact("Mark accepted until", f"{nhs_date(device.accepted_until)}.{pending}")
    yield Fact("Certificate", f"{row.certificate_number or 'None'}, {row.body or 'no body'}")
    yield Fact("Declaration of conformity", nhs_date(row.declared_on))
    yield Fact("MHRA registration", row.mhra_reference or "Not evidenced")
    yield Fact("UK responsible person", row.uk_responsible_person or _no_person(view))
    yield Fact("Intended purpose", row.intended_purpose)
    yield Fact("For patients of", labels(ReferralSource.choices, row.referral_sources))
    yield Fact("Images", labels(View.choices, row.views))
    yield Fact("Ages in years", ages_in_words(device.purpose))
    yield Fact("By itself the tool", device.purpose.autonomy.label)
    yield Fact("Checked", f"{nhs_date(row.checked_on)}, by {row.checked_by}")


def _no_person(view: ReleaseView) -> str:
    return "Not needed" if view.device_row and view.device_row.is_uk_manufacturer else "Missing"


def _certificates(view: ReleaseView, on: date) -> Iterator[Row]:
    standing, cyber = view.standing, view.standing.cyber
    device = view.device
    dated = (
        ("Device certificate", device.expires_on if device else None, device is None),
        ("ISO 13485", standing.iso_13485_until, True),
        ("Cyber Essentials Plus", cyber.essentials_plus_until, True),
        ("Penetration test", standing.penetration_test_until, True),
        ("Cyber Essentials", cyber.essentials_until, False),
        ("Data Security and Protection Toolkit", cyber.dspt_until, False),
        ("ICO registration", cyber.ico_until, False),
    )
    for name, until, is_needed in dated:
        tag = _until_tag(until, on) if until else MISSING if is_needed else NOT_RECORDED
        yield [name, Cell(tag=tag), nhs_date(until, empty="Not recorded")]
    yield ["Toolkit status", Cell(tag=_status_tag(cyber.dspt_status)), cyber.dspt_status or "Not recorded"]
    score = cyber.highest_open_cvss
    tag = Tag("Not known", "grey") if score is None else _open_finding(standing.has_blocking_finding)
    yield ["Highest open CVSS score", Cell(tag=tag), "Not recorded" if score is None else str(score)]
    charter = cyber.charter_signed_on
    signed = Tag("Signed", "green") if charter else Tag("Not signed", "grey")
    yield ["Cyber Security Charter", Cell(tag=signed), nhs_date(charter, empty="Not recorded")]


def _until_tag(until: date, on: date) -> Tag:
    return Tag("Holds", "green") if until >= on else Tag("Expired", "red")


def _status_tag(status: str) -> Tag:
    if not status:
        return MISSING
    return Tag("Met", "green") if status.lower() in {"standards met", "standards exceeded"} else Tag("Not met", "red")


def _open_finding(is_blocking: bool) -> Tag:  # noqa: FBT001 - a small helper of this page
    return Tag("Blocks", "red") if is_blocking else Tag("Does not block", "green")


# --- DCB0129 --------------------------------------------------------------------------------------------------------


def _pack(view: ReleaseView, *, edits: bool, decides: bool) -> PackPart:
    pack, release_id = view.pack, view.row.pk
    return PackPart(
        lead=_pack_lead(view),
        tag=(PACK_TAGS[newest] if (newest := _newest(pack)) else NOT_DECIDED) if pack else None,
        facts=_pack_facts(pack, release_id, edits=edits) if pack else (),
        columns=CHECKLIST_COLUMNS,
        rows=_checklist(pack, release_id, edits=edits) if pack and pack.row.is_applicable else (),
        hazard_columns=HAZARD_COLUMNS,
        hazards=_hazards(pack, release_id, edits=edits) if pack else (),
        decisions=[_decision(row) for row in pack.decisions] if pack else (),
        actions=_pack_actions(pack, release_id, edits=edits, decides=decides),
    )


def _pack_lead(view: ReleaseView) -> str:
    pack = view.pack
    if pack is None:
        on_file = view.row.dcb0129_on
        told = f" One of {nhs_date(on_file)} is on file." if on_file else ""
        return f"No DCB0129 pack is recorded here.{told} Record what the supplier sent, or why the standard does not apply."
    if not pack.row.is_applicable:
        return f"The supplier says that DCB0129 does not apply: {pack.row.rationale}"
    if pack.problems:
        one, many = "requirement is", "requirements are"
        return f"{plural(len(pack.problems), one, many)} not answered as they have to be before supply."
    return "Every requirement is answered. It counts where a clinical safety officer has accepted it."


def _pack_facts(pack: PackView, release_id: int, *, edits: bool) -> list[Fact]:
    change = Link("Change what was received", reverse("edit-safety-pack", args=[release_id])) if edits else None
    return [
        Fact("Standard", str(pack.row.standard)),
        Fact("Documents received on", nhs_date(pack.row.received_on, empty="None"), change=change),
        Fact("Clinical safety case report", pack.row.report_reference or "None"),
        Fact("Risk scheme", pack.row.scheme.name),
    ]


def _checklist(pack: PackView, release_id: int, *, edits: bool) -> list[Row]:
    def row(section: ClauseSection) -> Row:
        href = reverse("edit-pack-section", args=[release_id, section.code]) if edits else ""
        open_ones = [clause.number for clause in section.clauses if clause.number in pack.problems]
        done = len(section.clauses) - len(open_ones)
        tag = Tag("To do", "orange") if open_ones else Tag("Done", "green")
        return [Cell(f"{section.code} {section.title}", href=href), Cell(f"{done} of {len(section.clauses)}", tag=tag)]

    return [row(section) for section in pack.sections]


def _hazards(pack: PackView, release_id: int, *, edits: bool) -> list[Row]:
    return [
        hazard_row(row, pack.scheme, reverse("edit-supplier-hazard", args=[release_id, row.pk]) if edits else "")
        for row in sorted(pack.row.hazards.all(), key=lambda each: each.number)
    ]


def _decision(row: SafetyPackDecision) -> HistoryEntry:
    return HistoryEntry(
        when=row.decided_on,
        what=f"{row.get_decision_display()}{_where(row)}",
        who=str(row.decided_by),
        reason=row.note,
    )


def _where(row: SafetyPackDecision) -> str:
    place = row.trust or row.network
    return f", for {place}" if place else ""


def _pack_actions(pack: PackView | None, release_id: int, *, edits: bool, decides: bool) -> list[Action]:
    if pack is None:
        return [Action("Record the pack", reverse("edit-safety-pack", args=[release_id]))] if edits else []
    found = []
    if decides:
        found.append(Action("Accept or return", reverse("decide-safety-pack", args=[release_id])))
    if edits:
        found.append(Action("Add a supplier's hazard", reverse("add-supplier-hazard", args=[release_id]), "secondary"))
    return found
