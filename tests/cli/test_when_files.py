"""The picture of the coming days as SVG and as a page: well-formed, escaped, exact."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from policydsl.cli.app import main
from policydsl.pictures.week.legend import MOST_ENTRIES
from tests.cli.when_cases import HOURS, MARGIN, REVIEWED, SHUT, by_voice, write
from tests.support import HEAD, request

SVG = "{http://www.w3.org/2000/svg}"
NEW_YORK, SHANGHAI = "America/New_York", "Asia/Shanghai"
LEFT, DAY_WIDTH = 130, 720
EVIL = "</title></svg><script>alert('1')</script> & \\\" ]]> \N{RIGHT-TO-LEFT MARK}x"
HOSTILE = (
    f'policy t "{EVIL}"\n  otherwise deny\nsource act = "{EVIL}"\n'
    f'quiet hours night "{EVIL}"\n  from 21:00 to 08:00\n  basis law\n  cite act "<b>&"\n'
    f'  say en "<img src=x onerror=y> & {"long " * 60}"\n'
    'review frail "<i>" when channel is voice\n'
).replace("\N{RIGHT-TO-LEFT MARK}", "")


@pytest.fixture
def made_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Makes the file of a request by the text of a policy."""
    monkeypatch.chdir(tmp_path)

    def make(form: str, policy: str, made: dict[str, Any], *arguments: str) -> str:
        write(policy, made)
        assert main(["when", "p.policy", "r.json", "--format", form, *arguments]) == 0
        return capsys.readouterr().out

    return make


def boxes(picture: str) -> dict[str, tuple[float, float]]:
    """From which hour to which a piece is drawn, by what it says when pointed at."""
    found: dict[str, tuple[float, float]] = {}
    for box in ElementTree.fromstring(picture).iter(f"{SVG}rect"):
        hint = box.find(f"{SVG}title")
        if hint is not None and hint.text is not None:
            start = (float(box.attrib["x"]) - LEFT) * 24 / DAY_WIDTH
            found[hint.text] = start, start + float(box.attrib["width"]) * 24 / DAY_WIDTH
    return found


def test_a_picture_is_exact(made_file: Any) -> None:
    made = by_voice("2026-03-07T10:12:00-05:00", NEW_YORK)
    found = boxes(made_file("svg", HOURS, made, "--days", "2"))
    expected = {
        "Sat 2026-03-07 00:00–10:12: past": (0, 10.2),
        "Sat 2026-03-07 10:12–12:10: allowed": (10.2, 12 + 1 / 6),
        "Sat 2026-03-07 12:10–13:40: denied: A shop.hours.lunch": (12 + 1 / 6, 13 + 2 / 3),
        "Sat 2026-03-07 15:00–16:00: needs an approval: ? shop.hours.tea": (15, 16),
        "Sun 2026-03-08 01:20–01:30: allowed": (4 / 3, 1.5),
        "Sun 2026-03-08 01:30–02:00: denied: C shop.hours.early": (1.5, 2),
        "Sun 2026-03-08 02:00–03:00: no such time": (2, 3),
        "Sun 2026-03-08 03:00–12:10: allowed": (3, 12 + 1 / 6),
    }
    for hint, (start, end) in expected.items():
        assert found[hint] == (pytest.approx(start, abs=1e-3), pytest.approx(end, abs=1e-3))


def test_the_repeated_hour_has_a_row_of_its_own(made_file: Any) -> None:
    made = by_voice("2026-11-01T00:40:00-04:00", NEW_YORK)
    picture = made_file("svg", HOURS, made, "--days", "1")
    found = boxes(picture)
    again = {hint: place for hint, place in found.items() if "(again)" in hint}
    assert list(again) == [
        "Sun 2026-11-01 01:00–01:20 (again): denied: A shop.hours.night",
        "Sun 2026-11-01 01:20–01:30 (again): allowed",
        "Sun 2026-11-01 01:30–02:00 (again): denied: B shop.hours.early",
    ]
    assert again["Sun 2026-11-01 01:20–01:30 (again): allowed"] == (
        pytest.approx(4 / 3, abs=1e-3),
        pytest.approx(1.5, abs=1e-3),
    )
    desc = ElementTree.fromstring(picture).find(f"{SVG}desc")
    assert desc is not None
    assert desc.text == (
        "voice, local time in America/New_York: Sun 2026-11-01 01:20–01:30, 02:50–12:10, "
        "13:40–15:00, 16:00–23:00; Sun 2026-11-01 (again) 01:20–01:30"
    )


def test_pieces_fill_every_row(made_file: Any) -> None:
    made = by_voice("2026-03-07T10:12:00-05:00", NEW_YORK)
    found = boxes(made_file("svg", HOURS, made, "--days", "3"))
    for day in ("Sat 2026-03-07", "Sun 2026-03-08", "Mon 2026-03-09"):
        row = sorted(place for hint, place in found.items() if hint.startswith(day))
        assert row[0][0] == pytest.approx(0)
        assert row[-1][1] == pytest.approx(24)
        for (_, end), (start, _) in pairwise(row):
            assert end == pytest.approx(start, abs=1e-3)


def test_a_picture_says_what_its_signs_mean(made_file: Any) -> None:
    made = by_voice("2026-03-04T20:15:00+08:00", SHANGHAI)
    root = ElementTree.fromstring(made_file("svg", SHUT, made))
    said = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert said[0] == "When may I? c-9 collections, 2026-03-04 20:15 Asia/Shanghai"
    assert "A · QUIET_HOURS · t.night" in said
    assert "▼ now 20:15" in said
    assert "bar at the foot: another rule denies too" in said
    assert sum(one.startswith("2026") or "2026-03-" in one for one in said[1:]) == 7
    filled = {box.attrib["fill"] for box in root.iter(f"{SVG}rect")}
    defined = {f"url(#{one.attrib['id']})" for one in root.iter(f"{SVG}pattern")}
    assert {"url(#rule-0)", "url(#rule-1)"} <= filled
    assert {fill for fill in filled if fill.startswith("url")} <= defined


def test_days_of_a_file_are_seven_or_as_many_as_asked(made_file: Any) -> None:
    made = by_voice("2026-03-04T20:15:00+08:00", SHANGHAI)
    for arguments, days in (([], 7), (["--days", "62"], 62)):
        page = made_file("html", MARGIN, made, *arguments)
        shown = set(re.findall(r">(... \d{4}-\d\d-\d\d)</text>", page))
        assert len(shown) == days


def test_what_authors_and_callers_write_is_escaped(made_file: Any) -> None:
    made = request(
        "2026-03-04T23:15:00+08:00",
        proposal={"id": "<script>\x01\ufffe&", "recipient": "debtor"},
        person={"id": "P1", "time_zones": [{"zone": SHANGHAI, "source": "<x>"}]},
    )
    picture = made_file("svg", HOSTILE, made)
    root = ElementTree.fromstring(picture)
    assert not [one for one in root.iter() if one.tag.removeprefix(SVG) in ("script", "img", "b")]
    titles = {one.text for one in root.iter(f"{SVG}title")}
    assert any(text and "<img src=x onerror=y>" in text for text in titles)
    assert "␁<U+FFFE>&" in "".join(root.itertext())
    page = made_file("html", HOSTILE, made)
    parser = Tags()
    parser.feed(page)
    assert not {"script", "img", "i", "x"} & parser.seen
    assert "&lt;script&gt;" in page


class Tags(HTMLParser):
    """The names of all elements of a page, which must be closed in order."""

    VOID = ("meta", "br", "rect", "path")

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_stands_alone(made_file: Any, lang: str) -> None:
    made = by_voice("2026-03-04T20:15:00+08:00", SHANGHAI, frail=True)
    page = made_file("html", REVIEWED, made, "--channels", "voice,sms", "--lang", lang)
    parser = Tags()
    parser.feed(page)
    assert parser.open == []
    assert page.startswith("<!doctype html>\n<html lang=")
    assert not re.search(r"(src|href)=|@import|url\((?!#)|<script", page)
    assert page.count("http") == page.count('xmlns="http://www.w3.org/2000/svg"') == 1
    used = set(re.findall(r"url\(#([\w-]+)\)", page))
    assert used <= set(re.findall(r'id="([\w-]+)"', page))


def test_a_page_has_a_row_for_each_stretch(made_file: Any) -> None:
    made = by_voice("2026-11-01T00:40:00-04:00", NEW_YORK)
    page = made_file("html", HOURS, made, "--days", "1")
    answer = json.loads(made_file("json", HOURS, made, "--days", "1"))["answers"][0]
    times = re.findall(r'<time datetime="([^"]+)">([^<]+)</time>', page)
    starts, ends = times[::2], times[1::2]
    assert [utc for utc, _ in starts] == [one["start"] for one in answer["stretches"]]
    assert [utc for utc, _ in ends] == [one["end"] for one in answer["stretches"]]
    local = [local for _, local in starts]
    assert local[1:5] == [
        "2026-11-01 01:20 -04:00",
        "2026-11-01 01:30 -04:00",
        "2026-11-01 01:00 -05:00",
        "2026-11-01 01:20 -05:00",
    ]


@pytest.mark.parametrize("form", ["text", "svg", "html", "json"])
def test_very_many_rules(made_file: Any, form: str) -> None:
    rules = [f"deny d{number} when channel is voice" for number in range(200)]
    made = by_voice("2026-03-04T20:15:00+08:00", SHANGHAI)
    said = made_file(form, HEAD + "\n".join(rules), made, "--days", "1")
    if form == "json":
        assert len(json.loads(said)["answers"][0]["stretches"][0]["denying"]) == 200
    else:
        assert said.count("PROHIBITED") == MOST_ENTRIES + (200 if form == "html" else 0)
        assert "and 140 more" in said
