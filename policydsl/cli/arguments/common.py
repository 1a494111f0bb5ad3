"""What the arguments of all verbs share."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TypeAlias

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where a verb adds itself."""


def add_common(verb: argparse.ArgumentParser, formats: Sequence[str] = ("text", "json")) -> None:
    """The form and the language of what is printed."""
    names = " or ".join((", ".join(formats[:-1]), formats[-1]))
    verb.add_argument("--format", choices=formats, default=None, help=names)
    verb.add_argument("--lang", choices=("en", "zh"), default="en", help="English or Chinese")
