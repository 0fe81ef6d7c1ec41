"""The lists of a DPIA (activities, risks and actions), and the whole of it as a document to read before signing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from tracker.core.formats import nhs_date
from tracker.core.presentation import Action, Cell, Link, Row, TableColumn, Tag
from tracker.governance.policies.dpia_content import (
    ActionItem,
    Activity,
    Content,
    Risk,
    residual_band,
    section_gaps,
    unsure_gaps,
)
from tracker.governance.policies.dpia_risks import band, score
from tracker.governance.policies.dpia_template import ACTIVITIES, ORGANISATIONS, RISKS, Scale, Section
from tracker.governance.policies.dpias import may_write
from tracker.governance.selectors.dpia_workspace import Workspace
from tracker.governance.vocabulary import ResidualRisk

BAND_COLOURS = {ResidualRisk.LOW: "green", ResidualRisk.MEDIUM: "yellow", ResidualRisk.HIGH: "red"}
ACTIVITY_COLUMNS = (
    TableColumn("Activity"),
    TableColumn("Bases", width="wide"),
    TableColumn("Organisations", width="wide"),
    TableColumn("Kept"),
    TableColumn("Outside the UK"),
)
PARTY_COLUMNS = (
    TableColumn("Organisation"),
    TableColumn("Role"),
    TableColumn("Contract or arrangement"),
    TableColumn("Remove"),
)
RISK_COLUMNS = (
    TableColumn("Risk", width="wide"),
    TableColumn("Before"),
    TableColumn("What is done", width="wide"),
    TableColumn("After"),
    TableColumn("Owner"),
    TableColumn("Status"),
)
ACTION_COLUMNS = (
    TableColumn("Action", width="wide"),
    TableColumn("About"),
    TableColumn("Owner"),
    TableColumn("Due"),
    TableColumn("Status"),
)


@dataclass(frozen=True)
class ListTable:
    """One table of a list page: its caption, columns, rows, and what stands where there is none."""

    name: str
    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    empty: str
    action: Action | None = None
    link: Link | None = None


@dataclass(frozen=True)
class DpiaListPage:
    title: str
    caption: str
    lead: str
    missing: Sequence[str]
    tables: Sequence[ListTable]
    links_title: str = ""
    links: Sequence[Link] = ()
    crumbs: Sequence[Link] = field(default_factory=tuple)


@dataclass(frozen=True)
class ReadAnswer:
    question: str
    lines: Sequence[str]


@dataclass(frozen=True)
class ReadSection:
    code: str
    title: str
    answers: Sequence[ReadAnswer]
    tables: Sequence[ListTable] = ()


@dataclass(frozen=True)
class DocumentPage:
    """The whole DPIA as it would be signed."""

    title: str
    caption: str
    lead: str
    sections: Sequence[ReadSection]
    addendum: str = ""
    crumbs: Sequence[Link] = field(default_factory=tuple)


def _writes(view: Workspace) -> bool:
    return view.allows("governance.draft_dpia") and bool(may_write(view.dpia.status))


def _address(view: Workspace, name: str, *more: int | str) -> str:
    return reverse(name, args=[view.deployment_id, *more])


def _missing(view: Workspace, *needs: str) -> list[str]:
    if view.dpia.content is None:
        return []
    wanted = [section for section in view.template.sections if set(needs) & set(section.needs)]
    return [gap.sentence for section in wanted for gap in section_gaps(view.dpia.content, section)]


# --- Activities -----------------------------------------------------------------------------------------------------


def present_activities(view: Workspace, *, crumbs: Sequence[Link]) -> DpiaListPage:
    """What is done with the data, on which bases, and by whom."""
    add = Action("Add an activity", _address(view, "add-dpia-activity")) if _writes(view) else None
    return DpiaListPage(
        title="Processing activities and organisations",
        caption=view.name,
        lead="Each thing that is done with patients’ data, on which bases, and who controls or processes the data for it.",
        missing=_missing(view, ACTIVITIES, ORGANISATIONS),
        tables=[_activity_table(view, action=add, links=_writes(view)), *_party_tables(view)],
        crumbs=crumbs,
    )


def _party_tables(view: Workspace) -> list[ListTable]:
    """The organisations of each activity of the trust's own, for somebody who may change them."""
    if view.dpia.content is None or not _writes(view):
        return []
    own = [activity for activity in view.dpia.content.activities if not activity.is_of_lead]
    return [_party_table(view, activity) for activity in own]


def _party_table(view: Workspace, activity: Activity) -> ListTable:
    rows: list[Row] = [
        [
            Cell(party.organisation, _address(view, "edit-dpia-party", party.id)),
            Cell(party.role.label),
            Cell(party.contract_reference or "None recorded"),
            Cell(f"Remove {party.organisation}", _address(view, "remove-dpia-party", party.id)),
        ]
        for party in activity.parties
    ]
    return ListTable(
        f"activity-{activity.id}",
        f"Organisations in “{activity.name}”",
        PARTY_COLUMNS,
        rows,
        "Nobody is named yet.",
        Action("Add an organisation", _address(view, "add-dpia-party", activity.id), "secondary"),
        Link(f"Remove “{activity.name}”", _address(view, "remove-dpia-activity", activity.id)),
    )


def _activity_table(view: Workspace, *, action: Action | None = None, links: bool = False) -> ListTable:
    content = view.dpia.content
    rows = [_activity(view, each, links=links) for each in (content.activities if content else ())]
    empty = "No activity is described yet."
    return ListTable("activities", "Processing activities", ACTIVITY_COLUMNS, rows, empty, action)


def _activity(view: Workspace, activity: Activity, *, links: bool) -> list[Cell]:
    word = view.template.word
    bases = [
        word("lawful_bases", activity.lawful_basis),
        word("special_category_bases", activity.special_category_basis),
        word("confidentiality_routes", activity.confidentiality_route),
        word("opt_out_decisions", activity.opt_out_decision),
    ]
    parties = [
        f"{party.organisation}: {party.role.label.lower()}"
        + (f" ({party.contract_reference})" if party.contract_reference else "")
        for party in activity.parties
    ]
    purpose = word("purposes", activity.purpose) + (". Decides by itself" if activity.is_autonomous else "")
    own = links and not activity.is_of_lead
    abroad = ", ".join(activity.countries)
    safeguard = word("safeguards", activity.safeguard) if abroad else ""
    return [
        Cell(
            activity.name,
            _address(view, "edit-dpia-activity", activity.id) if own else "",
            hint=purpose + (". From the lead DPIA" if activity.is_of_lead else ""),
        ),
        Cell("; ".join(basis for basis in bases if basis) or "Not set"),
        Cell("; ".join(parties) or "Nobody is named"),
        Cell(activity.retention or "Not set"),
        Cell(abroad or "No", hint=safeguard),
    ]


# --- Risks ----------------------------------------------------------------------------------------------------------


def present_risks(view: Workspace, *, crumbs: Sequence[Link]) -> DpiaListPage:
    """Risks, what is done about them, and the action plan."""
    writes = _writes(view)
    return DpiaListPage(
        title="Risks, mitigations and actions",
        caption=view.name,
        lead="Likelihood and impact go from 1 to 5. Their product is the score: "
        f"{_bands(view.template.scale)}. A high risk that remains needs the ICO.",
        missing=_missing(view, RISKS) + _unsettled(view),
        tables=[
            _risk_table(
                view, action=Action("Add a risk", _address(view, "add-dpia-risk")) if writes else None, links=writes
            ),
            _action_table(
                view,
                action=Action("Add an action", _address(view, "add-dpia-action"), "secondary") if writes else None,
                links=writes,
            ),
        ],
        links_title="Risks that the template suggests" if writes else "",
        links=_suggestions(view) if writes else (),
        crumbs=crumbs,
    )


def _bands(scale: Scale | None) -> str:
    return ", ".join(f"{code.label.lower()} up to {up_to}" for code, up_to in scale.bands) if scale else ""


def _unsettled(view: Workspace) -> list[str]:
    return [sentence for _, sentence in unsure_gaps(view.dpia.content)] if view.dpia.content else []


def _suggestions(view: Workspace) -> list[Link]:
    """The template's suggested risks that nobody has taken up yet."""
    taken = {risk.description for risk in view.dpia.content.risks} if view.dpia.content else set()
    address = _address(view, "add-dpia-risk")
    return [
        Link(option.text, f"{address}?suggestion={option.code}")
        for option in view.template.suggested_risks
        if option.text not in taken
    ]


def _risk_table(view: Workspace, *, action: Action | None = None, links: bool = False) -> ListTable:
    content = view.dpia.content
    rows = [_risk(view, content, risk, links=links) for risk in content.risks] if content else []
    return ListTable("risks", "Risks", RISK_COLUMNS, rows, "No risk is scored yet.", action)


def _risk(view: Workspace, content: Content, risk: Risk, *, links: bool) -> list[Cell]:
    scale = content.template.scale
    before = band(scale, score(*risk.inherent)) if scale else None
    after = residual_band(content, risk) if risk.residual else None
    href = _address(view, "edit-dpia-risk", risk.id) if links and not risk.is_of_lead else ""
    due = f"by {nhs_date(risk.due_on)}" if risk.due_on else ""
    return [
        Cell(f"{risk.reference} {risk.description}", href, hint="From the lead DPIA" if risk.is_of_lead else ""),
        _scored(risk.inherent, before),
        Cell(risk.mitigation or "Nothing yet", hint=risk.residual_reason),
        _scored(risk.residual, after) if risk.residual else Cell("Not scored"),
        Cell(risk.owner or "Nobody", hint=due),
        Cell(risk.status.label),
    ]


def _scored(points: tuple[int, int], found: ResidualRisk | None) -> Cell:
    likelihood, impact = points
    tag = Tag(f"{score(likelihood, impact)} {found.label.lower()}", BAND_COLOURS[found]) if found else None
    return Cell(tag=tag, hint=f"{likelihood} × {impact}")


def _action_table(view: Workspace, *, action: Action | None = None, links: bool = False) -> ListTable:
    content = view.dpia.content
    rows = [_action(view, content, item, links=links) for item in content.actions] if content else []
    return ListTable("actions", "Action plan", ACTION_COLUMNS, rows, "No action is planned yet.", action)


def _action(view: Workspace, content: Content, item: ActionItem, *, links: bool) -> list[Cell]:
    risk = next((each for each in content.risks if each.id == item.risk_id), None)
    question = next((found for section in view.template.sections if (found := section.question(item.question))), None)
    about = f"Risk {risk.reference}" if risk else f"“{question.text}”" if question else "The whole"
    href = _address(view, "edit-dpia-action", item.id) if links else ""
    approver = f"Approver: {item.approver}" if item.approver else ""
    return [
        Cell(item.what, href),
        Cell(about),
        Cell(item.owner, hint=approver),
        Cell(nhs_date(item.due_on)),
        Cell(item.status.label),
    ]


# --- The whole ------------------------------------------------------------------------------------------------------


def present_document(view: Workspace, *, crumbs: Sequence[Link]) -> DocumentPage:
    """Everything that a signature is about."""
    content = view.dpia.content
    version = f" Version {view.dpia.content_hash[:12]}." if view.dpia.content_hash else ""
    return DocumentPage(
        title="The whole DPIA",
        caption=view.name,
        lead=f"{view.dpia.status.label}. {view.template.title}, edition {view.edition}.{version}",
        sections=[_read(view, section) for section in view.template.written_sections],
        addendum=content.local_addendum if content else "",
        crumbs=crumbs,
    )


def _read(view: Workspace, section: Section) -> ReadSection:
    answers = view.dpia.content.sections.get(section.code, {}) if view.dpia.content else {}
    tables = {ACTIVITIES: [_activity_table(view)], RISKS: [_risk_table(view), _action_table(view)]}
    return ReadSection(
        section.code,
        f"{section.number} {section.title}",
        [
            ReadAnswer(question.text, question.words(answers.get(question.code)) or ["Not answered"])
            for question in section.questions
            if question.is_asked(answers)
        ],
        [table for need in section.needs for table in tables.get(need, ())],
    )
