"""Every command and snippet of the README and of docs/ does what its page says.

`UPDATE_DOCS=1 pytest tests/docs` writes the output that commands print now into the pages.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.docs import pages
from tests.docs.pages import ROOT, Block, Page, blocks_of, matches, rewritten, run

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_block_of_a_page_holds(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    page = Page(blocks_of(text), tmp_path)
    if any(block.language in ("console", "python") for block in page.blocks):
        for part in ("policies", "docs/editors"):
            shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns(".*"))
    number = run(page)
    if os.environ.get("UPDATE_DOCS"):
        path.write_text(rewritten(text, page.blocks), encoding="utf-8")
    assert not page.problems, f"{_name(path)}\n" + "\n".join(page.problems)
    assert number or not page.blocks, "the page has blocks, and none of them is run"


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_link_of_a_page_leads_somewhere(path: Path) -> None:
    links = _LINK.findall(path.read_text(encoding="utf-8"))
    lost = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert not lost


def test_a_page_that_is_wrong_is_found_out(tmp_path: Path) -> None:
    text = "\n".join(
        [
            *("```console", "$ echo one", "two", "```"),
            *("```console", "$ false", "```"),
            *("```policy", "policy a", "```"),
            *("```policy fails=E511", "policy a", "  otherwise deny", "```"),
            *("```python", "print(1)", "#> 2", "```"),
            *("```sh", "make nothing", "```"),
            *("```made-up", "```"),
        ]
    )
    page = Page(blocks_of(text), tmp_path)
    run(page)
    assert [problem.split(":")[0] for problem in page.problems] == [
        "line 1, console",
        "line 5, console",
        "line 8, policy",
        "line 11, policy",
        "line 15, python",
        "line 19, sh",
        "line 22, made-up",
    ]
    assert rewritten(text, page.blocks).splitlines()[1:3] == ["$ echo one", "one"]


@pytest.mark.parametrize("arguments", ["--version", "check a.policy b.policy", "nothing"])
def test_a_command_without_a_process_of_its_own_prints_the_same(
    arguments: str, tmp_path: Path
) -> None:
    (tmp_path / "a.policy").write_text("policy a\n", encoding="utf-8")
    code, printed = pages._verb(arguments.split(), tmp_path)
    assert printed
    assert (code, printed) == pages._shell(f"policydsl {arguments}", 0, tmp_path)


def test_output_is_matched_line_by_line() -> None:
    assert matches(["a … c", "…", "z"], ["a b c", "d", "e", "z"])
    assert matches(["…"], [])
    assert not matches(["a"], ["a", "b"])
    assert not matches(["a…"], ["b"])


def test_blocks_are_read_with_their_options() -> None:
    (block,) = blocks_of("text\n```policy file=a.policy fails=E1\nx\n```\n")
    expected = Block(2, "policy", {"file": "a.policy", "fails": "E1"}, ["x"])
    assert block == expected
