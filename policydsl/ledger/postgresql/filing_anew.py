"""Filing everything that is in a ledger under further fields, while others go on writing.

In: a way to exchange statements, fields, and what gives the keys of an entry. Out: entries filed.

A field is noted first, under a lock that waits for all who write without knowing it; from then on
whoever writes files under it too. The entries before that are filed in batches, without a lock.
An event and its amendments are always filed under the same keys: each amendment's keys go to its
event, then, when everybody writes by complete events, each event's keys to its amendments. A field
counts as complete after that; whoever finds it incomplete (its process died, or is still at it)
does all of it again. Where keys cannot be told the note is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from psycopg.pq.abc import PGresult

from policydsl.ledger.postgresql import statements, values
from policydsl.ledger.postgresql.link import Statement
from policydsl.ledger.store import Entry

_BATCH = 1000
Exchange = Callable[[Sequence[Statement]], list[PGresult]]
KeysOf = Callable[[Entry, frozenset[str]], Sequence[str]]


def file_under(
    exchange: Exchange, schema: str, lock: int, fields: Collection[str], keys_of: KeysOf
) -> None:
    """File all entries under these fields; `lock` is the one that whoever writes shares."""
    wanted = frozenset(fields)
    names = (values.texts(sorted(wanted)),)
    table = f"{schema}.policydsl_fields"
    ready = f"SELECT FROM {table} WHERE complete AND name = ANY ($1::text[])"
    alone: Statement = ("SELECT pg_advisory_xact_lock($1::bigint)", (values.number(lock),))
    note = f"""INSERT INTO {table} (name) SELECT n FROM unnest($1::text[]) AS n
        ON CONFLICT DO NOTHING"""
    notes = f"SELECT noted FROM {table} WHERE name = ANY ($1::text[])"
    # A note that was taken back meanwhile is another one now, and its field incomplete.
    complete = f"UPDATE {table} SET complete = true WHERE noted = ANY ($1::uuid[])"
    withdraw = f"DELETE FROM {table} WHERE NOT complete AND noted = ANY ($1::uuid[])"
    while exchange([(ready, names)])[0].ntuples < len(wanted):
        noted = exchange(
            [statements.BEGIN, alone, (note, names), (notes, names), statements.COMMIT]
        )[3]
        ids = [values.certain(noted.get_value(row, 0)) for row in range(noted.ntuples)]
        try:
            _file_entries(exchange, schema, wanted, keys_of)
        except Exception:
            exchange([(withdraw, (values.texts(ids),))])
            raise
        exchange([alone])
        _file_amendments(exchange, schema)
        exchange([(complete, (values.texts(ids),))])


def _file_entries(exchange: Exchange, schema: str, fields: frozenset[str], keys_of: KeysOf) -> None:
    query = f"""SELECT seq, {values.ENTRY} FROM {schema}.policydsl_entries WHERE seq > $1::bigint
        ORDER BY seq LIMIT {_BATCH}"""
    last = 0
    while (result := exchange([(query, (values.number(last),))])[0]).ntuples:
        filings = []
        for row in range(result.ntuples):
            entry = values.read_entry(result, row, 1)
            for key in keys_of(entry, fields):
                filings.append((key, entry.id))
                if entry.amends is not None:
                    filings.append((key, entry.amends))
        if filings:
            exchange([statements.filed(schema, filings)])
        last = int(result.get_value(result.ntuples - 1, 0) or 0)


def _file_amendments(exchange: Exchange, schema: str) -> None:
    entries = f"{schema}.policydsl_entries"
    most = f"SELECT coalesce(max(seq), 0) FROM {entries}"
    last = int(exchange([(most, ())])[0].get_value(0, 0) or 0)
    query = f"""UPDATE {entries} AS a SET keys = a.keys || ARRAY(
            SELECT k FROM unnest(e.keys) AS k WHERE k <> ALL (a.keys))
        FROM {entries} AS e
        WHERE a.seq > $1::bigint AND a.seq <= $2::bigint AND a.amends IS NOT NULL
        AND e.id = a.amends AND NOT e.keys <@ a.keys"""
    for first in range(0, last, _BATCH):
        exchange([(query, (values.number(first), values.number(first + _BATCH)))])
