"""What a module of this package exports: one kind of rule.

A kind says which clauses it takes and needs, and lowers a rule into the core. To add a kind: a
module with a `KIND`, a line in `registry`, its grammar lines, its page and its tests.
"""

from __future__ import annotations

from collections.abc import Callable

from policydsl.core.policy import Rank
from policydsl.frozen import frozen
from policydsl.rules.clauses import Clauses
from policydsl.rules.environment import Environment
from policydsl.rules.lowered import Lowered
from policydsl.syntax import tree


@frozen
class Kind:
    """One kind of rule.

    `clauses` are the keywords it takes; `needs` groups of which one keyword at least must stand;
    `code` and `rank` are what its reasons carry unless the author says otherwise.
    """

    name: str
    clauses: frozenset[str]
    needs: tuple[tuple[str, ...], ...]
    code: str
    rank: Rank
    lower: Callable[[Kind, tree.Rule, Clauses, Environment, Lowered], None]
