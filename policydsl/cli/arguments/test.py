"""The arguments of `policydsl test`."""

from __future__ import annotations

from policydsl.cli.arguments.common import Verbs, add_common


def add(verbs: Verbs) -> None:
    """Add the verb."""
    test = verbs.add_parser("test", help="run the tests of policies, the files *.test.yaml")
    test.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help="test files or folders (.)"
    )
    test.add_argument("--filter", default="", metavar="TEXT", help="only tests with this name")
    test.add_argument(
        "--coverage", action="store_true", help="say which rules the tests have seen at work"
    )
    add_common(test, ("text", "json", "junit"))
