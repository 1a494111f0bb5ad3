"""Time zones, always from the `tzdata` package.

In: an IANA name. Out: a `ZoneInfo`. `ZoneInfo(name)` prefers the files of the machine, which may be
of another year than those of the package; a decision must not depend on that.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@lru_cache(maxsize=1024)
def zone_info(name: str) -> ZoneInfo:
    """The zone of this name; raises `ZoneInfoNotFoundError` when there is none."""
    parts = name.split("/")
    resource = files("tzdata").joinpath("zoneinfo", *parts)
    if not all(part.strip(".") for part in parts) or not resource.is_file():
        raise ZoneInfoNotFoundError(f"no time zone {name!r}")
    with resource.open("rb") as file:
        return ZoneInfo.from_file(file, key=name)
