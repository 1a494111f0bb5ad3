"""`policydsl check`: parse, type, compose; all findings of all files."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from policydsl.cli.output import exit_code, print_diagnostics
from policydsl.cli.texts import text
from policydsl.policy.files import PolicyFile, read_bytes
from policydsl.policy.loading import check_files, read_paths
from policydsl.syntax.screening import MOST_BYTES


def run(options: Namespace) -> int:
    """Check every path given; `-` reads a DSL text from standard input."""
    try:
        today = date.fromisoformat(options.today) if options.today else date.today()
    except ValueError:
        sys.stderr.write(text("bad_date", options.lang) + "\n")
        return 2
    files: list[PolicyFile] = []
    if "-" in options.paths:
        files.append(read_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), "<stdin>", is_yaml=False))
    paths = [Path(path) for path in options.paths if path != "-"]
    read, folders = read_paths(paths)
    files += read
    found = check_files(files, folders, today)
    print_diagnostics(found, options.lang, options.format == "json", sys.stdout)
    policies = sum(len(file.parsed.policies) for file in files)
    if not found and options.format != "json":
        key = "one_policy" if policies == 1 else "no_findings"
        sys.stdout.write(text(key, options.lang, number=policies) + "\n")
    return exit_code(found)
