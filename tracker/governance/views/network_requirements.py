"""The form over a requirement that a network assesses once for its trusts."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tracker.core.presentation import Link
from tracker.governance.actions.assessments import move_network_requirement
from tracker.governance.forms.requirements import StepForm
from tracker.governance.policies.assessments import next_for
from tracker.governance.selectors.hands import hands_of
from tracker.governance.selectors.requirements import NetworkRequirement, find_network_requirement
from tracker.governance.views.common import both
from tracker.networks.editing import EditPage, back_to, edit, permit
from tracker.networks.requests import Viewing, viewing


def _found_or_404(seen: Viewing, slug: str, use_case: str, code: str) -> NetworkRequirement:
    """The requirement of the address, for somebody who may see the network and may work on it as a whole."""
    found = find_network_requirement(seen.access, slug, use_case, code, on=seen.today)
    if found is None:
        raise Http404
    permit(seen, "governance.move_requirement", found.scope)
    return found


@both
def move(request: HttpRequest, slug: str, use_case: str, requirement_code: str) -> HttpResponse:
    """The next state of a network's assessment. Each trust then confirms it for itself."""
    seen = viewing(request)
    found = _found_or_404(seen, slug, use_case, requirement_code)
    statuses = next_for(found.stands.status, hands_of(seen.access, found.scope, found.plain))
    if found.plain.check or not statuses:
        raise PermissionDenied("You can't take this requirement further: it is for somebody else, or for its records.")
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, standing={}, version=found.stands.version, today=seen.today, statuses=statuses)

    def save() -> None:
        move_network_requirement(
            programme=found.programme,
            network=found.network,
            use_case=found.use_case,
            requirement=found.row,
            step=form.step(),
            version=form.typed_version,
            by=seen.user,
        )

    home = reverse("readiness", args=[slug])
    network_home = Link(found.network.name, reverse("network", args=[slug]))
    page = EditPage(
        found.row.title,
        f"{found.use_case.name}, {found.network.name}",
        back_to(request, home),
        [Link("Home", "/"), network_home, Link("Readiness for go-live", home)],
        f"Now: {found.stands.status.label.lower()} for the network. Each trust confirms it for itself once it is met. "
        f"What counts: {found.row.evidence}",
        done="The new state is recorded for the network.",
    )

    def current() -> tuple[dict[str, object], int]:
        return {}, _found_or_404(seen, slug, use_case, requirement_code).stands.version

    return edit(request, form, page, save=save, current=current)
