"""What the web role may do. Run by the owner after every migration; running it twice changes nothing."""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

# The record of who did what: written, read, never changed. The heads table holds the end of each chain.
APPEND_ONLY = ("audit_auditevent",)
APPEND_AND_MOVE = ("audit_audithead",)
READ_ONLY = ("django_migrations",)

BASE = """
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {web};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {web};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {web};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {web};
"""


def grant_web_role(cursor: Any, web: str) -> None:
    """Give role `web` what the running application needs and no more; `cursor` belongs to the tables' owner."""
    role = sql.Identifier(web)
    cursor.execute(sql.SQL(BASE).format(web=role))
    for tables, withheld in (
        (APPEND_ONLY, "UPDATE, DELETE, TRUNCATE"),
        (APPEND_AND_MOVE, "DELETE, TRUNCATE"),
        (READ_ONLY, "INSERT, UPDATE, DELETE, TRUNCATE"),
    ):
        for table in tables:
            cursor.execute("SELECT to_regclass(%s)", [f"public.{table}"])
            if cursor.fetchone()[0] is not None:
                revoke = sql.SQL("REVOKE {what} ON {table} FROM {web}")
                cursor.execute(revoke.format(what=sql.SQL(withheld), table=sql.Identifier(table), web=role))
