"""The pages of the packs are what the packs say."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.policy.packs import read_packs
from tests.docs import packs
from tests.docs.pack_comments import Section, sections_of
from tests.docs.pack_rules import code, in_full, table
from tests.docs.pages import ROOT

PAGES = packs.pages()
COMMENT = """# A law: what it is
# about.
#
# Binds everybody.
# Sources   The law,
#           read in full.
# Status    Read.
#
# Readings  - One
#             and a half.
#           - Two.
#
# Not here  The rest.

policy a
# Not this.
"""
LAW = """policy xx.law "Law"
  version "1"
  checked 2026-11-24
  effective from 2026-01-01
  otherwise deny
source act = "Act | annex"
fact person.cease : flag = no   # a written stop
fact person.tier  : one of low, high
fact recipient : also neighbour
define loud = channel in {voice, visit}
cap few "Few" at most 3 attempts by voice per person in a calendar day
  effective from 2026-08-11 effective until 2027-01-01
  basis law as reported cite act "3" say en "used up" say zh "已用完"
deny cease when person.cease and loud
ladder up per debt
  step one via sms at most 1 attempt ever
  step two from day 3 past due via voice
policy xx.law
  version "2"
  effective from 2028-01-01
  otherwise deny
"""


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_page_is_up_to_date(path: Path) -> None:
    assert path.exists(), "run `python -m tests.docs.packs`"
    assert path.read_text("utf-8") == PAGES[path], "run `python -m tests.docs.packs`"


def test_no_page_is_left_over() -> None:
    assert set(packs.FOLDER.rglob("*.md")) == set(PAGES), "run `python -m tests.docs.packs`"


@pytest.mark.parametrize(
    "path", sorted({pack.path for pack in read_packs()[0]}), ids=lambda p: p.name
)
def test_every_pack_says_what_it_leaves_out_and_how_sure_it_is(path: Path) -> None:
    labels = {section.label for section in sections_of(path.read_text("utf-8"))}
    assert {"Sources", "Status", "Not covered"} <= labels


def test_the_comment_at_the_top() -> None:
    assert sections_of(COMMENT) == [
        Section("", "A law: what it is\nabout.\n\nBinds everybody."),
        Section("Sources", "The law,\nread in full."),
        Section("Status", "Read."),
        Section("Readings", "- One\n  and a half.\n- Two."),
        Section("Not covered", "The rest."),
    ]
    assert sections_of("policy a\n") == []


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("policydsl.policy.packs", "policydsl.policy.library"):
        monkeypatch.setattr(f"{name}.shipped_packs", lambda: tmp_path)
    path = tmp_path / "xx" / "law.policy"
    path.parent.mkdir()
    path.write_text(LAW, "utf-8")
    return path


def test_a_page_holds_all_that_a_pack_says(law: Path) -> None:
    made = packs.pages()
    assert [path.relative_to(packs.FOLDER).as_posix() for path in made] == [
        "README.md",
        "xx/law.md",
    ]
    index, page = made.values()
    row = "[`xx.law`](xx/law.md) | Law | from 2026-01-01 | 2026-11-24 | 3 | 1 | Act \\| annex |"
    assert row in index
    for said in (
        "# Law\n",
        "| rules | 3, 1 of them as reported |",
        "## The rules of version 2 at a glance",
        "| `few` | at most 3 attempts by voice per person in a calendar day"
        " (from 2026-08-11 through 2026-12-31) | law as reported | Act \\| annex, 3 |",
        "`xx.law.few` · cap · from 2026-08-11 through 2026-12-31 · law as reported: Act | annex, 3",
        "- zh: 已用完\n- meaning: at most 3",
        "- `deny cease`\n  - `when person.cease and loud`\n",
        "  - `step two`\n    - `from day 3 past due`\n",
        "| `loud` | `channel in {voice, visit}` |",
        "| `person.cease` | `flag` | `no` | a written stop |",
        "| `person.tier` | `one of low, high` | unknown |  |",
        "| `recipient` | `also neighbour` |  |  |",
    ):
        assert said in page


def test_what_stands_elsewhere_on_the_page_is_not_said_twice(law: Path) -> None:
    (pack, _), _ = read_packs()
    full = "\n".join(in_full(pack))
    assert full.count("used up") == 1
    assert "`basis" not in full
    assert "`cite" not in full


def test_pages_whose_pack_is_gone_are_removed(
    law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pages"
    monkeypatch.setattr(packs, "FOLDER", folder)
    packs.write()
    assert {path.name for path in folder.rglob("*.md")} == {"README.md", "law.md"}
    law.rename(law.with_name("new.policy"))
    packs.write()
    assert {path.name for path in folder.rglob("*.md")} == {"README.md", "new.md"}


def test_signs_of_markdown_are_no_signs() -> None:
    assert code("a `b`") == "`` a `b` ``"
    assert table(("a",), [("x | y",)]) == "| a |\n| --- |\n| x \\| y |"
