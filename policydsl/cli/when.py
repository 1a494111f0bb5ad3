"""`policydsl when`: when a contact may be made, in words or as a picture of the coming days."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from policydsl.api import Policy
from policydsl.cli.output import print_diagnostics, print_json, wants_colour
from policydsl.cli.reading import checked_data, is_blank, open_both
from policydsl.cli.texts import text
from policydsl.cli.when_json import answers_json
from policydsl.cli.when_options import Asked, read_options
from policydsl.cli.when_text import reasons_text, summary_lines
from policydsl.core.request import Request
from policydsl.diagnostics import Diagnostic
from policydsl.facts.reading import LONGEST_REQUEST, read_request
from policydsl.pictures.times import first_zone
from policydsl.pictures.week.answers import Answer, answer
from policydsl.pictures.week.clock import Sheet, sheet
from policydsl.pictures.week.drawing import Drawing
from policydsl.pictures.week.html import html_page
from policydsl.pictures.week.legend import Legend
from policydsl.pictures.week.svg import svg_file
from policydsl.pictures.week.text import legend_lines, picture

_PLAIN_COLUMNS = 80


def run(options: Namespace) -> int:
    """Ask the policy and print what was asked for; 2 when that cannot be read."""
    opened = open_both(options)
    if isinstance(opened, int):
        return opened
    policy, source = opened
    with source:
        asked = read_options(options, _channels(policy))
        if isinstance(asked, str):
            return _refuse(asked)
        written = source.read(LONGEST_REQUEST + 1)
    if is_blank(written):
        return _refuse(text("no_request", options.lang, verb="when"))
    requests, found = _requests(policy, written, options.request, asked.channels)
    if found:
        print_diagnostics(found, options.lang, options.format == "json", sys.stderr)
        return 2
    rows = None if asked.days is None else _sheet(requests[0], asked, asked.days)
    until = None if rows is None else rows.until
    answers = [answer(policy, request, asked.horizon, until) for request in requests]
    _print(answers, asked, rows, options)
    return 0


def _refuse(said: str) -> int:
    sys.stderr.write(said + "\n")
    return 2


def _channels(policy: Policy) -> tuple[str, ...]:
    """The channels that the policy knows, in the order in which they are declared."""
    proposal = policy.schema()["properties"]["proposal"]["properties"]
    return tuple(proposal["channel"]["enum"])


def _requests(
    policy: Policy, written: str, name: str, channels: Sequence[str] | None
) -> tuple[list[Request], list[Diagnostic]]:
    """The request, or the same for each of some channels; or what is wrong with it."""
    data, found = read_request(written, name)
    if found:
        return [], found
    request, found = checked_data(policy, data)
    if request is None or channels is None:
        return ([] if request is None else [request]), found
    changed = [checked_data(policy, _by(data, channel)) for channel in channels]
    problems = [problem for _, some in changed for problem in some]
    return [one for one, _ in changed if one is not None], problems


def _by(data: Any, channel: str) -> dict[str, Any]:
    """A request as it was written, by another channel."""
    return {**data, "proposal": {**data["proposal"], "channel": channel}}


def _sheet(request: Request, asked: Asked, days: int) -> Sheet:
    return sheet(request.at, asked.zone or first_zone(request), days)


def _print(answers: Sequence[Answer], asked: Asked, rows: Sheet | None, options: Namespace) -> None:
    if options.format == "json":
        print_json(answers_json(answers, asked.horizon_days, rows))
    elif rows is not None and options.format == "svg":
        sys.stdout.write(svg_file(Drawing(answers, rows, options.lang)))
    elif rows is not None and options.format == "html":
        words = ("\n".join(_words(one, asked, options.lang)) for one in answers)
        sys.stdout.write(html_page(Drawing(answers, rows, options.lang), words))
    else:
        lines = _text(answers, asked, rows, options.lang)
        sys.stdout.write("\n".join(lines) + "\n")


def _words(one: Answer, asked: Asked, lang: str) -> Iterator[str]:
    """An answer in words, with why."""
    yield from summary_lines(one, asked.horizon_days, lang, False)
    yield from reasons_text(one, lang)


def _text(answers: Sequence[Answer], asked: Asked, rows: Sheet | None, lang: str) -> Iterator[str]:
    """Every answer in words, with its picture if there is one; then what the letters mean."""
    colour = wants_colour(sys.stdout)
    columns = shutil.get_terminal_size((_PLAIN_COLUMNS, 0)).columns
    legend = Legend(answers)
    for number, one in enumerate(answers):
        if number:
            yield ""
        yield from summary_lines(one, asked.horizon_days, lang, colour)
        if rows is None:
            yield from reasons_text(one, lang)
        else:
            yield from ("", *picture(one, rows, legend, columns, lang, colour))
    if rows is not None:
        yield from ("", *legend_lines(answers, rows, legend, columns, lang, colour))
