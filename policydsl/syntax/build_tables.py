"""Generates the parse tables that are shipped with the package.

In: the files `*.lark`, read and analysed by Lark. Out: `grammar.json` beside them,
plain data that `policydsl.syntax.tables` runs without importing Lark. After a change to the grammar
run `python -m policydsl.syntax.build_tables`; a test says when that was forgotten.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

import lark
from lark.lexer import PatternStr, Token
from lark.parsers.lalr_analysis import Shift

from policydsl.syntax.grammar_files import FORMAT, TABLES_FILE, digest, grammar_text
from policydsl.syntax.starts import STARTS

VALUED = ("NAME", "DOTTED", "STRING", "NUMBER", "DATE", "INSTANT", "CLOCK")
"""The terminals whose text an action wants to see; others are words and punctuation."""

UNFIT = ("MISSHAPEN", "BAD_STRING", "BAD_NAME", "BAD_OPERATOR", "FULL_WIDTH", "STRAY")
"""The terminals that no rule takes: what they match gets a message of its own."""


class _KeepAll:
    """A postlex that changes nothing, but keeps the terminals that no rule mentions."""

    always_accept: Iterable[str] = (*VALUED, *UNFIT)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream


def read_grammar(text: str) -> lark.Lark:
    """The grammar as Lark understands it; lark.exceptions.GrammarError for a broken one."""
    return lark.Lark(
        text,
        parser="lalr",
        lexer="contextual",
        start=list(STARTS),
        postlex=_KeepAll(),
        maybe_placeholders=False,
    )


def build(text: str) -> dict[str, Any]:
    """The tables of a grammar as plain data."""
    grammar = read_grammar(text)
    table = grammar.parser.parser._parse_table
    rules = sorted(
        {
            entry[1]
            for row in table.states.values()
            for entry in row.values()
            if entry[0] is not Shift
        },
        key=lambda rule: (rule.origin.name, rule.order, str(rule.alias), str(rule.expansion)),
    )
    number_of = {rule: number for number, rule in enumerate(rules)}
    order = _order(table)
    coded = [
        {
            name: order[target] if action is Shift else -1 - number_of[target]
            for name, (action, target) in sorted(table.states[state].items())
        }
        for state in order
    ]
    return {
        "format": FORMAT,
        "grammar": digest(text),
        "lark": lark.__version__,
        "words": _words(grammar),
        "shapes": _shapes(grammar),
        "ignored": sorted(grammar.ignore_tokens),
        "valued": sorted(VALUED),
        "starts": {start: order[table.start_states[start]] for start in STARTS},
        "ends": {start: order[table.end_states[start]] for start in STARTS},
        "rules": [_rule(rule) for rule in rules],
        "actions": [{k: v for k, v in row.items() if _is_terminal(k)} for row in coded],
        "gotos": [{k: v for k, v in row.items() if not _is_terminal(k)} for row in coded],
    }


def _order(table: Any) -> dict[int, int]:
    """New numbers for the states, the same in every run (Lark's depend on hashes)."""
    order: dict[int, int] = {}
    waiting = deque(table.start_states[start] for start in STARTS)
    while waiting:
        state = waiting.popleft()
        if state not in order:
            order[state] = len(order)
            row = table.states[state]
            waiting.extend(row[name][1] for name in sorted(row) if row[name][0] is Shift)
    return order


def write(data: dict[str, Any]) -> str:
    """The text of the tables file: one table a line, so that changes can be read."""
    lines = [f"{json.dumps(key)}: {_compact(value)}" for key, value in data.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_terminal(symbol: str) -> bool:
    return symbol.isupper()


def _rule(rule: Any) -> tuple[str, list[str], str | None, bool, bool]:
    name = rule.origin.name
    collects = name.startswith("_")
    return (
        name,
        [symbol.name for symbol in rule.expansion],
        None if collects else rule.alias or name,
        bool(rule.options.expand1) and rule.alias is None,
        bool(rule.options.keep_all_tokens),
    )


def _words(grammar: lark.Lark) -> dict[str, list[tuple[str, str | None]]]:
    """The terminals that each word can be, those that look ahead first."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for terminal in sorted(grammar.terminals, key=lambda item: (-item.priority, item.name)):
        written = _written(terminal)
        if written is not None:
            look = None if isinstance(terminal.pattern, PatternStr) else terminal.pattern.value
            found.setdefault(written, []).append((terminal.name, look))
    return found


def _written(terminal: Any) -> str | None:
    """The word that a terminal is written as, None for those that are no words."""
    if isinstance(terminal.pattern, PatternStr):
        return terminal.pattern.value if terminal.pattern.value.isalpha() else None
    looking_ahead = re.match(r"([a-z]+)\(\?=", terminal.pattern.value)
    return looking_ahead[1] if looking_ahead else None


def _shapes(grammar: lark.Lark) -> list[tuple[str, str]]:
    """The other terminals in the order in which they are tried, as regular expressions."""
    return [
        (terminal.name, terminal.pattern.to_regexp())
        for terminal in sorted(
            grammar.terminals,
            key=lambda item: (-item.priority, -len(item.pattern.value), item.name),
        )
        if _written(terminal) is None
    ]


def main() -> None:
    """Write the tables of the grammar beside this module."""
    TABLES_FILE.write_text(write(build(grammar_text())), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
