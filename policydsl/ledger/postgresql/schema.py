"""The tables of a ledger in PostgreSQL, and how older ones become the newest.

In: a connection, and the name of a schema. Out: tables of the newest version. Several processes may
open a ledger at once: one makes the tables, the others wait for it.

What must not change is guarded by the tables themselves: an event, a version of a fact and a record
can be neither changed nor removed, whoever tries; only records that were archived are removed, by
who says so within the transaction. An entry is filed where its keys, kind and instant say; a
trigger moves the filings when these change.
"""

from __future__ import annotations

from hashlib import blake2b

import psycopg
from psycopg import sql

from policydsl.diagnostics.catalogue.entry import Text
from policydsl.diagnostics.diagnostic import diagnostic
from policydsl.errors import LedgerError
from policydsl.ledger.postgresql.address import Address
from policydsl.ledger.postgresql.failures import NO_CHANGE

_VERSION_1 = """
CREATE TABLE {s}.policydsl_ledger (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL
);
INSERT INTO {s}.policydsl_ledger (version) VALUES (1);

CREATE TABLE {s}.policydsl_fields (
    name text COLLATE "C" PRIMARY KEY,
    complete boolean NOT NULL DEFAULT false,
    noted uuid NOT NULL DEFAULT gen_random_uuid()
);

CREATE TABLE {s}.policydsl_entries (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    person text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('event', 'reserved', 'expired', 'released')),
    amends text COLLATE "C",
    expires_at bigint,
    frees boolean NOT NULL,
    body text COLLATE "C" NOT NULL,
    permit text COLLATE "C",
    keys text[] COLLATE "C" NOT NULL
);
CREATE INDEX policydsl_entries_amends ON {s}.policydsl_entries (amends) WHERE amends IS NOT NULL;
CREATE INDEX policydsl_entries_expires ON {s}.policydsl_entries
    ((CASE WHEN state = 'reserved' THEN expires_at END), seq)
    WHERE CASE WHEN state = 'reserved' THEN expires_at END IS NOT NULL;

CREATE TABLE {s}.policydsl_filings (
    key text COLLATE "C",
    kind text COLLATE "C",
    at bigint,
    seq bigint,
    PRIMARY KEY (key, kind, at, seq)
);

CREATE TABLE {s}.policydsl_facts (
    seq bigint GENERATED ALWAYS AS IDENTITY,
    person text COLLATE "C",
    kind text COLLATE "C",
    id text COLLATE "C",
    known_at bigint,
    body text COLLATE "C" NOT NULL,
    PRIMARY KEY (person, kind, id, known_at)
);

CREATE TABLE {s}.policydsl_records (
    lane text COLLATE "C",
    number bigint,
    hash text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    text text COLLATE "C" NOT NULL,
    about text COLLATE "C",
    PRIMARY KEY (lane, number)
);
CREATE INDEX policydsl_records_about ON {s}.policydsl_records (about) WHERE about IS NOT NULL;

CREATE TABLE {s}.policydsl_forgotten (
    lane text COLLATE "C" PRIMARY KEY,
    number bigint NOT NULL,
    hash text COLLATE "C" NOT NULL
);

CREATE FUNCTION {s}.policydsl_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'what is in % stays as it is', TG_TABLE_NAME USING ERRCODE = '{code}';
END $body$;

CREATE FUNCTION {s}.policydsl_all_of(wanted bigint, there bigint) RETURNS void
LANGUAGE plpgsql AS $body$
BEGIN
    IF there <> wanted THEN
        RAISE EXCEPTION '% of % changed entries are there, and no events', there, wanted
            USING ERRCODE = '{code}';
    END IF;
END $body$;

CREATE FUNCTION {s}.policydsl_refile() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF (OLD.kind, OLD.at) IS DISTINCT FROM (NEW.kind, NEW.at) OR NEW.state = 'released' THEN
        DELETE FROM {s}.policydsl_filings
            WHERE key = ANY (OLD.keys) AND kind = OLD.kind AND at = OLD.at AND seq = OLD.seq;
    END IF;
    IF NEW.state <> 'released' THEN
        INSERT INTO {s}.policydsl_filings (key, kind, at, seq)
            SELECT key, NEW.kind, NEW.at, NEW.seq FROM unnest(NEW.keys) AS key
            ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $body$;

CREATE TRIGGER stays BEFORE UPDATE OF
    seq, id, person, kind, at, state, amends, expires_at, frees, body, permit
    ON {s}.policydsl_entries FOR EACH ROW WHEN (OLD.state = 'event')
    EXECUTE FUNCTION {s}.policydsl_refuse();
CREATE TRIGGER remains BEFORE DELETE ON {s}.policydsl_entries
    FOR EACH ROW EXECUTE FUNCTION {s}.policydsl_refuse();
CREATE TRIGGER is_filed AFTER UPDATE ON {s}.policydsl_entries FOR EACH ROW WHEN (
    (OLD.kind, OLD.at, OLD.keys) IS DISTINCT FROM (NEW.kind, NEW.at, NEW.keys)
    OR (OLD.state = 'released') <> (NEW.state = 'released')
) EXECUTE FUNCTION {s}.policydsl_refile();
CREATE TRIGGER remains BEFORE UPDATE OR DELETE ON {s}.policydsl_facts
    FOR EACH ROW EXECUTE FUNCTION {s}.policydsl_refuse();
CREATE TRIGGER stays BEFORE UPDATE ON {s}.policydsl_records
    FOR EACH ROW EXECUTE FUNCTION {s}.policydsl_refuse();
CREATE TRIGGER remains BEFORE DELETE ON {s}.policydsl_records FOR EACH ROW
    WHEN (current_setting('policydsl.forgets', true) IS DISTINCT FROM OLD.lane)
    EXECUTE FUNCTION {s}.policydsl_refuse();
CREATE TRIGGER is_kept BEFORE TRUNCATE ON {s}.policydsl_entries
    EXECUTE FUNCTION {s}.policydsl_refuse();
CREATE TRIGGER is_kept BEFORE TRUNCATE ON {s}.policydsl_facts
    EXECUTE FUNCTION {s}.policydsl_refuse();
CREATE TRIGGER is_kept BEFORE TRUNCATE ON {s}.policydsl_records
    EXECUTE FUNCTION {s}.policydsl_refuse();
"""

_NOT_UTF8 = Text("the encoding of the database is not UTF8", "数据库的编码不是 UTF8")
_NO_SCHEMA = Text("no schema of its search path is there", "搜索路径中的模式均不存在")
_IN_THE_WAY = (
    psycopg.errors.DuplicateTable,
    psycopg.errors.DuplicateFunction,
    psycopg.errors.DuplicateObject,
)

MIGRATIONS = (_VERSION_1,)
"""What makes version n + 1 of version n, from nothing on."""


def made_ready(connection: psycopg.Connection, address: Address) -> str:
    """The quoted name of the schema, whose tables are of the newest version now.

    Raises `LedgerError`: L103 when a newer program made the tables, L104 when what is there is no
    ledger; `psycopg.Error` when the server refuses. `connection` must be in autocommit mode.
    """
    if _one(connection, "SHOW server_encoding") != "UTF8":
        raise _foreign(address, _NOT_UTF8)
    name = address.schema or _one(connection, "SELECT current_schema()")
    if name is None:
        raise _foreign(address, _NO_SCHEMA)
    schema = sql.Identifier(str(name)).as_string(connection)
    if _version(connection, schema, address) != len(MIGRATIONS):
        with connection.transaction():
            lock = lock_number(f"{schema} migrations")
            connection.execute("SELECT pg_advisory_xact_lock(%s::bigint)", (lock,))
            if _one(connection, "SELECT to_regnamespace(%s)::text", schema) is None:
                connection.execute(f"CREATE SCHEMA {schema}".encode())
            try:
                _migrate(connection, schema, _version(connection, schema, address))
            except _IN_THE_WAY as error:
                raise _foreign(address, str(error.diag.message_primary)) from error
    return schema


def lock_number(text: str) -> int:
    """The number of an advisory lock; equal texts share it, others hardly ever do."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _migrate(connection: psycopg.Connection, schema: str, version: int) -> None:
    for migration in MIGRATIONS[version:]:
        commands = migration.replace("{code}", NO_CHANGE).replace("{s}", schema)
        connection.execute(commands.encode())
    if version < len(MIGRATIONS):
        update = f"UPDATE {schema}.policydsl_ledger SET version = {len(MIGRATIONS)}"
        connection.execute(update.encode())


def _version(connection: psycopg.Connection, schema: str, address: Address) -> int:
    """The version of the tables, 0 when there are none."""
    table = f"{schema}.policydsl_ledger"
    if _one(connection, "SELECT to_regclass(%s)::text", table) is None:
        return 0
    try:
        version = _one(connection, f"SELECT version FROM {table}")
    except psycopg.errors.UndefinedColumn:
        version = None
    if not isinstance(version, int) or version < 1:
        raise _foreign(
            address,
            Text(
                f"its table {table} does not say a ledger's version",
                f"表 {table} 中没有台账版本",
            ),
        )
    if version > len(MIGRATIONS):
        known = {"found": version, "known": len(MIGRATIONS)}
        raise LedgerError([diagnostic("L103", helps=(("versions", known),))])
    return version


def _one(connection: psycopg.Connection, query: str, *parameters: str) -> object:
    row = connection.execute(query.encode(), parameters or None).fetchone()
    return row[0] if row else None


def _foreign(address: Address, reason: str | Text) -> LedgerError:
    return LedgerError(
        [diagnostic("L104", url=address.shown, helps=(("reason", {"reason": reason}),))]
    )
