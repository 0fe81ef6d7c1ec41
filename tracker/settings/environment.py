"""Which environment this process runs in, and what it must be told before it may start.

Every setting comes from an environment variable. A missing or contradictory one stops the process with a sentence
that says which variable to set, rather than a traceback later on.
"""

import os
from enum import StrEnum

import environ

env = environ.Env()
MAIL_SERVICES = ("smtp", "notify")


class Environment(StrEnum):
    """Where the process runs. Everything that is not named otherwise is production: deny by default."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class SettingsRefused(SystemExit):
    """The process may not start; the message names the variable and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"The tracker did not start: {sentence}")


def read_environment() -> Environment:
    """DEMO=1 is the demo, ENVIRONMENT=test the test run, and everything else is production."""
    if env.bool("DEMO", default=False):
        return Environment.DEMO
    name = os.environ.get("ENVIRONMENT", Environment.PRODUCTION)
    try:
        return Environment(name)
    except ValueError:
        known = ", ".join(Environment)
        raise SettingsRefused(f"ENVIRONMENT is '{name}', which is not one of {known}. Set one of these.") from None


def required(name: str, *, example: str) -> str:
    """The value of a variable that has no sensible default."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise SettingsRefused(f"{name} is not set. Set it, for example {name}={example}")
    return value


def read_debug(environment: Environment) -> bool:
    """DEBUG shows source and settings to whoever meets an error, so production refuses it."""
    debug = env.bool("DEBUG", default=False)
    if debug and environment is Environment.PRODUCTION:
        raise SettingsRefused("DEBUG is on in production, which would show secrets. Unset DEBUG, or set DEMO=1.")
    return debug


def read_mail_service() -> str:
    """`smtp` or `notify`: what sends the e-mails of notifications."""
    service = env.str("MAIL_SERVICE", default="smtp")
    if service not in MAIL_SERVICES:
        raise SettingsRefused(f"MAIL_SERVICE is '{service}'. Set it to one of {', '.join(MAIL_SERVICES)}.")
    return service
