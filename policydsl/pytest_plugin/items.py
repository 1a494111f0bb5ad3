"""Cases and stories as items of pytest.

In: a test file of policies. Out: an item for each case and each story, which fails with what
`policydsl test` shows.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policydsl.cli.test_report.text import failure_text
from policydsl.diagnostics import Diagnostic
from policydsl.diagnostics.render_text import render
from policydsl.testing import FileReport, Outcome, run
from policydsl.testing.reading import Written, read_tests

LANG = "policydsl_lang"
"""The setting that holds the language of failures."""


class PolicyTestFile(pytest.File):
    """One file; it is run once, when the first of its items is."""

    _report: FileReport | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each case and each story."""
        tests = read_tests(self.path, _shown(self.path))
        if tests.problems:
            raise self.CollectError(told(tests.problems, self.config))
        for written in (*tests.cases, *tests.stories):
            yield PolicyTest.from_parent(self, name=written.name, written=written)

    def report(self) -> FileReport:
        """What became of the whole file."""
        if self._report is None:
            [self._report] = run([_shown(self.path)]).files
        return self._report


class PolicyTest(pytest.Item):
    """A case, or a story with all its steps."""

    def __init__(self, *, written: Written, **given: Any) -> None:
        super().__init__(**given)
        self._written = written

    def runtest(self) -> None:
        """Fail with everything that is not as expected."""
        assert isinstance(self.parent, PolicyTestFile)
        report = self.parent.report()
        if report.diagnostics:
            raise PolicyTestError(told(report.diagnostics, self.config))
        places = {self._written.span, *(step.span for step in self._written.steps)}
        found = [one for one in report.outcomes if one.span in places]
        failed = [one for one in found if not one.passed]
        if failed or not found:
            raise PolicyTestError(_failures(failed, self.config))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The failure as `policydsl test` shows it."""
        if isinstance(excinfo.value, PolicyTestError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the test is written."""
        return self.path, self._written.span.line - 1, self.name


class PolicyTestError(Exception):
    """A test of a policy that failed; its text is what to show."""


def _failures(failed: list[Outcome], config: pytest.Config) -> str:
    lang = config.getini(LANG)
    return "\n".join(failure_text(one, lang, colour=False) for one in failed)


def told(found: tuple[Diagnostic, ...], config: pytest.Config) -> str:
    """Diagnostics in the language of the session."""
    return render(found, config.getini(LANG), False)


def _shown(path: Path) -> str:
    return os.path.relpath(path)
