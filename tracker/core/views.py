"""Public pages that every service has, and the pages that say what went wrong."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from tracker.core.navigation import shell_for


def _public_page(request: HttpRequest, template: str) -> HttpResponse:
    return render(request, template, {"owner": settings.SERVICE_OWNER, "support_email": settings.SUPPORT_EMAIL})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the 2018 regulations ask for."""
    return _public_page(request, "public/accessibility.jinja")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the service stores about the people who use it."""
    return _public_page(request, "public/privacy.jinja")


@login_not_required
@require_safe
def help_and_contact(request: HttpRequest) -> HttpResponse:
    """Who to ask, and about what."""
    return _public_page(request, "public/help.jinja")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    return render(request, "errors/400.jinja", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says why where a rule gave a reason. Things that a person may not know of are a 404, never this."""
    return render(request, "errors/403.jinja", {"reason": str(exception)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """A form came back without its token: mostly a page that was open since before the last sign-in."""
    return render(request, "errors/csrf.jinja", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    return render(request, "errors/404.jinja", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: a failing database must not fail the page that says so."""
    context = {"shell": shell_for(None), "messages": (), "support_email": settings.SUPPORT_EMAIL}
    return HttpResponse(render_to_string("errors/500.jinja", context), status=500)
