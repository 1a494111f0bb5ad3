"""Texts as nobody would write them: odd white space and comments wherever they may stand.

In: policies. Out: Hypothesis strategies of texts that say the same, with the comments in them.
"""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from policydsl.syntax import tree
from policydsl.syntax.lexing import scan
from policydsl.syntax.printer import print_policy
from policydsl.syntax.tables import tables
from policydsl.syntax.yaml_printer import print_yaml
from tests.syntax import strategies
from tests.syntax.test_yaml_printer import suited

_SPACES = (" ",) * 8 + ("  ", "\t", "\n", "\n  ", "\n      ", "\r\n", "\r", "\n\n\n", " \t \n \n\t")
_BESIDE = (" {}\n", "{}\n", "\t{}\r\n", "   {}\n\n  ", "{}\r")
_ALONE = ("\n{}\n", "\n    {}\n", "\n\n  {}\n\n", "\r\n\t{}\r\n", "\n {}\n  ")
_WORDS = ("", " why", "!", " # again", ' "', " 夜间", "\tdeny x when y", " {", " \\")


class Messy(NamedTuple):
    """A text, the policy that it says and its comments in order."""

    text: str
    policy: tree.Policy
    comments: list[str]


@st.composite
def gaps(draw: st.DrawFn, comments: list[str]) -> str:
    """White space between two tokens, now and then with comments, which are added to the list."""
    if draw(st.integers(0, 5)):
        return draw(st.sampled_from(_SPACES))
    made = ""
    for place in (_BESIDE, _ALONE)[draw(st.integers(0, 1)) :]:
        comment = f"#{len(comments)}{draw(st.sampled_from(_WORDS))}"
        comments.append(comment)
        made += draw(st.sampled_from(place)).format(comment)
    return made


@st.composite
def messy_policies(draw: st.DrawFn) -> Messy:
    """A policy of the DSL."""
    policy = draw(strategies.policies)
    text = print_policy(policy)
    comments: list[str] = []
    parts: list[str] = []
    for token in scan(tables(), text, 0, len(text)):
        parts += [draw(gaps(comments)), token.text]
    parts.append(draw(gaps(comments)))
    return Messy("".join(parts), policy, comments)


@st.composite
def messy_yaml(draw: st.DrawFn) -> Messy:
    """A policy in YAML."""
    policy = draw(strategies.policies.map(suited))
    comments: list[str] = []
    lines: list[str] = []

    def comment() -> str:
        comments.append(f"#{len(comments)}{draw(st.sampled_from(_WORDS))}")
        return comments[-1]

    for line in print_yaml(policy).splitlines():
        sort = draw(st.integers(0, 9))
        if sort == 0:
            lines.append(" " * draw(st.integers(0, 8)) + comment())
        elif sort == 1:
            lines += [""] * draw(st.integers(1, 3))
        if line and draw(st.integers(0, 5)) == 0:
            line += " " * draw(st.integers(1, 3)) + comment()
        lines.append(line)
    if draw(st.booleans()):
        lines.append(" " * draw(st.integers(0, 4)) + comment())
    end = draw(st.sampled_from(("\n", "\r\n")))
    return Messy(end.join(lines) + draw(st.sampled_from(("", end, end * 3))), policy, comments)
