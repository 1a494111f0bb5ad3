"""What `policydsl.toml` says of lints, put to use.

In: the settings of lints, read but not yet known to name lints that exist. Out: everything wrong
with them, and for each lint its level and its options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policydsl.diagnostics import Diagnostic, Severity, Text, diagnostic, did_you_mean, every
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.lint.ignoring import no_such_lint
from policydsl.lint.lint import Lint
from policydsl.project.settings import LintOption, LintSettings
from policydsl.syntax import tree


def problems(settings: LintSettings, known: Mapping[str, Lint]) -> Iterator[Diagnostic]:
    """What is wrong: names of no lint, options that a lint does not have, numbers out of range."""
    for name, setting in settings.severities.items():
        if name not in known:
            yield no_such_lint(tree.Word(name, setting.span), known)
    for (name, key), option in settings.options.items():
        if name in known:
            yield from _of_option(known[name], key, option)
        elif name not in settings.severities:
            yield no_such_lint(tree.Word(name, option.named or option.span), known)


def _of_option(lint: Lint, key: str, given: LintOption) -> Iterator[Diagnostic]:
    option = next((one for one in lint.options if one.name == key), None)
    if option is None:
        yield _no_option(lint, key, given)
    elif not option.least <= given.value <= option.most:
        wanted = Text(
            f"a whole number from {option.least} to {option.most}",
            f" {option.least} 至 {option.most} 的整数",
        )
        name = f"lint.{lint.name}.{key}"
        yield diagnostic("P103", given.span, name=name, wanted=wanted, value=str(given.value))


def _no_option(lint: Lint, key: str, given: LintOption) -> Diagnostic:
    names = [*(one.name for one in lint.options), "severity"]
    helps: list[HintSpec] = [
        ("did_you_mean", {"suggestion": one}) for one in did_you_mean(key, names)
    ]
    if not helps:
        helps = [("options", {"keys": every(names)}) if lint.options else "none"]
    return diagnostic("P105", given.span, helps=helps, lint=lint.name, name=key)


def is_off(lint: Lint, settings: LintSettings) -> bool:
    """Whether a lint is switched off."""
    setting = settings.severities.get(lint.name)
    return setting is not None and setting.severity is None


def level_of(lint: Lint, settings: LintSettings) -> Severity | None:
    """The level that is set for a lint; None leaves it as the catalogue has it."""
    setting = settings.severities.get(lint.name)
    return None if setting is None else setting.severity


def options_of(lint: Lint, settings: LintSettings) -> Mapping[str, int]:
    """The options of a lint, those that are not set at their defaults."""
    given = settings.options
    return {
        one.name: given[lint.name, one.name].value
        if (lint.name, one.name) in given
        else one.default
        for one in lint.options
    }
