"""Makes a test database quickly, and takes it back to what the migrations left in it."""

import fcntl
import hashlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tracker.core.database import as_owner, ensure_application_role
from tracker.settings.embedded import postgres_program

CACHE = settings.BASE_DIR / ".test"
INPUTS = (
    "tracker/*/migrations/*.py",
    "tracker/*/data/*",
    "tracker/core/*.py",
    "tracker/*/apps.py",
    "requirements/base.txt",
)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """The processes of parallel runs take turns."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare_template() -> None:
    """Migrates the embedded server's own database, from which PostgreSQL then copies each test database.

    The first run after a change of migrations writes a dump, which later runs restore in a fraction of the time.
    """
    dump = CACHE / f"migrated-{_fingerprint()}.dump"
    with as_owner():
        if "django_migrations" not in connection.introspection.table_names():
            ensure_application_role()
            if dump.exists():
                _postgres("pg_restore", "--dbname", settings.DATABASE_URL, str(dump))
            else:
                call_command("migrate", verbosity=0, interactive=False)
                for old in CACHE.glob("migrated-*.dump"):
                    old.unlink()
                _postgres("pg_dump", "--format=custom", "--file", f"{dump}.part", settings.DATABASE_URL)
                Path(f"{dump}.part").rename(dump)
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = connection.settings_dict["NAME"]


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in INPUTS:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _postgres(program: str, *arguments: str) -> None:
    subprocess.run([str(postgres_program(program)), *arguments], check=True)


@dataclass(frozen=True)
class ReferenceRows:
    """The rows that the migrations themselves wrote, by table, as PostgreSQL's copy format."""

    copies: dict[str, bytes]

    @classmethod
    def read(cls) -> Self:
        copies = {}
        with connection.cursor() as cursor:
            for table in _tables_with_rows():
                with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
                    copies[table] = b"".join(copy)
        return cls(copies)

    def restore(self) -> None:
        """Empties every table and puts these rows back, past triggers and foreign keys, as the owner and superuser.

        Quicker than Django's flush, which rewrites every table, and unlike flush it keeps what the migrations wrote.
        """
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for table in _tables_with_rows():
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, rows in self.copies.items():
                with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                    copy.write(rows)
            cursor.execute("SET session_replication_role = DEFAULT")


def _tables_with_rows() -> list[str]:
    tables = [table for table in connection.introspection.table_names() if table != "django_migrations"]
    questions = [
        sql.SQL("SELECT {name} WHERE EXISTS (SELECT 1 FROM {table})").format(name=table, table=sql.Identifier(table))
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(questions))
        return [table for (table,) in cursor.fetchall()]
