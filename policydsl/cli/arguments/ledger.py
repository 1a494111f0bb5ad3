"""The arguments of `policydsl ledger`: a verb of verbs."""

from __future__ import annotations

from policydsl.cli.arguments import ledger_moving, ledger_records, ledger_show
from policydsl.cli.arguments.common import Verbs

_LEDGER = (
    "Look after a ledger: bring events in, take them out, look at a person, verify the records "
    "of decisions. URL is sqlite:///FILE or postgresql://USER@HOST/DATABASE."
)


def add(verbs: Verbs) -> None:
    """Add the verb with all its sub-verbs, in the order in which the help lists them."""
    ledger = verbs.add_parser(
        "ledger", help="look after the store of contacts, consents and facts", description=_LEDGER
    )
    subverbs = ledger.add_subparsers(dest="subverb", metavar="VERB", required=True)
    ledger_moving.add(subverbs)
    ledger_show.add(subverbs)
    ledger_records.add(subverbs)
