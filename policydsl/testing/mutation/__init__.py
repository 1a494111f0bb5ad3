"""Mutation: change the policy, run its tests, and report the changes that no test notices.

In: policies with their tests. Out: `mutate`, which gives a `MutationReport`. The parts: where
changes can be made (`walking`), which (`operators`), what they are called (`naming`), the changed
policies (`making`), their tests (`suites`, `trying`), requests that would tell (`neighbours`,
`killing`, `writing`), the run (`running`, `workers`), and what is found (`report`).
"""

from policydsl.testing.mutation.report import Fate, Mutation, MutationReport
from policydsl.testing.mutation.running import mutate

__all__ = ["Fate", "Mutation", "MutationReport", "mutate"]
