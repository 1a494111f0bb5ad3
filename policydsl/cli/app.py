"""The command line: arguments in, the module of the verb called, an exit code out.

Exit codes: 0 fine, 1 findings or a failed expectation, 2 usage or unreadable input. Verbs import
what they need when they run, so that `--help` stays cheap.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from policydsl._version import __version__

FINE, UNREADABLE, INTERRUPTED = 0, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    _prepare_streams()
    options = _parse(arguments)
    try:
        code: int = import_module(f"policydsl.cli.{options.verb}").run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return FINE
    except OSError as error:
        _drop_output()
        import_module("policydsl.cli.output").report_broken(error, options.lang)
        return UNREADABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    options, left = parser.parse_known_args(arguments)
    if options.verb in ("decide", "when"):
        # Before Python 3.13 argparse does not see an optional argument behind an option.
        if options.request is None and left and not left[0].startswith("--"):
            options.request = left.pop(0)
        options.request = options.request or "-"
    if left:
        parser.error(f"unrecognized arguments: {' '.join(left)}")
    return options


def _prepare_streams() -> None:
    """Streams that the caller closed hold nothing; what an encoding lacks is written as escapes."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """What is still to be written goes nowhere, or Python would complain again when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="policydsl",
        description="Contact rules as text: check them, and decide on contacts with reasons.",
    )
    parser.add_argument("--version", action="version", version=f"policydsl {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _add_check(verbs)
    _add_decide(verbs)
    _add_when(verbs)
    _add_test(verbs)
    _add_packs(verbs)
    _add_schema(verbs)
    _add_explain(verbs)
    return parser


def _add_check(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = verbs.add_parser("check", help="read policies and report everything that is wrong")
    check.add_argument(
        "paths", nargs="+", metavar="PATH", help="policy files or folders; - is standard input"
    )
    check.add_argument(
        "--today", metavar="DATE", help="the date on which waivers must not have expired"
    )
    _add_common(check)


def _add_decide(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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
        "--what-if", action="store_true", help="say which changes would let the contact through"
    )
    _add_common(decide)


_DECIDE = (
    "Judge one request, or with --lines (or a .jsonl file) one request a line. "
    "JSON Lines in give JSON Lines out."
)


def _add_when(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    when = verbs.add_parser(
        "when",
        help="say when a contact may be made, in words or as a picture of the coming days",
        description=_WHEN,
    )
    when.add_argument("policy", metavar="POLICY", help="a policy file or folder")
    when.add_argument(
        "request",
        metavar="REQUEST",
        nargs="?",
        help="a JSON file; - (the default) is standard input",
    )
    when.add_argument("--horizon", metavar="DAYS", help="days to look ahead, 1 to 3660 (400)")
    when.add_argument("--days", metavar="N", help="draw today and the days after it, 1 to 62")
    when.add_argument("--zone", metavar="NAME", help="draw in this time zone, an IANA name")
    when.add_argument(
        "--channels", metavar="NAMES", help="also by these channels, such as sms,voice; or all"
    )
    _add_common(when, ("text", "json", "svg", "html"))


_WHEN = (
    "Say when a contact may be made if nothing changes but the time, and why not earlier. "
    "With --days, draw the coming days, a row a day; svg and html are files for a report."
)


def _add_test(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    test = verbs.add_parser("test", help="run the tests of policies, the files *.test.yaml")
    test.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help="test files or folders (.)"
    )
    test.add_argument("--filter", default="", metavar="TEXT", help="only tests with this name")
    test.add_argument(
        "--coverage", action="store_true", help="say which rules the tests have seen at work"
    )
    _add_common(test, ("text", "json", "junit"))


def _add_packs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    packs = verbs.add_parser("packs", help="list the packs that are shipped, or show one")
    packs.add_argument("name", metavar="NAME", nargs="?", help="a pack, such as us.reg_f")
    packs.add_argument("--today", metavar="DATE", help="say what is in force on this date")
    _add_common(packs)


def _add_schema(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    schema = verbs.add_parser("schema", help="print the JSON Schema of the requests a policy needs")
    schema.add_argument("policy", metavar="POLICY", help="a policy file or folder")
    _add_common(schema)


def _add_explain(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    explain = verbs.add_parser("explain", help="explain the code of a message or of a reason")
    explain.add_argument("code", metavar="CODE", help="such as E203, R105 or CAP_REACHED")
    _add_common(explain)


def _add_common(verb: argparse.ArgumentParser, formats: Sequence[str] = ("text", "json")) -> None:
    names = " or ".join((", ".join(formats[:-1]), formats[-1]))
    verb.add_argument("--format", choices=formats, default=None, help=names)
    verb.add_argument("--lang", choices=("en", "zh"), default="en", help="English or Chinese")


if __name__ == "__main__":
    sys.exit(main())
