"""Verification: every chain is followed, every decision made again, every reservation looked for.

In: a store, policies, archives, and heads that were noted earlier. Out: a `Report`; each finding is
told as soon as it is there. Records are looked at one by one, so memory grows with the number of
lanes only. Writers need not stop, but no archive must be made meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, islice
from pathlib import Path

from policydsl.api import Policy
from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.facts.problems import clip
from policydsl.ledger.records.archived import Part, parts_of, records_of
from policydsl.ledger.records.chaining import Chain
from policydsl.ledger.records.deciding import Deciding, line_of
from policydsl.ledger.records.report import MOST_FINDINGS, Heads, Report
from policydsl.ledger.records.unmatched import Unmatched
from policydsl.ledger.store import Linked, State, Store, Wanted

Found = Callable[[Diagnostic], None]
Progress = Callable[[int], None]

_AT_ONCE = 500


def verify(
    store: Store,
    policies: Iterable[Policy],
    *,
    archives: Sequence[Path] = (),
    heads: Heads | None = None,
    found: Found | None = None,
    progress: Progress | None = None,
) -> Report:
    """Verify all records of a store, and of folders to which others were archived.

    `found` is told each finding, `progress` now and then how many records were looked at. Raises
    `LedgerError` for an archive that cannot be read, and what the store raises.
    """
    parts = [part for folder in archives for part in parts_of(folder)]
    with Unmatched() as unmatched:
        work = _Verification(store, policies, heads or {}, unmatched, found, progress)
        work.reservations()
        for part in sorted(parts, key=lambda one: (one.lane, one.first, one.last)):
            work.part(part)
        work.records()
        return work.report()


class _Verification:
    def __init__(
        self,
        store: Store,
        policies: Iterable[Policy],
        heads: Heads,
        unmatched: Unmatched,
        found: Found | None,
        progress: Progress | None,
    ) -> None:
        self._store = store
        self._deciding = Deciding(policies)
        self._noted = heads
        self._unmatched = unmatched
        self._found = found
        self._progress = progress
        self._chains: dict[str, Chain] = {}
        self._broken = set[str]()
        self._allowed: list[Linked] = []
        self._findings: list[Diagnostic] = []
        self._wrong = self._records = self._archived = self._elsewhere = 0
        self._reservations = self._hidden = self._unsure = 0

    def reservations(self) -> None:
        """Look for the records of what was reserved. Comes first: what is reserved has one then."""
        keys = (
            entry.id
            for entry in self._store.entries()
            if entry.permit is not None or entry.state is not State.EVENT
        )
        while batch := tuple(islice(keys, _AT_ONCE)):
            known = self._store.read(Wanted(records=batch)).records
            self._reservations += len(batch)
            self._unmatched.add(key for key in batch if not known.get(key))

    def part(self, part: Part) -> None:
        """Follow a lane through an archive; parts come in the order of their numbers."""
        start = Chain(part.lane, part.first - 1, part.before)
        self._chains.setdefault(part.lane, Chain(part.lane))
        self._walk(start, records_of(part), archived=True)
        self._compare_reservations()

    def records(self) -> None:
        """Follow every lane of the store, from where it begins there."""
        forgotten = self._store.forgotten()
        lanes = set[str]()
        for lane, records in groupby(self._store.records(), lambda linked: linked.lane):
            lanes.add(lane)
            self._lane(lane, forgotten, records)
        for lane in forgotten.keys() - lanes:
            self._lane(lane, forgotten, ())
        self._compare_reservations()
        self._compare_heads()
        self._count_unmatched()

    def report(self) -> Report:
        """All that was found out."""
        return Report(
            lanes=len(self._chains),
            records=self._records,
            archived=self._archived,
            elsewhere=self._elsewhere,
            decided=self._deciding.decided,
            unknown=dict(self._deciding.unknown),
            aged=dict(self._deciding.aged),
            reservations=self._reservations,
            hidden=self._hidden,
            unsure=self._unsure,
            wrong=self._wrong,
            findings=tuple(self._findings),
            heads={lane: (chain.number, chain.hash) for lane, chain in self._chains.items()},
        )

    def _lane(self, lane: str, forgotten: Heads, records: Iterable[Linked]) -> None:
        """Follow a lane of the store; before it lie archives, or what nobody can tell."""
        number, last_hash = forgotten.get(lane, (0, None))
        if lane not in self._chains:
            self._elsewhere += number
            self._chains[lane] = Chain(lane, number, last_hash)
            self._compare_head(self._chains[lane])
        self._walk(Chain(lane, number, last_hash), records, archived=False)

    def _walk(self, start: Chain, records: Iterable[Linked], *, archived: bool) -> None:
        """Follow records from where they start to beyond where the lane has come to.

        They must start there or before: what lies in two places is followed in both, and must come
        to the same hash.
        """
        chain = self._chains[start.lane]
        if start.number > chain.number:
            expected = chain.number + 1
            chain = self._chains[start.lane] = Chain(start.lane, start.number, start.hash)
            self._break(chain.lane, chain.broken("gap", expected))
        self._compare(start, chain)
        for linked in records:
            if start.number < chain.number:
                broken = start.follow(linked)
                if broken is not None:
                    self._break(chain.lane, broken)
                self._compare(start, chain)
            else:
                self._follow(chain, linked, archived=archived)
                start.number = chain.number
        if start.number < chain.number and not archived:
            self._break(chain.lane, chain.broken("gap", start.number + 1))

    def _compare(self, one: Chain, other: Chain) -> None:
        """Two ways through a lane meet in the same hash."""
        if one.number == other.number and one.hash != other.hash:
            self._break(one.lane, one.broken("hash", one.number))

    def _follow(self, chain: Chain, linked: Linked, *, archived: bool) -> None:
        self._records += 1
        self._archived += archived
        if self._progress is not None and self._records % 100 == 0:
            self._progress(self._records)
        broken = chain.follow(linked)
        if broken is not None:
            self._break(chain.lane, broken)
        self._compare_head(chain)
        line = line_of(linked)
        if isinstance(line, Diagnostic):
            self._tell(line)
            return
        wrong = self._deciding.decide(linked, line)
        if wrong is not None:
            self._tell(wrong)
        if not line.reserves:
            return
        if linked.record.about is None and archived:
            self._hidden += 1
            return
        self._allowed.append(linked)
        if len(self._allowed) >= _AT_ONCE:
            self._compare_reservations()

    def _compare_reservations(self) -> None:
        """Look for the reservations that records allowed."""
        keys = [linked.record.about for linked in self._allowed]
        wanted = tuple(key for key in keys if key is not None)
        known = self._store.read(Wanted(ids=wanted)).entries if wanted else {}
        for linked, key in zip(self._allowed, keys, strict=True):
            if key not in known:
                self._tell(
                    diagnostic(
                        "L139", lane=clip(linked.lane), number=linked.number, key=clip(key or "")
                    )
                )
        self._unmatched.remove(wanted)
        self._allowed.clear()

    def _compare_head(self, chain: Chain) -> None:
        number, noted = self._noted.get(chain.lane, (None, None))
        if chain.number == number and chain.hash != noted:
            self._tell(_other_head(chain.lane, chain.number, "other", chain.number))

    def _compare_heads(self) -> None:
        """Look for what was cut off since heads were noted."""
        for lane, (number, _) in self._noted.items():
            chain = self._chains.get(lane)
            if chain is None:
                self._tell(_other_head(lane, number, "gone", 0))
            elif chain.number < number:
                self._tell(_other_head(lane, number, "short", chain.number))

    def _count_unmatched(self) -> None:
        """Reservations without a record: named, unless some may have one that does not say so."""
        left, excused = len(self._unmatched), self._hidden + self._elsewhere
        self._unsure = min(left, excused)
        if excused:
            if left > excused:
                self._tell(diagnostic("L142", number=left - excused), left - excused)
            return
        named = self._unmatched.first(MOST_FINDINGS)
        for key in named:
            self._tell(diagnostic("L138", key=clip(key)))
        self._wrong += left - len(named)

    def _break(self, lane: str, broken: Diagnostic) -> None:
        """The first break of a lane is told; what comes behind it may follow from it."""
        if lane not in self._broken:
            self._broken.add(lane)
            self._tell(broken)

    def _tell(self, finding: Diagnostic, times: int = 1) -> None:
        self._wrong += times
        if len(self._findings) < MOST_FINDINGS:
            self._findings.append(finding)
        if self._found is not None:
            self._found(finding)


def _other_head(lane: str, number: int, how: str, last: int) -> Diagnostic:
    return diagnostic("L135", lane=clip(lane), number=number, notes=[(how, {"last": last})])
