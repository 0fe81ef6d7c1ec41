"""What every page over a deployment's governance shares."""

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tracker.core.presentation import Link
from tracker.networks.editing import EditPage, back_to, permit
from tracker.networks.finding import FoundDeployment, find_deployment
from tracker.networks.requests import Viewing

both = require_http_methods(["GET", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form; None for a form that is shown."""
    return request.POST if request.method == "POST" else None


def seen_or_404(seen: Viewing, deployment_id: int) -> FoundDeployment:
    """The deployment of the address, for somebody who may see it."""
    found = find_deployment(seen.access, deployment_id, on=seen.today)
    if found is None:
        raise Http404
    return found


def found_or_404(seen: Viewing, deployment_id: int, permission: str) -> FoundDeployment:
    """The deployment of the address, for somebody who may see it and has this right over it."""
    found = seen_or_404(seen, deployment_id)
    permit(seen, permission, found.scope)
    return found


def crumbs_to(found: FoundDeployment, *more: Link) -> list[Link]:
    """The way from home to a deployment, and on."""
    trust = found.row.trust
    home = Link(found.name, reverse("deployment", args=[found.row.pk]))
    return [Link("Home", "/"), Link(trust.name, reverse("trust", args=[trust.ods_code])), home, *more]


def page_about(
    request: HttpRequest, found: FoundDeployment, title: str, *, done: str, lead: str = "", back: str = ""
) -> EditPage:
    """The page of a form over a deployment's governance; it leads back to the deployment unless `back` says where."""
    home = back or reverse("deployment", args=[found.row.pk])
    return EditPage(title, found.name, back_to(request, home), crumbs_to(found), lead, done=done)
