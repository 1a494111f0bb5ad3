"""The parse tables: what the grammar says, ready to run.

In: the grammar's files and the tables generated from them by `policydsl.syntax.build_tables`.
Out: `tables()`, loaded once per process. The generated file carries the digest of the grammar; when
it is missing or belongs to another grammar, the tables are built from the text, which takes longer
and gives the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from policydsl.frozen import frozen
from policydsl.syntax.grammar_files import FORMAT, TABLES_FILE, digest, grammar_text

END = "$END"


@frozen
class Rule:
    """One production, and what a reduction does with the values of its symbols.

    `kept` are the places of the symbols whose value an action sees; `spliced` says that some of
    them are lists to be spliced in. `action` is the name of the action, `None` for helper rules
    that only collect; such a rule `grows` when it adds to a list of its own. `transparent` rules
    hand on a single value as it is; one of a single symbol only `renames` it. `lead`
    counts the words that the production begins with.
    """

    origin: str
    symbols: tuple[str, ...]
    action: str | None
    transparent: bool
    kept: tuple[int, ...]
    spliced: bool
    grows: bool
    renames: bool
    lead: int


@dataclass(frozen=True)
class Tables:
    """Everything that the lexer and the parser need; never changes after loading.

    `actions[state][terminal]` is a state to go to, or `-1 - rule` for a reduction.
    """

    words: Mapping[str, tuple[tuple[str, re.Pattern[str] | None], ...]]
    pattern: re.Pattern[str]
    ignored: frozenset[str]
    starts: Mapping[str, int]
    ends: Mapping[str, int]
    rules: tuple[Rule, ...]
    actions: tuple[Mapping[str, int], ...]
    gotos: tuple[Mapping[str, int], ...]

    @cached_property
    def word_of(self) -> Mapping[str, str]:
        """The written form of each word terminal."""
        return {name: text for text, kinds in self.words.items() for name, _ in kinds}

    @cached_property
    def first(self) -> Mapping[str, frozenset[str]]:
        """The terminals that each rule of the grammar can begin with (no rule is empty)."""
        found: dict[str, set[str]] = {rule.origin: set() for rule in self.rules}
        changed = True
        while changed:
            changed = False
            for rule in self.rules:
                head = rule.symbols[0]
                new = found.get(head, {head}) - found[rule.origin]
                if new:
                    found[rule.origin] |= new
                    changed = True
        return {name: frozenset(terminals) for name, terminals in found.items()}


_lock = Lock()
_loaded: list[Tables] = []


def tables() -> Tables:
    """The tables of the grammar beside this module; loaded on the first call."""
    with _lock:
        if not _loaded:
            _loaded.append(load(grammar_text(), TABLES_FILE))
        return _loaded[0]


def load(grammar: str, stored: Path) -> Tables:
    """The tables for a grammar: the stored ones if they belong to it, else built from the text."""
    data = _read(stored)
    if data is None or data["format"] != FORMAT or data["grammar"] != digest(grammar):
        from policydsl.syntax.build_tables import build

        data = build(grammar)
    return _from_data(data)


def _read(stored: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(stored.read_bytes())
        return data if {"format", "grammar"} <= data.keys() else None
    except (OSError, ValueError, AttributeError):
        return None


def _from_data(data: Mapping[str, Any]) -> Tables:
    valued = frozenset(data["valued"])
    return Tables(
        words={
            text: tuple((name, re.compile(look) if look else None) for name, look in kinds)
            for text, kinds in data["words"].items()
        },
        pattern=re.compile("|".join(f"(?P<{name}>{shape})" for name, shape in data["shapes"])),
        ignored=frozenset(data["ignored"]),
        starts=data["starts"],
        ends=data["ends"],
        rules=tuple(_rule(item, valued) for item in data["rules"]),
        actions=tuple(data["actions"]),
        gotos=tuple(data["gotos"]),
    )


def _rule(item: list[Any], valued: frozenset[str]) -> Rule:
    origin, symbols, action, transparent, all_kept = item
    kept = [
        place
        for place, symbol in enumerate(symbols)
        if all_kept or symbol in valued or not symbol.isupper()
    ]
    return Rule(
        origin=origin,
        symbols=tuple(symbols),
        action=action,
        transparent=transparent,
        kept=tuple(kept),
        spliced=any(symbols[place].startswith("_") for place in kept),
        grows=action is None and symbols[0] == origin,
        renames=transparent and len(symbols) == len(kept) == 1,
        lead=next(
            (place for place, symbol in enumerate(symbols) if not symbol.isupper()), len(symbols)
        ),
    )
