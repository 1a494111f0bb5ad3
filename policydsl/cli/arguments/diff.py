"""The arguments of `policydsl diff`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common


def add(verbs: Verbs) -> None:
    """Add the verb."""
    diff = verbs.add_parser(
        "diff",
        help="compare two versions of a policy, in words and over a file of requests",
        description=_DIFF,
    )
    diff.add_argument("old", metavar="OLD", help="a policy file or folder")
    diff.add_argument("new", metavar="NEW", help="what is to take its place")
    diff.add_argument(
        "--requests", metavar="FILE", help="JSON Lines to be judged by both; - is standard input"
    )
    diff.add_argument("--examples", type=int, default=10, metavar="N", help="requests to show (10)")
    diff.add_argument(
        "--day", metavar="DATE", help="the date round which example contacts are looked for"
    )
    diff.add_argument(
        "--fail-on",
        choices=("loosened", "any"),
        help="exit with 1 when contacts are let through more easily, or may be; or at any change",
    )
    add_common(diff)


_DIFF = (
    "Say which rules were added, removed, tightened, loosened or reworded. A change is called "
    "tightened or loosened only with a contact that shows it, judged by both versions."
)
