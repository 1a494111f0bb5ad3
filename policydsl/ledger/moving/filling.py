"""One transaction of an import: batches checked and added.

In: a loader, batches of lines. Out: how many were new and how many were there; what was refused;
corrections whose event did not come yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.facts.problems import clip
from policydsl.frozen import frozen
from policydsl.ledger.moving.batches import Batch
from policydsl.ledger.moving.lines import Correction, Lines, Made, Version
from policydsl.ledger.store import Entry, Loaded, Loader, Wanted

_MOST_ASKED = 500
"""Persons or events that are asked for at once."""


@frozen
class Rejected:
    """A line that was refused, and why; `text` is None where it could not be kept."""

    file: str
    number: int
    text: str | None
    heading: str | None
    diagnostics: tuple[Diagnostic, ...]


class Waiting(NamedTuple):
    """A correction whose event is not there yet, with the line that it came from."""

    correction: Correction
    batch: Batch
    row: int


class Filling:
    """Adds to one loader; `added` and `same` count what became of the lines."""

    __slots__ = ("_lines", "_loader", "_refuse", "added", "same")

    def __init__(self, loader: Loader, lines: Lines, refuse: Callable[[Rejected], None]) -> None:
        self._loader = loader
        self._lines = lines
        self._refuse = refuse
        self.added = self.same = 0

    def take(self, batch: Batch) -> list[Waiting]:
        """Add a batch; the corrections that must wait come back."""
        entries: list[Entry] = []
        of_entries: list[int] = []
        versions: list[tuple[Version, int]] = []
        corrections: list[Waiting] = []
        for index, made in enumerate(self._read(batch)):
            if isinstance(made, Entry):
                entries.append(made)
                of_entries.append(index)
            elif isinstance(made, Version):
                versions.append((made, index))
            elif isinstance(made, Correction):
                corrections.append(Waiting(made, batch, index))
            elif isinstance(made, list):
                self._reject(batch, index, made)
        if entries:
            self._add_entries(batch, entries, of_entries)
        if versions:
            self._add_versions(batch, versions)
        return self.correct(corrections)

    def _read(self, batch: Batch) -> Iterator[Made]:
        if batch.data is None:
            return map(self._lines.of_text, batch.texts)  # type: ignore[arg-type]  # all kept
        return map(self._read_one, batch.texts, batch.data)

    def _read_one(self, text: str | None, data: object) -> Made:
        if isinstance(data, Diagnostic):
            return [data]
        return self._lines.of_text(text or "") if data is None else self._lines.of_data(data)

    def _add_entries(self, batch: Batch, entries: list[Entry], indices: list[int]) -> None:
        taken = self._count(self._loader.add(entries))
        for entry, index in zip(entries, indices, strict=True) if taken else ():
            if entry.id in taken and self._loader.add([entry]).taken:
                self._reject_taken(batch, index, entry)

    def _reject_taken(self, batch: Batch, index: int, entry: Entry) -> None:
        found = diagnostic("R141", path="$.id", helps=("amend",), id=clip(entry.id))
        self._reject(batch, index, [found])

    def _count(self, loaded: Loaded) -> frozenset[str]:
        self.added += loaded.added
        self.same += loaded.same
        return frozenset(loaded.taken)

    def _add_versions(self, batch: Batch, versions: Sequence[tuple[Version, int]]) -> None:
        """Versions without a date are added only where they say something new."""
        persons = {version.fact.person for version, _ in versions if not version.dated}
        newest = self._newest(sorted(persons))
        new: list[tuple[Version, int]] = []
        for version, index in versions:
            fact = version.fact
            name = (fact.person, fact.kind, fact.id)
            known_at, body = newest.get(name, (None, ""))
            if not version.dated and body == fact.body:
                self.same += 1
                continue
            if known_at is None or known_at <= fact.known_at:
                newest[name] = (fact.known_at, fact.body)
            new.append((version, index))
        taken = self._count(self._loader.add((), [version.fact for version, _ in new]))
        for version, index in new if taken else ():
            fact = version.fact
            if fact.id in taken and self._loader.add((), [fact]).taken:
                found = diagnostic("L125", helps=("known_at",), id=clip(fact.id))
                self._reject(batch, index, [found])

    def _newest(self, persons: Sequence[str]) -> dict[tuple[str, str, str], tuple[int, str]]:
        found = {}
        for start in range(0, len(persons), _MOST_ASKED):
            wanted = Wanted(persons=tuple(persons[start : start + _MOST_ASKED]))
            for facts in self._loader.read(wanted).facts.values():
                for fact in facts:
                    found[fact.person, fact.kind, fact.id] = (fact.known_at, fact.body)
        return found

    def correct(self, corrections: Sequence[Waiting]) -> list[Waiting]:
        """Add corrections; those whose event is not there come back."""
        waiting: list[Waiting] = []
        for start in range(0, len(corrections), _MOST_ASKED):
            waiting.extend(self._correct(corrections[start : start + _MOST_ASKED]))
        return waiting

    def _correct(self, corrections: Sequence[Waiting]) -> Iterator[Waiting]:
        wanted = Wanted(amended=tuple({one.correction.target: None for one in corrections}))
        known = dict(self._loader.read(wanted).entries)
        before: dict[str, list[Entry]] = {}
        for entry in known.values():
            if entry.amends is not None:
                before.setdefault(entry.amends, []).append(entry)
        for one in corrections:
            target = known.get(one.correction.target)
            if target is None:
                yield one
                continue
            others = before.setdefault(target.id, [])
            writes = self._lines.corrected(target, others, one.correction)
            if isinstance(writes, list):
                self._reject(one.batch, one.row, writes)
                continue
            (entry,) = writes.added
            if self._count(self._loader.add([entry])):
                self._reject_taken(one.batch, one.row, entry)
                continue
            self._loader.file(writes.filed)
            others[:] = [*(other for other in others if other.id != entry.id), entry]

    def reject_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Refuse corrections whose event never came."""
        for one in waiting:
            found = diagnostic("R143", path="$.amends", id=clip(one.correction.target))
            self._reject(one.batch, one.row, [found])

    def _reject(self, batch: Batch, index: int, found: Sequence[Diagnostic]) -> None:
        number, text = batch.numbers[index], batch.texts[index]
        self._refuse(Rejected(batch.file, number, text, batch.heading, tuple(found)))
