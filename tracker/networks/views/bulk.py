"""What came of changing several things at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.core.presentation import Link
from tracker.networks.bulk import SUMMARY, present_summary


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """What was done in this session last, and what was not."""
    page = present_summary(request.session.get(SUMMARY))
    return render(request, "bulk/summary.jinja", {"page": page, "crumbs": [Link("Home", "/")]})
