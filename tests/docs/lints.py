"""Writes the page of lints from the lints themselves: `python -m tests.docs.generate`.

In: the registry, the docstrings of the lints, the catalogue, and what each finds in its example.
Out: `docs/reference/lints.md`.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics.catalogue import ENTRIES
from policydsl.diagnostics.render_text import render
from policydsl.lint.lint import Lint
from policydsl.lint.pages import page_of
from policydsl.lint.registry import LINTS
from policydsl.lint.running import lint
from policydsl.policy.files import read_bytes
from policydsl.project.settings import LintSettings
from tests.docs.pages import ROOT, TODAY

TARGET = ROOT / "docs" / "reference" / "lints.md"

_CODE = ("Example", "Instead")
_HEAD = """\
# Lints

<!-- Written by `python -m tests.docs.generate`. Change the lints, not this page. -->

A policy can be right and still not be meant. `policydsl check` looks for such places in every policy
that has no errors, and shows each with a request: what was asked, and what the evaluator said to it.
In JSON and SARIF the request stands under `witness`, ready for `policydsl decide`.

`policydsl explain NAME` prints what stands here. How a project sets the level of a lint, and its
options, is told under [settings](settings.md).

A finding that is meant is ignored where it is made, with the reason:

```policy
policy acme.visits
  governs channel is visit
  otherwise deny

contact hours visits
  from 08:00 to 18:00 on monday to saturday
  ignore week_hole because "Sunday is agreed with the works council"
```

A rule ignores findings about itself, the head of a policy those about the policy. An `ignore` that
ignores nothing is a finding, as here: `policydsl check` says so.

| lint | level | finds |
|---|---|---|
"""


def page() -> str:
    """The whole page, as the lints are now."""
    rows = (
        f"| [`{one.name}`](#{one.name}) | {ENTRIES[one.code].severity} | {page_of(one).summary} |"
        for one in LINTS
    )
    lines = [line for one in LINTS for line in _lint(one)]
    return _HEAD + "\n".join([*rows, "", *lines])


def _lint(one: Lint) -> Iterator[str]:
    said = page_of(one)
    yield from (f"## {one.name}", "", f"{one.code}. {said.summary}", "")
    for heading, text in said.sections.items():
        yield from (f"**{heading}.**", "")
        code = heading in _CODE and text.startswith(("    ", *_OPENERS))
        yield from (("```text", *text.splitlines(), "```") if code else text.splitlines())
        yield ""
    yield from ("**What is said** of", "", "```text", *ENTRIES[one.code].example.splitlines())
    yield from ("```", "", "```text", *_found(one), "```", "")


_OPENERS = (
    *("quiet hours", "contact hours", "cap ", "gap ", "cooldown ", "consent ", "deny ", "review "),
    *("warn ", "oblige ", "exempt ", "ladder ", "define ", "fact ", "event ", "source ", "use "),
    *("waive ", "tighten ", "policy "),
)


def _found(one: Lint) -> list[str]:
    text = ENTRIES[one.code].example.encode()
    file = read_bytes(text, f"{one.name}.policy", is_yaml=False)
    found = lint([file], (), LintSettings(), TODAY)
    mine = (each.diagnostic for each in found if each.lint == one.name)
    return render(mine).splitlines()
