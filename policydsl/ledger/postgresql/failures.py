"""What goes wrong between here and a server, and what is said of it.

In: what libpq and the server report. Out: three exceptions of this package, and `LedgerError`s.
"""

from __future__ import annotations

from policydsl.diagnostics.catalogue.entry import Text
from policydsl.diagnostics.diagnostic import diagnostic
from policydsl.errors import LedgerError, LedgerUnavailableError

SERIALIZATION, DEADLOCK, UNIQUE = "40001", "40P01", "23505"
AGAIN = frozenset((SERIALIZATION, DEADLOCK))
NO_CHANGE = "PD001"
"""The state of errors that our own tables raise for a change of what must not change."""

_LATE = frozenset(("55P03", "57014", *AGAIN))
_CHARACTERS = frozenset(("22021", "22P05"))
_TOO_LONG = "54000"
_GONE = frozenset(("57P01", "57P02", "57P03", "57P04", "57P05", "25P03"))
_OUTDATED = "0A000"
"""A prepared statement whose tables have changed since: prepared anew, it works."""

_LONGEST_REASON = 300
_NO_REASON = Text("the connection was lost", "连接已中断")


class FailureError(Exception):
    """What goes wrong here; never what a user of a store sees."""


class LostError(FailureError):
    """There is no connection, or no longer; the reason is the text."""


class DoubtfulError(LostError):
    """The connection was lost when nobody knew any more whether the transaction would commit."""


class LateError(FailureError):
    """The time is up."""


class RefusedError(FailureError):
    """The server refused a statement, which left nothing behind."""

    def __init__(self, state: str, message: str) -> None:
        self.state = state
        super().__init__(message)

    @property
    def gone(self) -> bool:
        """Whether the connection is of no use any more."""
        return self.state in _GONE or self.state == _OUTDATED


class UnkeptError(FailureError):
    """A text that PostgreSQL cannot keep."""

    def __init__(self, hint: str, **args: str) -> None:
        self.hint, self.args_of_hint = hint, args
        super().__init__(hint)


def reported(failure: FailureError, timeout: float) -> Exception:
    """What the user of a store gets; `timeout` in seconds."""
    if isinstance(failure, UnkeptError):
        return _unkept(failure)
    if isinstance(failure, LateError):
        return _late(timeout)
    if not isinstance(failure, RefusedError):
        return unavailable(str(failure))
    if failure.state == NO_CHANGE:
        return ValueError(str(failure))
    if failure.state in _LATE:
        return _late(timeout)
    if failure.state in _CHARACTERS:
        return _unkept(UnkeptError("character", character="U+0000"))
    if failure.state == _TOO_LONG:
        return _unkept(UnkeptError("length"))
    return unavailable(str(failure))


def unavailable(reason: str) -> LedgerUnavailableError:
    """The error for a server that cannot be reached, or cannot do its work."""
    words = " ".join(reason.split())[:_LONGEST_REASON] or _NO_REASON
    return LedgerUnavailableError([diagnostic("L105", helps=(("reason", {"reason": words}),))])


def _late(timeout: float) -> LedgerUnavailableError:
    return LedgerUnavailableError([diagnostic("L106", seconds=f"{timeout:g}")])


def _unkept(failure: UnkeptError) -> LedgerError:
    return LedgerError([diagnostic("L107", helps=((failure.hint, failure.args_of_hint),))])
