"""Metrics for Prometheus: counts of requests, queries and jobs, which say more about a service than outsiders may know."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from tracker.accounts.roles import Role
from tracker.networks.requests import viewing
from tracker.settings.environment import env


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For a collector with `Authorization: Bearer METRICS_TOKEN`, and for a signed-in administrator; else not found."""
    if not (_has_token(request) or _is_administrator(request)):
        raise Http404
    response: HttpResponse = ExportToDjangoView(request)
    return response


def _has_token(request: HttpRequest) -> bool:
    """An unset METRICS_TOKEN opens nothing."""
    token = env.str("METRICS_TOKEN", default="")
    return bool(token) and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")


def _is_administrator(request: HttpRequest) -> bool:
    return request.user.is_authenticated and Role.ADMINISTRATOR in viewing(request).access.roles
