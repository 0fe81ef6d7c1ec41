"""What every page over a deployment's governance shares."""

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tracker.core.presentation import Link
from tracker.networks.editing import EditPage, back_to, permit
from tracker.networks.finding import FoundDeployment, find_deployment
from tracker.networks.requests import Viewing

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
