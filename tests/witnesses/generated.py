"""Generated policies as loaded ones.

In: a seed. Out: `Policy` values with a vocabulary in which everything that they read is declared.
"""

from __future__ import annotations

from functools import cache
from random import Random

from policydsl.api import Policy
from policydsl.facts.problems import MISSING
from policydsl.facts.types import (
    DateType,
    Flag,
    HoursType,
    InstantType,
    Number,
    PreferencesType,
    SetOf,
    TextType,
    Type,
)
from policydsl.facts.vocabulary import Declaration, EventKind, Vocabulary
from policydsl.policy.composition import ComposedPolicy
from tests.property import pools
from tests.property.generator import random_policy

_TYPES: dict[str, Type] = {
    pools.TEXT: TextType(),
    pools.FLAG: Flag(),
    pools.NUMBER: Number(),
    pools.DATE: DateType(),
    pools.INSTANT: InstantType(),
    pools.SET: SetOf(),
    pools.HOURS: HoursType(),
    pools.WISHES: PreferencesType(),
}


@cache
def vocabulary() -> Vocabulary:
    """Everything that generated policies read, declared."""
    standard = Vocabulary.standard()
    declared = [
        Declaration(path, _TYPES[kind], None if path in pools.NULLABLE else MISSING)
        for path, kind in pools.TYPES.items()
        if path not in standard.fields
    ]
    made, refusals = standard.with_declarations([*declared, *map(EventKind, pools.KINDS)])
    assert not refusals
    return made


def generated_policy(seed: str) -> Policy:
    """A small policy with rules, duties, ladders and roots of every kind."""
    core = random_policy(Random(seed))
    return Policy(ComposedPolicy(core, vocabulary(), ()), ())
