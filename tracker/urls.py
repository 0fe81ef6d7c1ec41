"""Every address of the product."""

from django.urls import include, path
from django.views.generic import RedirectView

handler400 = "tracker.core.views.bad_request"
handler403 = "tracker.core.views.permission_denied"
handler404 = "tracker.core.views.page_not_found"
handler429 = "tracker.core.views.too_many_requests"
handler500 = "tracker.core.views.server_error"

urlpatterns = [
    path("", include("tracker.core.urls")),
    path("", include("tracker.portfolio.urls")),
    path("", include("tracker.networks.urls")),
    path("", include("tracker.procurement.urls")),
    path("", include("tracker.governance.urls")),
    path("", include("tracker.notifications.urls")),
    path("flags/", include("tracker.flags.urls")),
    path("help/", include("tracker.flags.help_urls")),
    path("reports/", include("tracker.reports.urls")),
    path("api/", include("tracker.api.urls")),
    # An administrator looks after addresses and identities; the library's own pages for them stay shut.
    path("accounts/email/", RedirectView.as_view(pattern_name="mfa_index")),
    path("accounts/3rdparty/", RedirectView.as_view(pattern_name="mfa_index")),
    path("accounts/", include("allauth.urls")),
]
