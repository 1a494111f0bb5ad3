"""All lints, one line each.

In: the modules of `policydsl.lint.lints`. Out: `LINTS` in the order of their codes, `BY_NAME`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policydsl.lint.lint import Lint
from policydsl.lint.lints import unused_ignore

LINTS: tuple[Lint, ...] = (unused_ignore.LINT,)
"""Every lint, in the order of the codes."""

BY_NAME: Mapping[str, Lint] = MappingProxyType({lint.name: lint for lint in LINTS})
"""Every lint by the name that `policydsl.toml` and `ignore` use."""
