"""The vocabulary of a policy: which facts there are, of which types.

In: the standard fields and the declarations of the policies loaded together. Out: an immutable
`Vocabulary`, and `Refusal`s for declarations that cannot stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from policydsl.core.request import Value
from policydsl.facts.problems import MISSING, Missing
from policydsl.facts.standard import (
    AMENDMENT,
    DECLARED,
    ENUMERATIONS,
    EVENT_KINDS,
    Field,
    carried_by_event,
    covered_by_consent,
    standard_fields,
)
from policydsl.facts.tables import RESERVED, Tables, build_tables
from policydsl.facts.types import OneOf, PreferencesType, Type, extended
from policydsl.frozen import frozen

ROOTS = ("proposal", "recipient", "actor", "address", "person", "debt", "event", "consent")
"""What a declared path may begin with."""


@frozen
class Also:
    """More values for a standard enumeration: `fact channel : also kiosk`."""

    values: tuple[str, ...]


@frozen
class EventKind:
    """More kinds of events: `event promise`."""

    name: str


@frozen
class Declaration:
    """A fact that a policy declares: its full path, its type, and what stands in when missing."""

    path: str
    type: Type | Also
    default: Value | Missing = MISSING


Declared: TypeAlias = Declaration | EventKind


@frozen
class Refusal:
    """A declaration that cannot stand, and why.

    `reason` is
    `root` (the path does not begin with one of `ROOTS` and a dot),
    `reserved` (the place is taken by the shape of requests, such as `person.time_zones`),
    `standard` (the field is there without being declared),
    `twice` (declared before with another type or default; `other` is that path),
    `inside` (`other` is declared: one path would lie inside the other),
    `default` (the default is not of the type), or
    `enumeration` (`also` for something that is not a standard enumeration).
    """

    declaration: Declared
    reason: str
    other: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Every field by its full path, the enumerations, the kinds of events, and their tables.

    Made with `standard()` and `with_declarations()`; `tables` serve the checking of requests.
    """

    fields: Mapping[str, Field]
    enumerations: Mapping[str, tuple[str, ...]]
    event_kinds: tuple[str, ...]
    declared: Mapping[str, Declaration]
    tables: Tables

    @staticmethod
    def standard() -> Vocabulary:
        """What is there before anything is declared."""
        return _build(ENUMERATIONS, EVENT_KINDS, {})

    def with_declarations(
        self, declarations: Iterable[Declared]
    ) -> tuple[Vocabulary, tuple[Refusal, ...]]:
        """The vocabulary with declarations added, and those refused.

        The order of declarations does not matter but for which of two contradicting ones is
        refused: the later. The same declaration twice is one.
        """
        enumerations = dict(self.enumerations)
        kinds = dict.fromkeys(self.event_kinds)
        declared = dict(self.declared)
        inner: dict[str, str] = {}
        for path in declared:
            inner.update((outer, path) for outer in _around(path) if outer not in inner)
        refusals: list[Refusal] = []
        for declaration in declarations:
            if isinstance(declaration, EventKind):
                refusal = _add_kind(declaration, kinds)
            elif isinstance(declaration.type, Also):
                refusal = _add_values(declaration, declaration.type, enumerations)
            else:
                refusal = _refuse(declaration, declaration.type, declared, inner)
                if refusal is None:
                    declared[declaration.path] = declaration
                    for outer in _around(declaration.path):
                        inner.setdefault(outer, declaration.path)
            if refusal is not None:
                refusals.append(refusal)
        return _build(enumerations, tuple(kinds), declared), tuple(refusals)

    def lookup(self, path: str) -> Field | None:
        """The field of a full path, None when there is none."""
        return self.fields.get(path)

    def names(self) -> tuple[str, ...]:
        """Every full path, for suggestions."""
        return tuple(self.fields)


def _build(
    enumerations: Mapping[str, tuple[str, ...]],
    kinds: tuple[str, ...],
    declared: Mapping[str, Declaration],
) -> Vocabulary:
    fields = {field.path: field for field in standard_fields(enumerations, kinds)}
    channels = fields["proposal.channel"].type
    own = [_field(declaration, channels) for declaration in declared.values()]
    fields.update((field.path, field) for field in own)
    for field in own:
        for mirrored in _mirrors(field):
            fields.setdefault(mirrored.path, mirrored)
    return Vocabulary(
        fields=MappingProxyType(fields),
        enumerations=MappingProxyType(dict(enumerations)),
        event_kinds=kinds,
        declared=MappingProxyType(dict(declared)),
        tables=build_tables(fields.values()),
    )


def _field(declaration: Declaration, channels: Type) -> Field:
    kind = declaration.type
    assert not isinstance(kind, Also)
    if isinstance(kind, PreferencesType) and isinstance(channels, OneOf):
        kind = replace(kind, channels=channels)
    if isinstance(kind, OneOf) and declaration.path.startswith("consent."):
        kind = extended(kind, ("any",))
    return Field(
        path=declaration.path,
        type=kind,
        default=declaration.default,
        nullable=declaration.default is None,
        origin=DECLARED,
    )


def _mirrors(field: Field) -> tuple[Field, ...]:
    """What events and consents say of a declared field."""
    if field.root == "proposal":
        return carried_by_event(field), covered_by_consent(field)
    if field.root in ("recipient", "actor", "address"):
        return (replace(field, path=f"event.{field.path}", default=MISSING),)
    return ()


def _add_kind(declaration: EventKind, kinds: dict[str, None]) -> Refusal | None:
    if declaration.name == AMENDMENT:
        return Refusal(declaration, "reserved")
    kinds[declaration.name] = None
    return None


def _add_values(
    declaration: Declaration, also: Also, enumerations: dict[str, tuple[str, ...]]
) -> Refusal | None:
    name = declaration.path.removeprefix("proposal.")
    if name not in enumerations:
        return Refusal(declaration, "enumeration")
    enumerations[name] = tuple(dict.fromkeys((*enumerations[name], *also.values)))
    return None


_STANDARD_PATHS = frozenset(field.path for field in standard_fields(ENUMERATIONS, EVENT_KINDS))


def _refuse(
    declaration: Declaration,
    kind: Type,
    declared: Mapping[str, Declaration],
    inner: Mapping[str, str],
) -> Refusal | None:
    """Why a fact cannot be declared so, None when it can.

    `inner` holds, for every path around a declared one, the first declared inside it.
    """
    path = declaration.path
    root, _, rest = path.partition(".")
    if root not in ROOTS or not rest:
        return Refusal(declaration, "root")
    if path in _STANDARD_PATHS:
        return Refusal(declaration, "standard", path)
    first = rest.partition(".")[0]
    if first in RESERVED[root]:
        return Refusal(declaration, "reserved")
    if f"{root}.{first}" in _STANDARD_PATHS:
        return Refusal(declaration, "inside", f"{root}.{first}")
    before = declared.get(path)
    if before is not None and not _same(before, declaration):
        return Refusal(declaration, "twice", path)
    around = next((other for other in _around(path) if other in declared), inner.get(path))
    if around is not None:
        return Refusal(declaration, "inside", around)
    default = declaration.default
    if default is not MISSING and default is not None and not kind.accepts(default):
        return Refusal(declaration, "default")
    return None


def _around(path: str) -> Iterator[str]:
    """The paths that a path lies inside."""
    parts = path.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts)))


def _same(one: Declaration, other: Declaration) -> bool:
    """Whether two declarations say the same; `1` and `true` are not the same default."""
    return one == other and isinstance(one.default, bool) == isinstance(other.default, bool)
