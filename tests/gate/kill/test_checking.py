"""The count afterwards finds what is wrong: each of these ledgers has one fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from policydsl.ledger.chain import beginning
from policydsl.ledger.store import Entry, Linked, Record, State
from tests.gate.kill.checking import micros, violations
from tests.gate.kill.log import DID, DONE, TOLD, WILL, Line
from tests.gate.kill.work import BEGINNING, STEP, Fate, Task

_MADE = [Fate.CONFIRMED, Fate.LATE, Fate.RELEASED, Fate.FORGOTTEN]
_CHANNELS = ["sms", "voice", "sms", "email"]
TASKS = [
    Task(f"k{n}", "P1", "+1", channel, BEGINNING + n * STEP, fate, True)
    for n, (fate, channel) in enumerate(zip(_MADE, _CHANNELS, strict=True))
]
REFUSED = Task("k9", "P1", "+1", "sms", BEGINNING + 9 * STEP, Fate.CONFIRMED, True)
_STATES = {Fate.RELEASED: State.RELEASED, Fate.FORGOTTEN: State.EXPIRED}
_STEPS = {
    Fate.CONFIRMED: ["confirm"],
    Fate.LATE: ["confirm", "amend"],
    Fate.RELEASED: ["release"],
}


class Ledger:
    """A ledger in which everything is right, to be spoilt."""

    def __init__(self) -> None:
        self.tasks = [*TASKS, REFUSED]
        self.entries: list[Entry] = []
        self.lines: list[Line] = []
        self.linked: list[Linked] = []
        for task in TASKS:
            self.add(task)
        self.tell(REFUSED, held=False)
        self.entries.append(replace(self.entries[1], id="k1~1", amends="k1"))

    def add(self, task: Task) -> None:
        body = {"channel": task.channel, "person": task.person, "address": task.address}
        state = _STATES.get(task.fate, State.EVENT)
        at = micros(task.at)
        self.entries.append(
            Entry(task.key, task.person, "contact", at, json.dumps(body), (), state=state)
        )
        self.tell(task, held=True)

    def tell(self, task: Task, *, held: bool) -> None:
        said = {"person": task.person, "held": held, "allowed": held, "replayed": False}
        self.lines.append(Line(TOLD, task.key, said))
        for step in _STEPS.get(task.fate, []) if held else []:
            self.lines += [Line(what, task.key, {"step": step}) for what in (WILL, DID)]
        self.lines.append(Line(DONE, task.key, {}))
        text = json.dumps({"what": "reserve", "key": task.key, "decision": {"allowed": held}})
        record = Record(micros(task.at), text, task.key if held else None)
        self.linked.append(Linked("L", len(self.linked) + 1, beginning("L"), record))

    def found(self) -> Sequence[str]:
        return violations(self.tasks, self.lines, self.entries, self.linked)


def without(lines: list[Line], key: str, *what: str) -> list[Line]:
    return [line for line in lines if line.key != key or line.what not in what]


def one_too_many(ledger: Ledger) -> None:
    task = TASKS[0]._replace(key="k5", at=BEGINNING + 5 * STEP)
    ledger.tasks.append(task)
    ledger.add(task)


def twice(ledger: Ledger) -> None:
    ledger.entries.append(replace(ledger.entries[3]))


def lost(ledger: Ledger) -> None:
    del ledger.entries[3]


def unasked(ledger: Ledger) -> None:
    ledger.lines = without(ledger.lines, "k3", TOLD)


def of_another(ledger: Ledger) -> None:
    ledger.entries[3] = replace(ledger.entries[3], person="P2")


def still_reserved(ledger: Ledger) -> None:
    ledger.entries[3] = replace(ledger.entries[3], state=State.RESERVED)


def unconfirmed(ledger: Ledger) -> None:
    ledger.entries[0] = replace(ledger.entries[0], state=State.EXPIRED)


def unreleased(ledger: Ledger) -> None:
    ledger.entries[3] = replace(ledger.entries[3], state=State.RELEASED)


def amended_twice(ledger: Ledger) -> None:
    ledger.entries.append(replace(ledger.entries[-1], id="k1~2"))


def confirmed_and_gone(ledger: Ledger) -> None:
    ledger.entries[0] = replace(ledger.entries[0], state=State.RELEASED)


def unfinished(ledger: Ledger) -> None:
    ledger.lines = without(ledger.lines, "k9", DONE)


def unreturned(ledger: Ledger) -> None:
    ledger.lines = without(ledger.lines, "k0", DID)


def unrecorded(ledger: Ledger) -> None:
    del ledger.linked[-1]


def allowed_without_record(ledger: Ledger) -> None:
    one = ledger.linked[3]
    ledger.linked[3] = replace(one, record=replace(one.record, text=ledger.linked[4].record.text))


def without_the_ledger(ledger: Ledger) -> None:
    one = ledger.linked[3]
    text = one.record.text.replace("reserve", "unavailable")
    ledger.linked[3] = replace(one, record=replace(one.record, text=text))


def gap(ledger: Ledger) -> None:
    ledger.linked[-1] = replace(ledger.linked[-1], number=9)


FAULTS: list[tuple[Callable[[Ledger], None], str]] = [
    (one_too_many, "cap of 1 by sms exceeded for P1"),
    (twice, "k3 has 2 entries"),
    (lost, "k3 was allowed, and has no entry"),
    (unasked, "k3 has an entry of which nobody was told"),
    (of_another, "k3 is not the contact that was asked for"),
    (still_reserved, "k3 is neither confirmed, released nor expired"),
    (unconfirmed, "k0 was confirmed, and is expired"),
    (unreleased, "k3 is released, and nobody did so"),
    (amended_twice, "k1 was called back after it is confirmed, and has 2 amendments"),
    (confirmed_and_gone, "1 confirmed by sms P1, 0 counted"),
    (unfinished, "k9 was never done"),
    (unreturned, "k0: a report did not return"),
    (unrecorded, "k9: told 1 times, recorded 0 times"),
    (allowed_without_record, "k3: 1 places, 0 records allow it"),
    (without_the_ledger, "k3: its record is about k3"),
    (gap, "lane L has gaps, or is out of order"),
]


def test_nothing_is_wrong() -> None:
    assert Ledger().found() == []


@pytest.mark.parametrize(("spoil", "said"), FAULTS, ids=[spoil.__name__ for spoil, _ in FAULTS])
def test_what_is_wrong_is_found(spoil: Callable[[Ledger], None], said: str) -> None:
    ledger = Ledger()
    spoil(ledger)
    assert any(one.startswith(said) for one in ledger.found()), ledger.found()
