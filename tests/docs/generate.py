"""Writes the page of diagnostics from the catalogue: `python -m tests.docs.generate`.

In: the catalogue. Out: `docs/reference/diagnostics.md`; run, it writes the page of lints too.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics.catalogue import FAMILIES, Entry, Text, fill, placeholders
from policydsl.diagnostics.render_text import explain
from policydsl.diagnostics.visible import visible
from policydsl.policy.files import read_bytes
from policydsl.policy.loading import check_files
from tests.docs import lints
from tests.docs.pages import ROOT, TODAY

TARGET = ROOT / "docs" / "reference" / "diagnostics.md"

_TITLES = {
    "E0": "Files that cannot be read",
    "E1": "Syntax",
    "E2": "Phrases: times, spans, windows, numbers",
    "E3": "Names, types and declarations",
    "E4": "Rules",
    "E5": "Composition",
    "E6": "YAML",
    "L1": "Ledgers and gates",
    "P1": "Settings and names of lints",
    "R1": "Requests",
    "T1": "Policy tests",
    "W0": "Notes and warnings",
    "W1": "Lints: times and zones",
    "W2": "Lints: caps, keys, ladders and exemptions",
    "W3": "Lints: texts, declarations, citations and packs",
    "W9": "Where lints stop",
}
_HEAD = """\
# Diagnostics

<!-- Written by `python -m tests.docs.generate`. Change the catalogue, not this page. -->

Every message of policydsl has a code. A code never changes its meaning and is never used again.
`E` codes are errors of policies, `P` codes of settings, `R` codes of requests, `T` codes of policy
tests; `W` codes are notes and warnings, most of them of [lints](lints.md).
`policydsl explain CODE` prints what stands here; `--lang zh` prints it in Chinese.
In a message, `…` stands for the author's own words. The example is the smallest text that gives
the message.

```console
$ policydsl explain E203 --lang zh
{explained}```

"""


def page() -> str:
    """The whole page, as the catalogue has it now."""
    return (
        _HEAD.format(explained=explain("E203", "zh"))
        + "\n".join(line for lines in _families() for line in lines)
        + "\n"
    )


def _families() -> Iterator[list[str]]:
    for prefix, entries in FAMILIES.items():
        if not entries:
            continue
        yield [f"## {_TITLES[prefix]}", ""]
        for entry in sorted(entries, key=lambda one: one.code):
            yield list(_entry(entry))


def _entry(entry: Entry) -> Iterator[str]:
    yield from (f"### {entry.code}", "")
    yield from (f"*{entry.severity}*: {_shown(entry.message, 'en')}", "")
    yield from (_shown(entry.message, "zh"), "")
    yield from (entry.explanation.en, "")
    example = [visible(line) for line in entry.example.splitlines()]
    fence = _fence(entry) if example == entry.example.splitlines() else "text"
    yield from (f"```{fence}", *example, "```", "")


def _shown(text: Text, lang: str) -> str:
    template = text.get(lang)
    return fill(template, dict.fromkeys(placeholders(template), "…"))


def _fence(entry: Entry) -> str:
    """How the example's block is checked: as a policy in the spelling that gives the code."""
    for language, is_yaml in (("policy", False), ("yaml", True)):
        read = read_bytes(entry.example.encode(), "page", is_yaml=is_yaml)
        if entry.code in {found.code for found in check_files([read], (), TODAY)}:
            return f"{language} shows={entry.code}"
    return "text"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    lints.TARGET.write_text(lints.page(), encoding="utf-8")
