"""The options of `policydsl when`, checked.

In: what was written on the command line. Out: `Asked`, or what is wrong, in words.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import timedelta

from policydsl.cli.texts import text
from policydsl.core.outlook import DEFAULT_HORIZON_DAYS, MOST_HORIZON_DAYS
from policydsl.diagnostics import did_you_mean
from policydsl.diagnostics.visible import visible
from policydsl.facts.zones import zone_names
from policydsl.frozen import frozen

MOST_DAYS = 62
_DAYS_OF_A_FILE = 7
"""How many days a picture in a file shows when it is not said."""
_ALL = "all"
_LONGEST_SHOWN = 60


@frozen
class Asked:
    """How far ahead to look, and what to draw: `days` None draws nothing, `zone` None is the
    recipient's first, `channels` None the proposal's own."""

    horizon_days: int
    days: int | None
    zone: str | None
    channels: tuple[str, ...] | None

    @property
    def horizon(self) -> timedelta:
        """How far ahead to look."""
        return timedelta(days=self.horizon_days)


def read_options(options: Namespace, channels: Sequence[str]) -> Asked | str:
    """The options, or what is wrong with the first that is wrong.

    `channels` are those that the policy knows.
    """
    lang = options.lang
    horizon = _number(options.horizon, MOST_HORIZON_DAYS, DEFAULT_HORIZON_DAYS)
    if horizon is None:
        return text("bad_horizon", lang, most=MOST_HORIZON_DAYS, given=_given(options.horizon))
    is_file = options.format in ("svg", "html")
    days = _number(options.days, MOST_DAYS, _DAYS_OF_A_FILE if is_file else 0)
    if days is None:
        return text("bad_days", lang, most=MOST_DAYS, given=_given(options.days))
    zone = options.zone
    if zone is not None and zone != "UTC" and zone not in zone_names():
        return text("bad_zone", lang, given=_given(zone)) + _near(zone, sorted(zone_names()), lang)
    asked = _channels(options.channels, channels)
    for name in asked or ():
        if name not in channels:
            known = text("comma", lang).join(map(visible, channels))
            said = text("bad_channel", lang, given=_given(name), known=known)
            return said + _near(name, channels, lang)
    return Asked(horizon, days or None, zone, asked)


def _number(given: str | None, most: int, default: int) -> int | None:
    """A whole number from 1 to `most`; None for anything else."""
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(most))):
        return None
    return int(given) if 1 <= int(given) <= most else None


def _channels(given: str | None, known: Sequence[str]) -> tuple[str, ...] | None:
    if given is None:
        return None
    if given == _ALL:
        return tuple(known)
    return tuple(dict.fromkeys(name.strip() for name in given.split(",")))


def _given(value: str) -> str:
    return visible(value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…")


def _near(given: str, known: Sequence[str], lang: str) -> str:
    """A question after the message, when something known is near to what was given."""
    near = next(iter(did_you_mean(given, known)), None) if len(given) <= _LONGEST_SHOWN else None
    if near is None:
        return ""
    return "; " + text("did_you_mean", lang, suggestion=visible(near))
