"""Pages of rollback and downtime plans."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.accounts.roles import SignOffRole
from tracker.core.presentation import Link
from tracker.governance.actions.rollback import decide_on_plan, record_plan, record_test
from tracker.governance.forms.rollback import DrillForm, PlanForm
from tracker.governance.forms.validation import ApprovalForm
from tracker.governance.models import ContingencyPlan
from tracker.governance.policies.rollback import PAGES
from tracker.governance.presenters.plans import PlanView, Rights, present_plan
from tracker.governance.selectors.assurance import required_roles_on
from tracker.governance.selectors.rollback import (
    SAID,
    SUBJECTS,
    contingency_on,
    drills_of,
    find_plan,
    newest_plan,
    people_over,
)
from tracker.governance.validation_vocabulary import ApprovalDecision, DrillResult, PlanKind
from tracker.governance.views.common import both, found_or_404
from tracker.governance.views.records import crumbs_to, form_page, may, roles_to_decide_in, seen_or_404, show
from tracker.networks.editing import edit
from tracker.networks.finding import FoundDeployment
from tracker.networks.requests import viewing


@require_safe
def plan(request: HttpRequest, deployment_id: int, plan_kind: PlanKind) -> HttpResponse:
    """One plan, its approvals and its tests."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    stands = contingency_on([deployment_id], on=seen.as_of)[deployment_id].plan(plan_kind)
    view = PlanView(
        kind=plan_kind,
        found=stands,
        row=find_plan(found.row, plan_kind, stands.newest.number) if stands.newest else None,
        tests=[test for test in drills_of(found.row, plan_kind) if test.tested_on <= seen.as_of],
        required=required_roles_on(seen.as_of)[SUBJECTS[plan_kind]],
        deployment_id=deployment_id,
        caption=found.name,
        day=seen.as_of,
        rights=Rights(may(seen, found, "governance.write_plans"), may(seen, found, "governance.approve_record")),
    )
    return show(request, present_plan(view), crumbs_to(found))


def _back(found: FoundDeployment, kind: PlanKind) -> Link:
    return Link(kind.label, reverse(PAGES[kind], args=[found.row.pk]))


def _standing(row: ContingencyPlan | None) -> tuple[dict[str, Any], int | None]:
    """What the form starts from, and the number of the edition."""
    if row is None:
        return {}, None
    said: dict[str, Any] = {name: getattr(row, name) for name in SAID if name != "kind"}
    if row.kind == PlanKind.ROLLBACK:
        said["pausers"] = [each.person_id for each in row.pausers.all()]
    return said, row.number


@both
def edit_plan(request: HttpRequest, deployment_id: int, plan_kind: PlanKind) -> HttpResponse:
    """Writes a further edition of a plan."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.write_plans")
    standing, number = _standing(newest_plan(found.row, plan_kind))
    people = {person.pk: person for person in people_over(found.row, on=seen.today)}
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        standing=standing,
        version=number,
        kind=plan_kind,
        people=[(pk, str(person)) for pk, person in people.items()],
    )

    def save() -> None:
        typed = {name: form.cleaned_data[name] for name in SAID if name != "kind"}
        pausers = [people[pk] for pk in form.cleaned_data.get("pausers", ())]
        record_plan(
            deployment=found.row, kind=plan_kind, pausers=pausers, after=form.typed_version, by=seen.user, **typed
        )

    lead = "What you save is a new edition. It counts once it is approved; until then the one before it does."
    page = form_page(found, plan_kind.label, back=_back(found, plan_kind), lead=lead, done="The edition is saved.")
    return edit(request, form, page, save=save, current=lambda: _standing(newest_plan(found.row, plan_kind)))


def _newest_or_404(found: FoundDeployment, kind: PlanKind) -> ContingencyPlan:
    newest = newest_plan(found.row, kind)
    if newest is None:
        raise Http404
    return newest


@both
def approve_plan(request: HttpRequest, deployment_id: int, plan_kind: PlanKind) -> HttpResponse:
    """Approves or refuses the newest edition."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.approve_record")
    roles = roles_to_decide_in(seen, found, required_roles_on(seen.today)[SUBJECTS[plan_kind]])
    newest = _newest_or_404(found, plan_kind)
    form = ApprovalForm(
        request.POST if request.method == "POST" else None, standing={}, version=newest.number, roles=roles
    )

    def save() -> None:
        typed = form.cleaned_data
        decide_on_plan(
            plan=find_plan(found.row, plan_kind, form.typed_version or 0) or newest,
            role=SignOffRole(typed["role"]),
            decision=ApprovalDecision(typed["decision"]),
            note=typed["note"],
            by=seen.user,
        )

    title = f"Approve edition {newest.number} of the {plan_kind.label.lower()}"
    page = form_page(found, title, back=_back(found, plan_kind), done="Your decision is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, newest.number))


@both
def try_plan(request: HttpRequest, deployment_id: int, plan_kind: PlanKind) -> HttpResponse:
    """Records a try of the newest edition."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.write_plans")
    newest = _newest_or_404(found, plan_kind)
    form = DrillForm(request.POST if request.method == "POST" else None, standing={})

    def save() -> None:
        typed = form.cleaned_data
        record_test(
            plan=newest,
            tested_on=typed["tested_on"],
            result=DrillResult(typed["result"]),
            minutes_taken=typed["minutes_taken"],
            note=typed["note"],
            by=seen.user,
        )

    title = f"Record a test of the {plan_kind.label.lower()}"
    page = form_page(found, title, back=_back(found, plan_kind), done="The test is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))
