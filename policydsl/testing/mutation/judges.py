"""What becomes of one mutant: tried on the tests, and looked for what would kill it.

In: a suite and its mutants. Out: `Verdict`s.
"""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.testing.mutation.killing import kill
from policydsl.testing.mutation.making import Mutant
from policydsl.testing.mutation.report import Fate, Verdict
from policydsl.testing.mutation.suites import Suite
from policydsl.testing.mutation.trying import Trials


class Judge:
    """Judges the mutants of one policy."""

    def __init__(self, suite: Suite, made: Sequence[Mutant]) -> None:
        self._suite = suite
        self._made = made
        self._trials = Trials(suite)
        self._explained = frozenset(one.mutant for one in suite.explained)

    def judged(self, index: int) -> Verdict:
        """What becomes of the mutant of a number; nothing is looked for if it is explained."""
        mutant = self._made[index]
        change = self._trials.change(mutant)
        if isinstance(change, Fate):
            return Verdict(change)
        killer = self._trials.killer(change)
        if killer is not None:
            return Verdict(Fate.KILLED, killer)
        if mutant.name in self._explained:
            return Verdict(Fate.SURVIVED)
        found, tried = kill(self._suite, self._trials, mutant, change)
        return Verdict(Fate.SURVIVED, kill=found, tried=tried)
