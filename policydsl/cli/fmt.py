"""`policydsl fmt`: policies in canonical layout, or in the other spelling."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from policydsl.cli.fmt_diff import diff
from policydsl.cli.fmt_texts import text
from policydsl.cli.output import exit_code, print_diagnostics, print_json, wants_colour
from policydsl.diagnostics.render_json import to_json
from policydsl.diagnostics.visible import visible
from policydsl.formatting.files import (
    Result,
    format_bytes,
    format_file,
    format_paths,
    is_yaml_name,
)
from policydsl.policy.listing import is_folder
from policydsl.syntax.screening import MOST_BYTES


def run(options: Namespace) -> int:
    """Format; 1 for errors in a file and, with `--check`, for files that would change."""
    if "-" in options.paths and len(options.paths) > 1:
        return _usage("alone", options)
    if options.to and (len(options.paths) > 1 or is_folder(Path(options.paths[0]))):
        return _usage("one_file", options)
    if options.to or options.paths == ["-"]:
        result = _one(options)
        results = [result]
        if not (options.check or options.diff or options.format == "json"):
            sys.stdout.write(result.after or "")
            return _report_troubles(results, options)
    else:
        write = not (options.check or options.diff)
        results = list(format_paths(map(Path, options.paths), write=write))
    if options.format == "json":
        _print_json(results)
    else:
        _print_text(results, options)
    changed = options.check and any(result.changes for result in results)
    return max(int(changed), _report_troubles(results, options))


def _usage(key: str, options: Namespace) -> int:
    sys.stderr.write(text(key, options.lang) + "\n")
    return 2


def _one(options: Namespace) -> Result:
    """The result for standard input, or for the file that is to be printed in a spelling."""
    to_yaml = options.to and options.to == "yaml"
    [path] = options.paths
    if path != "-":
        return format_file(Path(path), path, write=False, to_yaml=to_yaml)
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    is_yaml = options.yaml or is_yaml_name(options.name or "")
    return format_bytes(data, options.name or "<stdin>", is_yaml=is_yaml, to_yaml=to_yaml)


def _print_text(results: list[Result], options: Namespace) -> None:
    colour = wants_colour(sys.stdout)
    changed = [result for result in results if result.changes and not result.problem]
    for result in changed:
        if options.diff:
            sys.stdout.write(diff(result, colour))
        else:
            key = "would_change" if options.check else "formatted"
            sys.stdout.write(text(key, options.lang, file=visible(result.name)) + "\n")
    if not options.diff:
        key = "summary_check" if options.check else "summary"
        number = sum(exit_code(result.diagnostics) < 2 for result in results)
        if number:
            sys.stdout.write(text(key, options.lang, changed=len(changed), number=number) + "\n")


def _print_json(results: list[Result]) -> None:
    print_json(
        [
            {
                "file": result.name,
                "changes": result.changes,
                "problem": result.problem or None,
                "findings": to_json(result.diagnostics),
            }
            for result in results
        ]
    )


def _report_troubles(results: list[Result], options: Namespace) -> int:
    """Say on standard error which files were left as they are and why; the exit code for it."""
    code = 0
    found = [each for result in results for each in result.diagnostics]
    if found:
        code = exit_code(found)
        if options.format != "json":
            print_diagnostics(found, options.lang, False, sys.stderr)
    for result in results:
        name = visible(result.name)
        line = ""
        if result.problem:
            code = 2
            line = text("not_written", options.lang, file=name, reason=result.problem)
        elif result.after is None and exit_code(result.diagnostics) == 1:
            line = text("left", options.lang, file=name)
        elif result.after is None and not result.diagnostics:
            code = max(code, 1)
            line = text("not_said" if options.to else "not_the_same", options.lang, file=name)
        if line and options.format != "json":
            sys.stderr.write(line + "\n")
    return code
