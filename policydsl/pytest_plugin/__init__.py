"""The tests of policies under pytest: each case and each story of a `*.test.yaml` is an item.

In: a pytest session. Out: its items. A file that does not begin as a test file of policies is left
to others. Every pytest session where policydsl is installed imports this module, so it imports
nothing of policydsl until there is such a file; pytest is no dependency.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import cast

import pytest

_SUFFIXES = (".test.yaml", ".test.yml")
_OURS = re.compile(rb"""^(?:\xef\xbb\xbf)?(?:tests|"tests"|'tests')[ \t]*:""", re.MULTILINE)
_MOST_BYTES = 1024 * 1024
_LANG = "policydsl_lang"
_LANGUAGES = ("en", "zh")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The language of failures, as a setting."""
    about = "language in which failures of policies are told: en or zh"
    parser.addini(_LANG, about, default="en")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a language that there is not."""
    lang = config.getini(_LANG)
    if lang not in _LANGUAGES:
        raise pytest.UsageError(f"{_LANG} wants {' or '.join(_LANGUAGES)}, not {lang}")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The tests in a file, if it is one of policies."""
    if not file_path.name.endswith(_SUFFIXES) or not _is_ours(file_path):
        return None
    items = import_module("policydsl.pytest_plugin.items")
    return cast(pytest.Collector, items.PolicyTestFile.from_parent(parent, path=file_path))


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _OURS.search(file.read(_MOST_BYTES)) is not None
    except OSError:
        # What cannot be read is not passed over: it fails.
        return True
