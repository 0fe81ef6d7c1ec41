"""How a person hears of things: the topics, the hour, what they follow, and the link of their calendar."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tracker.accounts.models import User
from tracker.core.presentation import Link
from tracker.notifications.actions.calendars import create_calendar_link, revoke_calendar_link
from tracker.notifications.actions.choosing import choose
from tracker.notifications.followed import visible_subjects
from tracker.notifications.forms import CalendarForm, SettingsForm
from tracker.notifications.presenters import present_calendar, present_follows
from tracker.notifications.selectors import calendar_link_of, chosen_by, follows_of

HOME = "notification-settings"


@never_cache  # the page may show the secret of a calendar, once
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Shows the choices, or keeps them."""
    person = cast("User", request.user)
    form = SettingsForm(request.POST if request.method == "POST" else None, chosen_by(person))
    if request.method == "POST" and form.is_valid():
        choose(**form.choices, by=person)
        messages.success(request, "Your choices are saved.")
        return redirect(HOME)
    return _page(request, person, form, CalendarForm())


@require_POST
def create_calendar(request: HttpRequest) -> HttpResponse:
    """Makes a calendar link in place of an earlier one, and shows its address this once."""
    person = cast("User", request.user)
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return _page(request, person, SettingsForm(None, chosen_by(person)), form)
    secret = create_calendar_link(only_followed=form.only_followed, by=person)
    address = f"{settings.SITE_URL}{reverse('calendar', args=[secret])}"
    # The notice travels in the person's own signed cookie, so that the database never holds the secret.
    messages.success(request, f"Copy the address of your calendar now. We can’t show it again: {address}")
    return redirect(f"{reverse(HOME)}#calendar")


@require_POST
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    """The calendar link stops working."""
    if revoke_calendar_link(by=cast("User", request.user)):
        messages.success(request, "Your calendar link has stopped working.")
    return redirect(f"{reverse(HOME)}#calendar")


def _page(request: HttpRequest, person: User, form: SettingsForm, calendar_form: CalendarForm) -> HttpResponse:
    follows = follows_of(person)
    context = {
        "form": form,
        "calendar_form": calendar_form,
        "calendar": present_calendar(calendar_link_of(person)),
        "follows": present_follows(follows, visible_subjects(person, follows)),
        "has_errors": bool(form.errors or calendar_form.errors),
        "email": person.email,
        "crumbs": [Link("Home", "/"), Link("Notifications", reverse("notifications"))],
    }
    return render(request, "notifications/settings.jinja", context)
