"""What `policydsl.toml` says, checked.

In: nothing. Out: `Settings`; without a file they are the defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from types import MappingProxyType

from policydsl.diagnostics import Severity, Span
from policydsl.frozen import frozen


@frozen
class Setting:
    """What `[lint]` says of one lint; None switches it off. `span` is where it says so."""

    severity: Severity | None
    span: Span


@frozen
class LintOption:
    """A number that `[lint.NAME]` sets; `named` is where the lint is named, if that is known."""

    value: int
    span: Span
    named: Span | None = None


_NO_SEVERITIES: Mapping[str, Setting] = MappingProxyType({})
_NO_OPTIONS: Mapping[tuple[str, str], LintOption] = MappingProxyType({})


@frozen
class LintSettings:
    """`[lint]`: severities by the name of a lint; options by the name of a lint and their own."""

    severities: Mapping[str, Setting] = field(default_factory=lambda: _NO_SEVERITIES)
    options: Mapping[tuple[str, str], LintOption] = field(default_factory=lambda: _NO_OPTIONS)


@frozen
class TestSettings:
    """`[test]`: the least that a run of tests must reach, each a percentage from 0 to 100.

    None asks for nothing.
    """

    __test__ = False  # no tests, though pytest would think so by the name

    coverage: int | None = None
    bounds: int | None = None
    mutation: int | None = None


@frozen
class Settings:
    """The settings of a project.

    `folder` is where `policydsl.toml` stands, None without one. `paths` are what `check` looks at
    when the command line names nothing, relative to it.
    """

    folder: Path | None = None
    paths: tuple[str, ...] = ()
    lint: LintSettings = field(default_factory=LintSettings)
    test: TestSettings = field(default_factory=TestSettings)
