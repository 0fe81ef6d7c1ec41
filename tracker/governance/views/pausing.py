"""The pages that pause clinical use, at any hour, and let it begin again."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from tracker.core.formats import nhs_date
from tracker.core.permissions import decide
from tracker.governance.actions.pausing import pause_use, resume_use
from tracker.governance.forms.pausing import PauseForm, ResumeForm
from tracker.governance.selectors.pausing import pausable_scope, pause_on
from tracker.governance.views.common import both
from tracker.governance.views.watching import nothing_stored, page_on, posted, watched
from tracker.networks.editing import edit
from tracker.networks.finding import find_deployment
from tracker.networks.requests import viewing


@both
def pause(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """One reason, one button: clinical use stops and everyone is told. It works on today whatever day was looked at."""
    seen = viewing(request)
    found = find_deployment(seen.access, deployment_id, on=seen.today)
    if found is None:
        raise Http404
    decision = decide("governance.pause_use", seen.access, pausable_scope(found.row, day=seen.today))
    if not decision:
        raise PermissionDenied(decision.sentence)
    form = PauseForm(posted(request), standing={}, today=seen.today)
    page = page_on(
        request,
        found,
        "Pause clinical use",
        lead="Clinical use stops now, for every referral source. Staff go back to reading without the tool, as the "
        "rollback plan says. Only the clinical safety officer can let it begin again.",
        done="Clinical use is paused.",
        button="Pause clinical use now",
    )
    page = replace(page, variant="warning")

    def save() -> None:
        pause_use(deployment=found.row, reason=form.cleaned_data["reason"], by=seen.user)

    return edit(request, form, page, save=save, current=nothing_stored)


@both
def resume(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """The clinical safety officer ends a pause; everything that a go-live needs is asked again."""
    seen, found = watched(request, deployment_id, "governance.resume_use")
    form = ResumeForm(posted(request), standing={}, today=seen.today)
    now = pause_on(found.row, on=seen.today)
    since = f"Paused since {nhs_date(now.since)}: {now.reason.rstrip('.')}. " if now.is_paused else ""
    page = page_on(
        request,
        found,
        "Resume clinical use",
        lead=f"{since}Use begins again as it was before the pause, if everything that a go-live needs still holds.",
        done="Clinical use has begun again.",
        button="Resume clinical use",
    )

    def save() -> None:
        resume_use(deployment=found.row, reason=form.cleaned_data["reason"], by=seen.user)

    return edit(request, form, page, save=save, current=nothing_stored)
