"""The pages of local validation in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, Row, TableColumn
from tracker.governance.models import CriteriaEdition, TurnaroundResult, ValidationStudy
from tracker.governance.policies.approvals import in_words
from tracker.governance.policies.validation import (
    Criterion,
    Group,
    StudyOn,
    ValidationOn,
    judge_criterion,
    judge_validation,
)
from tracker.governance.presenters import figures
from tracker.governance.presenters.records import (
    OUTCOME_TAGS,
    Post,
    RecordPage,
    Section,
    approvals_section,
    verdict_tag,
)
from tracker.governance.validation_vocabulary import Outcome

STUDY_COLUMNS = (
    TableColumn("Study"),
    TableColumn("Outcome"),
    TableColumn("Run on"),
    TableColumn("Release"),
    TableColumn("Waits for", width="wide"),
)


@dataclass(frozen=True)
class StudyView:
    """All that the page of a study shows. `open_criteria` are those of the edition that is still being written."""

    row: ValidationStudy
    stands: StudyOn
    required: Sequence[SignOffRole]
    edition: CriteriaEdition | None
    open_criteria: Sequence[Criterion]
    turnarounds: Sequence[TurnaroundResult]
    may_run: bool
    may_approve: bool

    @property
    def is_first_draft(self) -> bool:
        return self.edition is not None and self.edition.number == 1

    def href(self, name: str, *more: object) -> str:
        return reverse(name, args=[self.row.deployment_id, self.row.pk, *more])


def study_name(row: ValidationStudy) -> str:
    """How a study is called: by its design, or by the workbook that told it."""
    if row.is_from_workbook:
        return "Told by a workbook"
    return f"{row.get_design_display()}, {row.get_sampling_display().lower()}"


# --- All studies of a deployment ------------------------------------------------------------------------------------


def present_validation(
    found: ValidationOn,
    studies: Sequence[tuple[ValidationStudy, StudyOn]],
    *,
    deployment_id: int,
    caption: str,
    day: date,
    may_run: bool,
) -> RecordPage:
    """Where local validation stands, and its studies."""
    verdict = judge_validation(found, day)
    plan = Action("Plan a study", reverse("plan-study", args=[deployment_id]))
    size = Action("Work out a sample size", reverse("sample-size", args=[deployment_id]), "secondary")
    return RecordPage(
        title="Local validation",
        caption=caption,
        lead=verdict.sentence,
        status=verdict_tag(verdict),
        actions=[plan, size] if may_run else [size],
        sections=[
            Section(
                "Studies",
                "studies",
                columns=STUDY_COLUMNS,
                rows=[_study_row(row, stands) for row, stands in studies],
                empty="No study has been planned.",
            )
        ],
    )


def _study_row(row: ValidationStudy, stands: StudyOn) -> Row:
    has_results = stands.run_on is not None
    waits = ", ".join(role.label for role in stands.missing_roles) if stands.outcome == Outcome.PASS else ""
    return [
        Cell(study_name(row), href=reverse("validation-study", args=[row.deployment_id, row.pk])),
        Cell(tag=OUTCOME_TAGS[stands.outcome]) if has_results else "No counts yet",
        nhs_date(stands.run_on, empty="Not yet"),
        stands.release or "Not named",
        waits,
    ]


# --- One study ------------------------------------------------------------------------------------------------------


def present_study(view: StudyView) -> RecordPage:
    """One study: its verdict, criteria, counts, figures and approvals."""
    stands = view.stands
    return RecordPage(
        title=study_name(view.row),
        caption=f"Local validation, {view.row.deployment}",
        lead=_lead(view),
        status=OUTCOME_TAGS[stands.outcome] if stands.run_on else None,
        actions=_actions(view),
        notices=_notices(view),
        sections=[*_criteria(view), *_results(view), _turnaround(view), _approvals(view), _planned(view)],
    )


def _lead(view: StudyView) -> str:
    stands = view.stands
    if view.is_first_draft:
        return "The criteria are open. Agree them, then lock them: counts are entered only afterwards."
    if stands.run_on is None:
        return "The criteria are locked. Run the study, then enter its counts."
    turns_on = sum(1 for criterion in stands.criteria if criterion.is_mandatory)
    when = nhs_date(stands.run_on)
    if stands.outcome == Outcome.FAIL:
        return f"The study of {when} failed: at least one of its mandatory criteria is not met."
    if stands.outcome == Outcome.INCONCLUSIVE:
        return f"The study of {when} is inconclusive: its cases are too few, or too uncertain, to say pass or fail."
    passed = f"The study of {when} passed {'its criterion' if turns_on == 1 else f'its {turns_on} mandatory criteria'}."
    if stands.missing_roles:
        return f"{passed} It waits for: {', '.join(in_words(role) for role in stands.missing_roles)}."
    return f"{passed} It is approved."


def _notices(view: StudyView) -> list[str]:
    told = []
    if view.row.is_from_workbook:
        told.append(
            "This was recorded from a workbook, with the criteria that its row stated. When they were set is not known."
        )
    if view.row.workbook_result and view.row.workbook_result != view.stands.outcome and view.stands.run_on:
        said = Outcome(view.row.workbook_result).label.lower()
        told.append(
            f"The workbook says “{said}”. By interval it is “{view.stands.outcome.label.lower()}”, which counts."
        )
    if view.stands.amended_after_data_on:
        told.append(f"The criteria were changed on {nhs_date(view.stands.amended_after_data_on)}, after data entry.")
    return told


def _actions(view: StudyView) -> list[Action]:
    if not view.may_run:
        return []
    describe = Action("Change the description", view.href("describe-study"), "secondary")
    if view.is_first_draft:
        return [Action("Add a criterion", view.href("add-criterion")), describe]
    return [
        Action("Enter counts", view.href("enter-counts")),
        Action("Enter turnaround times", view.href("enter-turnaround"), "secondary"),
        describe,
    ]


def _criteria(view: StudyView) -> list[Section]:
    stands, is_run = view.stands, view.stands.run_on is not None
    locked = Section(
        "Criteria",
        "criteria",
        text="They were locked before any counts, and decide the outcome." if not view.row.is_from_workbook else "",
        columns=figures.CRITERION_COLUMNS,
        rows=[figures.criterion_row(judged, shows_outcome=is_run) for judged in stands.judged],
        empty="The study has no criteria, so it can neither pass nor fail.",
        actions=[Action("Propose an amendment", view.href("amend-criteria"), "secondary")]
        if view.may_run and view.edition is None
        else [],
    )
    if view.edition is None:
        return [locked]
    draft = _open_criteria(view, view.edition)
    return [draft] if view.is_first_draft else [locked, draft]


def _open_criteria(view: StudyView, edition: CriteriaEdition) -> Section:
    amends = edition.number > 1
    rows = [
        figures.criterion_row(judge_criterion(criterion, None), shows_outcome=False) for criterion in view.open_criteria
    ]
    proposed = f"Proposed by {edition.proposed_by}: {edition.reason} Somebody else has to lock it." if amends else ""
    posts = [
        Post(
            f"Take away: {figures.criterion_name(each)}, {_of_group(each.group)}",
            view.href("remove-criterion", each.id),
        )
        for each in view.open_criteria
    ]
    if rows:
        posts.append(Post("Lock these criteria", view.href("lock-criteria"), ""))
    if amends:
        posts.append(Post("Withdraw the amendment", view.href("withdraw-amendment")))
    return Section(
        "Proposed amendment" if amends else "Criteria, still open",
        "open-criteria",
        text=proposed or "Thresholds are for clinicians to agree locally. There is no national one.",
        columns=figures.CRITERION_COLUMNS,
        rows=rows,
        empty="There is no criterion yet.",
        actions=[Action("Add a criterion", view.href("add-criterion"), "secondary")] if view.may_run and amends else [],
        posts=posts if view.may_run else [],
    )


def _of_group(group: Group) -> str:
    text = str(group)
    return text if group.finding else text[:1].lower() + text[1:]


def _results(view: StudyView) -> list[Section]:
    results = view.stands.results
    if not results:
        return []
    counts = Section("Counts", "counts", columns=figures.COUNT_COLUMNS, rows=figures.count_rows(results))
    prevalence = view.row.expected_prevalence
    return [
        counts,
        *(
            Section(
                f"Figures: {_of_group(group)}",
                f"figures-{place}",
                columns=figures.FIGURE_COLUMNS,
                rows=figures.figure_rows(group, result.counts, prevalence=prevalence),
            )
            for place, (group, result) in enumerate(sorted(results.items()))
        ),
    ]


def _turnaround(view: StudyView) -> Section:
    return Section(
        "Report turnaround",
        "turnaround",
        columns=figures.TURNAROUND_COLUMNS,
        rows=[figures.turnaround_row(row) for row in view.turnarounds],
        empty="No times have been entered.",
    )


def _approvals(view: StudyView) -> Section:
    offered = view.may_approve and view.stands.run_on is not None
    actions = [Action("Approve or refuse", view.href("approve-study"))] if offered else []
    return approvals_section(view.required, view.stands.approvals, actions=actions)


def _planned(view: StudyView) -> Section:
    row = view.row
    period = f"{nhs_date(row.period_from)} to {nhs_date(row.period_to)}" if row.period_from and row.period_to else ""
    prevalence = figures.percent(row.expected_prevalence) if row.expected_prevalence is not None else ""
    facts = (
        ("Release", view.stands.release),
        ("Operating threshold", row.operating_threshold),
        ("Purpose", row.purpose),
        ("Period", period),
        ("Sites", row.sites),
        ("Scanners", row.scanner_mix),
        ("Cases that belong to it", row.inclusion),
        ("Cases that do not", row.exclusion),
        ("Reference standard", row.reference_standard),
        ("Blinding", row.blinding),
        ("Why so many cases", row.sample_size_reasoning),
        ("Prevalence in practice", prevalence),
        ("Deviations", row.deviations),
        ("Planned by", f"{row.author}, {nhs_date(row.created_at)}"),
        ("Cases, by the workbook", plural(row.workbook_cases, "case") if row.workbook_cases else ""),
    )
    return Section("What was planned", "planned", facts=[(label, text) for label, text in facts if text])
