"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from tracker.flags.views import acting, many, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.flags, name="flags"),
    path("bulk/", many.bulk, name="flags-bulk"),
    path("<int:flag_id>/", pages.flag, name="flag"),
    path("<int:flag_id>/acknowledge/", acting.acknowledge_flag, name="acknowledge-flag"),
    path("<int:flag_id>/assign/", acting.assign_flag, name="assign-flag"),
    path("<int:flag_id>/comment/", acting.comment_flag, name="comment-flag"),
]
