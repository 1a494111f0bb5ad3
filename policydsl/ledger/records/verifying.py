"""Verification: every chain is followed, every decision made again, every reservation looked for.

In: a store, policies, archives, and heads that were noted earlier. Out: a `Report`; each finding is
told as soon as it is there. Records are looked at one by one, so memory grows with the number of
lanes only. Writers need not stop, but no archive must be made meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
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
        self._broken: set[str] = set()
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
        chain = self._chains.setdefault(part.lane, Chain(part.lane))
        for linked in records_of(part):
            if self._is_new(chain, linked):
                self._archived += 1
                self._follow(chain, linked, archived=True)
        self._compare_reservations()

    def records(self) -> None:
        """Follow every lane of the store on from where archives have come to."""
        self._join(self._store.forgotten())
        for linked in self._store.records():
            chain = self._chains.setdefault(linked.lane, Chain(linked.lane))
            if self._is_new(chain, linked):
                self._follow(chain, linked, archived=False)
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

    def _join(self, forgotten: Heads) -> None:
        """Lanes whose beginnings left the store go on where archives end, or nobody can tell."""
        for lane, (number, last_hash) in forgotten.items():
            chain = self._chains.get(lane)
            if chain is None:
                self._elsewhere += number
                self._chains[lane] = chain = Chain(lane, number, last_hash)
                self._compare_head(chain)
            elif chain.number < number:
                expected = chain.number + 1
                self._chains[lane] = chain = Chain(lane, number, last_hash)
                self._break(lane, chain.broken("gap", expected))
            elif chain.number == number and chain.hash != last_hash:
                self._break(lane, chain.broken("hash", number))

    def _is_new(self, chain: Chain, linked: Linked) -> bool:
        """Whether a record was not followed yet: some lie in two archives, or in one and here."""
        if linked.number == chain.number and linked.hash != chain.hash:
            self._break(chain.lane, chain.broken("hash", chain.number))
        return linked.number > chain.number

    def _follow(self, chain: Chain, linked: Linked, *, archived: bool) -> None:
        self._records += 1
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
