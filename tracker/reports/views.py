"""Pages about reports: the list, the HTML twin, a report's progress, its file."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tracker.core.decisions import NotPermitted, Refused
from tracker.core.presentation import AsOf, Link
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import Viewing, viewing
from tracker.reports.actions.requests import request_report, retry_report
from tracker.reports.composing import compose
from tracker.reports.document import Issue
from tracker.reports.filters import ReportFilter
from tracker.reports.forms import ReportRequestForm
from tracker.reports.models import Report, ReportKind, ReportStatus
from tracker.reports.policies import may_open
from tracker.reports.presenters.library import made_with, present_list, present_status
from tracker.reports.selectors import Subject, find_report, find_subject_of, list_reports


@require_GET
@saves_views("reports", title="Reports")
def reports(request: HttpRequest) -> HttpResponse:
    """One's own reports; nationally, everybody's."""
    access = viewing(request).access
    filters = ReportFilter(request.GET, list_reports(access))
    page = present_list(filters.found, access)
    context = {"page": page, **listing(request, filters, columns=page.columns, is_dated=False)}
    return render(request, "reports/list.jinja", context)


@require_GET
def preview_trust(request: HttpRequest, ods_code: str) -> HttpResponse:
    return _preview(request, ReportKind.TRUST, ods_code)


@require_GET
def preview_network(request: HttpRequest, slug: str) -> HttpResponse:
    return _preview(request, ReportKind.NETWORK, slug)


def _preview(request: HttpRequest, kind: ReportKind, key: str) -> HttpResponse:
    """The HTML twin of the PDF that its button makes."""
    seen = viewing(request)
    issue = Issue(made_by=str(seen.user), made_at=timezone.now())
    document = compose(seen.access, kind, key, on=seen.as_of, issue=issue)
    if document is None:
        raise Http404
    if seen.as_of_error:
        messages.error(request, f"{seen.as_of_error} You are looking at today.")
    context = {
        "document": document,
        "as_of": AsOf(day=seen.as_of, today=seen.today, path=request.path),
        "wish": {"kind": kind.value, "key": key},
        "crumbs": [Link("Home", "/"), Link(document.subject, document.subject_href)],
    }
    return render(request, "reports/preview.jinja", context)


@require_POST
def request_new(request: HttpRequest) -> HttpResponse:
    """Asks for a PDF and leads to the page that shows how far it is."""
    form = ReportRequestForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"No report was asked for. {form.sentence()}")
        return redirect("reports")
    wish = form.cleaned_data
    try:
        report = request_report(
            kind=ReportKind(wish["kind"]), key=wish["key"], as_of=wish["as_of"], by=viewing(request).user
        )
    except NotPermitted:
        raise Http404 from None
    return redirect("report", report.pk)


@require_GET
@never_cache
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """How far one report is; asked by the page itself every 2 seconds, it answers that part alone."""
    seen = viewing(request)
    found, subject = _find(seen, report_id)
    page = present_status(found, subject, seen.access)
    if request.headers.get("HX-Request") and not page.progress.is_finished:
        return render(request, "reports/progress.jinja", {"progress": page.progress})
    response = render(request, "reports/status.jinja", {"page": page})
    if request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"  # finished: the whole page says what can be done now
    return response


@require_POST
def retry(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Puts a failed report back in the queue."""
    seen = viewing(request)
    found, _ = _find(seen, report_id)
    try:
        retry_report(report=found, by=seen.user)
    except Refused as refusal:
        messages.error(request, refusal.decision.sentence)
    return redirect("report", report_id)


@require_GET
@never_cache
def download(request: HttpRequest, report_id: UUID) -> FileResponse:
    """The file, for whoever may see today what the report shows."""
    seen = viewing(request)
    found, subject = _find(seen, report_id)
    if found.status != ReportStatus.READY or not may_open(made_with(found), subject.sight(seen.access)):
        raise Http404
    name = f"{found.kind}-readiness-{found.key}-{found.as_of.isoformat()}.pdf"
    if found.shows_money:
        name = f"official-sensitive-commercial-{name}"
    return FileResponse(
        default_storage.open(str(found.file.name)), as_attachment=True, filename=name, content_type="application/pdf"
    )


def _find(seen: Viewing, report_id: UUID) -> tuple[Report, Subject]:
    found = find_report(seen.access, report_id)
    if found is None:
        raise Http404
    return found, cast("Subject", find_subject_of(seen.access, found))
