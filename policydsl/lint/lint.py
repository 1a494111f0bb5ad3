"""What a lint is, what it looks at and what it finds.

In: a policy as it was written and as it runs. Out: `Finding`s. A module of `policydsl.lint.lints`
exports one `LINT`; its messages, its explanation and its smallest example stand in the catalogue
of diagnostics under its code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date
from types import MappingProxyType

from policydsl.api import Policy
from policydsl.diagnostics import Diagnostic, Text
from policydsl.frozen import frozen
from policydsl.syntax import tree
from policydsl.witnesses.witness import Witness

_NO_OPTIONS: Mapping[str, int] = MappingProxyType({})


@frozen
class Ignoring:
    """A clause `ignore`: of a rule, or of the head of a policy."""

    clause: tree.Clause
    rule: tree.Rule | None

    @property
    def lint(self) -> tree.Word:
        """The name of the lint."""
        assert isinstance(self.clause.value, tree.Ignored)
        return self.clause.value.lint


@frozen
class Subject:
    """A policy to look at.

    `own` are the versions of the policy itself, as they were written: findings are about these,
    never about what they use. `policy` is composed with everything that is used. `today` is the
    date on which waivers and dates are looked at. `options` are those of the lint that looks;
    `idle` are the clauses `ignore` by which no other lint was silenced.
    """

    name: str
    own: tuple[tree.Policy, ...]
    policy: Policy
    today: date
    options: Mapping[str, int] = field(default_factory=lambda: _NO_OPTIONS)
    idle: tuple[Ignoring, ...] = ()

    def rules(self) -> Iterator[tuple[str, tree.Rule]]:
        """The policy's own rules with their full ids, in the order written."""
        for version in self.own:
            for rule in version.rules:
                yield f"{self.name}.{rule.name.text}", rule


@frozen
class Finding:
    """One trouble.

    `rule` is the rule as written that it is about, which may `ignore` it; None when it is about
    the policy, whose head may. `witnesses` are one request, or two that are to be compared; the
    evaluator judged them, and `diagnostic` says in its note `witness` what they show.
    """

    diagnostic: Diagnostic
    witnesses: tuple[Witness, ...]
    rule: tree.Rule | None = None


@frozen
class Option:
    """A whole number that `[lint.NAME]` of `policydsl.toml` may set."""

    name: str
    default: int
    least: int
    most: int
    says: Text


@frozen
class Lint:
    """One lint: its code in the catalogue, its name in `policydsl.toml`, and how it looks.

    The name has underscores: `names_alike`.
    """

    code: str
    name: str
    look: Callable[[Subject], Iterator[Finding]]
    options: tuple[Option, ...] = ()
