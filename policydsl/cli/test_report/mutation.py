"""A run of mutants for a person to read: the score of each policy, and each survivor in full.

A survivor is shown as a small diff, what was changed underlined, with a case that would kill it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import floor

from policydsl.cli.test_report.mutation_texts import text
from policydsl.diagnostics.render_text import render
from policydsl.diagnostics.visible import visible, width
from policydsl.testing.mutation import Fate, Mutation, MutationReport
from policydsl.testing.mutation.naming import Edit
from policydsl.testing.mutation.report import PolicyMutation

_INDENT = "   "
_MOST_LINES = 4
_NOT_COUNTED = (
    ("explained", Fate.EXPLAINED),
    ("same", Fate.SAME),
    ("unsound", Fate.UNSOUND),
)
_RED, _GREEN, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"


def mutation_text(report: MutationReport, lang: str, colour: bool) -> str:
    """The whole report; the scores stand below the survivors."""
    parts = [
        survivor_text(policy, one, lang, colour) + "\n"
        for policy in report.policies
        for one in policy.of(Fate.SURVIVED)
    ]
    if report.diagnostics:
        parts.append(render(report.diagnostics, lang, colour) + "\n")
    parts += [_score(policy, lang) for policy in report.policies]
    if len(report.policies) > 1:
        parts.append(_total(report, lang))
    parts.append(text("seconds", lang, seconds=f"{report.seconds:.1f}") + "\n")
    return "\n" + "".join(parts)


def percent(score: float) -> str:
    """A score in per cent with one decimal place, never rounded up to a hundred."""
    return f"{floor(score * 10) / 10:.1f}"


def _score(policy: PolicyMutation, lang: str) -> str:
    line = text(
        "policy",
        lang,
        policy=visible(policy.policy),
        killed=len(policy.of(Fate.KILLED)),
        number=policy.counted,
        percent=percent(policy.score),
        tests=policy.tests,
    )
    more = [(key, len(policy.of(fate))) for key, fate in _NOT_COUNTED]
    more.append(("left_out", policy.left_out))
    said = [text(key, lang, number=number) for key, number in more if number]
    return text("comma", lang).join([line, *said]) + "\n"


def _total(report: MutationReport, lang: str) -> str:
    return (
        text(
            "total",
            lang,
            policies=len(report.policies),
            killed=report.killed,
            number=report.killed + report.survived,
            percent=percent(report.score),
        )
        + "\n"
    )


def survivor_text(policy: PolicyMutation, one: Mutation, lang: str, colour: bool) -> str:
    """A mutant that no test noticed: its place, the diff, and what to do."""
    span = one.edit.span
    mark = text("survived", lang)
    mark = f"\x1b[1;31m{mark}{_PLAIN}" if colour else mark
    place = f"{visible(span.source.name)}:{span.line}"
    lines = [f"{mark}  {place}  {visible(policy.policy)}  {visible(one.name)}"]
    lines += diff(one.edit, lang, colour)
    kill = one.verdict.kill
    if kill is not None:
        lines.append(_INDENT + text("kills", lang, file=visible(kill.file)))
        lines += ["", *map(visible, kill.text.splitlines())]
    else:
        lines.append(_INDENT + text("not_found", lang, number=one.verdict.tried))
        lines += [_INDENT + text("explain", lang), "", f"  - mutant: {_quoted(one.name)}"]
        lines.append('    because: "…"')
    return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    return json.dumps(visible(name), ensure_ascii=False)


def diff(edit: Edit, lang: str, colour: bool) -> Iterator[str]:
    """The lines before and after, each part that differs underlined."""
    span, source = edit.span, edit.span.source
    first = source.line_column(span.start)[0]
    last = source.line_column(max(span.start, span.end - 1))[0]
    number = len(str(last))
    before = [source.line_text(line) for line in range(first, last + 1)]
    begin = span.column - 1
    if span.start == span.end:
        yield f"{first:>{number + 3}}   {visible(before[0])}".rstrip()
        indent = " " * (len(before[0]) - len(before[0].lstrip()) or 2)
        yield from _shown("+", [(indent + edit.new, len(indent), None)], number, colour)
        return
    ends = [None] * (len(before) - 1) + [source.line_column(span.end)[1] - 1]
    removed = [
        (line, begin if index == 0 else len(line) - len(line.lstrip()), end)
        for index, (line, end) in enumerate(zip(before, ends, strict=True))
    ]
    kept = removed if len(removed) <= _MOST_LINES else removed[: _MOST_LINES - 1]
    yield from _shown("-", kept, number, colour, first)
    if len(kept) < len(removed):
        left = text("more", lang, number=len(removed) - len(kept))
        yield f"{' ' * (number + 3)}   {left}"
    left, right = before[0][:begin], before[-1][ends[-1] :]
    if not edit.new and left.strip():
        left, right = left.rstrip(), f" {right.lstrip()}"
    after = left + edit.new + right
    if after.strip():
        yield from _shown("+", [(after, begin, begin + len(edit.new))], number, colour)


def _shown(
    sign: str,
    lines: list[tuple[str, int, int | None]],
    number: int,
    colour: bool,
    first: int | None = None,
) -> Iterator[str]:
    """Lines with their numbers, a line of carets under each."""
    paint = {"-": _RED, "+": _GREEN}[sign] if colour else ""
    plain = _PLAIN if colour else ""
    for index, (line, begin, end) in enumerate(lines):
        label = "" if first is None else str(first + index)
        carets = width(visible(line[begin:end].rstrip()))
        yield f"{label:>{number + 3}} {paint}{sign} {visible(line)}{plain}".rstrip()
        if carets:
            blank = " " * (number + 6 + width(visible(line[:begin])))
            yield f"{blank}{paint}{'^' * carets}{plain}"
