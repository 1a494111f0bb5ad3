"""What `policydsl check` prints, in each of its forms.

In: the outcome of a check. Out: text on standard output.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from policydsl.cli.output import print_diagnostics, print_json
from policydsl.cli.texts import text
from policydsl.diagnostics.render_github import to_github
from policydsl.diagnostics.render_json import to_json
from policydsl.diagnostics.render_junit import to_junit
from policydsl.diagnostics.render_sarif import to_sarif
from policydsl.lint.checking import Outcome


def write_report(outcome: Outcome, options: Namespace) -> None:
    """Write what was found in the form and language asked for."""
    lang = options.lang
    match options.format:
        case "json":
            print_json(_json(outcome))
        case "sarif":
            names = {one.diagnostic.code: one.lint for one in outcome.reports if one.lint}
            print_json(to_sarif(outcome.reports, lang, names, _in_repository))
        case "junit":
            sys.stdout.write(to_junit(outcome.reports, outcome.files, lang))
        case "github":
            sys.stdout.write(to_github(outcome.reports, lang, _in_repository))
        case _:
            found = [one.diagnostic for one in outcome.reports]
            print_diagnostics(found, lang, False, sys.stdout)
            if not found:
                key = "one_policy" if outcome.policies == 1 else "no_findings"
                sys.stdout.write(text(key, lang, number=outcome.policies) + "\n")


def _in_repository(name: str) -> str:
    """A file as its repository knows it, where GitHub Actions says where that is."""
    root = os.environ.get("GITHUB_WORKSPACE")
    if not root or not os.path.lexists(name):
        return name
    path = Path(os.path.normpath(Path(name).absolute()))
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else name


def _json(outcome: Outcome) -> list[dict[str, Any]]:
    """As every verb writes diagnostics, with the lint and the requests that show the finding."""
    written = to_json(one.diagnostic for one in outcome.reports)
    return [
        {**item, "lint": report.lint, "witness": list(report.requests)}
        for item, report in zip(written, outcome.reports, strict=True)
    ]
