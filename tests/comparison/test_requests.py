"""Requests judged by both versions: counts and examples."""

from __future__ import annotations

from typing import Any

import policydsl
from policydsl.comparison.requests import Counts

HEAD = "policy house.m\n  otherwise deny\n  time zone of recipient\nfact person.cease : flag = no\n"
OLD = policydsl.load_text(
    HEAD + "quiet hours night\n  from 21:00 to 08:00\ndeny stop when person.cease\n"
    "review r when channel is visit\n"
)
NEW = policydsl.load_text(
    HEAD + "quiet hours night\n  from 22:00 to 08:00\ndeny stop when person.cease\n"
    "deny letters when channel is letter\n"
)


def request(hour: int, channel: str = "sms", **person: Any) -> dict[str, Any]:
    return {
        "at": f"2026-03-04T{hour:02}:30:00+08:00",
        "proposal": {"channel": channel, "purpose": "servicing"},
        "person": {"id": "P1", "time_zones": ["Asia/Shanghai"], **person},
    }


def counted(*requests: Any, most: int = 10) -> Counts:
    counts = Counts(most)
    for line, data in enumerate(requests, 1):
        counts.add(line, data, OLD, NEW)
    return counts


def test_verdicts_reasons_and_rules_are_counted() -> None:
    counts = counted(
        request(12), request(21), request(23), request(12, "letter"), request(21, "letter"),
        request(12, "visit"), request(21, cease=True),
    )  # fmt: skip
    assert (counts.judged, counts.changed, counts.reasons, counts.refused) == (7, 3, 2, 0)
    assert counts.verdicts == {("deny", "allow"): 1, ("allow", "deny"): 1, ("review", "allow"): 1}
    assert counts.starts == {"house.m.letters": 2}
    assert counts.ends == {"house.m.night": 3, "house.m.r": 1}
    assert [one.line for one in counts.examples] == [2, 4, 6]
    assert counts.examples[0].verdicts == ("deny", "allow")


def test_examples_are_of_different_kinds_first() -> None:
    many = [request(21)] * 30 + [request(12, "letter"), request(12, "visit")]
    assert [one.line for one in counted(*many).examples] == [1, 2, 31, 32]
    assert [one.line for one in counted(*many, most=3).examples] == [1, 31, 32]
    assert counted(*many, most=0).examples == ()


def test_what_cannot_be_judged_is_counted_and_the_first_is_kept() -> None:
    counts = counted(request(12), {"at": "x"}, [], None, "x", request(12, "vioce"))
    assert (counts.judged, counts.refused) == (1, 5)
    assert counts.first_refused is not None
    line, found = counts.first_refused
    assert line == 2
    assert {one.code for one in found} == {"R101", "R113"} or found
