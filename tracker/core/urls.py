"""Public pages of the service."""

from django.urls import path

from tracker.core import health, living, views

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("live/", living.live_version, name="live"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help_and_contact, name="help"),
    path("help/words/", views.words, name="help-words"),
    path("help/pages/<slug:help_page>/", views.help_page, name="help-page"),
]
