"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from tracker.flags import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.flags, name="flags"),
    path("<int:flag_id>/", views.flag, name="flag"),
    path("<int:flag_id>/acknowledge/", views.acknowledge_flag, name="acknowledge-flag"),
]
