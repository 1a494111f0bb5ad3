"""`policydsl diff`: two versions of a policy, rule by rule and over a file of requests."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date

from policydsl.api import Policy, load
from policydsl.cli.diff_json import comparison_json, counts_json
from policydsl.cli.diff_text import Comparing, comparison_text, counts_text
from policydsl.cli.diff_texts import text
from policydsl.cli.output import exit_code, print_diagnostics, print_json, wants_colour
from policydsl.cli.progress import Counter
from policydsl.cli.reading import numbered, open_requests
from policydsl.comparison.requests import Counts
from policydsl.comparison.rules import Comparison, compare, day_of
from policydsl.diagnostics import Diagnostic
from policydsl.diagnostics.visible import visible
from policydsl.errors import PolicyError
from policydsl.facts.reading import read_request

_STRICTNESS = {"allow": 0, "review": 1, "deny": 2}


def run(options: Namespace) -> int:
    """Compare and report; 1 as `--fail-on` says, 2 for what cannot be read."""
    if options.examples < 0:
        return _refused("bad_examples", options.lang, given=str(options.examples))
    policies = _loaded(options)
    if isinstance(policies, int):
        return policies
    old, new = policies
    try:
        day = day_of(new) if options.day is None else date.fromisoformat(options.day)
    except ValueError:
        return _refused("bad_day", options.lang, given=visible(options.day))
    with Counter(sys.stderr, "compared", options.lang) as counter:
        comparison = compare(old, new, day, counter.show)
    counts: Counts | None = None
    if options.requests is not None:
        found = _judged(options, old, new)
        if isinstance(found, Diagnostic):
            print_diagnostics([found], options.lang, options.format == "json", sys.stderr)
            return 2
        counts = found
    if options.format == "json":
        requests = None if counts is None else counts_json(counts, old, new)
        print_json({**comparison_json(comparison, old, new), "requests": requests})
    else:
        comparing = Comparing(old, new, options.lang, wants_colour(sys.stdout))
        sys.stdout.writelines(comparison_text(comparison, comparing))
        if counts is not None:
            sys.stdout.writelines(counts_text(counts, comparing, options.requests))
    return _exit_code(comparison, counts, options.fail_on)


def _loaded(options: Namespace) -> tuple[Policy, Policy] | int:
    """Both policies; the exit code, when something is wrong with either and was said."""
    found: list[Diagnostic] = []
    policies: list[Policy] = []
    for path in (options.old, options.new):
        try:
            policies.append(load(path))
        except PolicyError as error:
            found += error.diagnostics
    if len(policies) == 2:
        return policies[0], policies[1]
    print_diagnostics(found, options.lang, options.format == "json", sys.stderr)
    return max(exit_code(found), 1)


def _judged(options: Namespace, old: Policy, new: Policy) -> Counts | Diagnostic:
    """What becomes of the requests of a file."""
    source = open_requests(options.requests)
    if isinstance(source, Diagnostic):
        return source
    counts = Counts(options.examples)
    with source, Counter(sys.stderr, "judged", options.lang) as counter:
        for number, line in numbered(source):
            data, found = read_request(line, f"{options.requests}:{number}")
            if found:
                counts.refuse(number, tuple(found))
            else:
                counts.add(number, data, old, new)
            counter.show(number, number)
    return counts


def _exit_code(comparison: Comparison, counts: Counts | None, fail_on: str | None) -> int:
    if counts is not None and counts.refused:
        return 2
    if fail_on == "any":
        changed = counts is not None and (counts.changed or counts.reasons)
        return int(not comparison.is_empty or bool(changed))
    if fail_on == "loosened":
        pairs = () if counts is None else counts.verdicts
        laxer = any(_STRICTNESS[one] > _STRICTNESS[other] for one, other in pairs)
        return int(comparison.may_loosen or laxer)
    return 0


def _refused(key: str, lang: str, **values: str) -> int:
    sys.stderr.write(text(key, lang, **values) + "\n")
    return 2
