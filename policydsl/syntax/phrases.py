"""What some start symbols return: parts of nodes that YAML writes under keys of their own.

In: nothing. Out: small named tuples.
"""

from __future__ import annotations

from typing import NamedTuple

from policydsl.syntax import tree


class LimitHead(NamedTuple):
    """`6 attempts`, `3 days with attempts`."""

    number: int
    noun: tree.Noun


class WaitHead(NamedTuple):
    """`7 consecutive days`; `until business day 3 of "US"` with `until_business_day`."""

    duration: tree.Duration
    until_business_day: bool


class TypedFact(NamedTuple):
    """`flag = no`: a type and the default, None when there is none."""

    type: tree.FactType
    default: tree.Literal | None


class Tightened(NamedTuple):
    """`at most 5`: `keyword` is `at_most`, `at_least` or `wait`."""

    keyword: str
    value: tree.Number | tree.Duration


class PolicyHead(NamedTuple):
    """The first lines of a policy: its name, its title and its own clauses."""

    name: tree.Path
    title: tree.Text | None
    clauses: tuple[tree.Clause, ...]
