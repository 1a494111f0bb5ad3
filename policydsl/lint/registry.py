"""All lints, one line each.

In: the modules of `policydsl.lint.lints`. Out: `LINTS` in the order of their codes, `BY_NAME`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policydsl.lint.lint import Lint
from policydsl.lint.lints import (
    lasting_consent,
    late_revocation,
    looser_than_pack,
    names_alike,
    uncited_rule,
    unused_definition,
    unused_event,
    unused_fact,
    unused_ignore,
    unused_source,
    used_twice,
    values_alike,
    waiver_ending,
)

LINTS: tuple[Lint, ...] = (
    unused_ignore.LINT,
    waiver_ending.LINT,
    unused_fact.LINT,
    unused_definition.LINT,
    unused_source.LINT,
    unused_event.LINT,
    names_alike.LINT,
    looser_than_pack.LINT,
    used_twice.LINT,
    values_alike.LINT,
    lasting_consent.LINT,
    late_revocation.LINT,
    uncited_rule.LINT,
)
"""Every lint, in the order of the codes."""

BY_NAME: Mapping[str, Lint] = MappingProxyType({lint.name: lint for lint in LINTS})
"""Every lint by the name that `policydsl.toml` and `ignore` use."""
