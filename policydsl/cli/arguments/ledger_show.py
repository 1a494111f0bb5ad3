"""The arguments of `policydsl ledger show`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common

_SHOW = (
    "Show where a person stands: what counts against each limit and when it frees, the step of "
    "each ladder, places that are reserved, and the last events."
)


def add(subverbs: Verbs) -> None:
    """Add the sub-verb."""
    show = subverbs.add_parser("show", help="show where a person stands", description=_SHOW)
    show.add_argument("url", metavar="URL", help="the ledger")
    show.add_argument("person", metavar="PERSON", help="the person's id")
    show.add_argument("--policy", metavar="PATH", required=True, help="the policy that counts")
    show.add_argument("--at", metavar="INSTANT", help="the instant to look from (now)")
    show.add_argument("--purpose", metavar="NAME", help="what contacts are for")
    show.add_argument("--events", metavar="N", help="how many events to list, 0 to 1000 (20)")
    show.add_argument("--picture", metavar="FILE", help="draw the counters as SVG into FILE")
    add_common(show)
