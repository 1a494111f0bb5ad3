"""From one spelling to the other, comments included.

In: policies with the comments of their text. Out: the text in the other spelling. The policies are
printed, what was printed is read again, and each comment is put to the part that it stood at.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from policydsl.diagnostics import Source
from policydsl.formatting.anchors import Anchor, Name, anchors
from policydsl.formatting.placed import Placed
from policydsl.syntax import tree
from policydsl.syntax.parser import parse_file
from policydsl.syntax.printer import print_policy
from policydsl.syntax.yaml_printer import print_yaml
from policydsl.syntax.yaml_reader import read_file


def translated(
    policies: Sequence[tree.Policy], comments: Iterable[Placed], *, to_yaml: bool
) -> str | None:
    """The text in the other spelling, not yet in canonical layout.

    None when the policies cannot be said there, such as a clause that is written twice.
    """
    if to_yaml:
        text = "---\n".join(print_yaml(policy) for policy in policies)
        parsed = read_file(Source("", text))
    else:
        text = "\n".join(print_policy(policy) for policy in policies)
        parsed = parse_file(Source("", text))
    if parsed.diagnostics:
        return None
    here, there = anchors(policies), anchors(parsed.policies)
    if {anchor.name for anchor in here} != {anchor.name for anchor in there}:
        return None
    return _woven(text, there, _said(here, comments))


@dataclass(slots=True)
class _Said:
    """The comments of one part: before it, at the end of its line, after it."""

    before: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


def _said(here: Sequence[Anchor], comments: Iterable[Placed]) -> dict[Name, _Said]:
    """The comments by the part that they belong to."""
    said: dict[Name, _Said] = defaultdict(_Said)
    starts = [anchor.start for anchor in here]
    ends = list(accumulate((anchor.end for anchor in here), max))
    for comment in comments:
        place = bisect_left(starts, comment.before) - 1
        last = here[place] if place >= 0 else None
        after = bisect_left(starts, comment.after)
        following = here[after] if after < len(here) else None
        if last is not None and not comment.alone and comment.before <= ends[place]:
            said[last.name].beside.append(comment.text)
        elif last is not None and comment.alone and comment.after < last.head:
            said[last.name].before.append(comment.text)
        elif last is not None and (comment.deeper or following is None):
            said[last.name].after.append(comment.text)
        else:
            owner = following or here[0]
            said[owner.name].before.append(comment.text)
    return said


def _woven(text: str, there: Sequence[Anchor], said: Mapping[Name, _Said]) -> str:
    """The text with the comments at the lines of their parts."""
    lines = text.splitlines()
    above: dict[int, list[str]] = defaultdict(list)
    beside: dict[int, list[str]] = defaultdict(list)
    numbers = _line_numbers(lines, [anchor.start for anchor in there])
    for anchor, number in zip(there, numbers, strict=True):
        own = said.get(anchor.name, _Said())
        margin = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        above[number] += [margin + comment for comment in own.before]
        if own.before and anchor.name[-1] == "policy":
            above[number].append("")  # what is said about the whole file stands apart
        beside[number] += own.beside
        above[_below(lines, numbers, number)] += [margin + comment for comment in own.after]
    woven: list[str] = []
    for number, line in enumerate([*lines, ""]):
        *more, last = beside.get(number) or [""]
        margin = line[: len(line) - len(line.lstrip())]
        woven += [*above.get(number, ()), *(margin + comment for comment in more)]
        woven.append(f"{line} {last}" if last else line)
    return "\n".join(woven) + "\n"


def _below(lines: Sequence[str], numbers: Sequence[int], number: int) -> int:
    """The line before which stands what comes after the part on a line."""
    place = bisect_right(numbers, number)
    below = numbers[place] if place < len(numbers) else len(lines)
    while below - 1 > number and not lines[below - 1]:
        below -= 1
    return below


def _line_numbers(lines: Sequence[str], offsets: Sequence[int]) -> list[int]:
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    return [bisect_right(starts, offset) - 1 for offset in offsets]
