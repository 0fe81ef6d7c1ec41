"""The page that moves a DPIA."""

from django.http import HttpRequest, HttpResponse

from tracker.governance.actions.dpias import move_dpia
from tracker.governance.forms.dpias import DpiaStatusForm
from tracker.governance.permissions import actors_of
from tracker.governance.policies.dpias import Means, next_statuses
from tracker.governance.selectors.finding import dpia_standing
from tracker.governance.views.common import both, found_or_404, page_about
from tracker.governance.vocabulary import DpiaStatus
from tracker.networks.editing import edit
from tracker.networks.requests import viewing


@both
def edit_dpia_status(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """How far the data protection impact assessment is."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_dpia")
    standing, version = dpia_standing(found.row)
    now, actors = DpiaStatus(standing["status"]), actors_of(seen.access, found.scope)
    form = DpiaStatusForm(
        request.POST if request.method == "POST" else None,
        standing=standing,
        version=version,
        today=seen.today,
        offered=next_statuses(now, actors, Means.MOVE),
    )

    def save() -> None:
        move_dpia(
            deployment=found.row,
            status=DpiaStatus(form.cleaned_data["status"]),
            on=form.cleaned_data["effective_on"],
            reason=form.cleaned_data["reason"],
            version=form.typed_version,
            by=seen.user,
        )

    page = page_about(request, found, "Move the DPIA", done="The DPIA's status is updated.")
    return edit(request, form, page, save=save, current=lambda: dpia_standing(found.row))
