"""Addresses of the API."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from tracker.api import pages, views

urlpatterns = [
    path("v1/summary/", views.SummaryView.as_view(), name="api-summary"),
    path("v1/deployments/", views.DeploymentsView.as_view(), name="api-deployments"),
    path("v1/deployments/<int:deployment_id>/", views.DeploymentView.as_view(), name="api-deployment"),
    path("v1/deployments/<int:deployment_id>/state/", views.DeploymentStateView.as_view(), name="api-deployment-state"),
    path("v1/deployments/<int:deployment_id>/readings/", views.ReadingsView.as_view(), name="api-readings"),
    path("v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("v1/docs/", pages.docs, name="api-docs"),
]
