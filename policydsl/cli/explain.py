"""`policydsl explain`: the code of a message or of a reason, or a lint, in plain words."""

from __future__ import annotations

import sys
from argparse import Namespace

from policydsl.cli.explain_lints import lint_json, lint_text, lints_text
from policydsl.cli.output import print_json
from policydsl.cli.texts import text
from policydsl.diagnostics import ENTRIES, did_you_mean
from policydsl.diagnostics.catalogue.reasons import REASONS
from policydsl.diagnostics.render_text import explain
from policydsl.diagnostics.visible import visible
from policydsl.lint.lint import Lint
from policydsl.lint.registry import BY_NAME, LINTS

_BY_CODE = {lint.code: lint for lint in LINTS}


def run(options: Namespace) -> int:
    """Print what a code or a lint means and what to do about it."""
    lint = BY_NAME.get(options.code) or _BY_CODE.get(options.code.upper())
    if lint is not None or options.code == "lints":
        _explain_lints(lint, options)
        return 0
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
    for close in _close(options.code):
        sys.stderr.write(text("did_you_mean", options.lang, suggestion=close) + "\n")
    return 2


def _explain_lints(lint: Lint | None, options: Namespace) -> None:
    """Print one lint, or all."""
    if options.format == "json":
        print_json([lint_json(one) for one in LINTS] if lint is None else lint_json(lint))
    elif lint is None:
        sys.stdout.write(lints_text(options.lang))
    else:
        sys.stdout.write(lint_text(lint, options.lang))


def _close(word: str) -> tuple[str, ...]:
    return did_you_mean(word.upper(), [*ENTRIES, *REASONS]) or did_you_mean(word, BY_NAME)
