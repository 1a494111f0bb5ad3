"""The errors of a ledger that cannot be reached, or does not answer in time.

In: seconds, reasons. Out: `LedgerUnavailableError` with L105 or L106.
"""

from __future__ import annotations

from policydsl.diagnostics import Text, diagnostic
from policydsl.errors import LedgerUnavailableError


def timed_out(seconds: float) -> LedgerUnavailableError:
    """The ledger did not answer within so many seconds."""
    return LedgerUnavailableError([diagnostic("L106", seconds=f"{seconds:g}")])


def unreachable(reason: str | Text) -> LedgerUnavailableError:
    """The ledger cannot be reached, for a reason."""
    return LedgerUnavailableError([diagnostic("L105", helps=[("reason", {"reason": reason})])])
