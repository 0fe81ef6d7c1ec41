"""The pages of the human oversight record, and of rollback and downtime plans, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, Row, TableColumn, Tag
from tracker.governance.models import ContingencyPlan, ContingencyTest, OversightRecord
from tracker.governance.policies.oversight import Edition, OversightOn, judge_oversight
from tracker.governance.policies.rollback import PlanOn, judge_plan
from tracker.governance.presenters.records import RecordPage, Section, approvals_section, verdict_tag
from tracker.governance.validation_vocabulary import DrillResult, EscalationRole, PermittedEffect, PlanKind

CONTACT_COLUMNS = (TableColumn("Role"), TableColumn("Whom to reach"), TableColumn("Hours"))
TEST_COLUMNS = (
    TableColumn("Tested on"),
    TableColumn("Result"),
    TableColumn("Took"),
    TableColumn("Edition", numeric=True),
    TableColumn("Note", width="wide"),
)
BEYOND_FLAGGING = (
    "The AI does more than flag. The DPIA has to answer for automated decisions, the hazards have to be reviewed, and the "
    "intended purpose of the product has to cover it."
)


@dataclass(frozen=True)
class Rights:
    """What the person may do on the page."""

    may_write: bool
    may_approve: bool


# --- Oversight ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OversightView:
    """All that the page of the oversight record shows. `row` is the newest edition."""

    found: OversightOn
    row: OversightRecord | None
    required: Sequence[SignOffRole]
    deployment_id: int
    caption: str
    day: date
    rights: Rights


def present_oversight(view: OversightView) -> RecordPage:
    """Who reads, what the AI may change, and whom to turn to."""
    verdict = judge_oversight(view.found, view.day)
    text = "Change the record" if view.row else "Write the record"
    edit = Action(text, reverse("edit-oversight", args=[view.deployment_id]))
    newest = view.found.newest
    return RecordPage(
        title="Human oversight",
        caption=view.caption,
        lead=verdict.sentence,
        status=verdict_tag(verdict),
        actions=[edit] if view.rights.may_write else [],
        notices=[
            *_waiting(newest, view.found.in_force),
            *([BEYOND_FLAGGING] if newest and newest.goes_beyond_flagging else []),
        ],
        sections=_oversight_sections(view) if view.row and newest else [],
    )


def _waiting(newest: Edition | None, in_force: Edition | None) -> list[str]:
    if newest is None or in_force is None or newest.number == in_force.number:
        return []
    return [f"Edition {newest.number} waits for approval and is shown here. Edition {in_force.number} is in force."]


def _oversight_sections(view: OversightView) -> list[Section]:
    row, newest = view.row, view.found.newest
    assert row is not None  # noqa: S101 - asked by the caller
    assert newest is not None  # noqa: S101 - as above
    effects = [PermittedEffect(effect).label for effect in row.permitted_effects]
    cap = plural(row.alert_cap_per_session, "alert") if row.alert_cap_per_session is not None else "None"
    facts = [
        ("Who reads", row.readers),
        ("What the AI may change", "; ".join(effects)),
        ("Who decides", row.decides),
        ("When reader and AI disagree", row.disagreement_rule),
        ("How overrides are recorded", row.override_logging),
        ("Most alerts a session", cap),
        ("Written by", f"{row.recorded_by}, {nhs_date(row.recorded_on)}"),
    ]
    contacts = [[EscalationRole(each.role).label, each.contact, each.hours] for each in row.contacts.all()]
    approve = Action("Approve or refuse", reverse("approve-oversight", args=[view.deployment_id]))
    return [
        Section(f"Edition {newest.number}", "edition", facts=facts),
        Section("Whom to turn to", "contacts", text="In this order.", columns=CONTACT_COLUMNS, rows=contacts),
        approvals_section(view.required, newest.approvals, actions=[approve] if view.rights.may_approve else []),
    ]


# --- Rollback and downtime ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanView:
    """All that the page of a plan shows. `row` is the newest edition."""

    kind: PlanKind
    found: PlanOn
    row: ContingencyPlan | None
    tests: Sequence[ContingencyTest]
    required: Sequence[SignOffRole]
    deployment_id: int
    caption: str
    day: date
    rights: Rights

    def href(self, name: str) -> str:
        return reverse(f"{name}-{self.kind.value}", args=[self.deployment_id])


def present_plan(view: PlanView) -> RecordPage:
    """How use is ended or goes on without the tool, and when that was last tried."""
    verdict = judge_plan(view.kind, view.found, view.day)
    actions = [Action("Change the plan" if view.row else "Write the plan", view.href("edit"))]
    if view.row is not None:
        actions.append(Action("Record a test", view.href("test"), "secondary"))
    return RecordPage(
        title=view.kind.label,
        caption=view.caption,
        lead=verdict.sentence,
        status=verdict_tag(verdict),
        actions=actions if view.rights.may_write else [],
        notices=_waiting(view.found.newest, view.found.in_force),
        sections=_plan_sections(view, view.row, view.found.newest) if view.row and view.found.newest else [],
    )


def _plan_sections(view: PlanView, row: ContingencyPlan, newest: Edition) -> list[Section]:
    pausers = ", ".join(str(each.person) for each in row.pausers.all())
    facts = [
        ("What sets it off", row.triggers),
        ("Who decides, at any hour", row.authority),
        ("Who may pause use in the tracker", pausers),
        ("Steps", row.steps),
        ("What is read again", row.reread_rule),
        ("Who is told, and how soon", row.communication),
        ("Target", plural(row.target_minutes, "minute")),
        ("Written by", f"{row.recorded_by}, {nhs_date(row.recorded_on)}"),
    ]
    approve = Action("Approve or refuse", view.href("approve"))
    return [
        Section(f"Edition {newest.number}", "edition", facts=[(label, text) for label, text in facts if text]),
        Section(
            "Tests",
            "tests",
            text=f"A test counts for {plural(view.found.test_months, 'month')}.",
            columns=TEST_COLUMNS,
            rows=[_test_row(test) for test in view.tests],
            empty="The plan has never been tested.",
        ),
        approvals_section(view.required, newest.approvals, actions=[approve] if view.rights.may_approve else []),
    ]


def _test_row(test: ContingencyTest) -> Row:
    tag = Tag(test.get_result_display(), "green" if test.result == DrillResult.PASSED else "red")
    took = plural(test.minutes_taken, "minute") if test.minutes_taken is not None else "Not measured"
    return [nhs_date(test.tested_on), Cell(tag=tag), took, test.plan.number, test.note]
