"""A DPIA's page: what stands, what is missing before it can move, and who acts next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, HistoryEntry, Link, Row, TableColumn, Tag
from tracker.governance.policies.dpia_content import Gap, gaps, high_residuals, section_gaps
from tracker.governance.policies.dpia_entry import RENEWABLE, SIGNABLE, refusals_of_approval
from tracker.governance.policies.dpia_standing import Consultation, DpiaOn, Signed
from tracker.governance.policies.dpia_template import ACTIVITIES, RISKS, Section
from tracker.governance.policies.dpias import WRITABLE, Means, may_write, next_statuses
from tracker.governance.selectors.dpia_workspace import Workspace
from tracker.governance.vocabulary import DpiaAct, DpiaOpinion, DpiaRole, DpiaStatus
from tracker.networks.vocabulary import ReferralSource

COMPLETED = Tag("Completed", "green")
INCOMPLETE = Tag("Incomplete", "blue")
NOT_STARTED = Tag("Not started", "grey")
STATUS_COLOURS = {
    DpiaStatus.NOT_STARTED: "grey",
    DpiaStatus.APPROVED: "green",
    DpiaStatus.APPROVED_WITH_CONDITIONS: "yellow",
    DpiaStatus.REJECTED: "red",
    DpiaStatus.CHANGES_REQUESTED: "orange",
    DpiaStatus.REVIEW_DUE: "orange",
    DpiaStatus.UNDER_REVIEW: "orange",
    DpiaStatus.SUPERSEDED: "grey",
    DpiaStatus.WITHDRAWN: "grey",
    DpiaStatus.CLOSED: "grey",
}
OPINION_COLOURS = {
    DpiaOpinion.NOT_CONFIRMED: "red",
    DpiaOpinion.ADVISES_AGAINST: "red",
    DpiaOpinion.REJECTED: "red",
    DpiaOpinion.APPROVED_WITH_CONDITIONS: "yellow",
}
SIGNING = (DpiaStatus.DPO_REVIEW, DpiaStatus.AWAITING_SIGN_OFF)
SIGNATURE_COLUMNS = (
    TableColumn("Capacity"),
    TableColumn("State"),
    TableColumn("Who and when"),
    TableColumn("What for", width="wide"),
)
CONDITION_COLUMNS = (
    TableColumn("Condition", width="wide"),
    TableColumn("Owner"),
    TableColumn("Due"),
    TableColumn("State"),
)


@dataclass(frozen=True)
class Task:
    """One line of the task list: a part of the assessment, and how far it is. Without `href` it can't be opened."""

    title: str
    state: Tag
    href: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Line:
    """One fact, with a link that changes it."""

    label: str
    text: str
    change: Link | None = None


@dataclass(frozen=True)
class DpiaPage:
    """The workspace. `missing` is what has to be settled before the DPIA can go on."""

    title: str
    caption: str
    headline: str
    state: Tag
    next_step: str
    missing: Sequence[str]
    offers: Sequence[Action]
    about: Sequence[Line]
    tasks: Sequence[Task]
    signatures: Sequence[Row]
    conditions: Sequence[Row]
    ico: Sequence[Line]
    history: Sequence[HistoryEntry]
    refusals: Sequence[str] = ()
    signature_columns: Sequence[TableColumn] = SIGNATURE_COLUMNS
    condition_columns: Sequence[TableColumn] = CONDITION_COLUMNS
    crumbs: Sequence[Link] = field(default_factory=tuple)


def present_dpia(view: Workspace, *, day: date, crumbs: Sequence[Link]) -> DpiaPage:
    """The workspace of one DPIA on a day."""
    dpia = view.dpia
    since = f" since {nhs_date(dpia.since)}" if dpia.since else ""
    because = f": {dpia.reason}" if dpia.reason else "."
    missing = _missing(view, day)
    return DpiaPage(
        title="Data protection impact assessment",
        caption=view.name,
        headline=f"{dpia.status.label}{since}{because}",
        state=Tag(dpia.status.label, STATUS_COLOURS.get(dpia.status, "blue")),
        next_step=_next_step(view, missing),
        missing=missing,
        offers=_offers(view),
        about=_about(view),
        tasks=_tasks(view),
        signatures=[_signature(view, each.role, each.about) for each in view.template.signatures],
        conditions=_conditions(view, day),
        ico=_ico(view),
        history=[HistoryEntry(each.day, each.what, each.who, each.reason) for each in view.history],
        refusals=_refusals(view),
        crumbs=crumbs,
    )


def _address(view: Workspace, name: str, *more: int | str) -> str:
    return reverse(name, args=[view.deployment_id, *more])


def _within(label: str) -> str:
    """A role within a sentence: `data protection officer`, but `IT security lead` and `Caldicott Guardian`."""
    return label if label[1:2].isupper() or label.startswith("Caldicott") else label[:1].lower() + label[1:]


# --- What stands, and what comes next -------------------------------------------------------------------------------


def _missing(view: Workspace, day: date) -> list[str]:
    dpia = view.dpia
    if dpia.content is None:
        return []
    if dpia.status in SIGNING and view.limits is not None:
        told = refusals_of_approval(dpia, review_due_on=None, limits=view.limits, day=day)
        return [decision.sentence for decision in told if decision.field != "review_due_on"]
    if dpia.status in WRITABLE and not dpia.is_as_told:
        return [_told(view, gap) for gap in gaps(dpia.content)]
    return []


def _told(view: Workspace, gap: Gap) -> str:
    section = view.template.section(gap.section)
    return f"Section {section.number}: {gap.sentence}" if section else gap.sentence


def _next_step(view: Workspace, missing: Sequence[str]) -> str:
    """Who does what next, in a sentence."""
    dpia = view.dpia
    if dpia.status in SIGNING:
        waiting = [_within(role.label) for role in dpia.missing_roles]
        return f"Waits for: {', '.join(waiting)}. The senior information risk owner signs last." if waiting else ""
    fixed = {
        DpiaStatus.NOT_STARTED: "Start with section 1. The law asks for an assessment before any AI is used.",
        DpiaStatus.ICO_CONSULTATION: "The ICO answers next. Processing does not start before it has.",
        DpiaStatus.REJECTED: "Whoever runs delivery takes it back to drafting, or withdraws it.",
        DpiaStatus.APPROVED: f"Next review by {nhs_date(dpia.review_due_on)}.",
        DpiaStatus.APPROVED_WITH_CONDITIONS: f"Next review by {nhs_date(dpia.review_due_on)}. Meet each condition in time.",
        DpiaStatus.SUPERSEDED: "Take it to drafting to begin the next edition.",
        DpiaStatus.WITHDRAWN: "Take it to drafting to begin the next edition.",
        DpiaStatus.CLOSED: "The processing has ended, and the data are disposed of.",
    }
    if dpia.status in fixed:
        return fixed[dpia.status]
    if missing:
        things = plural(len(missing), "thing is", "things are")
        return f"{things} missing before it can go to the data protection officer."
    if dpia.status in RENEWABLE:
        return "Nothing is missing. Send it to the data protection officer; if nothing has changed, the SIRO renews it."
    return "Nothing is missing. Send it to the data protection officer."


def _offers(view: Workspace) -> list[Action]:
    dpia = view.dpia
    offers: list[Action] = []
    for signature in view.template.signatures:
        if signature.role in view.roles and _is_signable(dpia, signature.role, signature.act):
            verb = {DpiaAct.ADVISE: "Advise as", DpiaAct.CONFIRM: "Confirm as", DpiaAct.DECIDE: "Decide as"}
            text = f"{verb[signature.act]} {_within(signature.role.label)}"
            offers.append(Action(text, _address(view, "sign-dpia", signature.role.value)))
    if DpiaRole.SIRO in view.roles and dpia.advice is not None and dpia.advice.is_accepted is None:
        offers.append(Action("Answer the advice", _address(view, "answer-dpia-advice"), "secondary"))
    if view.allows("governance.update_dpia") and (_is_ico_offered(dpia)):
        offers.append(Action("Consult the ICO", _address(view, "consult-ico"), "secondary"))
    if view.allows("governance.update_dpia") and next_statuses(dpia.status, view.actors, Means.MOVE):
        offers.append(Action("Move it on", _address(view, "record-dpia-status"), "secondary" if offers else ""))
    if dpia.content is not None:
        offers.append(Action("Read the whole DPIA", _address(view, "dpia-document"), "secondary"))
    return offers


def _is_signable(dpia: DpiaOn, role: DpiaRole, act: DpiaAct) -> bool:
    renews = role == DpiaRole.SIRO and dpia.status in RENEWABLE and bool(dpia.content_hash)
    given = dpia.signed.get(role)
    return renews or (dpia.status in SIGNABLE[act] and not (given is not None and given.counts))


def _is_ico_offered(dpia: DpiaOn) -> bool:
    if dpia.open_consultation is not None:
        return True
    return dpia.status == DpiaStatus.AWAITING_SIGN_OFF and dpia.is_ico_needed


def _refusals(view: Workspace) -> list[str]:
    """Why things are not offered, each reason once."""
    told = [decision.sentence for decision in (view.may or {}).values() if not decision]
    frozen = may_write(view.dpia.status)
    return list(dict.fromkeys([*told, *([] if frozen else [frozen.sentence])]))


# --- What it is about -----------------------------------------------------------------------------------------------


def _about(view: Workspace) -> list[Line]:
    dpia = view.dpia
    writes = view.allows("governance.draft_dpia") and bool(may_write(dpia.status))
    sources = [ReferralSource(code).label for code in (dpia.content.sources if dpia.content else ())]
    change = Link("Change what is assessed", _address(view, "edit-dpia-subject")) if writes else None
    in_use = dpia.release_in_use[1] if dpia.release_in_use else "Not known"
    lines = [
        Line("Release assessed", view.release or "Not chosen yet", change),
        Line("Release in use", in_use),
        Line("Referral sources assessed", ", ".join(sources) or "Not chosen yet"),
        Line("Lead DPIA", _lead(view), _lead_link(view)),
        Line("Supplier’s DPIA", _supplier(view), _supplier_link(view)),
        Line("Template", view.template.title),
        Line("Edition", str(view.edition)),
        Line("Next review", nhs_date(dpia.review_due_on)),
    ]
    if view.followers:
        lines.append(Line("Adopted by", ", ".join(view.followers)))
    if dpia.is_as_told and dpia.status != DpiaStatus.NOT_STARTED:
        told = f"Controller: {dpia.controller or 'not named'}. Processor: {dpia.processor or 'not named'}."
        lines.append(Line("As the programme’s records tell it", told))
    return lines


def _lead(view: Workspace) -> str:
    return f"The one of {view.lead}, with a local addendum" if view.lead else "None: it stands on its own"


def _lead_link(view: Workspace) -> Link | None:
    may = view.allows("governance.adopt_lead_dpia") and bool(may_write(view.dpia.status))
    return Link("Change the lead DPIA", _address(view, "adopt-lead-dpia")) if may else None


def _supplier(view: Workspace) -> str:
    if view.supplier is None:
        return "Not recorded for the release in use"
    covers = f"covers {view.supplier.covered} of {view.supplier.asked} items"
    return f"{view.supplier.reference}, received on {nhs_date(view.supplier.received_on)}; {covers}"


def _supplier_link(view: Workspace) -> Link | None:
    may = view.allows("governance.draft_dpia") and view.dpia.release_in_use is not None
    return Link("Change the supplier’s DPIA", _address(view, "supplier-dpia")) if may else None


# --- Parts of the assessment ----------------------------------------------------------------------------------------


def _tasks(view: Workspace) -> list[Task]:
    writes = view.allows("governance.draft_dpia") and bool(may_write(view.dpia.status))
    return [
        _activities_task(view),
        *(_task(view, section, writes=writes) for section in view.template.written_sections),
    ]


def _activities_task(view: Workspace) -> Task:
    content = view.dpia.content
    count = len(content.activities) if content else 0
    found = [section for section in view.template.sections if ACTIVITIES in section.needs]
    open_ones = [gap for section in found for gap in (section_gaps(content, section) if content else ())]
    state = NOT_STARTED if not count else INCOMPLETE if open_ones else COMPLETED
    return Task(
        "Processing activities and organisations",
        state,
        _address(view, "dpia-activities"),
        plural(count, "activity", "activities") + ", with bases, roles and contracts",
    )


def _task(view: Workspace, section: Section, *, writes: bool) -> Task:
    content = view.dpia.content
    missing = section_gaps(content, section) if content else [Gap(section.code, "")]
    started = section.code in view.answered or (RISKS in section.needs and content is not None and bool(content.risks))
    state = COMPLETED if not missing else INCOMPLETE if started else NOT_STARTED
    if RISKS in section.needs:
        href = _address(view, "dpia-risks")
    else:
        read = f"{_address(view, 'dpia-document')}#{section.code}" if content else ""
        href = _address(view, "edit-dpia-section", section.code) if writes else read
    return Task(f"{section.number} {section.title}", state, href, section.lead)


# --- Signatures -----------------------------------------------------------------------------------------------------


def _signature(view: Workspace, role: DpiaRole, about: str) -> list[Cell]:
    given = view.dpia.signed.get(role)
    if given is None:
        return [Cell(role.label), Cell(tag=Tag("Not signed yet", "grey")), Cell(), Cell(about)]
    who = f"{given.name}, {nhs_date(given.decided_on)}"
    return [Cell(role.label), Cell(tag=_word(given)), Cell(who, hint=_answer(given)), Cell(about, hint=given.text)]


def _word(given: Signed) -> Tag:
    if not given.is_current:
        return Tag("About an earlier version", "orange")
    return Tag(given.opinion.label, OPINION_COLOURS.get(given.opinion, "green"))


def _answer(given: Signed) -> str:
    if given.is_accepted is None:
        return ""
    return "Advice accepted" if given.is_accepted else f"Advice overruled: {given.response_reasons}"


def _conditions(view: Workspace, day: date) -> list[Row]:
    rows: list[Row] = []
    for each in view.dpia.conditions:
        late = each.is_overdue(day)
        tag = Tag("Met", "green") if each.met_on else Tag("Overdue", "red") if late else Tag("Open", "blue")
        href = _address(view, "meet-dpia-condition", each.id) if view.allows("governance.draft_dpia") else ""
        rows.append(
            [
                Cell(each.text, "" if each.met_on else href, hint=each.set_by),
                each.owner,
                nhs_date(each.due_on),
                Cell(tag=tag),
            ]
        )
    return rows


def _ico(view: Workspace) -> list[Line]:
    """The newest consultation and its clock; that one is needed, where it is."""
    dpia = view.dpia
    if not dpia.consultations:
        if dpia.content is None or not high_residuals(dpia.content):
            return []
        named = ", ".join(risk.reference for risk in high_residuals(dpia.content))
        return [Line("Needed", f"A high risk remains ({named}). The ICO is consulted before the sign-off.")]
    last = dpia.consultations[-1]
    change = Link("Update the ICO consultation", _address(view, "consult-ico")) if last.closed_on is None else None
    return [
        Line("Submitted", nhs_date(last.submitted_on) + (f", {last.reference}" if last.reference else ""), change),
        Line("Accepted", _acceptance(last)),
        Line("Advice", _advice(last)),
    ]


def _acceptance(last: Consultation) -> str:
    if last.accepted_on:
        return nhs_date(last.accepted_on)
    return "" if last.closed_on else f"The ICO says by {nhs_date(last.acceptance_due_on)} whether it accepts it"


def _advice(last: Consultation) -> str:
    if last.outcome is not None:
        return f"{last.outcome.label}, {nhs_date(last.closed_on)}" + (f": {last.advice}" if last.advice else "")
    extended = ", extended" if last.is_extended else ""
    return f"Due by {nhs_date(last.advice_due_on)}{extended}"
