"""The clinical safety page of a deployment in words, dates and tags."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.decisions import Decision
from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, Fact, HistoryEntry, Link, Row, TableColumn, Tag
from tracker.governance.models import Hazard, SupplierHazard
from tracker.governance.models.hazards import HazardRow
from tracker.governance.policies.devices import Purpose, purpose_verdict
from tracker.governance.policies.risk import Scheme
from tracker.governance.policies.safety_gate import OfficerOn, case_verdict
from tracker.governance.policies.verdicts import Verdict
from tracker.governance.safety_vocabulary import HazardStatus, SafetyCaseStatus, View
from tracker.governance.selectors.safety_pages import SafetyView
from tracker.networks.vocabulary import ReferralSource

Status = SafetyCaseStatus
STATUS_TAGS = {
    Status.DRAFTING: Tag("Drafting", "grey"),
    Status.WITH_OFFICER: Tag("With the safety officer", "blue"),
    Status.APPROVED: Tag("Approved", "green"),
    Status.SUPERSEDED: Tag("Superseded", "grey"),
    Status.WITHDRAWN: Tag("Withdrawn", "red"),
}
HAZARD_TAGS = {
    HazardStatus.OPEN: Tag("Open", "orange"),
    HazardStatus.TRANSFERRED: Tag("Transferred", "blue"),
    HazardStatus.CLOSED: Tag("Closed", "green"),
}
HAZARD_COLUMNS = (
    TableColumn("Hazard", width="wide"),
    TableColumn("Status"),
    TableColumn("Initial risk"),
    TableColumn("Residual risk"),
    TableColumn("Owner"),
)
UNLINKED_COLUMNS = (TableColumn("Supplier's hazard", width="wide"), TableColumn("What to do"))
Allows = Callable[[str], Decision]


@dataclass(frozen=True)
class SafetyPage:
    """Clinical safety of a deployment: the answer first, then what is missing, the log, and who signs."""

    title: str
    caption: str
    lead: str
    state: Tag
    actions: Sequence[Action]
    facts: Sequence[Fact]
    missing: Sequence[str]
    hazards: Sequence[Row]
    hazard_columns: Sequence[TableColumn]
    unlinked: Sequence[Row]
    unlinked_columns: Sequence[TableColumn]
    officers: Sequence[Fact]
    officers_lead: str
    check_href: str
    use: Sequence[Fact]
    use_lead: str
    use_href: str
    history: Sequence[HistoryEntry]


def present_safety(view: SafetyView, *, name: str, allows: Allows, is_today: bool, on: date) -> SafetyPage:
    """`allows` says what the person may do here by the permission's name."""
    deployment_id = view.safety.deployment_id
    edits = is_today and bool(allows("governance.update_safety_case"))
    decides = is_today and bool(allows("governance.decide_safety"))
    return SafetyPage(
        title="Clinical safety",
        caption=name,
        lead=_lead(case_verdict(view.safety, on)),
        state=STATUS_TAGS[view.safety.case.status] if view.safety.case else Tag("Not started", "grey"),
        actions=_actions(view, deployment_id, edits=edits, decides=decides),
        facts=_facts(view, deployment_id, edits=edits),
        missing=view.missing if not view.safety.is_approved else (),
        hazards=[hazard_row(row, view.scheme, _hazard_href(deployment_id, row, edits)) for row in view.hazards],
        hazard_columns=HAZARD_COLUMNS,
        unlinked=[_unlinked(row, deployment_id, edits=edits and view.case is not None) for row in view.unlinked],
        unlinked_columns=UNLINKED_COLUMNS,
        officers=[_officer(officer, view, on) for officer in view.safety.officers],
        officers_lead=_officers_lead(view.safety.officers, on),
        check_href=reverse("check-safety-officer", args=[deployment_id]) if edits and view.safety.officers else "",
        use=_use(view.devices.use),
        use_lead=purpose_verdict(view.devices, on).sentence,
        use_href=reverse("edit-intended-use", args=[deployment_id]) if edits else "",
        history=_history(view),
    )


def _lead(verdict: Verdict) -> str:
    return verdict.sentence if not verdict else f"The safety case stands. {verdict.reason}"


def _actions(view: SafetyView, deployment_id: int, *, edits: bool, decides: bool) -> list[Action]:
    def action(text: str, page: str, variant: str = "secondary") -> Action:
        return Action(text, reverse(page, args=[deployment_id]), variant)

    case, release_id = view.safety.case, view.safety.release_id
    is_current = case is not None and case.release_id == release_id
    found = []
    if edits and release_id is not None and not is_current:
        found.append(action("Begin the safety case", "edit-safety-case", ""))
    if case is None or not is_current:
        return found
    if edits and case.status == Status.DRAFTING:
        found.append(action("Send to the safety officer", "submit-safety-case", ""))
    if decides and case.status in {Status.WITH_OFFICER, Status.APPROVED, Status.DRAFTING}:
        variant = "" if case.status == Status.WITH_OFFICER else "secondary"
        text = "Decide" if case.status == Status.WITH_OFFICER else "Withdraw"
        found.append(action(text, "decide-safety-case", variant))
    if edits and case.status in {Status.DRAFTING, Status.WITH_OFFICER, Status.APPROVED}:
        found.append(action("Add a hazard", "add-hazard"))
        found.append(action("Add starter hazards", "add-starter-hazards"))
    return found


def _facts(view: SafetyView, deployment_id: int, *, edits: bool) -> list[Fact]:
    safety, case = view.safety, view.case
    change = Link("Change documents", reverse("edit-safety-case", args=[deployment_id])) if edits and case else None
    record = Link("Change release", reverse("record-release", args=[deployment_id])) if edits else None
    href = _release_href(view, deployment_id)
    release = [Fact("Release in use", safety.release or "Not recorded", href=href, change=record)]
    if case is None:
        return release
    documents = (
        ("Clinical safety case report", case.report_reference),
        ("Clinical risk management plan", case.plan_reference),
        ("Hazard log", case.hazard_log_reference),
    )
    return [
        *release,
        Fact("Safety case for", str(case.release), change=change),
        Fact("Standard", str(case.standard)),
        Fact("Risk scheme", case.scheme.name),
        *(Fact(label, text or "Missing") for label, text in documents),
    ]


def _release_href(view: SafetyView, deployment_id: int) -> str:
    return reverse("deployment-release", args=[deployment_id]) if view.safety.release_id else ""


def _hazard_href(deployment_id: int, row: Hazard, edits: bool) -> str:  # noqa: FBT001 - a small helper of this page
    return reverse("edit-hazard", args=[deployment_id, row.pk]) if edits else ""


def hazard_row(row: HazardRow, scheme: Scheme | None, href: str) -> Row:
    """A hazard with its risks in words."""
    return [
        Cell(str(row), href=href, hint=row.description),
        Cell(tag=HAZARD_TAGS[HazardStatus(row.status)]),
        risk_cell(scheme, row.initial_severity, row.initial_likelihood),
        risk_cell(scheme, row.residual_severity, row.residual_likelihood),
        row.owner or "Nobody",
    ]


def risk_cell(scheme: Scheme | None, severity: str, likelihood: str) -> Cell:
    """A risk in words: the rating with its meaning, and the severity and likelihood that it comes from."""
    rating = scheme.rate(severity, likelihood) if scheme else None
    if scheme is None or rating is None:
        return Cell(tag=Tag("Not scored", "grey"))
    colour = "red" if rating.blocks else "orange" if rating.needs_acceptance else "green"
    words = f"{rating.label}. {scheme.severity(severity)} severity, {scheme.likelihood(likelihood).lower()} likelihood"
    return Cell(tag=Tag(f"Rating {rating.rating}", colour), hint=words)


def _unlinked(row: SupplierHazard, deployment_id: int, *, edits: bool) -> Row:
    href = f"{reverse('add-hazard', args=[deployment_id])}?supplier={row.pk}" if edits else ""
    return [Cell(str(row), hint=row.description), Cell("Add a row for it", href=href)]


def _officer(officer: OfficerOn, view: SafetyView, on: date) -> Fact:
    check = next((row for row in view.checks if row.officer_id == officer.user_id), None)
    if check is None:
        return Fact(officer.name, "Nobody has looked up their registration.", Tag("Not checked", "red"))
    valid = officer.is_valid_on(on)
    tag = Tag("Registration checked", "green") if valid else Tag("Check has lapsed", "red")
    told = f"{check.profession}, {check.regulator} {check.registration_number}, of {check.employer}."
    until = f"Looked up on {nhs_date(check.checked_on)}; this counts until {nhs_date(officer.checked_until)}."
    return Fact(officer.name, f"{told} {until}", tag)


def _officers_lead(officers: Sequence[OfficerOn], on: date) -> str:
    if not officers:
        return "Nobody is clinical safety officer here. An administrator gives the role."
    valid = sum(officer.is_valid_on(on) for officer in officers)
    return f"{plural(len(officers), 'officer')}, {valid} with a valid check of their registration."


def _use(use: Purpose | None) -> list[Fact]:
    if use is None:
        return []
    return [
        Fact("For patients of", labels(ReferralSource.choices, use.sources)),
        Fact("Images", labels(View.choices, use.views)),
        Fact("Ages in years", ages_in_words(use)),
        Fact("By itself the tool", use.autonomy.label),
    ]


def labels(choices: Sequence[tuple[str, str]], codes: Collection[str]) -> str:
    """Codes in the words of their kind."""
    return ", ".join(label for code, label in choices if code in codes) or "None named"


def ages_in_words(purpose: Purpose) -> str:
    """An age range: `From 16`, `From 16 to 80`."""
    highest = "" if purpose.maximum_age is None else f" to {purpose.maximum_age}"
    return f"From {purpose.minimum_age}{highest}"


def _history(view: SafetyView) -> list[HistoryEntry]:
    return [
        HistoryEntry(
            when=row.effective_on,
            what=f"{row.get_status_display()}, {row.case.release}",
            who=str(row.recorded_by),
            reason=row.reason,
        )
        for row in view.states
    ]
