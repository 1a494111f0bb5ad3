"""`policydsl explain`: the code of a message or of a reason, in plain words."""

from __future__ import annotations

import sys
from argparse import Namespace

from policydsl.cli.output import print_json
from policydsl.cli.texts import text
from policydsl.diagnostics import ENTRIES, did_you_mean
from policydsl.diagnostics.catalogue.reasons import REASONS
from policydsl.diagnostics.render_text import explain
from policydsl.diagnostics.visible import visible


def run(options: Namespace) -> int:
    """Print what a code means and what to do about it."""
    code = options.code.upper()
    if code in ENTRIES:
        if options.format == "json":
            entry = ENTRIES[code]
            texts = {"en": entry.explanation.en, "zh": entry.explanation.zh}
            print_json({"code": code, "explanation": texts, "example": entry.example})
        else:
            sys.stdout.write(explain(code, options.lang))
        return 0
    if code in REASONS:
        if options.format == "json":
            print_json(
                {"code": code, "explanation": {"en": REASONS[code].en, "zh": REASONS[code].zh}}
            )
        else:
            sys.stdout.write(f"{code}: {REASONS[code].get(options.lang)}\n")
        return 0
    sys.stderr.write(text("unknown_code", options.lang, name=visible(options.code)) + "\n")
    for close in did_you_mean(code, [*ENTRIES, *REASONS]):
        sys.stderr.write(text("did_you_mean", options.lang, suggestion=close) + "\n")
    return 2
