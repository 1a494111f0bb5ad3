"""What must hold afterwards, counted by hand: nothing of the engine, the gate or a store is asked.

In: the tasks, what the workers were told, the entries and the records. Out: violations, as texts.

Sent is what is confirmed, reserved, or expired; a released place is not. A cap holds in every
window when it holds in those that begin just after an entry's instant less the window, and end at
it: no other holds more.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from policydsl.ledger.store import Entry, Linked, State
from tests.gate.kill.log import DID, DONE, TOLD, WILL, Line, keys_of
from tests.gate.kill.work import CAPS, MADE, Cap, Fate, Task, counter_of

Counters = Mapping[tuple[str, str], list[int]]
"""By channel, and the value that its cap counts by: the instants of what is sent, ascending."""


def violations(
    tasks: Sequence[Task], lines: Sequence[Line], entries: Sequence[Entry], linked: Iterable[Linked]
) -> list[str]:
    """Everything that does not hold."""
    lanes = list(linked)
    return [
        *_of_caps(counters(entries)),
        *_of_keys(tasks, lines, entries),
        *_of_reports(tasks, lines, entries),
        *_of_counts(tasks, lines, entries),
        *_of_records(lines, entries, lanes),
        *_of_lanes(lanes),
    ]


def counters(entries: Iterable[Entry]) -> Counters:
    """What is sent, for each counter."""
    sent: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for entry in entries:
        if entry.amends is None and entry.state is not State.RELEASED:
            body = json.loads(entry.body)
            channel = body["channel"]
            sent[channel, body[CAPS[channel].by]].append(entry.at)
    return {counter: sorted(moments) for counter, moments in sent.items()}


def used(moments: Sequence[int], cap: Cap, at: int) -> int:
    """How many are in the window that ends at an instant."""
    return bisect_right(moments, at) - bisect_right(moments, at - cap.window)


def micros(at: datetime) -> int:
    """An instant as entries have it."""
    return round(at.timestamp()) * 1_000_000


def _of_caps(sent: Counters) -> Iterator[str]:
    for (channel, who), moments in sent.items():
        cap = CAPS[channel]
        for moment in moments:
            if used(moments, cap, moment) > cap.most:
                yield f"cap of {cap.most} by {channel} exceeded for {who} at {moment}"


def _of_keys(
    tasks: Sequence[Task], lines: Sequence[Line], entries: Sequence[Entry]
) -> Iterator[str]:
    """Each key has one entry, all that a worker was told to be held is there, and nothing else."""
    places = [entry for entry in entries if entry.amends is None]
    times = Counter(entry.id for entry in places)
    yield from (f"{key} has {count} entries" for key, count in times.items() if count > 1)
    held = {line.key for line in lines if line.what == TOLD and line.said["held"]}
    yield from (f"{key} was allowed, and has no entry" for key in sorted(held - times.keys()))
    yield from (
        f"{key} has an entry of which nobody was told" for key in sorted(times.keys() - held)
    )
    known = {task.key: task for task in tasks}
    for entry in places:
        task = known.get(entry.id)
        if task is None or (entry.person, json.loads(entry.body)["channel"]) != task[1:4:2]:
            yield f"{entry.id} is not the contact that was asked for"
    yield from (f"{key} was never done" for key in sorted(known.keys() - keys_of(lines, DONE)))


def _of_reports(
    tasks: Sequence[Task], lines: Sequence[Line], entries: Sequence[Entry]
) -> Iterator[str]:
    """Each entry is what it was reported as, each amendment is there once."""
    fates = {task.key: task.fate for task in tasks}
    steps = {what: _steps(lines, what) for what in (WILL, DID)}
    amendments = Counter(entry.amends for entry in entries if entry.amends is not None)
    for entry in entries:
        if entry.amends is not None:
            continue
        key, fate = entry.id, fates.get(entry.id, Fate.FORGOTTEN)
        if entry.state is State.RESERVED:
            yield f"{key} is neither confirmed, released nor expired"
        expected = State.EVENT if fate in MADE else State.EXPIRED
        expected = State.RELEASED if fate is Fate.RELEASED else expected
        if entry.state is not expected:
            yield f"{key} was {fate}, and is {entry.state}"
        if entry.state is State.EVENT and not {"confirm", "amend"} & steps[WILL][key]:
            yield f"{key} is an event, and nobody said so"
        if entry.state is State.RELEASED and "release" not in steps[WILL][key]:
            yield f"{key} is released, and nobody did so"
        if steps[WILL][key] != steps[DID][key]:
            yield f"{key}: a report did not return"
        if amendments[key] != (fate is Fate.LATE):
            yield f"{key} was {fate}, and has {amendments[key]} amendments"


def _steps(lines: Iterable[Line], what: str) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.what == what:
            found[line.key].add(line.said["step"])
    return found


def _of_counts(
    tasks: Sequence[Task], lines: Sequence[Line], entries: Sequence[Entry]
) -> Iterator[str]:
    """Never fewer are sent, for any counter, than were confirmed."""
    sent = {counter: len(moments) for counter, moments in counters(entries).items()}
    confirmed = _steps(lines, DID)
    made = Counter(counter_of(task) for task in tasks if "confirm" in confirmed[task.key])
    for counter, count in made.items():
        if sent.get(counter, 0) < count:
            yield f"{count} confirmed by {' '.join(counter)}, {sent.get(counter, 0)} counted"


def _of_records(
    lines: Iterable[Line], entries: Iterable[Entry], linked: Iterable[Linked]
) -> Iterator[str]:
    """Every answer that a worker was told has its record, every place has one that allowed it.

    Records of answers without the ledger (`unavailable`) reserve nothing; those that a worker still
    held when it was killed are lost with it.
    """
    told = Counter(
        (line.key, line.said["allowed"])
        for line in lines
        if line.what == TOLD and not line.said["replayed"]
    )
    recorded: Counter[tuple[str, bool]] = Counter()
    for one in linked:
        text = json.loads(one.record.text)
        key, allowed = text["key"], text["decision"]["allowed"]
        reserves = text["what"] == "reserve"
        if reserves:
            recorded[key, allowed] += 1
        if (one.record.about == key) != (allowed and reserves):
            yield f"{key}: its record is about {one.record.about}"
    for (key, allowed), count in told.items():
        if recorded[key, allowed] < count:
            yield f"{key}: told {count} times, recorded {recorded[key, allowed]} times"
    places = {entry.id for entry in entries if entry.amends is None}
    allowing = {key: count for (key, allowed), count in recorded.items() if allowed}
    for key in sorted(places | allowing.keys()):
        if allowing.get(key, 0) != (key in places):
            yield f"{key}: {int(key in places)} places, {allowing.get(key, 0)} records allow it"


def _of_lanes(linked: Iterable[Linked]) -> Iterator[str]:
    """No number of a lane is missing, or there twice."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for one in linked:
        numbers[one.lane].append(one.number)
    for lane, found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            yield f"lane {lane} has gaps, or is out of order"
