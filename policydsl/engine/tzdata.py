"""When clocks change, from the `tzdata` package, and the versions of all data.

In: an IANA name. Out: the instants at which its file says that clocks change.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from importlib import import_module
from importlib.resources import files

from policydsl.core import calendars

_HEADER = struct.Struct(">4s1s15x6l")


def clock_changes(name: str) -> list[int]:
    """The changes of a zone in seconds since 1970, without those that recur for ever.

    `name` is one that `policydsl.core.zones.zone_info` accepts. These are the transition times of
    the second block of a TZif file (RFC 9636, section 3).
    """
    data = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    magic, _, utc, standard, leaps, times, types, letters = _HEADER.unpack_from(data)
    assert magic == b"TZif"
    second = _HEADER.size + times * 5 + types * 6 + letters + leaps * 8 + standard + utc
    number = _HEADER.unpack_from(data, second)[5]
    return list(struct.unpack_from(f">{number}q", data, second + _HEADER.size))


@lru_cache(maxsize=1)
def data_versions() -> tuple[str, str]:
    """The version of the time zone data (`2026a`) and that of the calendars."""
    return import_module("tzdata").IANA_VERSION, calendars.version()
