"""`policydsl ledger show`: where a person stands, in words, as JSON, and as a picture."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from functools import partial
from pathlib import Path

from policydsl.api import Policy, load
from policydsl.cli.ledger.options import UsageError, instant, number
from policydsl.cli.ledger.show_json import standing_json
from policydsl.cli.ledger.show_text import standing_text
from policydsl.cli.ledger.show_texts import text
from policydsl.cli.output import exit_code, print_diagnostics, print_json, wants_colour
from policydsl.cli.window_text import window_text
from policydsl.diagnostics.visible import visible
from policydsl.errors import PolicyError, RequestError
from policydsl.gate.gate import Gate
from policydsl.gate.standing import purposes_of, standing_of
from policydsl.ledger.opening import open_store
from policydsl.pictures.counters.svg import counters_svg

_MOST_EVENTS = 1000
_EVENTS = "20"


def run(options: Namespace) -> int:
    """Show a person; 2 for what cannot be used."""
    try:
        at = instant(options, options.at, "--at")
        most = number(options, options.events or _EVENTS, "--events", 0, _MOST_EVENTS)
        policy = load(options.policy)
        purpose = options.purpose or _purpose(policy, options.lang)
        with closing(open_store(options.url, must_exist=True)) as store:
            gate = Gate(policy, store, records="none")
            standing = standing_of(gate, options.person, at, purpose)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (PolicyError, RequestError) as error:
        print_diagnostics(error.diagnostics, options.lang, options.format == "json", sys.stderr)
        return max(2, exit_code(error.diagnostics))
    if options.picture is not None:
        say = partial(window_text, lang=options.lang)
        picture = counters_svg(standing, options.person, options.lang, say)
        Path(options.picture).write_text(picture, encoding="utf-8")
    if options.format == "json":
        print_json(standing_json(standing, options.person, purpose, most))
        return 0
    sys.stdout.write(
        standing_text(
            standing, policy, options.person, purpose, most, options.lang, wants_colour(sys.stdout)
        )
    )
    if options.picture is not None:
        sys.stdout.write("\n" + text("drawn", options.lang, file=visible(options.picture)) + "\n")
    return 0


def _purpose(policy: Policy, lang: str) -> str:
    """The purpose that the rules name, when it is one."""
    names = purposes_of(policy.core)
    if len(names) == 1:
        return names[0]
    listed = ", ".join(f"`{visible(name)}`" for name in names)
    named = text("named", lang, names=listed) if names else ""
    raise UsageError(text("which_purpose", lang, named=named))
