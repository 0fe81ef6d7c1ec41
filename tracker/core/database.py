"""The two database roles, the application's own and the owner of the tables; and reading all of one moment.

Every ordinary connection works as `settings.DATABASE_ROLE` (set by a connection option), which may add audit rows but
not change or delete them. Only migrations work as the owner.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections, transaction
from psycopg import sql

from tracker.settings.environment import env


@contextmanager
def as_owner(alias: str = "default") -> Iterator[None]:
    """Within the block the connection `alias` works as the owner of the tables, with the same database name."""
    connection = connections[alias]
    connection.close()
    if close_pool := getattr(connection, "close_pool", None):
        close_pool()
    before = connection.settings_dict
    owner = env.db_url_config(settings.DATABASE_OWNER_URL)
    connection.settings_dict = {
        **before,
        **{key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT") if key in owner},
        "OPTIONS": owner.get("OPTIONS", {}),
    }
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


@contextmanager
def snapshot(alias: str = "default") -> Iterator[None]:
    """Within the block everything that is read is of one moment, whatever others write meanwhile. Inside a transaction it
    is read as that transaction reads."""
    is_outermost = not connections[alias].in_atomic_block
    with transaction.atomic(using=alias):
        if is_outermost:
            with connections[alias].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def ensure_application_role(alias: str = "default") -> None:
    """Creates the application's role when the server does not have it yet. Runs as the owner."""
    role = sql.Identifier(settings.DATABASE_ROLE)
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.DATABASE_ROLE])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
            cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))


def grant_to_application(append_only: list[str], alias: str = "default") -> None:
    """Gives the application's role what it needs on every table: all rows, but for `append_only` tables, which it
    may read and add to and nothing else. Runs as the owner, after every migration, and may run again."""
    role = sql.Identifier(settings.DATABASE_ROLE)
    statements = [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]
    with connections[alias].cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(role=role))
        for table in append_only:
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=role
                )
            )
