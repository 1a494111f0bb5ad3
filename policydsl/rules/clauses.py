"""The clauses of one rule, checked against what its kind takes, and read by keyword."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from policydsl.diagnostics import Text, either
from policydsl.frozen import frozen
from policydsl.rules.environment import Environment
from policydsl.syntax import tree
from policydsl.syntax.keywords import KINDS, LADDER, RULE, STEP

COMMON = frozenset(
    {
        *("when", "unless", "effect", "effective_from", "effective_until", "effective_through"),
        *(
            "code",
            "basis",
            "cite",
            "say",
            "if_unknown",
            "time_zone",
            "approval_by",
            "owner",
            "ignore",
        ),
    }
)
"""What every prohibition takes."""

REPEATING = frozenset(
    {"from", "all_day_on", "closed_on", "during", "cite", "say", "ignore", "step"}
)

ValueType = TypeVar("ValueType")


@frozen
class Clauses:
    """The clauses of a rule or a step, in the order written.

    `misplaced`: others stood there too, and were reported; what seems missing may be among them.
    """

    all: tuple[tree.Clause, ...]
    misplaced: bool = False

    def one(self, keyword: str) -> tree.Clause | None:
        """The clause of a keyword that does not repeat."""
        return next((clause for clause in self.all if clause.keyword == keyword), None)

    def every(self, keyword: str) -> tuple[tree.Clause, ...]:
        """The clauses of a keyword that repeats."""
        return tuple(clause for clause in self.all if clause.keyword == keyword)

    def value(self, keyword: str, kind: type[ValueType]) -> ValueType | None:
        """The value of a clause that does not repeat."""
        clause = self.one(keyword)
        if clause is None:
            return None
        assert isinstance(clause.value, kind)
        return clause.value

    def values(self, keyword: str, kind: type[ValueType]) -> tuple[ValueType, ...]:
        """The values of a clause that repeats."""
        found = []
        for clause in self.every(keyword):
            assert isinstance(clause.value, kind)
            found.append(clause.value)
        return tuple(found)

    def expression(self, keyword: str) -> tree.Expression | None:
        """The expression of a clause that has one."""
        clause = self.one(keyword)
        return None if clause is None else clause.value  # type: ignore[return-value]  # by keyword


def words_of(keyword: str) -> str:
    """How the DSL writes a keyword."""
    for place in (RULE, LADDER, STEP):
        if keyword in place:
            return place[keyword].words
    return keyword.replace("_", " ")


def read(
    rule: tree.Rule, takes: frozenset[str], needs: Iterable[tuple[str, ...]], env: Environment
) -> Clauses:
    """Check a rule's clauses: only those its kind takes, none twice, all it needs.

    Each of `needs` is a group of keywords of which one at least must be there.
    """
    kind = KINDS[rule.kind]
    clauses = select(rule.clauses, takes, REPEATING, kind, env)
    for group in () if clauses.misplaced else needs:
        if not any(clause.keyword in group for clause in rule.clauses):
            wanted = either(words_of(keyword) for keyword in group)
            env.report("E403", rule.name.span, kind=kind, name=rule.name.text, wanted=wanted)
    return clauses


def select(
    clauses: tuple[tree.Clause, ...],
    allowed: frozenset[str],
    repeating: frozenset[str],
    kind: str | Text,
    env: Environment,
) -> Clauses:
    """The clauses that may stand, the others reported."""
    kept = check(clauses, allowed, repeating, kind, env)
    return Clauses(tuple(kept), any(clause.keyword not in allowed for clause in clauses))


def check(
    clauses: Iterable[tree.Clause],
    allowed: frozenset[str],
    repeating: frozenset[str],
    kind: str | Text,
    env: Environment,
) -> list[tree.Clause]:
    """The clauses that may stand; reports those of other kinds and those written twice."""
    first: dict[str, tree.Clause] = {}
    kept = []
    for clause in clauses:
        keyword = clause.keyword
        written = words_of(keyword)
        if keyword not in allowed:
            takes = ("takes", {"clauses": either(words_of(word) for word in sorted(allowed))})
            env.report("E401", clause.keyword_span, helps=(takes,), clause=written, kind=kind)
        elif keyword in first and keyword not in repeating:
            labels = ((first[keyword].keyword_span, "first"),)
            env.report("E402", clause.keyword_span, labels=labels, clause=written)
        else:
            first.setdefault(keyword, clause)
            kept.append(clause)
    return kept
