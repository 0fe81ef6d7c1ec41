"""Whether this process and what it stands on are well, for load balancers and for people who operate the service."""

import asyncio
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.base import HealthCheck
from health_check.checks import Cache, Database
from health_check.contrib.redis import Redis
from redis.asyncio import Redis as RedisClient

CHECKS: dict[str, Callable[[], HealthCheck]] = {
    "database": Database,
    "cache": Cache,
    "broker": lambda: Redis(client_factory=lambda: RedisClient.from_url(settings.CELERY_BROKER_URL, socket_timeout=2)),
}


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that the process answers. Asks nothing of the database or Redis: restarting the process would not mend those."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
async def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, cache and broker all answer, else 503 with the names of those that do not.

    For alerts rather than for taking a web process out of service: pages read and save while Redis is down.
    """
    results = await asyncio.gather(*(make().get_result() for make in CHECKS.values()))
    states = {name: "unavailable" if result.error else "ok" for name, result in zip(CHECKS, results, strict=True)}
    return JsonResponse(states, status=200 if set(states.values()) == {"ok"} else 503)
