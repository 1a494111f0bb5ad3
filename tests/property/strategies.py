"""Hypothesis strategies for formulas, policies, and requests that seek a policy's edges.

Each draws from the same generators as `generator`, through Hypothesis's choices, so that what fails
shrinks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

from policydsl.core.formula import Formula
from policydsl.core.policy import CorePolicy, Ladder, Obligation, Rule
from policydsl.core.request import Request
from tests.property import policies as make
from tests.property import requests as make_requests
from tests.property.choices import Choices, DrawnChoices
from tests.property.formulas import PLAIN, WITH_DEBT, formula

T = TypeVar("T")


def _drawn(build: Callable[[Choices], T]) -> st.SearchStrategy[T]:
    @st.composite
    def composed(draw: Callable[[st.SearchStrategy[Any]], Any]) -> T:
        return build(DrawnChoices(draw))

    return composed()


def formulas(with_debt: bool = True, depth: int = 3) -> st.SearchStrategy[Formula]:
    """Formulas of every node."""
    roots = WITH_DEBT if with_debt else PLAIN
    return _drawn(lambda choices: formula(choices, roots, depth))


def rules(name: str = "p.r") -> st.SearchStrategy[Rule]:
    """Rules of every kind."""
    return _drawn(lambda choices: make.rule(choices, name))


def obligations(name: str = "p.o") -> st.SearchStrategy[Obligation]:
    """Duties with and without a due date."""
    return _drawn(lambda choices: make.obligation(choices, name))


def ladders(name: str = "p.l") -> st.SearchStrategy[Ladder]:
    """Ladders of one to four steps."""
    return _drawn(lambda choices: make.ladder(choices, name))


def policies() -> st.SearchStrategy[CorePolicy]:
    """Whole policies."""
    return _drawn(make.policy)


def requests(policy: CorePolicy) -> st.SearchStrategy[Request]:
    """Requests near to the edges of a policy."""
    return _drawn(lambda choices: make_requests.request(choices, policy))


def cases() -> st.SearchStrategy[tuple[CorePolicy, Request]]:
    """A policy and a request near to its edges."""
    return policies().flatmap(lambda policy: st.tuples(st.just(policy), requests(policy)))
