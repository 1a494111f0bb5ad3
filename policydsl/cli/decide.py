"""`policydsl decide`: one decision, or JSON Lines in and JSON Lines out."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, TextIO

from policydsl.api import Policy
from policydsl.cli.decision_text import decision_line, decision_text
from policydsl.cli.output import print_diagnostics, print_json, wants_colour
from policydsl.cli.reading import Read, checked, is_blank, numbered, open_both
from policydsl.cli.texts import text
from policydsl.cli.what_if_text import change_text, what_if_text
from policydsl.diagnostics.render_json import to_json
from policydsl.diagnostics.visible import visible
from policydsl.engine.counterfactuals.changes import Change
from policydsl.engine.decision import Decision
from policydsl.errors import LedgerError
from policydsl.facts.reading import LONGEST_REQUEST

_FAILING = {None: (), "deny": ("deny", "defer"), "review": ("deny", "defer", "review")}
_PROGRESS_EVERY = 1000


def run(options: Namespace) -> int:
    """Decide, print, and say by the exit code what `--fail-on` asks for."""
    opened = open_both(options)
    if isinstance(opened, int):
        return opened
    policy, source = opened
    try:
        with source, _reading(policy, options.ledger) as read:
            if options.lines or options.request.endswith((".jsonl", ".ndjson")):
                return _decide_lines(policy, read, source, options)
            return _decide_one(policy, read, source.read(LONGEST_REQUEST + 1), options)
    except LedgerError as error:
        print_diagnostics(error.diagnostics, options.lang, options.format == "json", sys.stderr)
        return 2


def _reading(policy: Policy, ledger: str | None) -> AbstractContextManager[Read]:
    """How requests are read; the gate is imported only where a ledger is asked."""
    if ledger is None:
        return nullcontext(partial(checked, policy))
    from policydsl.cli.asking_ledger import reading

    return reading(policy, ledger)


def _decide_one(policy: Policy, read: Read, source: str, options: Namespace) -> int:
    if is_blank(source):
        sys.stderr.write(text("no_request", options.lang, verb="decide") + "\n")
        return 2
    request, found = read(source, options.request)
    if request is None:
        print_diagnostics(found, options.lang, options.format == "json", sys.stderr)
        return 2
    decision = policy.decide(request)
    changes = policy.what_if(request) if options.what_if else None
    if options.format == "json":
        print_json(_json(decision, changes))
    else:
        colour = wants_colour(sys.stdout)
        sys.stdout.write(decision_text(decision, request, options.lang, colour))
        if changes is not None and not decision.allowed:
            sys.stdout.write("\n" + what_if_text(changes, request, options.lang))
    return 1 if decision.verdict in _FAILING[options.fail_on] else 0


def _decide_lines(policy: Policy, read: Read, source: TextIO, options: Namespace) -> int:
    """One answer for each line that is not blank; a line that is no request is a no."""
    code = 0
    for number, line in _numbered(source, options.lang):
        request, found = read(line, f"{options.request}:{number}")
        if request is None:
            code = 2
            if options.format == "text":
                sys.stdout.write(f"{visible(options.request)}:{number}\n")
                print_diagnostics(found, options.lang, False, sys.stdout)
            else:
                refusal = {"line": number, "allowed": False, "errors": to_json(found)}
                print_json(refusal, compact=True)
            continue
        decision = policy.decide(request)
        if decision.verdict in _FAILING[options.fail_on]:
            code = max(code, 1)
        changes = policy.what_if(request) if options.what_if else None
        if options.format == "text":
            sys.stdout.write(decision_line(decision, request, options.lang) + "\n")
            for change in changes or ():
                sys.stdout.write(f"   - {change_text(change, request, options.lang)}\n")
        else:
            print_json(_json(decision, changes), compact=True)
    return code


def _json(decision: Decision, changes: tuple[Change, ...] | None) -> dict[str, Any]:
    """The decision, and what would let the contact through, if that was asked."""
    shown = decision.to_dict()
    if changes is not None:
        shown["what_if"] = [change.to_dict() for change in changes]
    return shown


def _numbered(source: TextIO, lang: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with progress on a terminal when answers go elsewhere."""
    shows = sys.stderr.isatty() and not sys.stdout.isatty()
    number = shown = 0
    for number, line in numbered(source):
        yield number, line
        if shows and number - shown >= _PROGRESS_EVERY:
            shown = number
            sys.stderr.write("\r" + text("progress", lang, number=number))
            sys.stderr.flush()
    if shows and number >= _PROGRESS_EVERY:
        sys.stderr.write("\r" + text("progress", lang, number=number) + "\n")
