"""Deciding a record again.

In: policies, records. Out: whether a record holds what its policy says now, byte for byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policydsl._version import __version__
from policydsl.api import Policy
from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.engine.tzdata import data_versions
from policydsl.errors import RequestError
from policydsl.facts.moments import parse_instant
from policydsl.facts.problems import clip
from policydsl.ledger.records.hiding import MARK
from policydsl.ledger.records.record import Line, ending, read_line, told
from policydsl.ledger.store import Linked, Record


class Deciding:
    """Decides records again, and counts."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._policies = {policy.digest: policy for policy in policies}
        self.decided = 0
        self.unknown: Counter[str] = Counter()
        self.aged: Counter[tuple[str, str, str]] = Counter()

    def decide(self, linked: Linked, line: Line) -> Diagnostic | None:
        """What is wrong with a record that says `line`; None also when nobody can tell."""
        policy = self._policies.get(line.digest)
        if policy is None:
            self.unknown[line.digest] += 1
            return None
        try:
            decision = policy.decide(line.request, horizon=line.horizon)
        except (RequestError, ValueError):
            return self._otherwise(linked, line, "refused")
        decided = told(decision.to_dict())
        # Newer data that change nothing are nothing that is wrong.
        decided["data"] = {"tzdata": line.tzdata, "calendars": line.calendars}
        if linked.record.text.endswith(ending(decided)):
            self.decided += 1
            return None
        if decision.verdict == line.verdict:
            return self._otherwise(linked, line, "detail")
        shown = {"recorded": clip(line.verdict), "decided": decision.verdict}
        return self._otherwise(linked, line, ("verdict", shown))

    def _otherwise(self, linked: Linked, line: Line, how: HintSpec) -> Diagnostic | None:
        made_with = line.tzdata, line.calendars, line.program
        if made_with != (*data_versions(), __version__):
            self.aged[made_with] += 1
            return None
        return diagnostic("L136", lane=clip(linked.lane), number=linked.number, notes=[how])


def line_of(linked: Linked) -> Line | Diagnostic:
    """What a record says; what is wrong when that cannot be read, or is not what it is kept as."""
    record = linked.record
    line = read_line(record.text)
    if line is None or not _is_consistent(record, line):
        return diagnostic("L137", lane=clip(linked.lane), number=linked.number)
    return line


def _is_consistent(record: Record, line: Line) -> bool:
    """Whether what a store says of a record is what its text says."""
    if record.at != parse_instant(line.request.get("at")):
        return False
    if not line.reserves:
        return record.about is None
    return line.key is not None and (record.about == line.key or line.key.startswith(MARK))
