"""What time alone will change, in words: next eligible, valid until, lifts, what is waited for.

In: a decision's outlook and its request. Out: lines of text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policydsl.cli.texts import text
from policydsl.core.outlook import Awaited, Wait
from policydsl.core.request import Request
from policydsl.diagnostics.visible import visible
from policydsl.pictures.times import first_zone, length_text, spoken_text

_MOST_NAMES = 8


def outlook_line(key: str, instant: int | None, request: Request, lang: str) -> Iterator[str]:
    """The text `next_eligible`, `valid_until` or `lifts` with an instant, if there is one."""
    if instant is None:
        return
    when = when_text(instant, request.at, first_zone(request), lang)
    if when is not None:
        yield text(key, lang, when=when, length=length_text(instant - request.at, lang))


def when_text(instant: int, now: int | None, zone: str, lang: str) -> str | None:
    """An instant in words, as said `now`; None beyond the calendar."""
    try:
        return spoken_text(instant, now, zone, lang)
    except OverflowError:
        return None


def waits_lines(waits: Iterable[Wait], days: int, lang: str) -> Iterator[str]:
    """A line for each thing that is waited for; `days` is the horizon."""
    for wait in waits:
        key = f"waits_{wait.kind}"
        if wait.kind is Awaited.HORIZON and wait.rule is not None:
            key = "waits_time"
        said = text(key, lang, names=names_text(wait.names, lang), days=days)
        yield said if wait.rule is None else f"{said}  ({visible(wait.rule)})"


def names_text(names: Sequence[str], lang: str) -> str:
    """Names in a row; of very many, how many more there are."""
    shown = text("comma", lang).join(map(visible, names[:_MOST_NAMES]))
    left = len(names) - _MOST_NAMES
    return shown + text("more", lang, number=left) if left > 0 else shown
