"""Forms over a deployment's DPIA and sign-offs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import nhs_date
from tracker.core.presentation import Link
from tracker.governance.actions.dpias import move_dpia
from tracker.governance.actions.sign_offs import Decided, record_sign_offs
from tracker.governance.finding import dpia_standing, standing_sign_off
from tracker.governance.forms import DpiaStatusForm, SignOffForm
from tracker.governance.models import SignOff
from tracker.governance.vocabulary import DpiaStatus, SignOffDecision
from tracker.networks.editing import EditPage, back_to, edit, permit
from tracker.networks.finding import FoundDeployment, find_deployment
from tracker.networks.requests import Viewing, viewing

both = require_http_methods(["GET", "POST"])


def found_or_404(seen: Viewing, deployment_id: int, permission: str) -> FoundDeployment:
    """The deployment of the address, for somebody who may see it and has this right over it."""
    found = find_deployment(seen.access, deployment_id, on=seen.today)
    if found is None:
        raise Http404
    permit(seen, permission, found.scope)
    return found


def page_about(request: HttpRequest, found: FoundDeployment, title: str, *, done: str, lead: str = "") -> EditPage:
    """The page of a form over a deployment's governance."""
    home = reverse("deployment", args=[found.row.pk])
    trust = found.row.trust
    crumbs = [Link("Home", "/"), Link(trust.name, reverse("trust", args=[trust.ods_code])), Link(found.name, home)]
    return EditPage(title, found.name, back_to(request, home), crumbs, lead, done=done)


@both
def edit_dpia_status(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """How far the data protection impact assessment is."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_dpia")
    standing, version = dpia_standing(found.row)
    data = request.POST if request.method == "POST" else None
    form = DpiaStatusForm(data, standing=standing, version=version, today=seen.today)

    def save() -> None:
        move_dpia(
            deployment=found.row,
            status=DpiaStatus(form.cleaned_data["status"]),
            on=form.cleaned_data["effective_on"],
            reason=form.cleaned_data["reason"],
            version=form.typed_version,
            by=seen.user,
        )

    page = page_about(request, found, "Data protection impact assessment", done="The DPIA's status is updated.")
    return edit(request, form, page, save=save, current=lambda: dpia_standing(found.row))


def _stands(before: SignOff | None) -> str:
    if before is None:
        return "Nobody has decided yet."
    decision = before.get_decision_display().lower()
    return f"Now: {decision}, by {before.signatory_name} on {nhs_date(before.decided_on)}."


@both
def edit_sign_off(request: HttpRequest, deployment_id: int, role: str) -> HttpResponse:
    """A decision in one capacity. It is added to those before it, and never edited."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.record_sign_off")
    if role not in SignOffRole.values:
        raise Http404
    capacity = SignOffRole(role)
    data = request.POST if request.method == "POST" else None
    form = SignOffForm(data, standing={}, today=seen.today)

    def save() -> None:
        typed = form.cleaned_data
        decided = Decided(
            found.row,
            capacity,
            SignOffDecision(typed["decision"]),
            typed["decided_on"],
            typed["signatory_name"],
            typed["conditions"],
            typed["expires_on"],
        )
        record_sign_offs([decided], by=seen.user)

    before = standing_sign_off(found.row, role)
    page = page_about(
        request,
        found,
        f"Sign-off: {capacity.label}",
        lead=f"{_stands(before)} Your decision is added, and the earlier ones are kept.",
        done=f"The decision of the {capacity.label.lower()} is recorded.",
    )
    return edit(request, form, page, save=save, current=lambda: ({}, None))
