"""`policydsl ledger`: one module a sub-verb, called like it, with a `run`.

In: the parsed arguments. Out: an exit code. A ledger that cannot do what is asked says why on
standard error: 2 when it could not be used at all.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from importlib import import_module

from policydsl.cli.output import exit_code, print_diagnostics
from policydsl.errors import LedgerError

_MODULES = {"import": "bring"}


def run(options: Namespace) -> int:
    """Run the sub-verb that was called."""
    name = _MODULES.get(options.subverb, options.subverb)
    try:
        code: int = import_module(f"policydsl.cli.ledger.{name}").run(options)
    except LedgerError as error:
        print_diagnostics(error.diagnostics, options.lang, options.format == "json", sys.stderr)
        return max(2, exit_code(error.diagnostics))
    return code
