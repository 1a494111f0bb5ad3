"""A source that no rule cites.

What it does: reports a `source` that no `cite` of the policy names.

Why: the sources are what a reviewer reads beside the policy. One that nothing cites suggests that
the policy covers it; often a rule was removed, or a `cite` was forgotten.

Example:

    source gbt = "GB/T 45251-2025"

Instead: cite it where a rule rests on it, or remove it.

In: a policy. Out: findings, without a request: the evaluator does not read sources.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics import diagnostic
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.syntax import tree


def _look(subject: Subject) -> Iterator[Finding]:
    for version in subject.own:
        values = (clause.value for rule in version.rules for clause in rule.clauses)
        cited = {one.source.text for one in values if isinstance(one, tree.Citation)}
        for source in version.sources:
            if source.name.text not in cited:
                name = source.name.text
                yield Finding(diagnostic("W305", source.name.span, helps=["cite"], name=name), ())


LINT = Lint("W305", "unused_source", _look)
