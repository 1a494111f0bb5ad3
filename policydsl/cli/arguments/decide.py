"""The arguments of `policydsl decide`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common

_DECIDE = (
    "Judge one request, or with --lines (or a .jsonl file) one request a line. "
    "JSON Lines in give JSON Lines out."
)


def add(verbs: Verbs) -> None:
    """Add the verb."""
    decide = verbs.add_parser(
        "decide", help="judge one request, or JSON Lines through a pipe", description=_DECIDE
    )
    decide.add_argument("policy", metavar="POLICY", help="a policy file or folder")
    decide.add_argument(
        "request",
        metavar="REQUEST",
        nargs="?",
        help="a JSON file, or a .jsonl file; - (the default) is standard input",
    )
    decide.add_argument(
        "--fail-on",
        choices=("deny", "review"),
        metavar="VERDICT",
        help="exit with 1 when a verdict is deny or defer (with review: or review)",
    )
    decide.add_argument("--lines", action="store_true", help="read JSON Lines, one request a line")
    decide.add_argument(
        "--ledger",
        metavar="URL",
        help="take what is known of the person from this ledger; the proposal names its person",
    )
    decide.add_argument(
        "--what-if", action="store_true", help="say which changes would let the contact through"
    )
    add_common(decide)
