"""What holds of every text: the meaning stays, every comment stays, once is enough."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policydsl.diagnostics import Source
from policydsl.formatting.formatting import Formatted, format_source
from policydsl.formatting.placed import policy_comments, yaml_comments
from policydsl.formatting.yaml_gaps import gapped_documents
from policydsl.syntax.lexing import scan
from policydsl.syntax.parser import parse_policies
from policydsl.syntax.tables import tables
from policydsl.syntax.yaml_grouping import grouped
from policydsl.syntax.yaml_reader import read_policies
from tests.formatting.messy import Messy, messy_policies, messy_yaml

ROOT = Path(__file__).parents[2]
MANY = settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)


def formatted(text: str, *, is_yaml: bool = False, to_yaml: bool | None = None) -> str:
    done = format_source(Source("p", text), is_yaml=is_yaml, to_yaml=to_yaml)
    assert isinstance(done, Formatted), done
    return done.text


def comments_in(text: str, *, is_yaml: bool) -> list[str]:
    source = Source("p", text)
    if is_yaml:
        return [comment.text for comment in yaml_comments(source, gapped_documents(source))]
    tokens = list(scan(tables(), text, 0, len(text)))
    return [comment.text for comment in policy_comments(tokens, text)]


def assert_tidy(text: str) -> None:
    assert text.endswith("\n") and not text.endswith("\n\n") and not text.startswith("\n")
    assert "\r" not in text and "\n\n\n" not in text
    assert all(line == line.rstrip(" \t") for line in text.split("\n"))


@MANY
@given(messy_policies())
def test_policies(messy: Messy) -> None:
    text = formatted(messy.text)
    policies, problems = parse_policies(Source("p", text))
    assert (policies, problems) == ((messy.policy,), [])
    assert comments_in(text, is_yaml=False) == messy.comments
    assert formatted(text) == text
    assert_tidy(text)


@MANY
@given(messy_yaml())
def test_policies_in_yaml(messy: Messy) -> None:
    text = formatted(messy.text, is_yaml=True)
    policies, problems = read_policies(Source("p", text))
    assert (policies, problems) == ((grouped(messy.policy),), [])
    assert comments_in(text, is_yaml=True) == messy.comments
    assert formatted(text, is_yaml=True) == text
    assert_tidy(text)


@MANY
@given(messy_yaml())
def test_to_the_other_spelling_and_back(messy: Messy) -> None:
    there = formatted(messy.text, is_yaml=True, to_yaml=False)
    assert sorted(comments_in(there, is_yaml=False)) == sorted(messy.comments)
    back = formatted(there, to_yaml=True)
    assert sorted(comments_in(back, is_yaml=True)) == sorted(messy.comments)
    (policy,), _ = read_policies(Source("p", back))
    assert formatted(back, is_yaml=True) == back
    assert formatted(there) == there
    assert policy.name == messy.policy.name


PACKS = [path.read_text("utf-8") for path in sorted((ROOT / "policies/cn").glob("*.policy"))]
YAML = [path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("*.policy.yaml"))]
SNIPPETS = (
    "#",
    '"',
    "\n",
    "\t",
    "\r",
    "\f",
    "(",
    "}",
    "- ",
    ": ",
    "|",
    "and",
    "when",
    "夜",
    "\0",
    "---\n",
)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.booleans())
def test_broken_files_are_refused_with_reasons(data: st.DataObject, is_yaml: bool) -> None:
    text = data.draw(st.sampled_from(YAML if is_yaml else PACKS))
    for _ in range(data.draw(st.integers(0, 4))):
        begin = data.draw(st.integers(0, len(text)))
        end = begin + data.draw(st.integers(0, 12))
        text = text[:begin] + data.draw(st.sampled_from(SNIPPETS)) + text[end:]
    done = format_source(Source("p", text), is_yaml=is_yaml)
    if isinstance(done, Formatted):
        assert formatted(done.text, is_yaml=is_yaml) == done.text
    else:
        assert done.diagnostics
