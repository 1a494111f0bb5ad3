"""The arguments of `policydsl explain`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common


def add(verbs: Verbs) -> None:
    """Add the verb."""
    explain = verbs.add_parser(
        "explain", help="explain the code of a message or of a reason, or a lint"
    )
    explain.add_argument(
        "code", metavar="CODE", help="such as E203, CAP_REACHED or week_hole; `lints` lists them"
    )
    add_common(explain)
