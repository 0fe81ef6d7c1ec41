"""Who is making which report right now, as PostgreSQL knows it.

A worker holds an advisory lock of its database session while it makes a report. The lock ends with the session, even
when the worker was killed, so a running report that nobody holds has lost its worker: no clock and no heartbeat needed.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

HIGH_BITS = 32
MASK = (1 << HIGH_BITS) - 1


def _key(report_id: UUID) -> int:
    """The signed 64 bit number that PostgreSQL locks for a report."""
    return int.from_bytes(report_id.bytes[:8], "big", signed=True)


@contextmanager
def only_one(report_id: UUID) -> Iterator[bool]:
    """Within the block nobody else makes this report; answers False, at once, when somebody else is making it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_key(report_id)])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            _release(report_id)


def _release(report_id: UUID) -> None:
    with suppress(OperationalError, InterfaceError), connection.cursor() as cursor:  # a lost session lost its locks
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_key(report_id)])


def being_made(report_ids: list[UUID]) -> set[UUID]:
    """Those of the reports that a living worker holds, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT classid::bigint, objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted "
            "AND objsubid = 1 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        held = set(cursor.fetchall())
    return {each for each in report_ids if ((_key(each) >> HIGH_BITS) & MASK, _key(each) & MASK) in held}
