"""Which findings are meant, because the policy says so.

In: a policy as written. Out: `Ignores`: its clauses `ignore`, and which of them silenced something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policydsl.diagnostics import Diagnostic, diagnostic, did_you_mean
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.lint.lint import Finding, Ignoring, Lint, Subject
from policydsl.syntax import tree


class Ignores:
    """The clauses `ignore` of a policy."""

    __slots__ = ("_all", "_used")

    def __init__(self, subject: Subject) -> None:
        self._all = tuple(_clauses(subject))
        self._used: set[int] = set()

    def silences(self, lint: Lint, finding: Finding) -> bool:
        """Whether a finding is meant; what says so is remembered as used."""
        for number, one in enumerate(self._all):
            if one.lint.text == lint.name and one.rule is finding.rule:
                self._used.add(number)
                return True
        return False

    def leave(self, lint: Lint) -> None:
        """A lint did not look to its end, so what ignores it cannot be told to be idle."""
        self._used.update(n for n, one in enumerate(self._all) if one.lint.text == lint.name)

    def idle(self, looked: Mapping[str, Lint]) -> tuple[Ignoring, ...]:
        """Those that silenced nothing, of the lints that looked."""
        return tuple(
            one
            for number, one in enumerate(self._all)
            if number not in self._used and one.lint.text in looked
        )

    def unknown(self, known: Mapping[str, Lint]) -> Iterator[Diagnostic]:
        """An error for each name that no lint has."""
        for one in self._all:
            if one.lint.text not in known:
                yield no_such_lint(one.lint, known)


def no_such_lint(name: tree.Word, known: Mapping[str, Lint]) -> Diagnostic:
    """The error for the name of a lint that there is not."""
    close = did_you_mean(name.text, known)
    helps: tuple[HintSpec, ...] = tuple(("did_you_mean", {"suggestion": one}) for one in close)
    return diagnostic("P104", name.span, helps=helps or ("page",), name=name.text)


def _clauses(subject: Subject) -> Iterator[Ignoring]:
    for version in subject.own:
        yield from (Ignoring(one, None) for one in version.head if one.keyword == "ignore")
        for rule in version.rules:
            yield from (Ignoring(one, rule) for one in rule.clauses if one.keyword == "ignore")
