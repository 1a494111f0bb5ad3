"""What the values of a policy in YAML are.

In: where a key stands. Out: its kind: a text, a phrase and the start symbol that reads it, or a
mapping or list with kinds of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policydsl.frozen import frozen
from policydsl.syntax.keywords import HEAD, LADDER, RULE, STEP, Keyword


@frozen
class Kind:
    """A kind of value.

    `name` is `phrase` (read by `start`, if that is known), `text`, `zone`, `texts` (a mapping to
    texts), or `policy`, `rules`, `rule`, `steps`, `step`, `waives`, `waive`: lists, their items,
    and the mapping of a policy.
    """

    name: str
    start: str = ""


POLICY = Kind("policy")
TEXT = Kind("text")
_ITEMS: Mapping[str, str] = MappingProxyType({"rules": "rule", "steps": "step", "waives": "waive"})
_KEYS: Mapping[str, Mapping[str, Kind]] = MappingProxyType(
    {
        "policy": {
            "title": TEXT,
            "ignore": Kind("texts"),
            "sources": Kind("texts"),
            "use": Kind("phrase", "use_body"),
            "facts": Kind("phrase", "fact_type"),
            "define": Kind("phrase", "define_body"),
            "rules": Kind("rules"),
            "waive": Kind("waives"),
        },
        "rule": {
            "title": TEXT,
            "cite": Kind("texts"),
            "say": Kind("texts"),
            "ignore": Kind("texts"),
            "steps": Kind("steps"),
            "where": Kind("phrase", "expression"),
        },
        "step": {"where": Kind("phrase", "expression")},
        "waive": {"because": TEXT, "approved_by": TEXT},
    }
)
_CLAUSES: Mapping[str, Mapping[str, Keyword]] = MappingProxyType(
    {"policy": HEAD, "rule": {**LADDER, **RULE}, "step": STEP, "waive": {}}
)


def item_kind(kind: Kind) -> Kind:
    """The kind of the items of a list of a kind."""
    return Kind(_ITEMS[kind.name]) if kind.name in _ITEMS else kind


def value_kind(kind: Kind, key: str) -> Kind:
    """The kind of the value of a key in a mapping of a kind."""
    if kind.name == "texts":
        return TEXT
    if kind.name not in _KEYS:
        return kind
    known = _KEYS[kind.name].get(key)
    if known is not None:
        return known
    start = _CLAUSES[kind.name][key].start if key in _CLAUSES[kind.name] else ""
    return Kind(start) if start in ("text", "zone") else Kind("phrase", start)
