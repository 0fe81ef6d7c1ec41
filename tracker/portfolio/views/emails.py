"""E-mails of which a person has to say what becomes of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tracker.core.decisions import Refused
from tracker.core.presentation import Link
from tracker.networks.access import SubjectScope
from tracker.networks.editing import permit
from tracker.networks.requests import viewing
from tracker.notifications.actions.delivering import settle_delivery
from tracker.notifications.selectors import deliveries_to_settle, find_delivery_to_settle
from tracker.portfolio.presenters.emails import present_emails

SETTLES = "notifications.settle_email"


@require_http_methods(["GET", "HEAD", "POST"])
def emails(request: HttpRequest) -> HttpResponse:
    """The e-mails that were given up, or of which nobody knows whether they were sent; an administrator leaves each as it
    is or has it sent again."""
    seen = viewing(request)
    permit(seen, SETTLES, SubjectScope())
    if request.method == "POST":
        wanted = request.POST.get("delivery", "")
        row = find_delivery_to_settle(int(wanted)) if wanted.isdecimal() else None
        if row is None:
            raise Http404
        send_again = request.POST.get("send") == "again"
        try:
            settle_delivery(delivery=row, send_again=send_again, by=seen.user)
        except Refused as refusal:
            messages.error(request, refusal.decision.sentence)
        else:
            done = "is sent again within a minute" if send_again else "is left as it is"
            messages.success(request, f"The e-mail to {row.person} {done}.")
        return redirect("emails")
    context = {"page": present_emails(deliveries_to_settle()), "crumbs": [Link("Home", "/")]}
    return render(request, "notifications/emails.jinja", context)
