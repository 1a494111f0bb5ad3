"""What stands beside the rules: defaults of facts, uses, exemptions, duties, changes of packs.

In: a site. Out: another default or none, a `use` or its condition dropped, an exemption with one
rule less or more, an obligation with one duty less, no `tighten`, no `waive`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from policydsl.syntax import tree
from policydsl.testing.mutation.operators.conditions import without_one
from policydsl.testing.mutation.walking import REMOVED, Site

_FLAGS = {"yes": "no", "no": "yes"}


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead."""
    node = site.node
    match node:
        case tree.Tighten() | tree.Waive():
            yield REMOVED
        case tree.Use(_, when):
            yield REMOVED
            if when is not None:
                yield replace(node, when=None)
        case tree.Fact(default=default) if default is not None:
            yield replace(node, default=None)
            yield from (replace(node, default=other) for other in _defaults(node))
        case tree.Names(paths) if site.clause == "lifts":
            if len(paths) > 1:
                yield from (replace(node, paths=rest) for rest in without_one(paths))
            yield from _one_more(node, site)
        case tree.Duties():
            if len(node.names) > 1:
                yield from (replace(node, names=rest) for rest in without_one(node.names))
            if node.within is not None:
                yield replace(node, within=None, after_first=None)
        case tree.Margin(_, channels) if channels:
            yield replace(node, channels=())


def _defaults(fact: tree.Fact) -> Iterator[tree.Word]:
    default = fact.default
    if not isinstance(default, tree.Word):
        return
    if fact.type.name == "flag":
        yield replace(default, text=_FLAGS.get(default.text, "yes"))
    elif fact.type.name == "one_of":
        other = next((one for one in fact.type.values if one.text != default.text), None)
        if other is not None:
            yield replace(default, text=other.text)


def _one_more(lifts: tree.Names, site: Site) -> Iterator[tree.Names]:
    """The exemption with the next rule of its policy that it does not lift."""
    policy: tree.Policy = site.above[0]
    lifted = {path.parts[-1] for path in lifts.paths}
    for rule in policy.rules:
        if rule.kind not in ("exempt", "oblige", "ladder") and rule.name.text not in lifted:
            added = replace(lifts.paths[-1], parts=(rule.name.text,))
            yield replace(lifts, paths=(*lifts.paths, added))
            return
