"""Which policies a composition is made of: the roots, and all that they use.

In: roots and a library. Out: every policy once, users before used, with the conditions under
which each is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from policydsl.diagnostics import Diagnostic, diagnostic, did_you_mean, either
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.policy.library import Found, Library
from policydsl.syntax import tree

MOST_ABOVE = 64
"""How many policies may stand above each other."""


@dataclass(slots=True)
class Closure:
    """Every policy of a composition by name, each with its versions, users before used."""

    versions: dict[str, list[Found]] = field(default_factory=dict)

    def policies(self) -> list[tree.Policy]:
        """All policies, in order."""
        return [one.policy for versions in self.versions.values() for one in versions]


def closure_of(roots: Sequence[Found], library: Library, found: list[Diagnostic]) -> Closure:
    """Follow every `use`; reports policies that are nowhere, and circles."""
    order: list[str] = []
    versions: dict[str, list[Found]] = {}
    for root in roots:
        versions.setdefault(root.policy.name.text, []).append(root)
    done: dict[str, int] = {}
    for name in list(versions):
        _visit(name, versions, library, [], done, order, found)
    return Closure({name: versions[name] for name in reversed(order)})


def _visit(
    name: str,
    versions: dict[str, list[Found]],
    library: Library,
    chain: list[str],
    done: dict[str, int],
    order: list[str],
    found: list[Diagnostic],
) -> int:
    """Visit what a policy uses; how many policies stand above each other from it on, in the end."""
    if name in done:
        return done[name]
    deepest = 0
    for user in versions[name]:
        for use in user.policy.uses:
            used = use.name.text
            if used in (*chain, name):
                circle = [*chain, name]
                shown = " → ".join([*circle[circle.index(used) :], used])
                found.append(diagnostic("E502", use.name.span, name=used, chain=shown))
                continue
            if used not in versions:
                versions[used] = library.find(used, user.folder)
                if not versions[used]:
                    found.append(_nowhere(use, library))
            depth = MOST_ABOVE
            if len(chain) < MOST_ABOVE - 1:
                depth = _visit(used, versions, library, [*chain, name], done, order, found)
            if depth >= MOST_ABOVE:
                found.append(diagnostic("E513", use.name.span, name=used, most=MOST_ABOVE))
                continue
            deepest = max(deepest, depth)
    done[name] = deepest + 1
    order.append(name)
    return done[name]


def _nowhere(use: tree.Use, library: Library) -> Diagnostic:
    name = use.name.text
    close = did_you_mean(name, library.names())
    files = dict.fromkeys((f"{name.replace('.', '/')}.policy", f"{name}.policy"))
    helps: list[HintSpec] = [("did_you_mean", {"suggestion": one}) for one in close]
    return diagnostic(
        "E501", use.name.span, helps=helps or [("places", {"places": either(files)})], name=name
    )
