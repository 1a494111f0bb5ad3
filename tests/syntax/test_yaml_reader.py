"""Reading policies in YAML: the same trees as the DSL, and every error of a file at its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.diagnostics import Source
from policydsl.syntax import tree
from policydsl.syntax.parser import parse_policies
from policydsl.syntax.yaml_reader import read_file, read_policies

DATA = Path(__file__).with_name("data")


def read(text: str) -> tree.Policy:
    policies, problems = read_policies(Source("p.policy.yaml", text))
    assert problems == []
    [policy] = policies
    return policy


def parse(text: str) -> tree.Policy:
    policies, problems = parse_policies(Source("p.policy", text))
    assert problems == []
    [policy] = policies
    return policy


def rule(lines: str) -> str:
    """A policy with one rule, whose lines these are."""
    body = "\n    ".join(lines.splitlines())
    return f"policy: demo\nrules:\n  - {body}\n"


def wrong(text: str) -> list[tuple[str, str]]:
    """The code and the underlined text of everything that is wrong."""
    _, problems = read_policies(Source("p.policy.yaml", text))
    return [(problem.code, problem.span.text if problem.span else "") for problem in problems]


# --- both spellings are one tree ---------------------------------------------------------------


def test_the_example_of_the_language_is_the_same_tree_in_both_spellings() -> None:
    dsl = (DATA / "language_example.policy").read_text("utf-8")
    yaml = (DATA / "language_example.policy.yaml").read_text("utf-8")
    assert read(yaml) == parse(dsl)


# The rule in YAML, and what it is in the DSL.
SAME = [
    ("cap: c\nat_most: 3 attempts\nper: person, debt\nin: 7 rolling days",
     "cap c at most 3 attempts per person, debt in 7 rolling days"),
    ("cap: c\nper: [person, debt.bundle]\nin: blocks of 24 hours\nat_most: 3 days with inbound attempts",
     "cap c at most 3 days with inbound attempts per person, debt.bundle in blocks of 24 hours"),
    ("cap: c\nat_most: 3 attempts\nsince: last (connection by voice where (event.talk))\nper: person",
     "cap c at most 3 attempts per person since last (connection by voice where (event.talk))"),
    ("cap: c\nat_most: 3 attempts\never: yes\nper: person\nafter_first: refusal by sms\nbefore_today: yes\n",
     "cap c at most 3 attempts per person ever after first (refusal by sms) before today"),
    ("cap: c\nat_most: 3 attempts\never: yes\nin: a calendar day\nper: person\nbefore_today: no".replace("ever: yes\n", ""),
     "cap c at most 3 attempts per person in a calendar day"),
    ("gap: g\nat_least: 4 hours\nbetween: attempts\nper: person\nwhere: not (event.a and event.b)",
     "gap g at least 4 hours between attempts per person where (not (event.a and event.b))"),
    ("cooldown: d\nwait: until business day 3 of \"US\"\nafter: refusal\nper: person",
     "cooldown d wait until business day 3 of \"US\" after refusal per person"),
    ("quiet_hours: q\nfrom: [22:00 to 08:00, \"12:00 to 13:00, 18:00 to 19:00 on sunday\"]\nall_day_on: [holidays of \"FR\", 'sunday']",
     "quiet hours q from 22:00 to 08:00 from 12:00 to 13:00, 18:00 to 19:00 on sunday all day on holidays of \"FR\" all day on sunday"),
    ("deny: d\nwhen: a\nignore: {fails_open: it is meant, no_stop: 'yes'}",
     "deny d when a ignore fails_open because \"it is meant\" ignore no_stop because \"yes\""),
    ("deny: d\nwhen: a\nuntil: debt.x\nowner: Legal team\nif_unknown: allow\neffect: review\ntime_zone: Asia/Shanghai",
     "deny d when a until debt.x owner \"Legal team\" if unknown allow effect review time zone \"Asia/Shanghai\""),
    ("deny: d\nwhen: a\ntime_zone: of recipient\ncite: gbt", "deny d when a time zone of recipient cite gbt"),
    ("deny: d\nwhen: a\ntime_zone: '\"Asia/Shanghai\"'\ncite: [gbt, {cba: \"3.1\", pipl: 第 24 条}]",
     "deny d when a time zone \"Asia/Shanghai\" cite gbt cite cba \"3.1\" cite pipl \"第 24 条\""),
    ("oblige: o\nwhen: a\nmust: [x, y]", "oblige o when a must x, y"),
    ("oblige: o\nwhen: a\nmust: x within 24 hours after first refusal", "oblige o when a must x within 24 hours after first refusal"),
    ("exempt: e\nwhen: a\nlifts: [x, us.y]", "exempt e when a lifts x, us.y"),
    ("ladder: l\ntake: current\nsteps:\n- step: s\n  via: [sms, push]\n  where: a or b\n  at_most: [3 attempts ever, 1 attempt in a calendar day]\n  must: x\nunless: c\non_block: skip",
     "ladder l take current step step s via sms, push where (a or b) at most 3 attempts ever at most 1 attempt in a calendar day must x unless c on block skip"),
]  # fmt: skip


@pytest.mark.parametrize(("yaml", "dsl"), SAME, ids=[dsl[:30] for _, dsl in SAME])
def test_rules_are_the_same_in_both_spellings(yaml: str, dsl: str) -> None:
    assert read(rule(yaml)).rules == parse(f"policy demo {dsl}").rules


def test_the_other_declarations_are_the_same_in_both_spellings() -> None:
    yaml = (
        "policy: demo\nversion: 3.10\neffective_through: 2026-12-31\n"
        "delivery_margin: [2 minutes for sms, 1 hours]\nuse: cn.pipl\nevents: a, b\n"
        "facts: {recipient: [also a, also b]}\n"
        "tighten: {x.y: at most 5, x.z: [to at least 4 hours, to wait 7 full days]}\n"
    )
    dsl = (
        'policy demo version "3.10" effective through 2026-12-31 delivery margin 2 minutes for sms '
        "delivery margin 1 hours use cn.pipl event a, b fact recipient : also a fact recipient : also b "
        "tighten x.y to at most 5 tighten x.z to at least 4 hours tighten x.z to wait 7 full days"
    )
    assert read(yaml) == parse(dsl)


def test_several_documents_are_several_policies() -> None:
    policies, problems = read_policies(Source("p.yaml", "policy: a\n---\npolicy: b\n"))
    assert [policy.name.text for policy in policies] == ["a", "b"]
    assert problems == []


def test_texts_are_taken_as_they_are() -> None:
    policy = read(
        "policy: demo\ntitle: no\nversion: 1e3\nsources:\n  a: 'it''s'\n  b: \"\\u4e2d\\\"\"\n"
        "  c: |\n    first\n    second\n\n  d: >-\n    first\n    second\n  e: first\n    second\n  f: ''\n"
    )
    assert policy.title == tree.Text("no", Source("", "").span())
    assert [source.title.text for source in policy.sources] == [
        "it's", '中"', "first second", "first second", "first second", "",
    ]  # fmt: skip


# --- places ------------------------------------------------------------------------------------


def test_places_are_those_of_the_file() -> None:
    text = rule("deny: d\nwhen: person.cease\n  and not  person.ok\nbasis: 'law'")
    clauses = read(text).rules[0].clauses
    assert [clause.keyword_span.text for clause in clauses] == ["when", "basis"]
    assert clauses[0].span.text == "when: person.cease\n      and not  person.ok"
    assert clauses[0].value.span.text == "person.cease\n      and not  person.ok"
    assert clauses[1].value.span.text == "law"
    assert read(text).rules[0].span.text == text[text.index("deny") :].strip()


@pytest.mark.parametrize(
    ("value", "underlined"),
    [
        ("a is ( b", "("),
        ("'a is ( b'", "("),
        ('"a is ( b"', "("),
        ("|\n  a is\n  ( b", "("),
        (">\n  a is\n  ( b", "("),
        ("a is\n  ( b", "("),
        ("|\n  a is # c\n  ( b", "("),
        ("'a is ''x'' b'", "'a is ''x'' b'"),
        ('"a is\\u0020( b"', '"a is\\u0020( b"'),
        ('"a is # c\n  ( b"', '"a is # c\n      ( b"'),
        ('a is ( "b\n  c"', 'a is ( "b\n      c"'),
    ],
)
def test_errors_in_phrases_are_underlined_where_they_stand(value: str, underlined: str) -> None:
    found = wrong(rule(f"deny: d\nwhen: {value}"))
    assert [text for _, text in found] == [underlined]


# --- errors ------------------------------------------------------------------------------------

WRONG: list[tuple[str, list[tuple[str, str]]]] = [
    ("", [("E625", "")]),
    ("# c\n", [("E625", "")]),
    ("policy: a\n---\n---\npolicy: b\n", [("E625", "")]),
    ("demo\n", [("E623", "demo")]),
    ("- policy: a\n", [("E623", "- policy: a")]),
    ("{}\n", [("E626", "{}")]),
    ("title: x\nrules: []\n", [("E626", "title"), ("E624", "[]")]),
    ("policy:\ntitle:\nversion: [1]\n", [("E624", ":"), ("E624", ":"), ("E623", "[1]")]),
    ("policy: ' '\n", [("E624", "' '")]),
    ("policy: a\npolicy: b\n", [("E620", "policy")]),
    ("policy: a\n'': b\n", [("E622", "''")]),
    ("policy: a\n? {b: c}\n: d\n", [("E622", "{b: c}")]),
    ("policy: a\nruels: []\n", [("E621", "ruels")]),
    ("policy: a\nTime-Zone: b\n", [("E621", "Time-Zone")]),
    ("policy: a\nrules: {deny: d}\n", [("E623", "{deny: d}")]),
    ("policy: a\nrules: none\n", [("E623", "none")]),
    ("policy: a\nrules: [deny, [a]]\n", [("E623", "deny"), ("E623", "[a]")]),
    ("policy: a\nsources: x\nfacts: [x]\ndefine:\n", [("E623", "x"), ("E623", "[x]"), ("E624", ":")]),
    ("policy: a\nsources: {x: [y], z: }\n", [("E623", "[y]"), ("E624", ":")]),
    ("policy: a\nuse: [b, {c: d}]\n", [("E623", "{c: d}")]),
    ("policy: a\nevents: {b: c}\n", [("E623", "{b: c}")]),
    ("policy: a\nwaive:\n  - rule: x.y\n    untill: 2026-12-31\n    because: b\n    approved_by: c\n",
     [("E626", "rule: x.y\n    untill: 2026-12-31\n    because: b\n    approved_by: c"), ("E621", "untill")]),
    ("policy: a\nwaive: x\n", [("E623", "x")]),
    ("policy: a\nwaive: [x]\n", [("E623", "x")]),
    ("policy: a\ntighten: {b.c: to at some 5, d e: to at most 5}\n", [("E101", "some"), ("E101", "e")]),
    ("policy: a\ntime_zone: [b]\ndefine:\n  c:\n    d: e\n", [("E623", "[b]"), ("E623", "d: e")]),
    (rule("deny: d\nwhen: a\nunless:"), [("E624", ":")]),
    (rule("deny: d\nwhen: [a]"), [("E623", "[a]")]),
    (rule("deny: d\nsay: hello"), [("E623", "hello")]),
    (rule("deny: d\ncite: [[a]]\nsay: {en: [b]}"), [("E623", "[a]"), ("E623", "[b]")]),
    (rule("deny: d\nwher: a"), [("E621", "wher")]),
    (rule("deny: d\nzzz: a"), [("E621", "zzz")]),
    (rule("dney: d\nwhen: a"), [("E628", "dney")]),
    (rule("quiet hours: d\nfrom: 22:00 to 08:00"), [("E628", "quiet hours")]),
    (rule("{}"), [("E628", "{}")]),
    (rule("deny: d\nby: voice\nper: person"), [("E630", "by"), ("E630", "per")]),
    (rule("deny: d\nat_most: 3 attempts\nper: person\never: yes"), [("E630", "at_most")]),
    (rule("gap: d\nat_least: 4 hours\nbetween: attempts\nper: person\never: yes"), [("E630", "ever")]),
    (rule("gap: d\nper: person\nby: voice"), [("E627", "per")]),
    (rule("gap: d\nat_least: 4 hours\nper: person"), [("E627", "at_least")]),
    (rule("cooldown: d\nwait: 4 hours\nper: person"), [("E627", "wait")]),
    (rule("cap: d\nat_most: 3 attempts\nper: person"), [("E627", "at_most")]),
    (rule("cap: d\nat_most: 3 attempts\never: no"), [("E627", "at_most")]),
    (rule("cap: d\nat_most: 3 attempts\nin: a calendar day\nsince: last refusal"), [("E631", "since")]),
    (rule("cap: d\nat_most: 3 attempts\never: [yes]"), [("E623", "[yes]")]),
    (rule("cap: d\nat_most: 3 attempts\never: true"), [("E632", "true")]),
    (rule("cap: d\nat_most: 3 attempts\never: yes\nby: []"), [("E624", "[]")]),
    (rule("cap: d\nat_most: 3 attempts\never: yes\nby: [sms, [x]]"), [("E623", "[x]")]),
    (rule("ladder: l\nwaht: x\nsteps: {step: s}"), [("E621", "waht"), ("E623", "{step: s}")]),
    (rule("ladder: l\nsteps: [x, {via: sms}, {step: s, where: a}, {step: s, wen: b}, {step: [s]}]"),
     [("E623", "x"), ("E626", "{via: sms}"), ("E627", "where"), ("E621", "wen"), ("E623", "[s]")]),
    (rule("ladder: l\nsteps: [{step: s, via: , where: }]"), [("E624", ":"), ("E624", ":")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WRONG, ids=[text[-40:] for text, _ in WRONG])
def test_what_is_wrong_and_where(text: str, expected: list[tuple[str, str]]) -> None:
    assert wrong(text) == expected


def test_the_grammar_speaks_about_times_that_yaml_leaves_alone() -> None:
    [(code, text)] = wrong(rule("quiet_hours: q\nfrom: 8:00 to 22:00"))
    assert text == "8:00"
    assert code.startswith(("E1", "E2"))


def test_all_errors_of_a_file_in_one_run() -> None:
    text = (
        "policy: a\ntitle: [x]\nfacts:\n  b.c: flg = = no\n  d.e: flag\ndefine: {f: a is is b, g: a}\n"
        "events: [h, 'i j']\nsources: {k: l, 'm n': o}\nrules:\n"
        "  - deny: p\n    when: a is is b\n  - deny: q\n    when: a\n  - cap: r\n    at_most: 3 attempts\n"
        "    per: person\n---\npolicy: b\nrules: [{deny: s, whn: a}, {deny: t, when: a}]\n"
    )
    parsed = read_file(Source("p.policy.yaml", text))
    lines = [problem.span.line for problem in parsed.diagnostics if problem.span]
    assert lines == [2, 4, 6, 7, 8, 11, 15, 19]
    assert parsed.lost == {"b.c", "f", "i j", "m n", "p", "r", "s"}
    [policy] = parsed.policies
    assert [found.name.text for found in policy.rules] == ["t"]


def test_a_policy_of_which_something_was_refused_is_left_out() -> None:
    text = "policy: a\nevents: [*x]\ndefine: {c: *x}\nrules: [{deny: b, when: *x}]\n"
    parsed = read_file(Source("p.policy.yaml", text))
    assert [problem.code for problem in parsed.diagnostics] == ["E610", "E610", "E610"]
    assert parsed.policies == ()


def test_a_mistake_that_the_grammar_cannot_see_is_found_too() -> None:
    [(_, text)] = wrong(rule("deny: d\nwhen: channel is voice or visit"))
    assert "visit" in text


# --- hostile texts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "policy: a\nrules:\n" + "  - x: y\n" * 30_000,
        "policy: a\nrules:\n" + "  - deny: y\n    when: a is is\n" * 8_000,
        "a:\n" * 100_000,
        "policy: a\nrules:\n  - deny: y\n    when: " + "(" * 500_000,
        "policy: a\nrules:\n  - deny: y\n    when: " + "not " * 200_000,
        "policy: a\ndefine: {" + ", ".join(f"a{n}: b" for n in range(15_000)) + "}\n",
    ],
    ids=["kinds", "phrases", "keys", "parentheses", "negations", "definitions"],
)
def test_hostile_texts_are_answered(text: str) -> None:
    parsed = read_file(Source("p.policy.yaml", text))
    assert len(parsed.diagnostics) <= 100


def test_a_text_that_is_too_big_is_not_read() -> None:
    assert wrong("policy: a\n" + "#" * 10_000_000) == [("E005", "")]


def test_a_null_character() -> None:
    assert wrong("policy: a\0\n") == [("E008", "\0")]


WORDS = st.sampled_from(
    ["policy", "rules", "deny", "when", "cap", "at_most", "in", "per", "ladder", "steps", "step", "facts", "cite",
     "3 attempts", "a is b", "{a: b}", "[a]", "*x", "''", "waive", "use", "say"]
)  # fmt: skip
SHAPES = st.recursive(
    WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def flow(data: object) -> str:
    if isinstance(data, list):
        return "[" + ", ".join(map(flow, data)) + "]"
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in data.items()) + "}"
    return str(data)


@given(SHAPES)
def test_no_shape_makes_it_fail(data: object) -> None:
    for text in (
        flow(data),
        f"policy: a\nrules: {flow(data)}\n",
        rule(f"cap: a\nat_most: {flow(data)}"),
    ):
        read_policies(Source("p.policy.yaml", text))


def test_the_parser_of_the_dsl_does_without_yaml() -> None:
    script = "import sys, policydsl.syntax.parser; sys.exit('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("written", ["fails_open", "{fails_open: ' '}", "[fails_open]"])
def test_what_is_ignored_needs_a_reason(written: str) -> None:
    parsed = read_file(Source("a.policy.yaml", f"policy: a\nignore: {written}\n"))
    assert [one.code for one in parsed.diagnostics] == ["E226"]
    assert [hint.key for one in parsed.diagnostics for hint in one.helps] == ["because_yaml"]
