"""A provider of text messages that behaves as they do: it refuses, times out, and repeats itself.

In: messages with an idempotency key. Out: an answer, or none; later callbacks, some of them twice,
some before the answer. What it does to a message follows from the key, so that every run is alike.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from threading import Lock


class RefusedError(Exception):
    """The provider does not take the message."""


class Provider:
    """Takes messages; `on_callback` is told what became of them."""

    def __init__(self, on_callback: Callable[[str, str], None]) -> None:
        self._on_callback = on_callback
        self._lock = Lock()
        self._taken: dict[str, str] = {}
        self._timed_out: set[str] = set()
        self.sent = 0
        self.callbacks = 0

    def send(self, key: str, number: str) -> None:
        """Send one message; the same key again is the same message.

        Raises `RefusedError`; `TimeoutError` when nobody knows whether it was taken.
        """
        fate = _fate(key)
        if fate < 10:
            raise RefusedError(number)
        with self._lock:
            if key not in self._taken and not 10 <= fate < 15:
                self._take(key, number)
            if 10 <= fate < 25 and key not in self._timed_out:
                self._timed_out.add(key)
                raise TimeoutError(number)
            if key not in self._taken:
                self._take(key, number)
        if fate % 2:
            self._call_back(key)

    def was_taken(self, key: str) -> bool:
        """What the provider's own records say."""
        return key in self._taken

    def call_back_all(self) -> None:
        """The callbacks that are still to come, a third of them twice."""
        for key in sorted(self._taken):
            self._call_back(key)
            if _fate(key) % 3 == 0:
                self._call_back(key)

    def _take(self, key: str, number: str) -> None:
        self._taken[key] = number
        self.sent += 1

    def _call_back(self, key: str) -> None:
        self.callbacks += 1
        self._on_callback(key, "delivered" if _fate(key) % 5 else "submitted")


def _fate(key: str) -> int:
    """0 to 99, as good as by chance, always the same for a key."""
    return sha256(key.encode()).digest()[0] * 100 // 256
