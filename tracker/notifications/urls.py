"""Addresses of what a person is told, and of how they choose to hear of it."""

from django.urls import path

from tracker.notifications.views.following import follow_or_stop
from tracker.notifications.views.reading import notification_list, open_notification, read
from tracker.notifications.views.settings import create_calendar, revoke_calendar, settings_page

urlpatterns = [
    path("notifications/", notification_list, name="notifications"),
    path("notifications/read/", read, name="mark-read"),
    path("notifications/settings/", settings_page, name="notification-settings"),
    path("notifications/settings/calendar/", create_calendar, name="create-calendar-link"),
    path("notifications/settings/calendar/revoke/", revoke_calendar, name="revoke-calendar-link"),
    path("notifications/<int:notification_id>/", open_notification, name="open-notification"),
    path("follow/<str:followed_kind>/<int:followed_id>/", follow_or_stop, name="follow"),
]
