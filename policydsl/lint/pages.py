"""What a lint says of itself.

In: a lint; the docstring of its module has the headings of `HEADINGS`. Out: `Page`: its summary and
what stands under each heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from textwrap import dedent

from policydsl.frozen import frozen
from policydsl.lint.lint import Lint

HEADINGS = ("What it does", "Why", "Example", "Instead", "Not reported", "Options")
"""The headings of a lint's docstring, in the order of its page; the last two may be missing."""

_END = "In"
_NAMES = "|".join((*HEADINGS, _END))
_HEADING = re.compile(rf"^(?:\*\*)?({_NAMES})(?:, [^:\n]*)?(?::|\.\*\*)(?=\s)", re.MULTILINE)
_NO_OPTIONS = re.compile(r"none\.\s*", re.IGNORECASE)
_OPENING = re.compile(r"^`\w+`: ")


@frozen
class Page:
    """One sentence, and the text under each heading that the lint has."""

    summary: str
    sections: Mapping[str, str]


def page_of(lint: Lint) -> Page:
    """The page of a lint; empty where Python runs without docstrings."""
    written = import_module(f"policydsl.lint.lints.{lint.name}").__doc__ or ""
    first, _, rest = written.partition("\n")
    found = list(_HEADING.finditer(rest))
    sections: dict[str, str] = {}
    ends = [heading.start() for heading in found[1:]] + [len(rest)]
    for heading, end in zip(found, ends, strict=False):
        if heading[1] != _END:
            sections[heading[1]] = _tidy(rest[heading.end() : end])
    options = sections.pop("Options", None)
    if options is not None:
        # What is said after `none.` is what the lint leaves alone.
        key = "Not reported" if _NO_OPTIONS.match(options) else "Options"
        sections.setdefault(key, _NO_OPTIONS.sub("", options, count=1))
    ordered = {name: sections[name] for name in HEADINGS if sections.get(name)}
    summary = _OPENING.sub("", first.strip())
    return Page(summary[:1].upper() + summary[1:], ordered)


def _tidy(text: str) -> str:
    """A section without the white space round it, an example without its indent."""
    if text.startswith("\n"):
        return dedent(text.strip("\n"))
    said = text.strip()
    return said[:1].upper() + said[1:]
