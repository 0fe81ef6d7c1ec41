"""The pages over one row of a DPIA: an activity, an organisation in it, a risk, an action."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from tracker.governance.actions.dpia_content import (
    remove_activity,
    remove_party,
    save_action_item,
    save_activity,
    save_party,
    save_risk,
)
from tracker.governance.forms.dpia_content import ActionItemForm, ActivityForm, PartyForm, RemoveForm, RiskForm
from tracker.governance.policies.dpia_template import unsure
from tracker.governance.selectors.dpia_workspace import (
    Workspace,
    find_action_item,
    find_activity,
    find_party,
    find_risk,
)
from tracker.governance.views.common import both, found_or_404
from tracker.governance.views.dpia_common import form_page, workspace_of
from tracker.governance.vocabulary import ActionStatus, PartyRole, RiskStatus
from tracker.networks.editing import edit
from tracker.networks.requests import viewing

ACTIVITY = (
    "name",
    "purpose",
    "lawful_basis",
    "special_category_basis",
    "confidentiality_route",
    "opt_out_decision",
    "retention",
    "safeguard",
)
RISK = (
    "description",
    "inherent_likelihood",
    "inherent_impact",
    "mitigation",
    "residual_likelihood",
    "residual_impact",
    "residual_reason",
    "owner",
    "due_on",
    "status",
)
ACTION = ("what", "owner", "approver", "due_on", "status")
Standing = tuple[dict[str, Any], int | None]


def _fields(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) if row else "" for name in names}


@both
def edit_activity(request: HttpRequest, deployment_id: int, activity_id: int | None = None) -> HttpResponse:
    """One processing activity, or a new one."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.draft_dpia")

    def current() -> Standing:
        row = find_activity(found.row, activity_id, on=seen.today) if activity_id else None
        if activity_id and row is None:
            raise Http404
        more = {
            "countries": "\n".join(row.countries) if row else "",
            "is_autonomous": bool(row and row.is_autonomous),
        }
        return {**_fields(row, ACTIVITY), **more}, row.version if row else None

    standing, version = current()
    data = request.POST if request.method == "POST" else None
    form = ActivityForm(data, standing=standing, version=version, template=workspace_of(seen, found).template)

    def save() -> None:
        save_activity(
            deployment=found.row, activity_id=activity_id, version=form.typed_version, by=seen.user, **form.values()
        )

    title = "Processing activity" if activity_id else "Add a processing activity"
    page = form_page(request, found, title, done="The activity is saved.", back="dpia-activities")
    return edit(request, form, page, save=save, current=current)


@both
def edit_party(
    request: HttpRequest, deployment_id: int, activity_id: int | None = None, party_id: int | None = None
) -> HttpResponse:
    """An organisation in an activity, or a new one."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.draft_dpia")
    party = find_party(found.row, party_id, on=seen.today) if party_id else None
    activity = party.activity if party else find_activity(found.row, activity_id or 0, on=seen.today)
    if activity is None:
        raise Http404

    def current() -> Standing:
        row = find_party(found.row, party_id, on=seen.today) if party_id else None
        return _fields(row, ("organisation", "role", "contract_reference")), row.version if row else None

    standing, version = current()
    form = PartyForm(request.POST if request.method == "POST" else None, standing=standing, version=version)

    def save() -> None:
        save_party(
            deployment=found.row,
            activity_id=activity.pk,
            party_id=party_id,
            organisation=form.cleaned_data["organisation"],
            role=PartyRole(form.cleaned_data["role"]),
            contract_reference=form.cleaned_data["contract_reference"],
            version=form.typed_version,
            by=seen.user,
        )

    title = f"Organisation in “{activity.name}”"
    page = form_page(request, found, title, done="The organisation is saved.", back="dpia-activities")
    return edit(request, form, page, save=save, current=current)


@both
def drop_activity(request: HttpRequest, deployment_id: int, activity_id: int) -> HttpResponse:
    """Takes an activity out of the assessment."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.draft_dpia")
    row = find_activity(found.row, activity_id, on=seen.today)
    if row is None:
        raise Http404
    form = RemoveForm(request.POST if request.method == "POST" else None, standing={}, version=row.version)

    def save() -> None:
        remove_activity(deployment=found.row, activity_id=activity_id, version=form.typed_version or 0, by=seen.user)

    lead = "Its organisations go with it. What was signed does not count any more."
    page = form_page(
        request,
        found,
        f"Remove “{row.name}”",
        lead=lead,
        button="Remove",
        done="The activity is removed.",
        back="dpia-activities",
    )
    return edit(request, form, page, save=save, current=lambda: ({}, row.version))


@both
def drop_party(request: HttpRequest, deployment_id: int, party_id: int) -> HttpResponse:
    """Takes an organisation out of an activity."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.draft_dpia")
    row = find_party(found.row, party_id, on=seen.today)
    if row is None:
        raise Http404
    form = RemoveForm(request.POST if request.method == "POST" else None, standing={}, version=row.version)

    def save() -> None:
        remove_party(deployment=found.row, party_id=party_id, version=form.typed_version or 0, by=seen.user)

    title, lead = f"Remove {row.organisation}", f"It takes no part in “{row.activity.name}” any more."
    done = "The organisation is removed."
    page = form_page(request, found, title, lead=lead, button="Remove", done=done, back="dpia-activities")
    return edit(request, form, page, save=save, current=lambda: ({}, row.version))


@both
def edit_risk(request: HttpRequest, deployment_id: int, risk_id: int | None = None) -> HttpResponse:
    """One risk, or a new one, which the template may suggest."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.draft_dpia")
    template = workspace_of(seen, found).template
    code = request.GET.get("suggestion", "") if risk_id is None else ""
    suggested = next((option for option in template.suggested_risks if option.code == code), None)

    def current() -> Standing:
        row = find_risk(found.row, risk_id) if risk_id else None
        if risk_id and row is None:
            raise Http404
        new = {"status": RiskStatus.OPEN.value, "description": suggested.text if suggested else "", "due_on": None}
        return {**_fields(row, RISK), **({} if row else new)}, row.version if row else None

    standing, version = current()
    if template.scale is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = RiskForm(data, standing=standing, version=version, scale=template.scale)

    def save() -> None:
        fields = form.values() | ({"suggestion": suggested.code} if suggested else {})
        save_risk(deployment=found.row, risk_id=risk_id, version=form.typed_version, by=seen.user, **fields)

    title = "Risk" if risk_id else "Add a risk"
    page = form_page(request, found, title, done="The risk is saved.", back="dpia-risks")
    return edit(request, form, page, save=save, current=current)


@both
def edit_action_item(request: HttpRequest, deployment_id: int, item_id: int | None = None) -> HttpResponse:
    """One line of the action plan, or a new one."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.draft_dpia")

    def current() -> Standing:
        row = find_action_item(found.row, item_id) if item_id else None
        if item_id and row is None:
            raise Http404
        about = (
            f"risk:{row.risk_id}" if row and row.risk_id else f"question:{row.question}" if row and row.question else ""
        )
        new = {} if row else {"status": ActionStatus.OPEN.value, "due_on": None}
        return {**_fields(row, ACTION), "about": about, **new}, row.version if row else None

    standing, version = current()
    data = request.POST if request.method == "POST" else None
    form = ActionItemForm(data, standing=standing, version=version, about=_about(workspace_of(seen, found)))

    def save() -> None:
        save_action_item(
            deployment=found.row, item_id=item_id, version=form.typed_version, by=seen.user, **form.values()
        )

    title = "Action" if item_id else "Add an action"
    page = form_page(request, found, title, done="The action is saved.", back="dpia-risks")
    return edit(request, form, page, save=save, current=current)


def _about(view: Workspace) -> list[tuple[str, str]]:
    """What an action can be about: the trust's own risks, and the questions that were answered “Unsure”."""
    content = view.dpia.content
    if content is None:
        return []
    risks = [
        (f"risk:{risk.id}", f"{risk.reference} {risk.description}") for risk in content.risks if not risk.is_of_lead
    ]
    questions = [
        (f"question:{each.code}", f"Unsure: {each.text}") for _, each in unsure(view.template, content.sections)
    ]
    return risks + questions
