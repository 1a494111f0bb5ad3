"""Contacts put evenly over the times at which they may be made.

In: intervals of time, and keys. Out: an instant for each key, so that what was held back overnight
does not go out in one wave at eight o'clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b

from policydsl.facts.moments import to_micros, utc
from policydsl.frozen import frozen

_DIGEST_BYTES = 16


@frozen
class Interval:
    """A stretch of time, `end` left out. Both are aware; those that policydsl gives are in UTC."""

    start: datetime
    end: datetime


def spread(key: str, intervals: Iterable[Interval], *, salt: str = "") -> datetime | None:
    """The instant, in UTC and to the microsecond, that a key gets inside some intervals.

    Keys are spread evenly over all the time of the intervals together, so that each gets its share;
    times that several cover count once. None when there is no time at all. The same key gets the
    same instant on every machine and in every version; another `salt` gives all keys others.

    The BLAKE2b digest of 16 bytes of salt, a zero byte and key (both in UTF-8) is read as a number,
    big end first, and scaled down from 2^128 to the length of the intervals in microseconds,
    rounded down; that far into the intervals, laid end to end in the order of time, lies the
    instant. Raises `ValueError` for a naive datetime.
    """
    times = _joined(intervals)
    total = sum(end - start for start, end in times)
    if not total:
        return None
    seed = salt.encode(errors="surrogatepass") + b"\0" + key.encode(errors="surrogatepass")
    number = int.from_bytes(blake2b(seed, digest_size=_DIGEST_BYTES).digest(), "big")
    offset = number * total >> 8 * _DIGEST_BYTES
    for start, end in times:
        if offset < end - start:
            break
        offset -= end - start
    return utc(start + offset)


def _joined(intervals: Iterable[Interval]) -> list[tuple[int, int]]:
    """The intervals in the order of time, those that meet as one, empty ones left out."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((to_micros(one.start), to_micros(one.end)) for one in intervals):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    return joined
