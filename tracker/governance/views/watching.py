"""What every form on the way from a deployment's monitoring page shares."""

from dataclasses import replace

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from tracker.core.presentation import Link
from tracker.governance.views.common import found_or_404, page_about
from tracker.networks.editing import EditPage, back_to
from tracker.networks.finding import FoundDeployment
from tracker.networks.requests import Viewing, viewing

PERMISSION = "governance.update_monitoring"


def watched(request: HttpRequest, deployment_id: int, permission: str = PERMISSION) -> tuple[Viewing, FoundDeployment]:
    """Who is looking, and the deployment of the address, for somebody who may do this."""
    seen = viewing(request)
    return seen, found_or_404(seen, deployment_id, permission)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, None where the form is only opened."""
    return request.POST if request.method == "POST" else None


def nothing_stored() -> tuple[dict[str, object], int | None]:
    """What a form starts from that adds something: nothing of it is stored yet."""
    return {}, None


def page_on(
    request: HttpRequest, found: FoundDeployment, title: str, *, done: str, lead: str = "", button: str = "Save"
) -> EditPage:
    """The page of a form that leads back to the deployment's monitoring page."""
    page = page_about(request, found, title, done=done, lead=lead)
    home = reverse("monitoring", args=[found.row.pk])
    crumbs = [*page.crumbs, Link("Monitoring", home)]
    return replace(page, crumbs=crumbs, back_href=back_to(request, home), button=button)
