"""What follows when a programme is set up. Apps above register here what they begin with it, in the same transaction."""

from collections.abc import Callable

from tracker.accounts.models import User
from tracker.networks.models import Programme

ProgrammeStart = Callable[[Programme, User], None]

_starts: list[ProgrammeStart] = []


def register_programme_start(start: ProgrammeStart) -> None:
    """Has `start(programme, by)` run for each programme that is set up. Called in `AppConfig.ready`."""
    if start not in _starts:
        _starts.append(start)


def begin_programme(programme: Programme, *, by: User) -> None:
    """Runs everything that follows the setting up of a programme."""
    for start in _starts:
        start(programme, by)
