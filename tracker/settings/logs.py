"""Logs as data: one JSON object a line in production, readable lines elsewhere."""

import re

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from tracker.settings.environment import Environment, env, read_environment

# The one address that is a secret itself; Django names the address of each request that it refuses or that fails.
SECRET_ADDRESS = re.compile(r"(/calendar/)[^/\s]+(\.ics)")


def without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A processor: takes the secret out of the address of a private calendar."""
    if isinstance(event.get("event"), str):
        event["event"] = SECRET_ADDRESS.sub(r"\1…\2", event["event"])
    return event


_shared: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_secrets,
]
_renderer = (
    structlog.processors.JSONRenderer()
    if read_environment() is Environment.PRODUCTION
    else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
)

structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer],
            "foreign_pre_chain": _shared,
        }
    },
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["stream"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
    },
}
