"""The registry: every module of a lint stands in it, once, with texts and a page of its own."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest

from policydsl.diagnostics.catalogue import ENTRIES
from policydsl.lint import lints
from policydsl.lint.lint import Lint
from policydsl.lint.registry import BY_NAME, LINTS

MODULES = [module.name for module in pkgutil.iter_modules(lints.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_exports_a_lint_of_its_name(name: str) -> None:
    one = import_module(f"policydsl.lint.lints.{name}").LINT
    assert isinstance(one, Lint)
    assert one.name == name
    assert one in LINTS


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [one.code for one in LINTS]
    assert codes == sorted(set(codes))
    assert len(BY_NAME) == len(LINTS) == len(MODULES)


@pytest.mark.parametrize("one", LINTS, ids=lambda one: one.name)
def test_a_lint_has_texts_and_sensible_options(one: Lint) -> None:
    assert re.fullmatch("W[123][0-9]{2}", one.code)
    assert re.fullmatch("[a-z]+(_[a-z]+)*", one.name)
    assert ENTRIES[one.code].hints
    for option in one.options:
        assert option.least <= option.default <= option.most
        assert option.name != "severity"


def test_every_code_of_the_families_belongs_to_a_lint() -> None:
    codes = {code for code in ENTRIES if re.fullmatch("W[123][0-9]{2}", code)}
    assert codes == {one.code for one in LINTS}
