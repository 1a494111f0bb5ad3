"""Whole files: all policies, all errors, and what is left when some rules are wrong."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.diagnostics import Source
from policydsl.syntax import tree
from policydsl.syntax.parser import Parsed, parse_file, parse_policies
from policydsl.syntax.recovery import MOST_ERRORS

EXAMPLE = (Path(__file__).parent / "data" / "language_example.policy").read_text("utf-8")
KINDS = [
    *("quiet_hours", "contact_hours", "cap", "cap", "gap", "cooldown", "cooldown", "consent"),
    *("deny", "deny", "review", "warn", "oblige", "exempt", "ladder"),
]


def read(text: str) -> Parsed:
    return parse_file(Source("demo.policy", text))


def codes(parsed: Parsed) -> list[tuple[str, int]]:
    """What is wrong, with the line it is on."""
    return [(item.code, item.span.line if item.span else 0) for item in parsed.diagnostics]


def test_the_example_of_the_language() -> None:
    (policy,), diagnostics = parse_policies(Source("demo.policy", EXAMPLE))
    assert diagnostics == []
    assert policy.name.text == "cn.consumer_credit.recovery"
    assert policy.title is not None
    assert policy.title.text == "个人消费信贷贷后联系策略"
    assert [clause.keyword for clause in policy.head] == [
        "version",
        "checked",
        "effective_from",
        "governs",
        "otherwise",
        "time_zone",
        "delivery_margin",
    ]
    assert [source.name.text for source in policy.sources] == ["gbt", "cba"]
    assert [use.name.text for use in policy.uses] == ["cn.pipl", "us.reg_f"]
    assert [fact.type.name for fact in policy.facts] == [
        "flag",
        "hours",
        "one_of",
        "instant",
        "also",
    ]
    assert [event.name.text for event in policy.events] == ["promise", "cured", "human_review"]
    assert [define.name.text for define in policy.defines] == ["reminders", "lost_contact"]
    assert [rule.kind for rule in policy.rules] == KINDS
    assert [len(policy.tightens), len(policy.waives)] == [1, 1]
    assert policy.span.start == 0
    ladder = policy.rules[-1]
    assert [clause.keyword for clause in ladder.clauses] == [
        "per",
        "take",
        *["step"] * 4,
        "hold_while",
        "stop_when",
        "reset_after",
        "on_block",
    ]
    step = ladder.clauses[4].value
    assert isinstance(step, tree.Step)
    assert [clause.keyword for clause in step.clauses] == ["from", "when", "via", "at_most"]


def test_the_spans_of_clauses_and_their_keywords() -> None:
    (policy,) = read(
        "policy a\n  effective  from 2026-01-30\nquiet hours b\n  all day on monday\n"
    ).policies
    head, rule = policy.head[0], policy.rules[0]
    assert (head.span.text, head.keyword_span.text) == (
        "effective  from 2026-01-30",
        "effective  from",
    )
    assert rule.span.text == "quiet hours b\n  all day on monday"
    assert rule.clauses[0].keyword_span.text == "all day on"


def test_several_policies() -> None:
    parsed = read("policy a deny x when y\npolicy b\npolicy c 'd'\npolicy e cap f")
    assert [policy.name.text for policy in parsed.policies] == ["a", "b", "e"]
    assert codes(parsed) == [("E116", 3)]


def test_keywords_may_be_names() -> None:
    parsed = read(
        "policy when.cap\nevent inbound, event\ndeny code code CEASE when event.at\n"
        'ladder step "x"\n  step from from due day after first open 2 hours\n  via voice\n'
        "exempt when when a lifts code, when\n"
    )
    assert codes(parsed) == []
    (policy,) = parsed.policies
    assert [event.name.text for event in policy.events] == ["inbound", "event"]
    assert [rule.name.text for rule in policy.rules] == ["code", "step", "when"]


def test_errors_in_two_rules_and_a_healthy_third() -> None:
    parsed = read(
        'policy demo "Demo"\n'
        "  otherwise deny\n"
        "deny one\n"
        "  wehn a\n"
        "  code ((\n"
        "cap two\n"
        "  at most 3 attempts in a calendar day\n"
        "cap three\n"
        "  at most 3 attempts in 7 days\n"
        "define four = {\n"
        "fact x.five flag\n"
        "source six\n"
        "event seven, eight, 9\n"
        "quiet hours ten\n"
        "  from 8\n"
        "use eleven when (\n"
        "tighten b.c to at most many\n"
        "consent twelve\n"
        "  require express\n"
        "  consent for channel\n"
        "deny thirteen when a\n"
    )
    assert codes(parsed) == [
        ("E104", 4),
        ("E203", 9),
        ("E107", 10),
        ("E101", 11),
        ("E102", 12),
        ("E101", 13),
        ("E101", 15),
        ("E107", 16),
        ("E101", 17),
    ]
    (policy,) = parsed.policies
    assert [rule.name.text for rule in policy.rules] == ["two", "twelve", "thirteen"]
    assert parsed.lost == {"one", "three", "four", "x.five", "six", "seven", "eight", "ten"}
    assert policy.span.line == 1


def test_the_title_may_stand_before_a_quoted_first_line() -> None:
    parsed = read("policy demo\nconsent a\n  require written\n  consent for channel\ncap b (\n")
    assert codes(parsed) == [("E101", 5)]
    assert [rule.name.text for rule in parsed.policies[0].rules] == ["a"]


def test_a_policy_with_a_wrong_head_is_left_out() -> None:
    parsed = read("policy a\n  version 1\ndeny b when c\npolicy d\ndeny e when\n")
    assert codes(parsed) == [("E101", 2), ("E102", 5)]
    assert [policy.name.text for policy in parsed.policies] == ["d"]
    assert parsed.policies[0].rules == ()


def test_text_before_the_first_policy() -> None:
    parsed = read("# a comment\ndeny a when b\npolicy c\ndeny d when e\n")
    assert codes(parsed) == [("E117", 2)]
    assert [policy.name.text for policy in parsed.policies] == ["c"]


def test_a_misspelt_kind_of_rule_ends_the_rule_before() -> None:
    parsed = read("policy a\ndeny b when c\ncpa d\n  at most 3 attempts ever\nreveiw e\n")
    assert codes(parsed) == [("E120", 3), ("E120", 5)]
    assert [rule.name.text for rule in parsed.policies[0].rules] == ["b"]


def test_clauses_need_not_be_indented() -> None:
    parsed = read("policy a\ndeny b\nwhen c\ncode D\ndeny e\nwhen (\n")
    assert codes(parsed) == [("E107", 6)]
    assert [len(rule.clauses) for rule in parsed.policies[0].rules] == [2]


def test_pieces_that_are_fine_in_an_order_that_is_not() -> None:
    parsed = read("policy a\nuse b\n  when c\ntime zone of recipient\n")
    assert codes(parsed) == [("E105", 4)]


@pytest.mark.parametrize("text", ["", " \n", "# only a comment", "# one\n# two\n"])
def test_nothing_to_read(text: str) -> None:
    assert codes(read(text)) == [("E006", 0)]


@pytest.mark.parametrize("text", ["policy", "x", "(", '"', "7", "，"])
def test_a_single_token(text: str) -> None:
    assert len(read(text).diagnostics) == 1


def test_alternatives_without_a_left_side() -> None:
    parsed = read(
        "policy a\n"
        "fact vip : flag\n"
        "define office = {voice}\n"
        "use b when channel is voice or sms\n"
        "define c = channel is voice and email\n"
        "deny d when channel is voice or c\n"
        "deny e when channel is voice or office or vip\n"
        "deny f when at least 2 attempts ever where (channel is not voice or chat)\n"
        "deny g when channel is voice or person.vip\n"
        "deny h when channel is voice or sms or not x\n"
        "deny i when channel is 7 or sms\n"
        "deny j when channel is voice or lost_one\n"
        "define lost_one = (\n"
    )
    assert codes(parsed) == [("E214", 4), ("E214", 5), ("E214", 8), ("E214", 10), ("E107", 13)]
    (policy,) = parsed.policies
    assert [rule.name.text for rule in policy.rules] == ["d", "e", "g", "i", "j"]
    assert [define.name.text for define in policy.defines] == ["office"]
    assert policy.uses == ()
    assert parsed.lost == {"c", "f", "h", "lost_one"}


def test_alternatives_in_a_healthy_file() -> None:
    parsed = read(
        "policy a\n  governs channel is voice or sms\ndeny b when channel is sms or push\ndeny c when d\n"
    )
    assert codes(parsed) == [("E214", 2), ("E214", 3)]
    assert [rule.name.text for rule in parsed.policies[0].rules] == ["c"]


def test_a_file_full_of_errors_is_cut_short() -> None:
    parsed = read("policy a\n" + "deny b when (\n" * 500)
    assert len(parsed.diagnostics) == MOST_ERRORS


HOSTILE = {
    "parentheses": "policy a\ndeny b when " + "(" * 10_000,
    "braces": "policy a\ndeny b when " + "{" * 10_000,
    "garbage": "$%^ @~ \u00a7 x " * 90_000,
    "only parentheses": "(" * 500_000,
    "kinds": "cap\n" * 260_000,
    "quotes": '"\n' * 200_000,
    "an unclosed text": 'policy a "' + "x" * 1_000_000,
    "one long name": "policy " + "x" * 1_000_000,
    "one long number": "policy a deny b when c < " + "9" * 1_000_000,
    "after and comments": "policy a deny b when any x ever " + "after " + "#" * 1_000_000,
    "after and after": "after # #\n" * 100_000,
    "operands": "policy a deny b when c" + " and c" * 30_000,
    "negations": "policy a deny b when " + "not " * 250_000,
    "spans": "policy a deny b when c" + " + 1 hour" * 20_000 + " is before now",
    "names": "policy a\nevent " + "x, " * 40_000 + "y\n",
    "backslashes": 'policy a "' + "\\" * 1_000_000,
    "dots": "policy " + "a." * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_answered(name: str) -> None:
    parsed = read(HOSTILE[name])
    assert name in ("operands", "spans", "names", "one long name") or parsed.diagnostics


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(EXAMPLE.replace("(", " ( ").replace(",", " , ").split() + ["\n"] * 40),
            st.sampled_from(["policy", "deny", "x", "when", ")", "}", "7", "days", "or", "and"]),
            st.text(max_size=4),
        ),
        max_size=40,
    )
)
def test_any_text_is_answered(words: list[str]) -> None:
    read(" ".join(words))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(EXAMPLE)), st.integers(0, 40), st.text(max_size=3))
def test_any_change_of_the_example_is_answered(at: int, cut: int, put: str) -> None:
    parsed = read(EXAMPLE[:at] + put + EXAMPLE[at + cut :])
    assert all(
        item.span is None or item.span.end <= len(item.span.source.text)
        for item in parsed.diagnostics
    )


def test_two_threads_parse_different_texts() -> None:
    texts = [f"policy p{n}\n" + f"deny r{n} when a{n}\n" * 40 for n in range(4)]
    wrong: list[str] = []

    def work(text: str, name: str) -> None:
        for _ in range(20):
            parsed = read(text)
            names = {rule.name.text for rule in parsed.policies[0].rules}
            if parsed.policies[0].name.text != f"p{name}" or names != {f"r{name}"}:
                wrong.append(name)

    threads = [threading.Thread(target=work, args=(text, str(n))) for n, text in enumerate(texts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
