"""The rules of a pack, its definitions and its facts as Markdown.

In: a pack. Out: tables and paragraphs. The numbers come from what the rules mean and from their
canonical text, so a page cannot say something else than its pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from policydsl.policy.packs import Pack, PackRule, rules_of
from policydsl.syntax import tree
from policydsl.syntax.keywords import KINDS
from policydsl.syntax.printer import print_policy
from policydsl.syntax.printer_phrases import fact_type, phrase

_SAID_ELSEWHERE = frozenset({"say", "cite", "basis"})


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars within its cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def code(text: str) -> str:
    """A text as code, also when it holds a backtick."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def in_force(start: date | None, end: date | None) -> str:
    """`from 2026-01-01 through 2026-12-31`; nothing where no date is said."""
    said = [] if start is None else [f"from {start}"]
    if end is not None:
        said.append(f"through {end - timedelta(days=1)}")
    return " ".join(said)


def at_a_glance(pack: Pack) -> str:
    """Every rule in a line: what it says, what it rests on, where that stands."""
    head = ("rule", "says", "rests on", "cites")
    return table(head, ((code(_name(one)), _short(one), *_resting(one)) for one in rules_of(pack)))


def _name(rule: PackRule) -> str:
    return rule.rule.name.text


def _short(rule: PackRule) -> str:
    """The numbers where there are any, else what people are told, else the title."""
    said = dict(rule.words) or dict(rule.texts)
    dates = in_force(rule.start, rule.end)
    return (said.get("en") or rule.title or "") + (f" ({dates})" if dates else "")


def _resting(rule: PackRule) -> tuple[str, str]:
    return rule.basis, rule.citation or ""


def in_full(pack: Pack) -> Iterator[str]:
    """Every rule: what it is, what people are told in each language, and its text."""
    for rule in rules_of(pack):
        yield f"### {rule.title or _name(rule)}"
        basis, citation = _resting(rule)
        parts = [code(rule.id), KINDS[rule.rule.kind], in_force(rule.start, rule.end)]
        parts.append(f"{basis}: {citation}" if citation else basis)
        yield " · ".join(part for part in parts if part)
        told = [f"- {language}: {text}" for language, text in rule.texts]
        if rule.words and rule.words != rule.texts:
            told.append("- meaning: " + " / ".join(text for _, text in rule.words))
        yield "\n".join([*told, *_lines(pack, rule)])


def _lines(pack: Pack, rule: PackRule) -> Iterator[str]:
    """The clauses of a rule in the language, each an item; the steps of a ladder hold theirs."""
    clauses = tuple(one for one in rule.rule.clauses if one.keyword not in _SAID_ELSEWHERE)
    bare = replace(rule.rule, title=None, clauses=clauses)
    alone = tree.Policy(
        name=pack.policy.name,
        title=None,
        head=(),
        sources=(),
        uses=(),
        facts=(),
        events=(),
        defines=(),
        rules=(bare,),
        tightens=(),
        waives=(),
        span=pack.policy.span,
    )
    for line in print_policy(alone).splitlines()[2:]:
        indent = len(line) - len(line.lstrip())
        yield f"{' ' * indent}- {code(line.strip())}"


def declared(pack: Pack) -> Iterator[str]:
    """The names that stand for conditions and sets, and the facts that a request has to hold."""
    if pack.policy.defines:
        yield "## Definitions"
        defines = ((code(it.name.text), code(phrase(it.value))) for it in pack.policy.defines)
        yield table(("name", "stands for"), defines)
    if pack.policy.facts:
        yield "## Facts"
        yield (
            "What a request holds for these rules, besides the [fields that need no declaration]"
            "(../../reference/request.md#fields-that-need-no-declaration)."
        )
        yield table(("fact", "type", "when it is missing", ""), map(_fact, pack.policy.facts))


def _fact(fact: tree.Fact) -> tuple[str, str, str, str]:
    missing = "unknown" if fact.default is None else code(phrase(fact.default))
    if fact.type.name == "also":
        missing = ""
    return code(phrase(fact.path)), code(fact_type(fact.type)), missing, _comment(fact)


def _comment(fact: tree.Fact) -> str:
    """The comment that follows a fact on its line."""
    rest, _, _ = fact.span.source.text[fact.span.end :].partition("\n")
    sign, comment = rest.strip()[:1], rest.strip()[1:].strip()
    return comment if sign == "#" else ""
