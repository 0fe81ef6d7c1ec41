"""What follows when a programme is set up. Apps above register here what they begin with it, in the same transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tracker.accounts.models import User
from tracker.networks.models import Programme

ProgrammeStart = Callable[[Programme, User], None]

_starts: list[ProgrammeStart] = []
_is_left_to_the_caller: ContextVar[bool] = ContextVar("beginnings_left_to_the_caller", default=False)


@contextmanager
def left_to_the_caller() -> Iterator[None]:
    """Nothing follows the setting up of a programme within the block: whoever opens it begins what has to follow."""
    token = _is_left_to_the_caller.set(True)
    try:
        yield
    finally:
        _is_left_to_the_caller.reset(token)


def register_programme_start(start: ProgrammeStart) -> None:
    """Has `start(programme, by)` run for each programme that is set up. Called in `AppConfig.ready`."""
    if start not in _starts:
        _starts.append(start)


def begin_programme(programme: Programme, *, by: User) -> None:
    """Runs everything that follows the setting up of a programme."""
    for start in () if _is_left_to_the_caller.get() else _starts:
        start(programme, by)
