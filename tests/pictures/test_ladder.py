"""Pictures of ladders: well-formed, within their frame, safe, and the same in letters."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from policydsl.core.policy import DayPoint
from policydsl.pictures.ladder.drawing import Bar, LadderDrawing
from policydsl.pictures.ladder.letters import ladder_text
from policydsl.pictures.ladder.svg import ladder_svg

SVG = "{http://www.w3.org/2000/svg}"
DUE = "debt.due_on"


def bar(name: str, start: int | None, end: int | None = None, **more: object) -> Bar:
    first, last = (None if day is None else DayPoint(day, DUE) for day in (start, end))
    said = {"days": f"from day {start}", "channels": "voice or SMS", **more}
    return Bar(name=name, start=first, end=last, **said)  # type: ignore[arg-type]  # by test


NINE = LadderDrawing(
    "Steps",
    "days from the due date",
    (
        bar("reminder", -7, 1, lines=("at most 3 attempts ever",)),
        bar("note", 1, 31, lines=("at most 2 attempts in the current calendar day",) * 2),
        bar("robot", 4, waits=("note",)),
        bar(
            "agent", 11, approval="call_reviewer", lines=("only once robot was attempted 2 times",)
        ),
        bar("trace", 31, waits=("agent",)),
        bar("visit", 45, 120, approval="field_manager"),
        bar("notice", 60, waits=("agent", "visit")),
        bar("court", 90, waits=("notice",), approval="legal"),
        bar("sale", 360, waits=("nobody", "sale", "court"), lines=("x" * 400,)),
    ),
    ("holds while: promised is the case", "y" * 400),
)
HOSTILE = LadderDrawing(
    "<b>&\x1b",
    "\u202eaxis",
    (bar("<i>", 1, channels='"><script>', lines=("]]>&amp;",), approval="<a>\x07"),),
    ("</svg>",),
)
ALONE = LadderDrawing("Steps", "", (bar("offer", None), bar("counsel", None, waits=("offer",))))
MANY = LadderDrawing("Steps", "days", tuple(bar(f"s{n}", 3 * n, 3 * n + 2) for n in range(40)))


@pytest.mark.parametrize(
    "drawing", [NINE, HOSTILE, ALONE, MANY], ids=["nine", "hostile", "alone", "many"]
)
def test_the_picture_is_whole_and_inside_its_frame(drawing: LadderDrawing) -> None:
    root = ElementTree.fromstring(ladder_svg(drawing))
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x", -1)) <= width
        assert 0 <= float(text.get("y", -1)) <= height
    for path in root.iter(f"{SVG}path"):
        for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path.get("d", "")):
            assert 0 <= float(x) <= width and 0 <= float(y) <= height
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "rect", "path", "text", "title"}


def bars(drawing: LadderDrawing) -> list[tuple[float, float]]:
    """Where the bars begin and end."""
    root = ElementTree.fromstring(ladder_svg(drawing))
    found = []
    for path in root.iter(f"{SVG}path"):
        if path.find(f"{SVG}title") is not None:
            numbers = [float(x) for x in re.findall(r"[MHL]([\d.]+)", path.get("d", ""))]
            found.append((min(numbers), max(numbers)))
    return found


def test_bars_begin_and_end_by_their_days() -> None:
    found = bars(NINE)
    assert len(found) == 9
    begins = [begin for begin, _ in found]
    assert begins == sorted(begins) and len(set(begins)) == 9
    assert found[0][1] == begins[1]
    assert found[1][1] == begins[4]
    opened = [end for (_, end), one in zip(found, NINE.bars, strict=True) if one.end is None]
    assert set(opened) == {max(end for _, end in found)}


def test_every_prerequisite_is_an_arrow() -> None:
    root = ElementTree.fromstring(ladder_svg(NINE))
    lines = [one for one in root.iter(f"{SVG}path") if one.get("fill") == "none"]
    known = {one.name for one in NINE.bars}
    wanted = sum(name in known - {one.name} for one in NINE.bars for name in one.waits)
    assert len(lines) == wanted


def test_what_is_said_is_in_the_picture() -> None:
    svg = ladder_svg(NINE)
    for said in (
        "1. reminder",
        "✓ call_reviewer",
        "-7",
        "+360",
        "holds while: promised is the case",
    ):
        assert said in svg
    assert "x" * 400 in svg, "a line that is cut is whole where it is pointed at"


def test_days_counted_from_elsewhere_are_not_on_the_axis() -> None:
    other = Bar("x", DayPoint(5, "person.since"), None, "day 5 after person.since", "voice")
    drawing = LadderDrawing("Steps", "days", (bar("a", 1, 9), bar("b", 2), other))
    assert drawing.anchor == DUE
    assert drawing.ticks() == (1, 2, 9)
    assert [drawing.is_placed(one) for one in drawing.bars] == [True, True, False]


def test_in_letters() -> None:
    assert ladder_text(LadderDrawing("", "days", NINE.bars[:4], NINE.notes[:1])).split("\n") == [
        "days         -7    +1    +4    +11   +31",
        "1. reminder  ======........................  voice or SMS",
        "2. note      ......==================......  voice or SMS",
        "3. robot     ............=================>  voice or SMS",
        "4. agent     ..................===========>  voice or SMS  ✓ call_reviewer",
        "holds while: promised is the case",
    ]
    assert "\x1b" not in ladder_text(HOSTILE)
