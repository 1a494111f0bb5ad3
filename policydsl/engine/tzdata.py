"""Time zone data, always from the `tzdata` package, and the versions of all data.

In: an IANA name. Out: a `ZoneInfo` and the instants at which its file says that clocks change.
`ZoneInfo(name)` prefers the files of the machine, which may be of another year than those of the
package; a decision must not depend on that.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from policydsl.core import calendars

_HEADER = struct.Struct(">4s1s15x6l")


def load_zone(name: str) -> tuple[ZoneInfo, list[int]]:
    """The zone, and its changes of clock in seconds since 1970, without those that recur for ever.

    Raises `ZoneInfoNotFoundError` for a name that is not in the data.
    """
    parts = name.split("/")
    resource = files("tzdata").joinpath("zoneinfo", *parts)
    if not all(part.strip(".") for part in parts) or not resource.is_file():
        raise ZoneInfoNotFoundError(f"no time zone {name!r}")
    data = resource.read_bytes()
    return ZoneInfo.from_file(BytesIO(data), key=name), _changes(data)


def _changes(data: bytes) -> list[int]:
    """The transition times of the second block of a TZif file (RFC 9636, section 3)."""
    magic, _, utc, standard, leaps, times, types, letters = _HEADER.unpack_from(data)
    assert magic == b"TZif"
    second = _HEADER.size + times * 5 + types * 6 + letters + leaps * 8 + standard + utc
    number = _HEADER.unpack_from(data, second)[5]
    return list(struct.unpack_from(f">{number}q", data, second + _HEADER.size))


@lru_cache(maxsize=1)
def data_versions() -> tuple[str, str]:
    """The version of the time zone data (`2026a`) and that of the calendars."""
    return import_module("tzdata").IANA_VERSION, calendars.version()
