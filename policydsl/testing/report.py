"""What a run of tests found.

In: nothing. Out: frozen types that every way of reporting reads.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from policydsl.core.request import Request
from policydsl.diagnostics import Diagnostic, Span
from policydsl.engine.decision import Decision
from policydsl.frozen import frozen
from policydsl.testing.coverage import PolicyCoverage


class Absent:
    """The type of `ABSENT`."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()
"""Nothing stands there; `None` is a value of decisions."""


@frozen
class Mismatch:
    """One field that is not as expected.

    `expected` and `got` are JSON values; `ABSENT` where nothing is expected or nothing was got.
    """

    field: str
    expected: Any
    got: Any


@frozen
class Outcome:
    """What became of one case, or of one step of a story.

    `diagnostics` say why it could not be judged or proves nothing; `mismatches` how the decision
    is not as expected; `allowed` whether the contact may be made. `decision` and `request` are
    kept of what failed.
    """

    name: str
    span: Span
    diagnostics: tuple[Diagnostic, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    allowed: bool = False
    decision: Decision | None = None
    request: Request | None = None

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.diagnostics and not self.mismatches


@frozen
class FileReport:
    """One test file. With `diagnostics` it could not be run at all; `policy` is what it tests."""

    name: str
    policy: str | None
    outcomes: tuple[Outcome, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0

    @property
    def passed(self) -> int:
        """How many outcomes are as expected."""
        return sum(outcome.passed for outcome in self.outcomes)

    @property
    def failed(self) -> int:
        """How many are not."""
        return len(self.outcomes) - self.passed


@frozen
class Report:
    """A whole run. `diagnostics` are about the paths asked for; `coverage` is there when asked."""

    files: tuple[FileReport, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    coverage: tuple[PolicyCoverage, ...] = field(default=())
    seconds: float = 0.0

    @property
    def passed(self) -> int:
        """How many cases and steps passed."""
        return sum(file.passed for file in self.files)

    @property
    def failed(self) -> int:
        """How many did not."""
        return sum(file.failed for file in self.files)

    @property
    def unreadable(self) -> int:
        """How many files could not be run at all."""
        return sum(bool(file.diagnostics) for file in self.files)

    @property
    def exit_code(self) -> int:
        """0 when all passed, 1 with failures, 2 when something could not be read or run."""
        if self.diagnostics or self.unreadable:
            return 2
        return 1 if self.failed else 0
