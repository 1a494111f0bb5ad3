"""The chain of decision records: each carries the hash of what came before it.

In: hashes and texts. Out: hashes. A record that is changed, left out or put elsewhere in its lane
no longer fits the hash of the next.
"""

from __future__ import annotations

from hashlib import sha256


def beginning(lane: str) -> str:
    """The hash before the first record of a lane; 64 hexadecimal digits, as all."""
    return sha256(b"policydsl decision records\0" + lane.encode()).hexdigest()


def link(before: str, text: str) -> str:
    """The hash of a record that follows one with the hash `before`."""
    return sha256(bytes.fromhex(before) + text.encode()).hexdigest()
