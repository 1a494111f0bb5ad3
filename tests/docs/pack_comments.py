"""The comment at the top of a pack as Markdown.

In: the text of a policy file. Out: its paragraphs and its labelled sections, in the order written.
A section begins with a label and two spaces or more (`Status    Read in …`); its further lines are
indented as far.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LABEL = re.compile(r"([A-Z][a-z]+(?: [a-z]+)*) {2,}(?=\S)")
_HEADINGS = {"Not here": "Not covered", "Left out": "Not covered", "Source": "Sources"}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the comment; no label for a paragraph before the sections."""

    label: str
    text: str


def sections_of(text: str) -> list[Section]:
    """All parts of the comment that a file begins with."""
    found: list[tuple[str, list[str]]] = []
    width = 0
    for line in _comment(text):
        labelled = _LABEL.match(line)
        if labelled is not None:
            width = labelled.end()
            found.append((labelled[1], [line[width:]]))
        elif line.startswith(" " * width) and found:
            found[-1][1].append(line[width:])
        elif line or not found:
            width = 0
            found.append(("", [line]))
        else:
            found[-1][1].append("")
    return [
        Section(_HEADINGS.get(label, label), "\n".join(lines).strip()) for label, lines in found
    ]


def _comment(text: str) -> Iterator[str]:
    """The lines of the comment without their signs."""
    for line in text.splitlines():
        if line.startswith("#"):
            yield line.removeprefix("#").removeprefix(" ").rstrip()
        elif line.strip():
            return
