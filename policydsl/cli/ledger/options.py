"""What the sub-verbs of `policydsl ledger` read from their arguments.

In: texts of the command line. Out: instants, numbers; or `UsageError` with a line for the user.
"""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import UTC, datetime

from policydsl.cli.ledger.texts import text
from policydsl.diagnostics.visible import visible
from policydsl.facts.moments import parse_instant, to_micros


class UsageError(Exception):
    """An argument that cannot be; the text says so in the user's language."""


def instant(options: Namespace, given: str | None, option: str) -> int:
    """An instant in microseconds since 1970 UTC; now when none is given."""
    if given is None:
        return to_micros(datetime.now(UTC))
    moment = parse_instant(given)
    if isinstance(moment, int):
        return moment
    raise UsageError(text("bad_instant", options.lang, option=option, given=visible(given)))


def number(options: Namespace, given: str, option: str, least: int, most: int) -> int:
    """A whole number within bounds."""
    if re.fullmatch("[0-9]{1,12}", given) and least <= int(given) <= most:
        return int(given)
    shown = {"option": option, "given": visible(given), "least": least, "most": most}
    raise UsageError(text("bad_number", options.lang, **shown))
