"""docs/settings.md names every environment variable that the code reads."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
READ = re.compile(r"""(?:\benv\.\w+|required|environ\.get)\(\s*"([A-Z][A-Z0-9_]+)\"""")


def test_every_variable_that_is_read_is_documented() -> None:
    sources = [*(ROOT / "tracker").rglob("*.py"), ROOT / "gunicorn.conf.py"]
    read = {name for source in sources for name in READ.findall(source.read_text(encoding="utf-8"))}
    documented = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))
    assert {"SECRET_KEY", "WEB_BIND"} <= read
    assert read - documented == set()
    assert documented - read == set()
