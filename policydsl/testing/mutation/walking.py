"""Places in a tree, and trees with something else in one of them.

In: a policy as it was written. Out: `Site`s in the order in which they are written, and the policy
with another node, or none, at a site.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, TypeAlias, cast

from policydsl.diagnostics import Span
from policydsl.frozen import frozen
from policydsl.syntax import tree

Step: TypeAlias = tuple[str, int | None]
"""A field of a node, and which of its parts where it holds several."""

_NO_MEANING = (tree.Source, tree.EventKind, tree.Saying, tree.Citation, tree.Basis)
"""What changes no decision, or only what is said of it."""

_NO_MEANING_CLAUSES = (
    *("version", "checked", "code", "basis", "cite", "say", "owner", "ignore"),
    *("if_ledger_unavailable", "if_lease_expired"),
)


class Removed:
    """The type of `REMOVED`."""


REMOVED: Final = Removed()
"""Stands for a node that is taken away."""


@frozen
class Site:
    """A node, the nodes above it from the policy on, and the way to it."""

    node: Any
    above: tuple[Any, ...]
    path: tuple[Step, ...]

    @property
    def parent(self) -> Any:
        """The node that it is a part of; None for the policy itself."""
        return self.above[-1] if self.above else None

    @property
    def clause(self) -> str:
        """The keyword of the innermost clause that it stands in, itself included; else nothing."""
        for node in (self.node, *reversed(self.above)):
            if isinstance(node, tree.Clause):
                return node.keyword
        return ""

    def find(self, *kinds: type[Any]) -> Any:
        """The innermost node above it of one of some types; None without any."""
        return next((one for one in reversed(self.above) if isinstance(one, kinds)), None)


def sites(policy: tree.Policy) -> Iterator[Site]:
    """Every node of a policy that means something, parents before their parts."""
    return _below(Site(policy, (), ()))


def _below(site: Site) -> Iterator[Site]:
    node = site.node
    if isinstance(node, _NO_MEANING):
        return
    if isinstance(node, tree.Clause) and node.keyword in _NO_MEANING_CLAUSES:
        return
    yield site
    above = (*site.above, node)
    for name in _parts(cast("Hashable", type(node))):
        value = getattr(node, name)
        if isinstance(value, tuple):
            for index, part in enumerate(value):
                if is_dataclass(part):
                    yield from _below(Site(part, above, (*site.path, (name, index))))
        elif is_dataclass(value) and not isinstance(value, Span):
            yield from _below(Site(value, above, (*site.path, (name, None))))


@cache
def _parts(kind: Hashable) -> tuple[str, ...]:
    return tuple(one.name for one in fields(cast("Any", kind)) if one.compare)


def changed(site: Site, new: Any) -> tree.Policy:
    """The policy with a node in place of the one at a site; `REMOVED` takes it away."""
    for above, (name, index) in zip(reversed(site.above), reversed(site.path), strict=True):
        if index is None:
            value = None if new is REMOVED else new
        else:
            parts = getattr(above, name)
            value = (*parts[:index], *([] if new is REMOVED else [new]), *parts[index + 1 :])
        new = replace(above, **{name: value})
    assert isinstance(new, tree.Policy)
    return new
