"""What the pages of one DPIA share."""

from django.http import HttpRequest
from django.urls import reverse

from tracker.core.presentation import Link
from tracker.governance.selectors.dpia_workspace import Workspace, workspace
from tracker.networks.editing import EditPage, back_to
from tracker.networks.finding import FoundDeployment
from tracker.networks.requests import Viewing

TITLE = "Data protection impact assessment"


def deployment_crumbs(found: FoundDeployment) -> list[Link]:
    """The way to the deployment."""
    trust = found.row.trust
    return [
        Link("Home", reverse("home")),
        Link(trust.name, reverse("trust", args=[trust.ods_code])),
        Link(found.name, reverse("deployment", args=[found.row.pk])),
    ]


def dpia_crumbs(found: FoundDeployment) -> list[Link]:
    """The way to the DPIA."""
    return [*deployment_crumbs(found), Link("DPIA", reverse("dpia", args=[found.row.pk]))]


def form_page(
    request: HttpRequest,
    found: FoundDeployment,
    title: str,
    *,
    done: str,
    lead: str = "",
    button: str = "Save",
    back: str = "dpia",
    back_args: tuple[int, ...] = (),
) -> EditPage:
    """The page of a form over a part of the DPIA; it leads back to the page named `back`."""
    home = reverse(back, args=[found.row.pk, *back_args])
    return EditPage(title, found.name, back_to(request, home), dpia_crumbs(found), lead, button=button, done=done)


def workspace_of(seen: Viewing, found: FoundDeployment) -> Workspace:
    """The DPIA as this person sees it today."""
    return workspace(found.row, seen.access, found.scope, on=seen.today)
