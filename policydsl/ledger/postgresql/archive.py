"""Removing records that were archived, and where their lanes go on.

In: a lane and a number. Out: nothing, or the last record removed of each lane.
"""

from __future__ import annotations

from collections.abc import Mapping

from policydsl.ledger.postgresql import values
from policydsl.ledger.postgresql.filing_anew import Exchange
from policydsl.ledger.postgresql.link import Link
from policydsl.ledger.postgresql.schema import lock_number
from policydsl.ledger.postgresql.statements import BEGIN, COMMIT
from policydsl.ledger.postgresql.values import Parameter


def forget(link: Link, deadline: float, schema: str, lane: Parameter, through: int) -> None:
    """Remove the records of a lane through a number; `ValueError` if it has not come so far."""
    lock = values.number(lock_number(f"{schema} archive"))
    last = (lane, values.number(through))
    _, _, removed, reached = link.exchange(
        [
            BEGIN,
            ("SELECT pg_advisory_xact_lock($1::bigint)", (lock,)),
            (
                f"""SELECT FROM {schema}.policydsl_forgotten
                WHERE lane = $1::text AND number >= $2::bigint""",
                last,
            ),
            (
                f"""SELECT FROM {schema}.policydsl_records
                WHERE lane = $1::text AND number = $2::bigint""",
                last,
            ),
        ],
        deadline,
    )
    if removed.ntuples or through < 1:
        link.roll_back(deadline)
        return
    if not reached.ntuples:
        raise ValueError(f"the lane has not reached the record {through}")
    link.exchange(
        [
            ("SELECT set_config('policydsl.forgets', $1::text, true)", (lane,)),
            (
                f"""INSERT INTO {schema}.policydsl_forgotten (lane, number, hash)
                SELECT lane, number, hash FROM {schema}.policydsl_records
                WHERE lane = $1::text AND number = $2::bigint
                ON CONFLICT (lane) DO UPDATE SET number = excluded.number, hash = excluded.hash""",
                last,
            ),
            (
                f"""DELETE FROM {schema}.policydsl_records
                WHERE lane = $1::text AND number <= $2::bigint""",
                last,
            ),
            COMMIT,
        ],
        deadline,
    )


def forgotten(exchange: Exchange, schema: str) -> Mapping[str, tuple[int, str]]:
    """Number and hash of the last record removed, by lane."""
    (result,) = exchange([(f"SELECT lane, number, hash FROM {schema}.policydsl_forgotten", ())])
    get = result.get_value
    return {
        values.certain(get(row, 0)): (int(get(row, 1) or 0), values.certain(get(row, 2)))
        for row in range(result.ntuples)
    }
