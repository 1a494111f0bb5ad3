"""Looks at a text with one lint.

In: a policy without its head, and the name of a lint. Out: what the lint finds.
"""

from __future__ import annotations

from datetime import date

import policydsl
from policydsl.lint.lint import Finding, Subject
from policydsl.lint.registry import BY_NAME

HEAD = 'policy house "House"\n  otherwise deny\n  time zone of recipient\n'
TODAY = date(2026, 3, 4)


def found(lint: str, text: str, head: str = HEAD, **options: int) -> list[Finding]:
    """The findings of a lint in the first policy of a text, with options or their defaults."""
    one = BY_NAME[lint]
    policy = policydsl.load_text(head + text)
    name = policy.trees[0].name.text
    own = tuple(version for version in policy.trees if version.name.text == name)
    values = {option.name: options.get(option.name, option.default) for option in one.options}
    return list(one.look(Subject(name, own, policy, TODAY, values)))
