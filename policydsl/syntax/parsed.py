"""What comes out of reading a file, whichever way it is spelled.

In: nothing. Out: `Parsed`.
"""

from __future__ import annotations

from policydsl.diagnostics import Diagnostic
from policydsl.frozen import frozen
from policydsl.syntax import tree


@frozen
class Parsed:
    """What could be read from a file.

    `lost` are the names that the pieces with errors would have declared (rules, definitions,
    facts, events, sources): who misses one of them should not report it a second time. A policy
    whose own first lines are wrong is not in `policies`.
    """

    policies: tuple[tree.Policy, ...]
    diagnostics: tuple[Diagnostic, ...]
    lost: frozenset[str]
