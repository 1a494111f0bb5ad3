"""Requests judged by two policies: whose verdict changes, and why.

In: two loaded policies and requests in JSON form. Out: `Counts` with a few examples, chosen so that
different changes are seen. Every request is judged by itself; nothing is kept but counts and
examples, so a file may be as long as it likes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from policydsl.api import Policy
from policydsl.core.explanation import Explanation
from policydsl.diagnostics import Diagnostic
from policydsl.errors import RequestError
from policydsl.frozen import frozen
from policydsl.witnesses.witness import Witness, witness

MOST_EXAMPLES = 10
_SAME_KIND = 2


@frozen
class Example:
    """A request that the two judge differently; `line` is where it stands, from 1."""

    line: int
    old: Witness
    new: Witness

    @property
    def verdicts(self) -> tuple[str, str]:
        """The verdicts before and after: `allow`, `review` or `deny`."""
        return self.old.explanation.verdict, self.new.explanation.verdict


@dataclass(slots=True)
class Counts:
    """What became of the requests.

    `verdicts` counts pairs of verdicts, before and after, that differ; `reasons` the requests that
    are still not allowed, for other reasons; `starts` and `ends` in how many requests a rule blocks
    that did not, and does not that did. `refused` are requests that one policy cannot judge.
    """

    most_examples: int = MOST_EXAMPLES
    judged: int = 0
    reasons: int = 0
    refused: int = 0
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    starts: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    first_refused: tuple[int, tuple[Diagnostic, ...]] | None = None
    _kinds: dict[tuple[object, ...], list[Example]] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """In how many requests the verdict changes."""
        return self.verdicts.total()

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples kept: one of each kind of change, then second ones, by line."""
        kinds = sorted(self._kinds.values(), key=lambda found: found[0].line)
        found = [one[n] for n in range(_SAME_KIND) for one in kinds if n < len(one)]
        return tuple(sorted(found[: self.most_examples], key=lambda one: one.line))

    def refuse(self, line: int, found: tuple[Diagnostic, ...]) -> None:
        """Count a request that cannot be judged."""
        self.refused += 1
        if self.first_refused is None:
            self.first_refused = (line, found)

    def add(self, line: int, data: Any, old: Policy, new: Policy) -> None:
        """Judge a request, whatever it may be, by both policies and count what differs."""
        try:
            example = Example(line, witness(old, data), witness(new, data))
        except RequestError as error:
            self.refuse(line, tuple(error.diagnostics))
            return
        self.judged += 1
        before, after = (_blocking(one.explanation) for one in (example.old, example.new))
        verdicts = example.verdicts
        if verdicts[0] != verdicts[1]:
            self.verdicts[verdicts] += 1
        elif before == after:
            return
        else:
            self.reasons += 1
        self.starts.update(after - before)
        self.ends.update(before - after)
        if verdicts[0] != verdicts[1]:
            kind = (*verdicts, before - after, after - before)
            kept = self._kinds.setdefault(kind, [])
            if len(kept) < _SAME_KIND and len(self._kinds) <= _SAME_KIND * 100:
                kept.append(example)


def _blocking(explanation: Explanation) -> frozenset[str]:
    return frozenset(reason.rule for reason in explanation.reasons)
