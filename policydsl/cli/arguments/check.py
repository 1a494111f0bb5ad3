"""The arguments of `policydsl check`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common


def add(verbs: Verbs) -> None:
    """Add the verb."""
    check = verbs.add_parser("check", help="read policies and report everything that is wrong")
    check.add_argument(
        "paths", nargs="+", metavar="PATH", help="policy files or folders; - is standard input"
    )
    check.add_argument(
        "--today", metavar="DATE", help="the date on which waivers must not have expired"
    )
    add_common(check)
