"""The messages about requests, compared in full.

The texts stand in `messages.txt`, in both languages; `python -m tests.facts.test_messages` writes
them anew after a change that is meant. After the examples of the catalogue come cases that show
each help.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policydsl.diagnostics import Diagnostic
from policydsl.diagnostics.catalogue import FAMILIES, LANGUAGES
from policydsl.diagnostics.render_text import render
from policydsl.facts import reading
from policydsl.facts.checking import check_request
from policydsl.facts.reading import read_request
from tests.facts.samples import VOCABULARY, event, smallest

GOLDEN = Path(__file__).with_name("messages.txt")
# What cannot be written out.
LONG = {
    "R103": " " * (reading.LONGEST_REQUEST + 1),
    "R104": "[" * 200_000,
    "R126": json.dumps(smallest(person={"region": "x" * 10_001})),
    "R150": json.dumps(smallest(person={"time_zones": ["Asia/Tokyo"] * 51})),
    "R199": json.dumps(smallest(events=[1] * 60)),
}
EXAMPLES = {entry.code: LONG.get(entry.code, entry.example) for entry in FAMILIES["R1"]}
SMALL = json.dumps(smallest())
HELPS = {
    "R101 empty": " \n",
    "R101 words": '{"at": None}',
    "R101 comma": '{"at": "2026-03-04T10:00:00Z",}',
    "R101 one": SMALL + "\n" + SMALL,
    "R101 no help": '{"at" 1}',
    "R111 declare": json.dumps(smallest(person={"vulnerable": True})),
    "R111 declare_attribute": json.dumps(smallest({"urgency": "high"})),
    "R111 in_attributes": json.dumps(smallest({"topic": "rates"})),
    "R111 no help": json.dumps(smallest(person={"an odd key": 1})),
    "R112 objects": json.dumps(smallest(person=["P1"], debts={"id": "D1"})),
    "R112 address": json.dumps(smallest({"address": 5})),
    "R113 choices": json.dumps(smallest(events=[event("e1", direction="sideways")])),
    "R113 declare": json.dumps(smallest({"channel": "fax"})),
    "R113 declare an event": json.dumps(smallest(events=[event("e1", kind="birthday")])),
    "R114 declare": json.dumps(smallest(person={"cease": None})),
    "R120 time": json.dumps(smallest() | {"at": "2026-03-04"}),
    "R120 no_such_day": json.dumps(smallest() | {"at": "2026-02-30T10:00:00Z"}),
    "R123 date_only": json.dumps(smallest(debts=[{"id": "D1", "due_on": "2026-03-04T10:00:00Z"}])),
    "R123 no_such_day": json.dumps(smallest(debts=[{"id": "D1", "due_on": "2026-02-30"}])),
    "R125 near": json.dumps(smallest(person={"time_zones": ["Asia/Shangai", "new york"]})),
    "R125 no place": json.dumps(smallest(person={"time_zones": ["../../etc/passwd"]})),
    "R130 empty": json.dumps(smallest(person={"agreed_hours": {"every_day": ["09:00-09:00"]}})),
}
TEXTS = {**EXAMPLES, **HELPS}


def found_in(text: str) -> list[Diagnostic]:
    data, found = read_request(text, "request.json")
    return found or check_request(data, VOCABULARY)[1]


def shown(case: str) -> str:
    """A request and what is said about it."""
    text = TEXTS[case]
    found = found_in(text)
    last = found[-1:] if case == "R199" else found
    parts = [f"===== {case} =====\n", text.strip() if len(text) < 500 else text[:60] + "…", "\n"]
    for lang in LANGUAGES:
        parts.append(f"----- {lang} -----\n{render(last, lang)}")
    return "".join(parts)


@pytest.mark.parametrize("code", EXAMPLES)
def test_each_example_shows_its_own_code_and_nothing_else(code: str) -> None:
    expected = ["R112"] * 50 + ["R199"] if code == "R199" else [code]
    assert [one.code for one in found_in(EXAMPLES[code])] == expected


@pytest.mark.parametrize("case", HELPS)
def test_each_case_shows_its_code(case: str) -> None:
    assert {one.code for one in found_in(HELPS[case])} == {case.split()[0]}


def test_the_messages_are_these() -> None:
    assert "\n".join(map(shown, TEXTS)) == GOLDEN.read_text("utf-8")


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(map(shown, TEXTS)), "utf-8")
