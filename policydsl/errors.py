"""The exceptions of the public edge; each carries all its diagnostics.

PolicydslError
├── PolicyError     a policy that cannot be used
├── RequestError    a request that cannot be judged
└── LedgerError     what a ledger was asked for cannot be done
    └── LedgerUnavailableError  it cannot be reached, or does not answer in time
"""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.diagnostics import Diagnostic
from policydsl.diagnostics.render_text import render


class PolicydslError(Exception):
    """What all errors of policydsl are; `diagnostics` holds every one, in order."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n" + render(self.diagnostics)


class PolicyError(PolicydslError):
    """A policy has errors, or its files cannot be read."""


class RequestError(PolicydslError):
    """A request is not one that the policy can judge; each diagnostic has a JSON path."""


class LedgerError(PolicydslError):
    """What was asked of a ledger cannot be done."""


class LedgerUnavailableError(LedgerError):
    """A ledger cannot be reached, or does not answer in time; trying again later may help."""
