"""From one spelling to the other: what a policy says and what is said about it go along."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.diagnostics import Source
from policydsl.formatting.formatting import Formatted, Unfit, format_source

ROOT = Path(__file__).parents[2]
PACKS = sorted((ROOT / "policies").rglob("*.policy"))

POLICY = """\
# about the file

policy p "A policy"   # its name
  # about the answer
  otherwise deny

# --- facts ---
fact person.a : flag = no   # a flag
fact recipient : also x   # x
fact person.b : flag
fact recipient : also y   # y

event a_b, c   # events

# about the rule
cap daily
  at most 3 attempts by voice   # by voice
    per person in 24 hours   # a day
  when person.a
    # not in between
    and person.b
  say en "no"   # english
  say zh "不"   # 中文
  # no owner yet

ladder l per debt   # the ladder
  # first
  step s   # s
    via sms
  on block wait
# the end
"""

YAML = """\
# about the file

policy: p   # its name
title: A policy
# about the answer
otherwise: deny

facts:
  # --- facts ---
  person.a: flag = no   # a flag
  recipient:
    - also x   # x
    - also y   # y
  person.b: flag

events: a_b, c   # events

rules:
  # about the rule
  - cap: daily
    # by voice
    at_most: 3 attempts   # a day
    by: voice
    per: person
    in: 24 hours
    # not in between
    when: person.a and person.b
    # english
    say: {en: "no", zh: 不}   # 中文
    # no owner yet

  - ladder: l
    per: debt   # the ladder
    steps:
      # first
      - step: s   # s
        via: sms
    on_block: wait
    # the end
"""


def translated(text: str, *, to_yaml: bool) -> str:
    done = format_source(Source("p", text), is_yaml=not to_yaml, to_yaml=to_yaml)
    assert isinstance(done, Formatted), done
    return done.text


def test_comments_go_along() -> None:
    assert translated(POLICY, to_yaml=True) == YAML


def test_and_back() -> None:
    back = translated(YAML, to_yaml=False)
    assert translated(back, to_yaml=True) == YAML


@pytest.mark.parametrize(
    "path", [p for p in PACKS if p.parent.name in ("us", "consumer_credit")], ids=lambda p: p.stem
)
def test_our_policies_go_there_and_back(path: Path) -> None:
    there = translated(path.read_text("utf-8"), to_yaml=True)
    back = translated(there, to_yaml=False)
    assert translated(back, to_yaml=True) == there


def test_several_policies() -> None:
    text = "policy p\n  otherwise deny\n\n# two\n\npolicy q\n  otherwise deny\n"
    there = translated(text, to_yaml=True)
    assert there == "policy: p\notherwise: deny\n---\n# two\n\npolicy: q\notherwise: deny\n"
    assert translated(there, to_yaml=False) == text


def test_a_text_with_a_sign_of_a_comment_holds_none() -> None:
    text = "policy: p\ntitle: 'rule #5'\notherwise: deny\n"
    assert translated(text, to_yaml=False) == 'policy p "rule #5"\n  otherwise deny\n'


def test_comments_inside_phrases_of_yaml_are_kept() -> None:
    text = "policy: p\ndefine:\n  a: |   # why\n    b   # here\n    and c\n"
    assert translated(text, to_yaml=False) == ("policy p\n\n# why\n# here\ndefine a = b and c\n")


def test_what_the_other_spelling_cannot_say() -> None:
    twice = "policy p\n  otherwise deny\n\ndeny a\n  when b\n  when c\n"
    assert format_source(Source("p", twice), is_yaml=False, to_yaml=True) == Unfit()


def test_a_policy_with_errors_says_them() -> None:
    done = format_source(Source("p", "policy p when"), is_yaml=False, to_yaml=True)
    assert isinstance(done, Unfit)
    assert done.diagnostics
