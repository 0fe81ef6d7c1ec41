"""The page that records a sign-off."""

from django.http import Http404, HttpRequest, HttpResponse

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import nhs_date
from tracker.governance.actions.sign_offs import Decided, record_sign_offs
from tracker.governance.forms.sign_offs import SignOffForm
from tracker.governance.models import SignOff
from tracker.governance.selectors.finding import standing_sign_off
from tracker.governance.views.common import both, found_or_404, page_about
from tracker.governance.vocabulary import SignOffDecision
from tracker.networks.editing import edit
from tracker.networks.requests import viewing


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
