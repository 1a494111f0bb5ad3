"""Time zones as requests name them.

In: raw values. Out: candidate zones in the order given, or problems. A zone is an IANA name of a
place: a fixed offset (`+08:00`, `UTC`, `Etc/GMT-8`) or an abbreviation (`EST`, `CST`) does not say
whose clock changes when, so it is refused, `UTC` included.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from policydsl.core.request import Zone
from policydsl.diagnostics import Text, did_you_mean
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.facts.problems import Problem, clip, unknown_field, wrong_type
from policydsl.facts.values import parse_label, parse_list

MOST_ZONES = 50
GIVEN = "given"
"""The source of a zone that does not name one."""

_OFFSET = re.compile(
    r"(UTC|GMT|UT|Z)?\s*[+-]?[0-9]{1,2}(:?[0-9]{2})?|Etc/.*|UTC|UCT|UT|GMT|GMT[+-]?0|Z|Zulu"
    r"|Universal|Greenwich",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"[A-Z]{2,5}([0-9][A-Z]{3})?|Factory")
_ZONE = Text("an IANA name such as `Asia/Shanghai`", "IANA 时区名（如 `Asia/Shanghai`）")
_OWNER = Text("a time zone", "时区")
_ZONE_LIST = Text("a list of time zones", "时区列表")


@cache
def zone_names() -> frozenset[str]:
    """Every name that may be given; places only, from the tz data that is installed with us."""
    listed = (files("tzdata") / "zones").read_text(encoding="utf-8").split()
    return frozenset(name for name in listed if name in _COUNTRIES or not _fixed(name))


# Names of countries that look like abbreviations: aliases of places, so they are accepted.
_COUNTRIES = frozenset({"GB", "NZ", "PRC", "ROC", "ROK"})


def _fixed(name: str) -> bool:
    return bool(_OFFSET.fullmatch(name) or _ABBREVIATION.fullmatch(name))


def parse_zone_name(value: object) -> str | Problem:
    """The IANA name of a place."""
    if not isinstance(value, str):
        return wrong_type(_ZONE, value)
    if value in zone_names():
        return value
    shown = {"zone": clip(value)}
    if len(value) <= 64 and _fixed(value):
        return Problem("R124", shown, ("place",))
    return Problem("R125", shown, _near(value))


def _near(value: str) -> tuple[HintSpec, ...]:
    """The zone that was meant: the same place under its area, or a slip of the hand."""
    if len(value) > 64:
        return ("place",)
    place = re.sub(r"[\s_-]+", "_", value.strip()).casefold()
    same = (
        name
        for name in sorted(zone_names())
        if place in (name.casefold(), name.rpartition("/")[2].casefold())
    )
    near = next(same, None) or next(iter(did_you_mean(value, zone_names())), None)
    return ("place",) if near is None else (("did_you_mean", {"suggestion": near}),)


def parse_zones(value: object) -> tuple[Zone, ...] | Problem:
    """A list of names or of `{zone, source}`; one entry for each name, its sources joined."""
    listed = parse_list(value, _ZONE_LIST, _parse_zone, MOST_ZONES)
    if isinstance(listed, Problem):
        return listed
    sources: dict[str, list[str]] = {}
    for zone in listed:
        known = sources.setdefault(zone.name, [])
        if zone.source not in known:
            known.append(zone.source)
    return tuple(Zone(name, ", ".join(given)) for name, given in sources.items())


def _parse_zone(value: object) -> Zone | Problem:
    if not isinstance(value, Mapping):
        name = parse_zone_name(value)
        return name if isinstance(name, Problem) else Zone(name, GIVEN)
    for key in value:
        if key not in ("zone", "source"):
            return unknown_field(key, _OWNER, ("zone", "source"))
    if "zone" not in value:
        return Problem("R110", {"field": "zone"})
    name = parse_zone_name(value["zone"])
    if isinstance(name, Problem):
        return name.under("zone")
    source = GIVEN if value.get("source") is None else parse_label(value["source"])
    return source.under("source") if isinstance(source, Problem) else Zone(name, source)
