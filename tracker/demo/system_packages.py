"""Installs the Debian packages that the demo or the tests need and the machine lacks.

Run by the Makefile with the system's Python, before there is a virtual environment: `system_packages.py demo|test`.
Asks for what is really used (a library that loads, a program on the PATH) rather than for package names, so that it also
passes on another distribution that has them.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
FONT = "LiberationSans-Regular.ttf"  # the face of the reports: free, and of the same widths as Arial
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing_packages(purpose: str) -> list[str]:
    """The names of the Debian packages to install."""
    missing = [package for library, package in LIBRARIES.items() if not loads(library)]
    if not any(path for folder in FONTS for path in Path(folder).expanduser().rglob(FONT)):
        missing.append("fonts-liberation")
    if importlib.util.find_spec("ensurepip") is None and not Path(".venv/bin/python").exists():
        missing.append("python3-venv")
    if purpose == "test" and not any(shutil.which(name) for name in BROWSERS):
        missing.append("chromium")
    return missing


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def main() -> int:
    packages = missing_packages(sys.argv[1])
    if not packages:
        return 0
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print("The tracker needs system packages that this machine does not have. Run this, then try again:")
        print(f"  sudo apt-get update && sudo {' '.join(install)}")
        return 1
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)  # noqa: S603 - as above
        if done.returncode:
            print(done.stdout[-3000:] + done.stderr)
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
