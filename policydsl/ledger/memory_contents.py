"""What a store in memory holds, and how it is found and changed.

In: what is wanted or to be written. Out: what was found. Nothing here waits or locks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import replace

from policydsl.ledger.chain import beginning, link
from policydsl.ledger.store import (
    Entry,
    Fact,
    Known,
    Linked,
    Loaded,
    Lookup,
    State,
    TakenError,
    Wanted,
    Writes,
)


class Contents:
    """Entries, facts, and one lane of records."""

    def __init__(self, lane: str) -> None:
        self.lane = lane
        self.fields: frozenset[str] = frozenset()
        self.entries: dict[str, Entry] = {}
        self.facts: dict[tuple[str, str, str, int], Fact] = {}
        self.records: list[Linked] = []
        self.removed: tuple[int, str] | None = None
        self._filed: dict[str, dict[str, None]] = {}
        self._amendments: dict[str, list[str]] = {}
        self._versions: dict[str, list[Fact]] = {}
        self._about: dict[str, list[Linked]] = {}

    def copy(self) -> Contents:
        """The same again, so that a change of one is none of the other."""
        made = copy(self)
        made.entries, made.facts = self.entries.copy(), self.facts.copy()
        made.records = self.records.copy()
        for name in ("_filed", "_amendments", "_versions", "_about"):
            setattr(made, name, {key: copy(held) for key, held in getattr(self, name).items()})
        return made

    def read(self, wanted: Wanted) -> Known:
        """What is asked for."""
        amended = [each for one in wanted.amended for each in (one, *self._amendments.get(one, ()))]
        found: dict[str, tuple[Entry, ...]] = {}
        for lookup in wanted.lookups:
            every = dict.fromkeys((*found.get(lookup.key, ()), *self._found(lookup)))
            found[lookup.key] = tuple(sorted(every, key=lambda entry: (entry.at, entry.id)))
        return Known(
            fields=self.fields,
            entries={
                one: self.entries[one] for one in (*wanted.ids, *amended) if one in self.entries
            },
            found=found,
            facts={one: self._newest(one, wanted.known_by) for one in wanted.persons},
            records={one: tuple(self._about.get(one, ())) for one in wanted.records},
        )

    def check(self, writes: Writes) -> None:
        """Raise what `Store.atomically` raises for writes that are not possible."""
        seen = set(self.entries)
        taken = []
        for entry in writes.added:
            if entry.id in seen:
                taken.append(entry.id)
            seen.add(entry.id)
        versions = set(self.facts)
        for fact in writes.facts:
            if _version(fact) in versions:
                taken.append(fact.id)
            versions.add(_version(fact))
        if taken:
            raise TakenError(taken)
        for entry in writes.changed:
            now = self.entries.get(entry.id)
            if now is None or now.state is State.EVENT:
                raise ValueError(f"{entry.id!r} is not there, or an event")
        for _, identity in writes.filed:
            if identity not in seen:
                raise ValueError(f"{identity!r} is not there")

    def write(self, writes: Writes) -> None:
        """Write what was checked."""
        for entry in writes.added:
            self._add(entry)
        for entry in writes.changed:
            now = self.entries[entry.id]
            keys = tuple(dict.fromkeys((*now.keys, *entry.keys)))
            self.entries[entry.id] = replace(entry, person=now.person, keys=keys)
            self._file(entry.id, keys)
        for key, identity in writes.filed:
            self._file_further(identity, (key,))
        for fact in writes.facts:
            self._add_fact(fact)
        for record in writes.records:
            number, before = self.head
            linked = Linked(self.lane, number + 1, link(before, record.text), record)
            self.records.append(linked)
            if record.about is not None:
                self._about.setdefault(record.about, []).append(linked)

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last record."""
        if self.records:
            return self.records[-1].number, self.records[-1].hash
        return self.removed or (0, beginning(self.lane))

    def forget(self, lane: str, through: int) -> None:
        """Remove the first records of the lane; `ValueError` when there are not so many."""
        if lane != self.lane or through > self.head[0]:
            raise ValueError(f"lane {lane!r} has no record {through}")
        gone = [one for one in self.records if one.number <= through]
        if gone:
            self.removed = (gone[-1].number, gone[-1].hash)
            self.records = self.records[len(gone) :]
            for about in {one.record.about for one in gone} - {None}:
                self._about[str(about)] = [
                    one for one in self._about[str(about)] if one.number > through
                ]

    def load(self, entries: Iterable[Entry], facts: Iterable[Fact]) -> Loaded:
        """Add what is not there yet."""
        added = same = 0
        taken = []
        for entry in entries:
            now = self.entries.get(entry.id)
            if now is None:
                self._add(entry)
                added += 1
            elif _content(now) == _content(entry):
                same += 1
            else:
                taken.append(entry.id)
        for fact in facts:
            known = self.facts.get(_version(fact))
            if known is None:
                self._add_fact(fact)
                added += 1
            elif known.body == fact.body:
                same += 1
            else:
                taken.append(fact.id)
        return Loaded(added, same, tuple(taken))

    def file_under(
        self, new: frozenset[str], keys_of: Callable[[Entry, frozenset[str]], Sequence[str]]
    ) -> None:
        """File every entry under the keys of new fields, its own and those of its amendments."""
        self.fields |= new
        keys: dict[str, dict[str, None]] = {}
        for entry in self.entries.values():
            keys.setdefault(entry.amends or entry.id, {}).update(dict.fromkeys(keys_of(entry, new)))
        for entry in list(self.entries.values()):
            self._file_further(entry.id, tuple(keys[entry.amends or entry.id]))

    def _found(self, lookup: Lookup) -> list[Entry]:
        since = dict(lookup.since)
        entries = map(self.entries.__getitem__, self._filed.get(lookup.key, ()))
        return [
            entry
            for entry in entries
            if entry.state is not State.RELEASED
            and entry.kind in since
            and ((after := since[entry.kind]) is None or entry.at > after)
        ]

    def _newest(self, person: str, known_by: int | None) -> tuple[Fact, ...]:
        newest: dict[tuple[str, str], Fact] = {}
        for fact in sorted(self._versions.get(person, ()), key=lambda one: one.known_at):
            if known_by is None or fact.known_at <= known_by:
                newest[fact.kind, fact.id] = fact
        return tuple(newest[each] for each in sorted(newest))

    def _add(self, entry: Entry) -> None:
        self.entries[entry.id] = entry
        self._file(entry.id, entry.keys)
        if entry.amends is not None:
            self._amendments.setdefault(entry.amends, []).append(entry.id)

    def _add_fact(self, fact: Fact) -> None:
        self.facts[_version(fact)] = fact
        self._versions.setdefault(fact.person, []).append(fact)

    def _file(self, identity: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._filed.setdefault(key, {})[identity] = None

    def _file_further(self, identity: str, keys: tuple[str, ...]) -> None:
        now = self.entries[identity]
        every = tuple(dict.fromkeys((*now.keys, *keys)))
        self.entries[identity] = replace(now, keys=every)
        self._file(identity, keys)


def _version(fact: Fact) -> tuple[str, str, str, int]:
    return fact.person, fact.kind, fact.id, fact.known_at


def _content(entry: Entry) -> tuple[str, str, int, str | None, str]:
    return entry.person, entry.kind, entry.at, entry.amends, entry.body
