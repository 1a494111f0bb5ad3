"""A picture of a person's counters as SVG: a bar for each, with a dot for all that counts.

In: a `Standing`, and how windows are said. Out: SVG that stands alone: no script, no font, nothing
fetched. Everything that an author or a caller wrote is escaped. Left of now are the contacts, right
of it a ring for each where it leaves the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policydsl.diagnostics.visible import width
from policydsl.frozen import frozen
from policydsl.gate.standing import Counted, Held, Standing
from policydsl.pictures.counters.axis import Axis, axis_of
from policydsl.pictures.counters.legend import FAINT, FREE, FULL, dot, legend, ring
from policydsl.pictures.counters.texts import text
from policydsl.pictures.markup import element, label, plain
from policydsl.pictures.times import dated_text, first_zone, on_clock

_WIDTH, _LEFT, _RIGHT = 960, 24, 936
_HEAD, _PITCH, _BAR_TOP, _BAR, _FOOT = 58, 118, 40, 32, 44
_INK, _LINE, _TRACK, _WINDOW = "#1a1a1a", "#c9ced6", "#f4f5f7", "#dbe9f6"
_FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"
_MOST_BOXES, _BOX = 24, 12
_MOST_DOTS, _NEAR = 200, 11
_SHIFTS = (0, -10, 10, -5, 5)
_LABEL_ROOM, _NOW_ROOM = 46, 30
_LONGEST = 96


@frozen
class _Scene:
    """What the bars of one picture share."""

    now: int
    zone: str
    lang: str
    say_window: Callable[[str], str]

    def at(self, instant: int) -> str:
        """An instant to the minute."""
        return on_clock(instant, self.zone).strftime("%Y-%m-%d %H:%M")


def counters_svg(
    standing: Standing, person: str, lang: str, say_window: Callable[[str], str]
) -> str:
    """The picture, as a file."""
    zone = first_zone(next(iter(standing.requests.values())))
    scene = _Scene(standing.at, zone, lang, say_window)
    title = text("title", lang, person=person)
    body = [
        label(_LEFT, 28, _clipped(title), font_size=16, font_weight="bold"),
        label(_RIGHT, 28, dated_text(standing.at, zone), fill=FAINT, text_anchor="end"),
    ]
    top = _HEAD
    for held in standing.held:
        body.append(element("g", "\n".join(["", *_counter(scene, held, top), ""])))
        top += _PITCH
    if not standing.held:
        body.append(label(_LEFT, top + 14, text("no_counters", lang), fill=FAINT))
        top += 30
    body += legend(_LEFT, top + 12, lang)
    height = top + _FOOT
    said = "\n".join(plain(_described(scene, held)) for held in standing.held)
    inside = [
        element("title", plain(title), id="title"),
        element("desc", said, id="desc"),
        element("rect", width=_WIDTH, height=height, fill="#ffffff"),
        *body,
    ]
    return (
        element(
            "svg",
            "\n".join(["", *inside, ""]),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_WIDTH} {height}",
            width=_WIDTH,
            height=height,
            role="img",
            aria_labelledby="title desc",
            font_family=_FONT,
            font_size=12,
            fill=_INK,
        )
        + "\n"
    )


def _clipped(said: str) -> str:
    """A text that leaves room for what stands beside it."""
    if width(said) <= _LONGEST:
        return said
    return said[: _LONGEST // 2] + "…"


def _described(scene: _Scene, held: Held) -> str:
    key = ", ".join(f"{name} {value}" for name, value in held.measure.key if value)
    return f"{held.rule} {key}: {_used(scene, held)}"


def _used(scene: _Scene, held: Held) -> str:
    measure = held.measure
    said = text("used", scene.lang, used=measure.used, limit=measure.limit)
    if measure.possible > measure.used:
        said += text("possible", scene.lang, possible=measure.possible)
    return said


def _counter(scene: _Scene, held: Held, top: int) -> Iterator[str]:
    """Heading, places, and the bar with its axis."""
    hue = FULL if held.measure.used >= held.measure.limit else FREE
    key = ", ".join(f"{name} {value}" for name, value in held.measure.key if value)
    window = scene.say_window(held.measure.window)
    yield label(_LEFT, top + 12, _clipped(held.rule), font_weight="bold", font_size=13)
    yield label(_LEFT, top + 30, _clipped(f"{key} · {window}" if key else window), fill=FAINT)
    yield label(_RIGHT, top + 12, _used(scene, held), text_anchor="end", fill=hue, font_size=13)
    frees = held.measure.frees_at
    if frees is not None:
        said = text("frees", scene.lang, at=scene.at(frees))
        yield label(_RIGHT, top + 30, said, text_anchor="end", fill=hue)
    else:
        yield from _places(held, top + 20, hue)
    yield from _bar(scene, held, axis_of(held, scene.now, scene.zone), top + _BAR_TOP, hue)


def _places(held: Held, y: int, hue: str) -> Iterator[str]:
    """A box for each place of a limit that is not large: full ones are taken."""
    limit = held.measure.limit
    if limit > _MOST_BOXES:
        return
    for number in range(limit):
        x = _RIGHT - (limit - number) * (_BOX + 3) + 3
        fill = hue if number < held.measure.used else "#ffffff"
        shape = {"width": _BOX, "height": _BOX, "rx": 2, "fill": fill, "stroke": hue}
        dashes = "2 2" if held.measure.used <= number < held.measure.possible else "none"
        yield element("rect", x=x, y=y, stroke_dasharray=dashes, **shape)


def _bar(scene: _Scene, held: Held, axis: Axis, y: int, hue: str) -> Iterator[str]:
    frame = {"x": _LEFT, "y": y, "width": _RIGHT - _LEFT, "height": _BAR, "rx": 3}
    yield element("rect", **frame, fill=_TRACK, stroke=_LINE)
    now = _x(axis, scene.now)
    since = _LEFT if held.since is None else _x(axis, held.since)
    inside = {"x": since, "y": y, "width": round(now - since, 2), "height": _BAR}
    yield element("rect", **inside, fill=_WINDOW)
    yield from _ticks(axis, now, y + _BAR)
    yield element("path", d=f"M{now} {y - 3}V{y + _BAR + 3}", stroke=_INK, stroke_width=2)
    counted = held.counted[-_MOST_DOTS:]
    middle = y + _BAR / 2
    places = [_x(axis, one.event.at) for one in counted]
    leaving = [one for one in counted if one.leaves_at is not None]
    rings = [_x(axis, one.leaves_at or 0) for one in leaving]
    for one, x, shift in zip(leaving, rings, _shifts(rings), strict=True):
        hint = text("hint_leaves", scene.lang, id=one.event.id, at=scene.at(one.leaves_at or 0))
        yield ring(x, middle + shift, hue, hint)
    for one, x, shift in zip(counted, places, _shifts(places), strict=True):
        yield _dot(scene, one, x, middle + shift, hue)
    yield label(
        now, y + _BAR + 17, text("now", scene.lang), text_anchor="middle", font_weight="bold"
    )
    if len(counted) < len(held.counted):
        said = text("more", scene.lang, number=len(held.counted) - len(counted))
        yield label(_LEFT + 6, y + _BAR / 2 + 4, said, fill=FAINT, font_size=11)


def _dot(scene: _Scene, one: Counted, x: float, y: float, hue: str) -> str:
    hint = text("hint_counts", scene.lang, id=one.event.id, at=scene.at(one.event.at))
    return dot(x, y, hue, hint, is_sure=one.is_sure, is_place=one.event.reserved)


def _shifts(places: list[float]) -> list[float]:
    """How far up or down marks stand that would cover one another."""
    shifts: list[float] = []
    last, count = -float(_WIDTH), 0
    for x in places:
        count = count + 1 if x - last < _NEAR else 0
        last = x
        shifts.append(_SHIFTS[count % len(_SHIFTS)])
    return shifts


def _ticks(axis: Axis, now: float, y: int) -> Iterator[str]:
    """Marks below the bar; a label only where it covers neither another nor now."""
    last = float(_LEFT)
    for instant, said in axis.ticks():
        x = _x(axis, instant)
        yield element("path", d=f"M{x} {y}v4", stroke=FAINT)
        room = len(said) * 7
        fits = x - last >= min(room, _LABEL_ROOM) and abs(x - now) >= _NOW_ROOM + room / 4
        if fits and x + room / 2 <= _RIGHT + 16:
            yield label(x, y + 17, said, text_anchor="middle", fill=FAINT, font_size=11)
            last = x + room / 2


def _x(axis: Axis, instant: int) -> float:
    """How far right an instant is."""
    return round(_LEFT + 6 + axis.share(instant) * (_RIGHT - _LEFT - 12), 2)
