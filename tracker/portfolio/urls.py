"""Addresses of the dashboards."""

from django.urls import path

from tracker.portfolio.views.calendars import calendar
from tracker.portfolio.views.deployments import deployment
from tracker.portfolio.views.emails import emails
from tracker.portfolio.views.home import home
from tracker.portfolio.views.metrics import metrics
from tracker.portfolio.views.national import national
from tracker.portfolio.views.networks import network, networks
from tracker.portfolio.views.suppliers import shortlist, supplier, suppliers
from tracker.portfolio.views.trusts import trust
from tracker.portfolio.views.welcome import tour, welcome
from tracker.portfolio.views.work import work

urlpatterns = [
    path("", home, name="home"),
    path("work/", work, name="work"),
    path("emails/", emails, name="emails"),
    path("calendar/<str:calendar_token>.ics", calendar, name="calendar"),
    path("welcome/", welcome, name="welcome"),
    path("accounts/tour/", tour, name="tour"),
    path("metrics", metrics, name="metrics"),
    path("national/", national, name="national"),
    path("networks/", networks, name="networks"),
    path("networks/<slug:slug>/", network, name="network"),
    path("trusts/<str:ods_code>/", trust, name="trust"),
    path("deployments/<int:deployment_id>/", deployment, name="deployment"),
    path("suppliers/", suppliers, name="suppliers"),
    path("suppliers/shortlist/", shortlist, name="shortlist"),
    path("suppliers/<int:supplier_id>/", supplier, name="supplier"),
]
