"""What a run of mutants found.

In: nothing. Out: frozen types that every way of reporting reads.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from policydsl.diagnostics import Diagnostic
from policydsl.frozen import frozen
from policydsl.testing.mutation.naming import Edit


class Fate(StrEnum):
    """What became of a mutant.

    One that is `EXPLAINED` survived, and a test file says why it may. One that is the `SAME`
    means what the policy means; one that is `UNSOUND` is no policy. Neither is counted.
    """

    KILLED = "killed"
    SURVIVED = "survived"
    EXPLAINED = "explained"
    SAME = "same"
    UNSOUND = "unsound"


@frozen
class Kill:
    """A case that would kill a mutant: the policy passes it, the mutant does not.

    `file` is the test file for which it is written, whose `given` it stands over.
    """

    file: str
    text: str


@frozen
class Verdict:
    """What became of a mutant.

    `killer` is the test that killed it. Of one that survived, `kill` is a case that would kill it,
    None when there was none among the `tried` requests.
    """

    fate: Fate
    killer: str = ""
    kill: Kill | None = None
    tried: int = 0


@frozen
class Mutation:
    """One mutant: its name, the edit, what became of it, and if it may survive, why."""

    name: str
    edit: Edit
    verdict: Verdict
    because: str = ""

    @property
    def fate(self) -> Fate:
        """What became of it, explanations considered."""
        return Fate.EXPLAINED if self.because else self.verdict.fate


@frozen
class PolicyMutation:
    """The mutants of one policy, in the order in which they are written.

    `left_out` is how many more there are that were not made, or not reached.
    """

    policy: str
    mutations: tuple[Mutation, ...]
    tests: int
    left_out: int = 0

    def of(self, fate: Fate) -> tuple[Mutation, ...]:
        """Those of one fate."""
        return tuple(one for one in self.mutations if one.fate == fate)

    @property
    def counted(self) -> int:
        """How many mutants the score is about: killed and survived without an explanation."""
        return len(self.of(Fate.KILLED)) + len(self.of(Fate.SURVIVED))

    @property
    def score(self) -> float:
        """How many of those counted were killed, in per cent; 100 when there are none."""
        return 100 * len(self.of(Fate.KILLED)) / self.counted if self.counted else 100.0


@frozen
class MutationReport:
    """A whole run.

    `diagnostics` say what could not be run and which explanations explain nothing. `refused` are
    the policies of which some test fails, with the files. `interrupted`: somebody broke it off.
    """

    policies: tuple[PolicyMutation, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    refused: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())
    interrupted: bool = False
    seconds: float = 0.0

    @property
    def killed(self) -> int:
        """How many mutants were killed."""
        return sum(len(one.of(Fate.KILLED)) for one in self.policies)

    @property
    def survived(self) -> int:
        """How many survived without an explanation."""
        return sum(len(one.of(Fate.SURVIVED)) for one in self.policies)

    @property
    def score(self) -> float:
        """How many of both were killed, in per cent; 100 when there are none."""
        counted = self.killed + self.survived
        return 100 * self.killed / counted if counted else 100.0
