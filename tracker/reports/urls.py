"""Addresses of reports."""

from django.urls import path

from tracker.reports import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("trust/<str:ods_code>/", views.preview_trust, name="report-preview-trust"),
    path("network/<slug:slug>/", views.preview_network, name="report-preview-network"),
    path("request/", views.request_new, name="request-report"),
    path("<uuid:report_id>/", views.report, name="report"),
    path("<uuid:report_id>/retry/", views.retry, name="report-retry"),
    path("<uuid:report_id>/download/", views.download, name="report-download"),
]
