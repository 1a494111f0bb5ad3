"""From productions to nodes.

In: the name of an action, the extent of a production and its values. Out: the node. The actions
are in the `builder_…` modules, by subject; their names are those that the grammar uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from policydsl.diagnostics import Source, Span
from policydsl.syntax import (
    builder_conditions,
    builder_counting,
    builder_literals,
    builder_policies,
    builder_rules,
    builder_times,
)
from policydsl.syntax.driver import Extent, Make
from policydsl.syntax.place import Place

ACTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **builder_literals.ACTIONS,
        **builder_times.ACTIONS,
        **builder_counting.ACTIONS,
        **builder_conditions.ACTIONS,
        **builder_rules.ACTIONS,
        **builder_policies.ACTIONS,
    }
)
"""Every action of the grammar by name."""


def maker(source: Source, fixed: Span | None = None) -> Make:
    """The function that makes the nodes of a source.

    With `fixed`, every span is that one: for texts whose offsets mean nothing to the author.
    """

    def make(action: str, extent: Extent, values: Sequence[Any]) -> Any:
        return ACTIONS[action](Place(source, extent, fixed), *values)

    return make
