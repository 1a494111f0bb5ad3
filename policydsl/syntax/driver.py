"""The parser itself: runs the LALR tables over tokens.

In: tables, a start symbol, tokens, and the function that makes nodes. Out: the node of the start
symbol, or `Rejected`, which knows where the text stopped making sense and what could have followed.
Every call has its own stacks; nothing is shared between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from policydsl.syntax.lexing import Token
from policydsl.syntax.tables import END, Rule, Tables


class Extent(NamedTuple):
    """Where a production lies: its offsets, and where the words end that it begins with."""

    start: int
    end: int
    lead: int


Make = Callable[[str, Extent, Sequence[Any]], Any]
"""Makes a node: the name of the action, the extent, and the values of the kept symbols."""


class Rejected(Exception):  # noqa: N818 - not a failure of the program
    """The text cannot go on with `token` after the tokens before it.

    `previous` is the last token that fitted and `taken` the terminal it was taken as; `states` is
    the state stack after it, from which `follows` works, and `before` the one before it.
    """

    def __init__(
        self,
        token: Token,
        previous: Token | None,
        taken: str | None,
        states: tuple[int, ...],
        before: tuple[int, ...],
    ) -> None:
        super().__init__(token)
        self.token = token
        self.previous = previous
        self.taken = taken
        self.states = states
        self.before = before


def run(tables: Tables, start: str, tokens: Iterable[Token], end: int, make: Make) -> Any:
    """Parse tokens that end at the offset `end`; returns what `make` made for the start symbol."""
    actions, gotos, rules = tables.actions, tables.gotos, tables.rules
    states, values, extents = [tables.starts[start]], list[Any](), list[Extent]()
    final = tables.ends[start]
    previous: Token | None = None
    taken: str | None = None
    shifted = before = tuple(states)
    for token in chain(tokens, [Token((END,), "", end, end)]):
        row = actions[states[-1]]
        kind = _kind(tables, states, token)
        while True:
            code = row.get(kind) if kind is not None else None
            if code is None:
                raise Rejected(token, previous, taken, shifted, before)
            if code >= 0:
                states.append(code)
                values.append(token)
                extents.append(Extent(token.start, token.end, token.end))
                break
            rule = rules[-1 - code]
            if rule.renames:
                states.pop()
            else:
                _reduce(rule, states, values, extents, make)
            states.append(gotos[states[-1]][rule.origin])
            if states[-1] == final and kind == END:
                return values[0]
            row = actions[states[-1]]
        previous, taken = token, kind
        shifted, before = tuple(states), shifted
    raise AssertionError("the tables never accept")  # pragma: no cover


def _kind(tables: Tables, states: Sequence[int], token: Token) -> str | None:
    """The terminal that a token is taken as: the first that the grammar has a place for.

    States that the tables merged react to words that cannot stand here; where a word could be
    several things, it is followed to the end.
    """
    row = tables.actions[states[-1]]
    fitting = [kind for kind in token.kinds if kind in row]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    taken = (kind for kind in fitting if _taking(tables, states, kind) is not None)
    return next(taken, None)


def _reduce(
    rule: Rule, states: list[int], values: list[Any], extents: list[Extent], make: Make
) -> None:
    size = len(rule.symbols)
    parts, places = values[-size:], extents[-size:]
    lead = places[rule.lead - 1].end if rule.lead else places[0].start
    extent = Extent(places[0].start, places[-1].end, lead)
    # A list that grows to the right is extended in place: copying it would take quadratic time.
    kept: list[Any] = parts[0] if rule.grows else []
    for place in rule.kept[1:] if rule.grows else rule.kept:
        if rule.spliced and rule.symbols[place].startswith("_"):
            kept.extend(parts[place])
        else:
            kept.append(parts[place])
    del states[-size:], values[-size:], extents[-size:]
    extents.append(extent)
    if rule.action is None:
        values.append(kept)
    elif rule.transparent and len(kept) == 1:
        values.append(kept[0])
    else:
        values.append(make(rule.action, extent, kept))


def follows(tables: Tables, states: Sequence[int]) -> Mapping[str, int]:
    """The terminals that can really come next, each with the state that takes it.

    The row of a state names more: words that only a reduction under way to an error reacts to.
    """
    taken = ((name, _taking(tables, states, name)) for name in tables.actions[states[-1]])
    return {name: state for name, state in taken if state is not None}


def _taking(tables: Tables, states: Sequence[int], terminal: str) -> int | None:
    """The state that shifts a terminal (or accepts the end) after all reductions."""
    stack = list(states)
    while True:
        code = tables.actions[stack[-1]].get(terminal)
        if code is None:
            return None
        if code >= 0:
            return stack[-1]
        rule = tables.rules[-1 - code]
        del stack[-len(rule.symbols) :]
        stack.append(tables.gotos[stack[-1]][rule.origin])
        if terminal == END and stack[-1] in tables.ends.values():
            return stack[-1]
