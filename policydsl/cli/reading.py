"""How verbs read a policy and requests from the command line.

In: paths, `-` for standard input. Out: a policy, a stream, a checked request, or the diagnostics
that say why there is none.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO, TypeAlias

from policydsl.api import Policy, load
from policydsl.cli.output import exit_code, print_diagnostics
from policydsl.core.request import Request
from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.errors import PolicyError, RequestError
from policydsl.facts.reading import LONGEST_REQUEST, read_request

Read: TypeAlias = Callable[[str, str], tuple[Request | None, list[Diagnostic]]]
"""Reads a text, by the name that is shown of it, as a request; else says all that is wrong."""


def open_both(options: Namespace) -> tuple[Policy, TextIO] | int:
    """The policy and the stream of requests; the exit code, when something is wrong and was said.

    Reads `options.policy` and `options.request`; the caller closes the stream.
    """
    try:
        policy = load(options.policy)
    except PolicyError as error:
        print_diagnostics(error.diagnostics, options.lang, options.format == "json", sys.stderr)
        return exit_code(error.diagnostics)
    source = open_requests(options.request)
    if isinstance(source, Diagnostic):
        print_diagnostics([source], options.lang, options.format == "json", sys.stderr)
        return 2
    return policy, source


def open_requests(path: str) -> TextIO | Diagnostic:
    """The requests' text; bytes that are not UTF-8 come as surrogates, which no request has."""
    if path == "-":
        return open(
            sys.stdin.fileno(), encoding="utf-8-sig", errors="surrogateescape", closefd=False
        )
    try:
        return Path(path).open(encoding="utf-8-sig", errors="surrogateescape")
    except FileNotFoundError:
        return diagnostic("E001", file=path)
    except OSError as error:
        reason = error.strerror or str(error)
        return diagnostic("E002", file=path, notes=[("system", {"reason": reason})])


def checked(policy: Policy, source: str, name: str) -> tuple[Request | None, list[Diagnostic]]:
    """The request that a text is; else everything that is wrong with it."""
    data, found = read_request(source, name)
    return (None, found) if found else checked_data(policy, data)


def checked_data(policy: Policy, data: Any) -> tuple[Request | None, list[Diagnostic]]:
    """As `checked`, of a JSON value."""
    try:
        return policy.request(data), []
    except RequestError as error:
        return None, list(error.diagnostics)


def is_blank(source: str) -> bool:
    """Whether there is nothing; of what is too long, the rest was not looked at."""
    return not source.strip() and len(source) <= LONGEST_REQUEST


def numbered(source: TextIO) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, numbered from 1.

    Of one that is too long for a request, no more than shows that it is.
    """
    number = 0
    while line := source.readline(LONGEST_REQUEST + 1):
        number += 1
        if not is_blank(line):
            yield number, line
        while len(line) > LONGEST_REQUEST and not line.endswith("\n"):
            line = source.readline(LONGEST_REQUEST + 1)
