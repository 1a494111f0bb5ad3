"""The documents: golden ones, and what must hold of every one.

`python -m tests.handbook.test_documents` writes the golden documents anew.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from policydsl.api import Policy, load, load_text
from policydsl.handbook.document import Bullets, Document, Facts, Heading, Table
from policydsl.handbook.html import html
from policydsl.handbook.making import handbook
from policydsl.handbook.markdown import markdown
from policydsl.handbook.writing import Group, Line, Said

DATA = Path(__file__).parent / "data"
SMALL = DATA / "small.policy"
CASES = [(lang, form) for lang in ("en", "zh") for form in ("html", "markdown")]
PRINTERS = {"html": html, "markdown": markdown}


@cache
def small() -> Policy:
    return load(SMALL)


@cache
def document(lang: str) -> Document:
    return handbook(small(), lang)


def printed(lang: str, form: str) -> str:
    """A document without what changes with data and searches: versions, digest, examples."""
    text = PRINTERS[form](document(lang))
    text = re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", text)
    text = re.sub(r"holidays [0-9]+(<wbr>)?[0-9.]*(\.<wbr>[0-9]+)*|\b20\d\d[a-z]\b", "…", text)
    start, end = ("## Examples", "## Facts") if lang == "en" else ("## 示例", "## 事实")
    if form == "html":
        start, end = '<h2 id="examples">', '<h2 id="facts">'
    return text[: text.index(start)] + text[text.index(end) :]


@pytest.mark.parametrize(("lang", "form"), CASES)
def test_a_small_policy(lang: str, form: str) -> None:
    assert printed(lang, form) == golden(lang, form).read_text("utf-8")


def golden(lang: str, form: str) -> Path:
    return DATA / f"small.{lang}.{'html' if form == 'html' else 'md'}"


@pytest.mark.parametrize(("lang", "form"), CASES)
def test_every_rule_is_named(lang: str, form: str) -> None:
    text = PRINTERS[form](document(lang)).replace("<wbr>", "").replace("\\_", "_")
    for rule in small().rules:
        assert rule.removeprefix("shop.notices.") in text
        assert f'id="{rule}' in text


@pytest.mark.parametrize(("lang", "form"), CASES)
def test_links_lead_somewhere(lang: str, form: str) -> None:
    text = PRINTERS[form](document(lang))
    pattern = r'href="#([^"]+)"' if form == "html" else r"\]\(#([^)]+)\)"
    anchors = set(re.findall(r'id="([^"]+)"', text))
    anchors |= {anchor.replace(":", "%3A").replace("@", "%40") for anchor in anchors}
    links = set(re.findall(pattern, text))
    assert links and links <= anchors
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


class _Reader(HTMLParser):
    """Checks that what is opened is closed, and gathers what could run or be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "wbr"):
            self.open.append(tag)
        self.found += [f"{tag} {name}" for name, _ in attrs]
        self.found.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"empty {tag}")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_html_is_whole_and_quiet(lang: str) -> None:
    reader = _Reader()
    reader.feed(html(document(lang)))
    assert not reader.open
    assert not {"script", "link", "img", "iframe", "b"} & set(reader.found)
    assert not any(re.search(r" (on\w+|src)$", one) for one in reader.found)
    empty = {one for one in reader.found if one.startswith("empty")}
    assert empty <= {"empty rect", "empty path"}


def test_authors_words_are_escaped() -> None:
    text = (
        'policy t "<script>alert(1)</script> [x](http://e.example) `a` | *b*"\n  otherwise deny\n'
        'source s = "]]> --> <img src=x>"\n'
        'deny one "\\"><svg onload=1>" when proposal.reason is "</code>`|<b>" cite s "a|b"\n'
        '  say en "# <i>no</i>"\n'
    )
    policy = load_text(text)
    page = html(handbook(policy, "en"))
    for sign in ("<script", "<img", "<svg onload", "<i>", "<b>"):
        assert sign not in page
    written = markdown(handbook(policy, "en"))
    for line in written.splitlines():
        outside = re.sub(r'^<a id="[^"]*"></a>$', "", line)
        assert not re.search(r"(?<!\\)<", outside), line
        if line.startswith("| "):
            assert len(re.findall(r"(?<!\\)\|", line)) >= 3
    assert "\\[x\\](http://e.example) \\`a\\` \\| \\*b\\*" in written


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_small_change_makes_a_small_difference(form: str) -> None:
    text = SMALL.read_text("utf-8")
    changed = text.replace("at most 2 attempts per person", "at most 3 attempts per person")
    before, after = (
        PRINTERS[form](handbook(load_text(one), "en")).splitlines() for one in (text, changed)
    )
    lines = [
        line
        for line in difflib.unified_diff(before, after, lineterm="", n=0)
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert any("At most 3 contact attempts" in line for line in lines)
    assert len(lines) <= 12, lines


def test_the_order_of_rules_changes_nothing_that_is_said_of_them() -> None:
    text = SMALL.read_text("utf-8")
    head, *rules = re.split(r"\n(?=quiet hours night|cap daily|gap apart|deny cease)", text)
    turned = "\n".join([head, *reversed(rules)])
    cards = [
        [block for block in handbook(load_text(one), "en").blocks if isinstance(block, Facts)]
        for one in (text, turned)
    ]
    said = [[block for block in some if "verdict: " not in repr(block)] for some in cards]
    assert len(said[0]) > 12
    assert said[0] == said[1]


def test_the_same_policy_makes_the_same_document() -> None:
    text = SMALL.read_text("utf-8")
    one, other = (markdown(handbook(load_text(text), "en")) for _ in range(2))
    assert one == other


def test_no_path_of_the_machine_is_in_it() -> None:
    for lang, form in CASES:
        text = PRINTERS[form](document(lang))
        assert str(DATA) not in text
        assert "small.policy" not in text


@pytest.mark.parametrize("whole", [False, True])
def test_used_policies_are_tables_or_cards(whole: bool) -> None:
    policy = load_text("policy top\n  otherwise deny\nuse cn.pipl\nuse us.can_spam\n")
    made = handbook(policy, "zh", packs_in_full=whole)
    headings = {one.anchor for one in made.blocks if isinstance(one, Heading)}
    cards = [rule for rule in policy.rules if any(one.startswith(rule) for one in headings)]
    assert bool(cards) == whole
    text = markdown(made).replace("\\_", "_")
    assert all(rule in text or rule.rpartition(".")[2] in text for rule in policy.rules)


def lines(of: Said) -> list[Line]:
    if isinstance(of, Group):
        return [of.head, *(line for item in of.items for line in lines(item))]
    return [of]


def test_chinese_has_no_english_words_but_ids_and_the_authors() -> None:
    found: list[Line] = []
    for block in document("zh").blocks[1:]:
        if isinstance(block, Facts):
            found += [line for name, of in block.rows for line in (name, *lines(of))]
        elif isinstance(block, Bullets):
            found += [line for of in block.items for line in lines(of)]
        elif isinstance(block, Table):
            found += [line for row in (block.head, *block.rows) for line in row]
        elif isinstance(block, Heading):
            found.append(block.line)
    prose = [piece for line in found for piece in line if isinstance(piece, str)]
    assert len(prose) > 200
    title = "Notices <b>& *offers*</b>"
    assert not [one for one in prose if re.search(r"[A-Za-z]{2,}", one.replace(title, ""))]


def test_what_is_too_long_is_left_out_with_a_note() -> None:
    many = " or ".join(f"(person.f{n} and channel is voice)" for n in range(300))
    facts = "".join(f"fact person.f{n} : flag\n" for n in range(300))
    policy = load_text(f"policy t\n  otherwise deny\n{facts}deny one when {many}\n")
    text = markdown(handbook(policy, "en"))
    assert "more lines are left out" in text
    assert "`person.f1` is yes" in text


VERSIONS = """policy acme.nights "Nights"
  version "1"
  effective until 2026-07-01
  otherwise deny
quiet hours night from 22:00 to 08:00

policy acme.nights "Nights"
  version "2"
  effective from 2026-07-01
  otherwise deny
quiet hours night from 21:00 to 08:00
deny more when channel is fax
fact channel : also fax
"""


def test_versions_of_a_rule_are_told_apart_by_their_dates() -> None:
    said = markdown(handbook(load_text(VERSIONS), "en"))
    assert said.startswith("# Nights\n\n- **policy**: `acme.nights`\n")
    rows = [line for line in said.splitlines() if line.startswith("| [")][:3]
    assert [row.partition(")")[2].split(" |")[0] for row in rows] == [
        ", through 2026-06-30",
        ", from 2026-07-01 on",
        "",
    ]


@pytest.mark.parametrize(
    ("clause", "en", "zh"),
    [
        ("if ledger unavailable deny", "a contact is blocked", "禁止触达"),
        ("if ledger unavailable review", "a contact needs an approval", "触达须经审批"),
        ("if ledger unavailable allow", "a contact may go out", "可以触达"),
        ("if lease expired count", "goes on counting after its lease", "继续计入次数"),
        ("if lease expired free", "no longer counts after its lease", "不再计入次数"),
    ],
)
def test_what_a_gate_does_is_told_where_it_is_written(clause: str, en: str, zh: str) -> None:
    silent = "policy t\n  otherwise deny\ndeny fax when channel is fax\nfact channel : also fax\n"
    said = silent.replace("otherwise deny", f"otherwise deny\n  {clause}")
    labels = {"en": ("**ledger unavailable**", "**lease expired**"), "zh": ("台账", "预占")}
    for lang, words in (("en", en), ("zh", zh)):
        before, after = (markdown(handbook(load_text(one), lang)) for one in (silent, said))
        assert not any(label in before for label in labels[lang])
        added = set(after.splitlines()) - set(before.splitlines())
        [row] = [line for line in added if any(label in line for label in labels[lang])]
        assert row.endswith(words)


if __name__ == "__main__":
    for one in CASES:
        golden(*one).write_text(printed(*one), "utf-8")
