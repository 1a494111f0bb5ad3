"""`policydsl packs`: the packs that are shipped, or all that one of them says."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from policydsl.cli.output import exit_code, print_diagnostics, print_json
from policydsl.cli.packs_json import list_json, packs_json
from policydsl.cli.packs_text import list_lines, pack_lines
from policydsl.cli.packs_texts import text
from policydsl.diagnostics import did_you_mean, has_errors
from policydsl.diagnostics.visible import visible
from policydsl.policy.packs import Pack, read_packs


def run(options: Namespace) -> int:
    """Print the list or one pack; 2 for a date or a name that is none, 1 for a broken pack."""
    today = date.today()
    if options.today is not None:
        try:
            today = date.fromisoformat(options.today)
        except ValueError:
            return _refuse(text("bad_date", options.lang, given=visible(options.today)))
    packs, found = read_packs()
    if has_errors(found):
        print_diagnostics(found, options.lang, options.format == "json", sys.stderr)
        return exit_code(found)
    if options.name is None:
        _print_list(packs, today, options)
        return 0
    named = [pack for pack in packs if pack.name == options.name]
    if not named:
        return _refuse(*_unknown(options.name, packs, options.lang))
    _print_packs(named, today, options)
    return 0


def _refuse(*said: str) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in said))
    return 2


def _unknown(name: str, packs: Sequence[Pack], lang: str) -> tuple[str, str]:
    """That there is no such pack, and what to write instead."""
    close = did_you_mean(name, [pack.name for pack in packs])
    help_ = text("did_you_mean", lang, suggestion=close[0]) if close else text("list", lang)
    return text("unknown", lang, name=visible(name)), help_


def _print_list(packs: Sequence[Pack], today: date, options: Namespace) -> None:
    if options.format == "json":
        print_json(list_json(packs, today))
    else:
        sys.stdout.writelines(f"{line}\n" for line in list_lines(packs, today, options.lang))


def _print_packs(packs: Sequence[Pack], today: date, options: Namespace) -> None:
    """All versions of one pack."""
    if options.format == "json":
        print_json(packs_json(packs, today))
        return
    for number, pack in enumerate(packs):
        lines = ([""] if number else []) + list(pack_lines(pack, today, options.lang))
        sys.stdout.writelines(f"{line}\n" for line in lines)
