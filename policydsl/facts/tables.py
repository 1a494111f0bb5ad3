"""What stands where in a request, ready for fast reading.

In: the fields of a vocabulary. Out: `Tables`: for each kind of object the fields it has, by the
key under which JSON holds them.

Declared facts of proposals and events stand in their `attributes`; those of `recipient`, `actor`
and `address` in the object forms of these; all others directly in their object. Paths of more
than two parts are objects within objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import TypeAlias

from policydsl.core.request import LEVELS, Value
from policydsl.diagnostics import Text
from policydsl.facts.problems import MISSING, Problem
from policydsl.facts.standard import ALIASES, DECLARED, DERIVED, LEVEL_FLAGS, Field
from policydsl.facts.types import OneOf
from policydsl.frozen import frozen

ATTRIBUTES = "attributes"
PARTIES = ("recipient", "actor", "address")

RESERVED: Mapping[str, frozenset[str]] = {
    "proposal": frozenset({"debts", "approvals", ATTRIBUTES, "person"}),
    "recipient": frozenset({"time_zones"}),
    "actor": frozenset(),
    "address": frozenset(),
    "person": frozenset({"time_zones"}),
    "debt": frozenset({"days_past_due"}),
    "event": frozenset(
        {"id", "debts", "discussed", "reached", "reserved", "person", "known_at", "amends"}
        | {"void", ATTRIBUTES, "attempted"}
    ),
    "consent": frozenset({"id"}),
}
"""Keys that the shape of a request takes, by root; no fact can be declared there."""

_STRUCTURE: Mapping[str, frozenset[str]] = {
    **RESERVED,
    "proposal": frozenset({"debts", "approvals"}),
    "event": RESERVED["event"] - {ATTRIBUTES, "attempted"},
}

OWNERS: Mapping[str, Text] = {
    "proposal": Text("the proposal", "拟触达"),
    "recipient": Text("a recipient", "接收人"),
    "actor": Text("an actor", "触达方"),
    "address": Text("an address", "联系方式"),
    "person": Text("the person", "客户"),
    "debt": Text("a debt", "债务"),
    "event": Text("an event", "事件"),
    "consent": Text("a consent", "同意记录"),
}


@frozen
class Slot:
    """A single value: its path, its reading, and what `null` means there.

    `null` is `none` (absent on purpose), `absent` (not said), or `refused`; then `null_helps` say
    what to do. `members` are the texts that it may be, None where any will do.
    """

    path: str
    parse: Callable[[object], Value | Problem]
    null: str
    null_helps: tuple[str, ...] = ()
    members: frozenset[str] | None = None


@frozen
class Table:
    """An object: its fields by key, and the keys that others read (`structure`).

    `plain` is the field that a plain value in the object's place stands for. `owner` names the
    object in messages; `prefix` is what a declaration of one of its fields begins with. `others`
    says what is wrong with the value of a field that nobody declared; without it there is none.
    """

    prefix: str
    owner: Text
    structure: frozenset[str] = frozenset()
    plain: Slot | None = None
    slots: dict[str, Slot | Table] = field(default_factory=dict)
    others: Callable[[object], Problem | None] | None = None


Entry: TypeAlias = Slot | Table
Facts: TypeAlias = dict[str, Value]


@frozen
class Tables:
    """The tables of one vocabulary, and what stands in for facts that are left out.

    `event_defaults` is by level, 0 to 6, level flags included.
    """

    proposal: Table
    person: Table
    debt: Table
    event: Table
    consent: Table
    fact_defaults: Facts
    debt_defaults: Facts
    consent_defaults: Facts
    event_defaults: tuple[Facts, ...]


def build_tables(fields: Iterable[Field]) -> Tables:
    """The tables of these fields."""
    listed = tuple(fields)
    by_path = {one.path: one for one in listed}
    roots = {root: _table(root) for root in ("proposal", "person", "debt", "event", "consent")}
    for root in ("proposal", "event"):
        for party in PARTIES:
            plain = _slot(by_path[f"{root}.{party}"])
            roots[root].slots[party] = _table(party, plain)
        roots[root].slots[ATTRIBUTES] = Table(root, OWNERS[root])
    for one in listed:
        if one.path not in DERIVED:
            _insert(roots, one)
    for root in ("proposal", "event"):
        for path in ALIASES:
            party, key = path.split(".")
            table = roots[root].slots[party]
            assert isinstance(table, Table) and table.plain is not None
            table.slots[key] = table.plain
    return Tables(
        proposal=roots["proposal"],
        person=roots["person"],
        debt=roots["debt"],
        event=roots["event"],
        consent=roots["consent"],
        fact_defaults=_defaults(listed, "proposal", "person", *PARTIES),
        debt_defaults=_defaults(listed, "debt"),
        consent_defaults=_defaults(listed, "consent"),
        event_defaults=_event_defaults(listed),
    )


def _table(root: str, plain: Slot | None = None) -> Table:
    return Table(root, OWNERS[root], _STRUCTURE[root], plain)


def _slot(one: Field) -> Slot:
    null, helps = _null(one)
    members = one.type.members if isinstance(one.type, OneOf) else None
    return Slot(one.path, one.type.parse, null, helps, members)


def _null(one: Field) -> tuple[str, tuple[str, ...]]:
    """What `null` means for a field, and what to do where it is refused."""
    if one.nullable:
        return "none", ()
    if one.origin == DECLARED:
        return "refused", ("leave_out", "declare")
    if one.required:
        return "refused", ("give",)
    if one.root in ("event", "consent"):
        return "absent", ()
    return "refused", ("leave_out",)


def _insert(roots: Mapping[str, Table], one: Field) -> None:
    """Puts a field where JSON holds it, with the objects on the way."""
    root, *parts = one.path.split(".")
    if root in PARTIES:
        root, parts = "proposal", [root, *parts]
    table = roots[root]
    if parts[0] in PARTIES and root in ("proposal", "event"):
        if len(parts) == 1:
            return
    elif one.origin == DECLARED and ATTRIBUTES in table.slots:
        parts = [ATTRIBUTES, *parts]
    for key in parts[:-1]:
        inner = table.slots.setdefault(key, Table(f"{table.prefix}.{key}", table.owner))
        assert isinstance(inner, Table)
        table = inner
    table.slots[parts[-1]] = _slot(one)


def _defaults(fields: Iterable[Field], *roots: str) -> Facts:
    return {
        one.path: one.default for one in fields if one.default is not MISSING and one.root in roots
    }


def _event_defaults(fields: Iterable[Field]) -> tuple[Facts, ...]:
    given = _defaults(fields, "event")
    return tuple(
        {**given, **{path: rank <= level for rank, path in enumerate(LEVEL_FLAGS, start=2)}}
        for level in range(len(LEVELS) + 1)
    )
