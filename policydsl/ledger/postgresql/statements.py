"""The SQL of a ledger in PostgreSQL.

In: the quoted name of a schema, what is wanted, what is to be written. Out: statements with their
parameters. Whatever is read or written, the number of statements is bounded: many rows go as
arrays. All reads go by an index; the settings of the connections (`store.py`) see to that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from policydsl.ledger.postgresql import values
from policydsl.ledger.postgresql.link import Head, Statement
from policydsl.ledger.postgresql.values import Parameter
from policydsl.ledger.store import Entry, Fact, Wanted

BEGIN: Statement = ("BEGIN ISOLATION LEVEL READ COMMITTED", ())
COMMIT: Statement = ("COMMIT", ())
_EVER = -(2**63)

_ENTRY = (
    *(("id", "text"), ("person", "text"), ("kind", "text"), ("at", "bigint"), ("state", "text")),
    *(("amends", "text"), ("expires_at", "bigint"), ("frees", "boolean"), ("body", "text")),
    *(("permit", "text"), ("keys", "text")),
)
_FACT = (
    *(("person", "text"), ("kind", "text"), ("id", "text"), ("known_at", "bigint")),
    ("body", "text"),
)
_RECORD = (
    *(("lane", "text"), ("number", "bigint"), ("hash", "text"), ("at", "bigint")),
    *(("text", "text"), ("about", "text")),
)
_FILED = (("key", "text"), ("id", "text"))

_ONE: dict[str, Callable[..., Parameter]] = {
    "text": values.text,
    "bigint": values.number,
    "boolean": values.truth,
}
_MANY: dict[str, Callable[..., Parameter]] = {
    "text": values.texts,
    "bigint": values.numbers,
    "boolean": values.truths,
}
Columns = tuple[tuple[str, str], ...]


class Part:
    """The first column of what is read: what a row is about."""

    FIELD, ENTRY, FOUND, FACT, RECORD = b"0", b"1", b"2", b"3", b"4"


def locks(shared: int, exclusive: Sequence[int]) -> Statement:
    """Take a lock together with others who share it, and locks of one's own, in this order."""
    query = """SELECT CASE WHEN n = 1 THEN pg_advisory_xact_lock_shared(number)
        ELSE pg_advisory_xact_lock(number) END
        FROM unnest($1::bigint[]) WITH ORDINALITY AS l(number, n)"""
    return query, (values.numbers((shared, *sorted(exclusive))),)


def reads(schema: str, wanted: Wanted) -> Statement:
    """Everything that is wanted, and the fields, as of one instant."""
    parameters: list[Parameter] = []
    parts = ["fields"]
    if wanted.ids:
        parts.append("ids")
        parameters.append(values.texts(wanted.ids))
    if wanted.amended:
        parts.append("amended")
        parameters += [values.texts(wanted.amended)] * 2
    if wanted.lookups:
        parts.append("lookups")
        since: dict[tuple[str, str], int] = {}
        for lookup in wanted.lookups:
            for kind, after in lookup.since:
                pair, instant = (lookup.key, kind), _EVER if after is None else after
                since[pair] = min(instant, since.get(pair, instant))
        parameters.append(values.texts([key for key, _ in since]))
        parameters.append(values.texts([kind for _, kind in since]))
        parameters.append(values.numbers(list(since.values())))
    if wanted.persons:
        parts.append("persons" if wanted.known_by is None else "persons known")
        parameters.append(values.texts(wanted.persons))
        if wanted.known_by is not None:
            parameters.append(values.number(wanted.known_by))
    if wanted.records:
        parts.append("records")
        parameters.append(values.texts(wanted.records))
    return _reads(schema, tuple(parts)), parameters


_OF_ENTRY = f"e.{values.ENTRY.replace(', ', ', e.')}"
_READS = {
    "fields": """SELECT 0 AS part, NULL AS key, name AS id, NULL AS person, NULL AS kind,
        NULL::bigint AS at, NULL AS state, NULL AS amends, NULL::bigint AS expires_at,
        NULL::boolean AS frees, NULL AS body, NULL AS permit, NULL::text[] AS keys
        FROM {s}.policydsl_fields""",
    "ids": f"""SELECT 1, NULL, {_OF_ENTRY} FROM {{s}}.policydsl_entries e
        WHERE e.id = ANY ($::text[])""",
    "amended": f"""SELECT 1, NULL, {_OF_ENTRY} FROM {{s}}.policydsl_entries e
        WHERE e.id = ANY ($::text[])
        UNION ALL SELECT 1, NULL, {_OF_ENTRY} FROM {{s}}.policydsl_entries e
        WHERE e.amends = ANY ($::text[])""",
    "lookups": f"""SELECT 2, f.key, {_OF_ENTRY}
        FROM unnest($::text[], $::text[], $::bigint[]) AS w(key, kind, since)
        JOIN {{s}}.policydsl_filings f ON f.key = w.key AND f.kind = w.kind AND f.at > w.since
        JOIN {{s}}.policydsl_entries e ON e.seq = f.seq""",
    "persons": """(SELECT DISTINCT ON (person, kind, id) 3, NULL, id, person, kind, known_at,
        NULL, NULL, NULL::bigint, NULL::boolean, body, NULL, NULL::text[]
        FROM {s}.policydsl_facts WHERE person = ANY ($::text[])
        ORDER BY person, kind, id, known_at DESC)""",
    "persons known": """(SELECT DISTINCT ON (person, kind, id) 3, NULL, id, person, kind, known_at,
        NULL, NULL, NULL::bigint, NULL::boolean, body, NULL, NULL::text[]
        FROM {s}.policydsl_facts WHERE person = ANY ($::text[]) AND known_at <= $::bigint
        ORDER BY person, kind, id, known_at DESC)""",
    "records": """SELECT 4, about, lane, hash, NULL, at, NULL, NULL, number, NULL::boolean, text,
        NULL, NULL::text[] FROM {s}.policydsl_records WHERE about = ANY ($::text[])""",
}


@lru_cache(maxsize=512)
def _reads(schema: str, parts: tuple[str, ...]) -> str:
    """The query for some parts; each `$` becomes the next parameter."""
    number, queries = 0, []
    for part in parts:
        query, *pieces = _READS[part].split("$")
        for piece in pieces:
            number += 1
            query += f"${number}{piece}"
        queries.append(query.replace("{s}", schema))
    return " UNION ALL ".join(queries)


def added(schema: str, entries: Sequence[Entry]) -> Statement:
    """New entries, filed under their keys."""
    source, parameters = _given(_ENTRY, [_row(entry) for entry in entries])
    return f"WITH new AS ({_insert(schema, source)}) {_file(schema)}", parameters


def loaded(schema: str, entries: Sequence[Entry]) -> Statement:
    """Entries, filed under their keys, unless their ids are there; gives the ids of the new."""
    source, parameters = _given(_ENTRY, [_row(entry) for entry in entries])
    insert = _insert(schema, source, "ON CONFLICT (id) DO NOTHING")
    return f"WITH new AS ({insert}), filed AS ({_file(schema)}) SELECT id FROM new", parameters


def _insert(schema: str, source: str, conflict: str = "") -> str:
    names = _names(_ENTRY)
    return f"""INSERT INTO {schema}.policydsl_entries ({names})
        SELECT {names}::text[] FROM {source} {conflict}
        RETURNING seq, id, kind, at, state, keys"""


def _file(schema: str) -> str:
    return f"""INSERT INTO {schema}.policydsl_filings (key, kind, at, seq)
        SELECT k, kind, at, seq FROM new, unnest(keys) AS k WHERE state <> 'released'"""


def _change(schema: str, source: str, states: str) -> str:
    return f"""UPDATE {schema}.policydsl_entries AS e
        SET kind = g.kind, at = g.at, state = g.state, amends = g.amends,
        expires_at = g.expires_at, frees = g.frees, body = g.body, permit = g.permit,
        keys = CASE WHEN g.keys::text[] <@ e.keys THEN e.keys ELSE e.keys || ARRAY(
            SELECT k FROM unnest(g.keys::text[]) AS k WHERE k <> ALL (e.keys)) END
        FROM {source} WHERE e.id = g.id AND e.state {states}"""


def changed(schema: str, entries: Sequence[Entry]) -> Statement:
    """Entries as they are from now on; refused when one of them is an event, or not there."""
    source, parameters = _given(_ENTRY, [_row(entry) for entry in entries])
    parameters.append(values.number(len({entry.id for entry in entries})))
    return (
        f"""WITH changed AS ({_change(schema, source, "<> 'event'")} RETURNING 1) SELECT
        {schema}.policydsl_all_of(${len(parameters)}::bigint, (SELECT count(*) FROM changed))""",
        parameters,
    )


def settled(schema: str, entries: Sequence[Entry]) -> Statement:
    """Those of the entries that are reserved as they are from now on; gives their ids."""
    source, parameters = _given(_ENTRY, [_row(entry) for entry in entries])
    change = _change(schema, source, "= 'reserved'")
    return f"{change} RETURNING e.id", parameters


def filed(schema: str, filings: Sequence[tuple[str, str]]) -> Statement:
    """Further keys of entries; a trigger files them."""
    source, parameters = _given(_FILED, filings)
    return (
        f"""UPDATE {schema}.policydsl_entries AS e SET keys = e.keys || ARRAY(
            SELECT k FROM unnest(w.keys) AS k WHERE k <> ALL (e.keys))
        FROM (SELECT id, array_agg(DISTINCT key) AS keys FROM {source} GROUP BY id) AS w
        WHERE e.id = w.id AND NOT w.keys <@ e.keys""",
        parameters,
    )


def facts(schema: str, versions: Sequence[Fact]) -> Statement:
    """New versions of facts."""
    source, parameters = _given(_FACT, _versions(versions))
    names = _names(_FACT)
    return (
        f"INSERT INTO {schema}.policydsl_facts ({names}) SELECT {names} FROM {source}",
        parameters,
    )


def loaded_facts(schema: str, versions: Sequence[Fact]) -> Statement:
    """Versions of facts unless they are there; gives person, kind, id, known_at of the new."""
    query, parameters = facts(schema, versions)
    return f"{query} ON CONFLICT DO NOTHING RETURNING person, kind, id, known_at", parameters


def facts_there(schema: str, versions: Sequence[Fact]) -> Statement:
    """What is there in place of versions of facts."""
    source, parameters = _given(_FACT, _versions(versions))
    names = _names(_FACT).replace("body", "f.body")
    return (
        f"""SELECT {names} FROM {source} JOIN {schema}.policydsl_facts f
        USING (person, kind, id, known_at)""",
        parameters,
    )


def _versions(versions: Sequence[Fact]) -> list[tuple[object, ...]]:
    return [(one.person, one.kind, one.id, one.known_at, one.body) for one in versions]


def records(schema: str, rows: Sequence[tuple[Head, int, str, str | None]]) -> Statement:
    """Records, each with the head that its lane has after it: instant, text, about."""
    flat = [(head.lane, head.number, head.hash, at, text, about) for head, at, text, about in rows]
    source, parameters = _given(_RECORD, flat)
    names = _names(_RECORD)
    return (
        f"INSERT INTO {schema}.policydsl_records ({names}) SELECT {names} FROM {source}",
        parameters,
    )


def _names(columns: Columns) -> str:
    return ", ".join(name for name, _ in columns)


def _row(entry: Entry) -> tuple[object, ...]:
    return (
        *(entry.id, entry.person, entry.kind, entry.at, entry.state.value, entry.amends),
        *(entry.expires_at, entry.frees, entry.body, entry.permit, values.keys(entry.keys)),
    )


def _given(columns: Columns, rows: Sequence[Sequence[object]]) -> tuple[str, list[Parameter]]:
    """Rows as a table `g` to select from: one as values, more as arrays."""
    if len(rows) == 1:
        return _source(columns, False), [
            _ONE[kind](value) for (_, kind), value in zip(columns, rows[0], strict=True)
        ]
    return _source(columns, True), [
        _MANY[kind](column)
        for (_, kind), column in zip(columns, zip(*rows, strict=True), strict=True)
    ]


@lru_cache(maxsize=64)
def _source(columns: Columns, many: bool) -> str:
    names = ", ".join(name for name, _ in columns)
    if many:
        arrays = ", ".join(f"${n}::{kind}[]" for n, (_, kind) in enumerate(columns, 1))
        return f"unnest({arrays}) AS g({names})"
    parameters = ", ".join(f"${n}::{kind}" for n, (_, kind) in enumerate(columns, 1))
    return f"(VALUES ({parameters})) AS g({names})"


def expired(schema: str, at: int, most: int) -> Statement:
    """Reserved entries whose lease ended at or before an instant, the oldest first."""
    due = "CASE WHEN state = 'reserved' THEN expires_at END"
    return (
        f"""SELECT {values.ENTRY} FROM {schema}.policydsl_entries
        WHERE {due} <= $1::bigint ORDER BY {due}, seq LIMIT $2::bigint""",
        (values.number(at), values.number(most)),
    )


def taken(schema: str, entries: Sequence[Entry], versions: Sequence[Fact]) -> list[Statement]:
    """The ids of those of the entries, and of the versions of facts, that are there."""
    ids = values.texts([entry.id for entry in entries])
    there: list[Statement] = [
        (f"SELECT id FROM {schema}.policydsl_entries WHERE id = ANY ($1::text[])", (ids,))
    ]
    if versions:
        query, parameters = facts_there(schema, versions)
        there.append((f"SELECT id FROM ({query}) AS there", tuple(parameters)))
    return there
