"""`ignore` where there is nothing to ignore.

What it does: reports every `ignore` of a rule, a ladder or the head of a policy whose lint finds
nothing there.

Why: an `ignore` says that somebody looked at a trouble and accepted it. When the trouble is gone,
the reason beside it describes what is no longer so, and the same trouble, made anew by a later
change, would be silenced by a decision that was about something else.

Example:

    quiet hours night
      from 22:00 to 08:00
      ignore week_hole because "Sunday is agreed with the works council"

Instead: remove the line.

Not reported: an `ignore` of a lint that is switched off in `policydsl.toml`.

In: a policy, and which of its `ignore`s silenced nothing. Out: findings, without a request: that
nothing is found is what they say.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics import diagnostic
from policydsl.lint.lint import Finding, Lint, Subject


def _look(subject: Subject) -> Iterator[Finding]:
    for one in subject.idle:
        help_ = "remove" if one.rule is not None else "remove_head"
        found = diagnostic("W301", one.clause.span, helps=[help_], lint=one.lint.text)
        yield Finding(found, (), one.rule)


LINT = Lint("W301", "unused_ignore", _look)
