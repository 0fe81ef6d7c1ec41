"""Addresses of the help about flags, under /help/."""

from django.urls import path

from tracker.flags import views

urlpatterns = [path("flags/", views.explain_rules, name="help-flags")]
