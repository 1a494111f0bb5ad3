"""The arguments of `policydsl ledger import`, `export` and `expire`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common

_IMPORT = (
    "Bring events, persons, debts and consents into a ledger. What is there already is not added "
    "twice. With one wrong line nothing is imported, unless --skip-rejects says otherwise."
)
_EXPORT = "Write everything that a ledger holds, decision records apart, to standard output."
_EXPIRE = "End the places that were reserved and never confirmed, where their lease has ended."


def add(subverbs: Verbs) -> None:
    """Add the sub-verbs."""
    _add_import(subverbs)
    _add_export(subverbs)
    _add_expire(subverbs)


def _add_import(subverbs: Verbs) -> None:
    bring = subverbs.add_parser("import", help="bring files into a ledger", description=_IMPORT)
    bring.add_argument("url", metavar="URL", help="the ledger")
    bring.add_argument(
        "files", metavar="FILE", nargs="+", help="a file; - is standard input, as JSON Lines"
    )
    bring.add_argument(
        "--from",
        dest="form",
        choices=("jsonl", "csv", "parquet"),
        help="what the files are; by default their suffix says it",
    )
    bring.add_argument("--policy", metavar="PATH", help="check lines by what this policy declares")
    bring.add_argument(
        "--column",
        metavar="FIELD=NAME",
        action="append",
        default=[],
        help="the column that holds a field, where it is not called like it; may be repeated",
    )
    bring.add_argument(
        "--ignore",
        metavar="NAME",
        action="append",
        default=[],
        help="a column to leave out; may be repeated",
    )
    bring.add_argument(
        "--time-zone", metavar="NAME", help="the zone of local times without an offset"
    )
    bring.add_argument(
        "--known-at",
        metavar="INSTANT",
        help="since when facts count as known that do not say it themselves (now)",
    )
    bring.add_argument(
        "--skip-rejects", metavar="FILE", help="import the rest, and write what is wrong to FILE"
    )
    bring.add_argument(
        "--in-parts", metavar="N", help="commit after every N lines, so that nobody waits for long"
    )
    add_common(bring)


def _add_export(subverbs: Verbs) -> None:
    export = subverbs.add_parser(
        "export", help="write out what a ledger holds", description=_EXPORT
    )
    export.add_argument("url", metavar="URL", help="the ledger")
    export.add_argument("--to", dest="form", choices=("jsonl", "csv"), default="jsonl")
    export.add_argument("--person", metavar="ID", help="only what is about this person")
    add_common(export)


def _add_expire(subverbs: Verbs) -> None:
    expire = subverbs.add_parser("expire", help="end leases that ran out", description=_EXPIRE)
    expire.add_argument("url", metavar="URL", help="the ledger")
    expire.add_argument("--at", metavar="INSTANT", help="the instant to judge by (now)")
    add_common(expire)
