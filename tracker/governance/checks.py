"""Requirements that records answer by themselves: an approved DPIA, a passed validation. Each topic of this app says
here how it is read and judged; the catalogue names the check by its code, and the gate asks.

A requirement whose check nobody registered is not met: deny by default.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from tracker.governance.policies.verdicts import Verdict, unmet


class Reader(Protocol):
    """Reads what a topic knows of deployments on a day, by deployment id, in a fixed number of queries."""

    def __call__(self, deployment_ids: Iterable[int], *, on: date) -> Mapping[int, Any]: ...


Judge = Callable[[Any, date], Verdict]


@dataclass(frozen=True)
class Check:
    """How one check is read and judged."""

    code: str
    reader: Reader
    judge: Judge


_checks: dict[str, Check] = {}


def register_check(code: str, *, reader: Reader, judge: Judge) -> None:
    """Has requirements that name `code` be met when `judge(what reader answers, day)` says so. Called in
    `AppConfig.ready`; several checks may share a reader, which is then asked once."""
    _checks[code] = Check(code, reader, judge)


def check_codes() -> frozenset[str]:
    """The codes of the checks that there are."""
    return frozenset(_checks)


def verdicts_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, dict[str, Verdict]]:
    """The verdict of every check on every deployment on a day, by deployment id and check code; each reader is asked
    once for all of them."""
    ids = list(deployment_ids)
    readers = {check.reader for check in _checks.values()}
    read = {reader: reader(ids, on=on) for reader in readers}
    return {pk: {code: check.judge(read[check.reader][pk], on) for code, check in _checks.items()} for pk in ids}


def verdict_of(verdicts: Mapping[str, Verdict], code: str) -> Verdict:
    """The verdict of one check, for a requirement that names it."""
    found = verdicts.get(code)
    if found is not None:
        return found
    return unmet(
        f"Nothing answers the check “{code}”.", remedy="Ask an administrator to correct the requirement catalogue."
    )
