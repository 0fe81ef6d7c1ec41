"""Addresses of the help about flags, under /help/."""

from django.urls import path

from tracker.flags.views import pages

urlpatterns = [path("flags/", pages.explain_rules, name="help-flags")]
