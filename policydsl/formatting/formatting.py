"""Formats one text: the layout changes, the meaning does not.

In: a source of either spelling, and the spelling wanted. Out: `Formatted`, or `Unfit` with what is
wrong. Before anything comes out it is read again: the policies must be equal and every comment
must be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from policydsl.diagnostics import Diagnostic, Source
from policydsl.formatting.marks import Marked, read_marked
from policydsl.formatting.placed import Placed, policy_comments, yaml_comments
from policydsl.formatting.policy_text import lay_out
from policydsl.formatting.translating import translated
from policydsl.formatting.yaml_gaps import gapped_documents
from policydsl.formatting.yaml_text import lay_out_yaml
from policydsl.frozen import frozen
from policydsl.syntax import tree
from policydsl.syntax.lexing import scan
from policydsl.syntax.parser import parse_file
from policydsl.syntax.tables import tables
from policydsl.syntax.yaml_grouping import grouped
from policydsl.syntax.yaml_reader import read_file


@frozen
class Formatted:
    """The text in canonical layout, with a line end at its end."""

    text: str


@frozen
class Unfit:
    """Why there is no formatted text.

    Without diagnostics nothing is wrong with the source, but what would have come out does not say
    the same: for another spelling, because it cannot be said there.
    """

    diagnostics: tuple[Diagnostic, ...] = ()


def format_source(
    source: Source, *, is_yaml: bool, to_yaml: bool | None = None
) -> Formatted | Unfit:
    """The text of a source in canonical layout; with `to_yaml`, in that spelling.

    Never raises for what a text may hold. Formatting what was formatted changes nothing.
    """
    read = _yaml if is_yaml else _policy
    if to_yaml is None or to_yaml == is_yaml:
        return read(source)
    return _translated(source, is_yaml=is_yaml)


def _policy(source: Source) -> Formatted | Unfit:
    """A DSL text: the same tokens and the same comments come out, so the meaning is the same."""
    marked = read_marked(source)
    if not isinstance(marked, Marked):
        return Unfit(marked)
    text = lay_out(marked)
    if text == source.text:
        return Formatted(text)
    tokens = list(scan(tables(), text, 0, len(text)))
    said = [(token.kinds, token.text) for token in marked.tokens]
    comments = _texts(policy_comments(marked.tokens, source.text))
    same = said == [(token.kinds, token.text) for token in tokens]
    return (
        Formatted(text) if same and comments == _texts(policy_comments(tokens, text)) else Unfit()
    )


def _yaml(source: Source) -> Formatted | Unfit:
    """A text in YAML: an equal tree and the same comments come out."""
    parsed = read_file(source)
    if parsed.diagnostics:
        return Unfit(parsed.diagnostics)
    documents = list(gapped_documents(source))
    text = lay_out_yaml(source, documents)
    if text == source.text:
        return Formatted(text)
    written = Source(source.name, text)
    again = read_file(written)
    same = not again.diagnostics and again.policies == parsed.policies
    comments = _texts(yaml_comments(source, documents))
    same = same and _texts(_comments(written, is_yaml=True)) == comments
    return Formatted(text) if same else Unfit()


def _translated(source: Source, *, is_yaml: bool) -> Formatted | Unfit:
    """A text in the other spelling: the same but for the order of clauses, and all comments."""
    parsed = read_file(source) if is_yaml else parse_file(source)
    if parsed.diagnostics:
        return Unfit(parsed.diagnostics)
    comments = list(_comments(source, is_yaml=is_yaml))
    woven = translated(parsed.policies, comments, to_yaml=not is_yaml)
    if woven is None:
        return Unfit()
    done = format_source(Source(source.name, woven), is_yaml=not is_yaml)
    if isinstance(done, Unfit):
        return Unfit()
    written = Source(source.name, done.text)
    again = parse_file(written) if is_yaml else read_file(written)
    kept = sorted(_texts(_comments(written, is_yaml=not is_yaml))) == sorted(_texts(comments))
    return done if kept and _alike(parsed.policies, again.policies) else Unfit()


def _comments(source: Source, *, is_yaml: bool) -> Iterator[Placed]:
    if is_yaml:
        return yaml_comments(source, gapped_documents(source))
    tokens = list(scan(tables(), source.text, 0, len(source.text)))
    return policy_comments(tokens, source.text)


def _texts(comments: Iterable[Placed]) -> list[str]:
    return [comment.text for comment in comments]


def _alike(some: Iterable[tree.Policy], others: Iterable[tree.Policy]) -> bool:
    """Whether policies say the same; the order of clauses of different keywords says nothing."""
    return [_in_order(policy) for policy in some] == [_in_order(policy) for policy in others]


def _in_order(policy: tree.Policy) -> tree.Policy:
    together = grouped(policy)
    rules = (replace(rule, clauses=_sorted(rule.clauses)) for rule in together.rules)
    return replace(together, rules=tuple(rules))


def _sorted(clauses: Iterable[tree.Clause]) -> tuple[tree.Clause, ...]:
    return tuple(sorted(clauses, key=lambda clause: clause.keyword))
