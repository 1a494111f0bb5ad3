"""Writing YAML: what is written is read back as the same policy, and as the same text again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policydsl.diagnostics import Source
from policydsl.syntax import tree
from policydsl.syntax.parser import parse_policies
from policydsl.syntax.screening import screen
from policydsl.syntax.yaml_counting import PHRASES
from policydsl.syntax.yaml_events import FAST_LOADER, read_documents
from policydsl.syntax.yaml_grouping import grouped
from policydsl.syntax.yaml_nodes import Listing, Mapping, Node, Scalar
from policydsl.syntax.yaml_printer import print_yaml
from policydsl.syntax.yaml_reader import read_policies
from policydsl.syntax.yaml_writing import Data, Items, Pairs, Quotable, Texts, lines
from tests.syntax import strategies

DATA = Path(__file__).with_name("data")


def parse(text: str) -> tree.Policy:
    policies, problems = parse_policies(Source("p.policy", text))
    assert problems == []
    return policies[0]


def again(policy: tree.Policy) -> tree.Policy:
    """The policy after it was written and read."""
    policies, problems = read_policies(Source("p.policy.yaml", print_yaml(policy)))
    assert problems == []
    [found] = policies
    return found


def test_the_example_of_the_language() -> None:
    policy = parse((DATA / "language_example.policy").read_text("utf-8"))
    assert print_yaml(policy) == (DATA / "language_example.canonical.yaml").read_text("utf-8")
    assert again(policy) == policy


def suited(policy: tree.Policy) -> tree.Policy:
    """The policy without what no rule of its kind may have, which YAML cannot say."""
    leads = {phrase.lead for phrase in PHRASES.values()}
    rules = []
    for rule in policy.rules:
        own = PHRASES[rule.kind].lead if rule.kind in PHRASES else None
        others = leads - {own} if rule.kind != "ladder" else set()
        kept = tuple(_suited(clause) for clause in rule.clauses if clause.keyword not in others)
        rules.append(replace(rule, clauses=kept))
    return replace(policy, rules=tuple(rules))


def _suited(clause: tree.Clause) -> tree.Clause:
    """A step begins once; other clauses are fine."""
    step = clause.value
    if not isinstance(step, tree.Step):
        return clause
    first = {each.keyword: each for each in reversed(step.clauses)}
    once = tuple(e for e in step.clauses if e.keyword != "from" or e is first["from"])
    return replace(clause, value=replace(step, clauses=once))


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(strategies.policies.map(suited))
def test_what_is_written_reads_back(policy: tree.Policy) -> None:
    text = print_yaml(policy)
    assert again(policy) == grouped(policy)
    assert print_yaml(again(policy)) == text


def test_what_repeats_stands_together() -> None:
    policy = parse(
        'policy p delivery margin 1 hour version "1" delivery margin 2 hours for sms '
        "fact a : flag fact recipient : also b fact c : flag fact recipient : also d "
        "tighten x.y to at most 5 tighten x.z to at most 4 tighten x.y to wait 7 full days "
        'quiet hours q from 22:00 to 08:00 cite a "1" from 12:00 to 13:00 cite b say en "x" say en "y" '
        "ladder l per debt step s at most 1 attempt ever via sms at most 2 attempts in a calendar day "
        'owner "x" step t via voice'
    )
    assert again(policy) == grouped(policy) != policy
    assert again(grouped(policy)) == grouped(policy)
    assert [clause.keyword for clause in grouped(policy).rules[0].clauses] == [
        "from", "from", "cite", "cite", "say", "say",
    ]  # fmt: skip


RULES = [
    'deny d when a time zone "of recipient"',
    'deny d when a time zone "a \\"b\\" c"',
    'deny d when a time zone ""',
    'deny d "" when a owner "no" owner "3.10"'.replace(' owner "3.10"', ""),
    'deny d when a cite x "1" cite y "a: b, c"',
    f'deny d when a cite x "{"place " * 30}" say en "{"text " * 30}" say zh "12"',
    "cap c at most 1 attempt per person since last (refusal by sms) after first (connection by voice) before today",
    "cap c at most 3 days with inbound or outbound attempts by sms per person ever where (a or b)",
    "cap c at most 3 attempts in 7 rolling days",
    'cooldown c wait until business day 3 of "US" after refusal where (not a)',
    "ladder l per debt take current step step s after t attempted 2 times after t open 2 full days must x",
    "oblige o when a must x, y within 2 hours after first (refusal by sms)",
]


@pytest.mark.parametrize("rule", RULES)
def test_rules(rule: str) -> None:
    policy = parse(f"policy p {rule}")
    assert again(policy) == policy


def test_what_may_not_repeat_is_not_lost() -> None:
    policy = parse(
        "policy p cap c at most 1 attempt per debt ever at most 2 attempts per debt ever"
    )
    _, problems = read_policies(Source("p.policy.yaml", print_yaml(policy)))
    assert {problem.code for problem in problems} == {"E620"}


# --- scalars, lists, mappings --------------------------------------------------------------------


def plain(node: Node | None) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    assert isinstance(node, Mapping)
    return {plain(key): plain(value) for key, value in node.pairs}


def bare(data: Data) -> object:
    if isinstance(data, str):
        return data
    if isinstance(data, Quotable):
        return data.text
    if isinstance(data, Items):
        return [bare(item) for item in data.items]
    return {key: bare(value) for key, value in data.pairs}


def fit(text: str) -> bool:
    return screen(Source("", text)) is None and "\ufffe" not in text and "\uffff" not in text


TEXTS = st.text(max_size=12).filter(fit) | st.lists(
    st.sampled_from(
        ["a", " ", ":", "#", "-", "'", '"', "\\", "{", "]", ",", "no", "1", "…", "中", "\t", "\n"]
    ),
    max_size=8,
).map("".join)
KEYS = st.text(min_size=1, max_size=5).filter(fit).filter(lambda key: key != "<<")
LEAVES = TEXTS.map(Quotable) | TEXTS.filter(bool)


def pairs(values: st.SearchStrategy[Data]) -> st.SearchStrategy[list[tuple[str, Data]]]:
    return st.dictionaries(KEYS, values, min_size=1, max_size=3).map(
        lambda found: list(found.items())
    )


MAPPINGS: st.SearchStrategy[Pairs] = pairs(
    st.recursive(
        LEAVES,
        lambda inner: (
            st.builds(Items, st.lists(inner, min_size=1, max_size=3), st.booleans())
            | pairs(inner).map(Pairs)
            | pairs(TEXTS.map(Quotable)).map(Texts)
        ),  # type: ignore[arg-type]  # texts only
        max_leaves=5,
    )
).map(Pairs)


def has_lists_in_lists(data: Data) -> bool:
    if isinstance(data, Items):
        return any(isinstance(item, Items) or has_lists_in_lists(item) for item in data.items)
    return isinstance(data, Pairs) and any(has_lists_in_lists(value) for _, value in data.pairs)


@given(MAPPINGS.filter(lambda data: not has_lists_in_lists(data)))
def test_all_that_is_written_is_read_back(data: Pairs) -> None:
    text = "\n".join(lines(data)) + "\n"
    for loader in (yaml.BaseLoader, FAST_LOADER):
        documents, problems = read_documents(Source("p.yaml", text), loader)
        assert problems == []
        assert plain(documents[0].root) == bare(data)


@pytest.mark.parametrize(
    "word", ["no", "Yes", "on", "null", "~", "1", "1.5", "1e3", "0x1F", "12:30", "2026-01-30", ".5"]
)
def test_texts_that_others_would_take_for_something_else_are_quoted(word: str) -> None:
    [line] = lines(Pairs([("a", Quotable(word))]))
    assert line == f'a: "{word}"'
    assert yaml.safe_load(line) == {"a": word}


@given(TEXTS)
def test_texts_stay_texts_for_every_reader(text: str) -> None:
    [line] = lines(Pairs([("a", Quotable(text))]))
    assert yaml.safe_load(line) == {"a": text}
