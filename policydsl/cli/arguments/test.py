"""The arguments of `policydsl test`."""

from __future__ import annotations

import argparse

from policydsl.cli.arguments.common import Verbs, add_common


def add(verbs: Verbs) -> None:
    """Add the verb."""
    test = verbs.add_parser("test", help="run the tests of policies, the files *.test.yaml")
    test.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help="test files or folders (.)"
    )
    test.add_argument("--filter", default="", metavar="TEXT", help="only tests with this name")
    test.add_argument(
        "--watch", action="store_true", help="run again whenever a file changes, until interrupted"
    )
    test.add_argument(
        "--jobs", type=_number, metavar="N", help="processes to use (as many as are worth while)"
    )
    test.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep results of earlier runs"
    )
    _add_coverage(test)
    _add_mutation(test)
    add_common(test, ("text", "json", "junit"))


def _add_coverage(test: argparse.ArgumentParser) -> None:
    """Each of these options asks for coverage."""
    test.add_argument(
        "--coverage", action="store_true", help="say what the tests have seen of the policies"
    )
    test.add_argument(
        "--coverage-all", action="store_true", help="also of the policies that these use"
    )
    test.add_argument(
        "--coverage-at-least",
        type=_percentage,
        metavar="PERCENT",
        help="fail with less coverage of rules, conditions or bounds",
    )
    test.add_argument(
        "--bounds-at-least",
        type=_percentage,
        metavar="PERCENT",
        help="fail with fewer bounds tested near by on both sides",
    )
    test.add_argument("--coverage-lcov", metavar="FILE", help="write the coverage as LCOV")


def _add_mutation(test: argparse.ArgumentParser) -> None:
    """Each of these options asks for mutants."""
    test.add_argument(
        "--mutate",
        action="store_true",
        help="change the policies and report the changes that no test notices",
    )
    test.add_argument("--mutate-rule", metavar="NAME", help="change this rule or definition only")
    test.add_argument(
        "--mutate-most", type=_number, metavar="N", help="try so many changes of a policy"
    )
    test.add_argument(
        "--mutation-at-least",
        type=_percentage,
        metavar="PERCENT",
        help="fail with fewer changes noticed",
    )


def _number(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= 6 and int(written)):
        raise argparse.ArgumentTypeError("not a number from 1 to 999999")
    return int(written)


def _percentage(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= 3 and int(written) <= 100):
        raise argparse.ArgumentTypeError("not a percentage from 0 to 100")
    return int(written)
