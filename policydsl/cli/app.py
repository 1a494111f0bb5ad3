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
from policydsl.cli.arguments import add_verbs

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
    add_verbs(verbs)
    return parser


if __name__ == "__main__":
    sys.exit(main())
