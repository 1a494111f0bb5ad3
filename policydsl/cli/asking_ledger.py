"""Requests whose past stands in a ledger.

In: a policy, the URL of a ledger, requests that say `at` and a proposal with its `person`. Out:
whole requests, with what the ledger knows of the person; or the diagnostics that say why not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

from policydsl.api import Policy
from policydsl.cli.reading import Read, checked_data
from policydsl.core.request import Request
from policydsl.diagnostics import Diagnostic, Text
from policydsl.errors import LedgerError, LedgerUnavailableError, RequestError
from policydsl.facts.moments import parse_instant, utc
from policydsl.facts.objects import is_object, needed
from policydsl.facts.problems import Problem, unknown_field
from policydsl.facts.reading import read_request
from policydsl.gate.gate import Gate
from policydsl.ledger.opening import open_store

_OWNER = Text("a request to a ledger", "向台账提出的请求")
_FACTS = ("person", "debts", "consents", "events")
_FIELDS = ("at", "proposal", *_FACTS)


@contextmanager
def reading(policy: Policy, url: str) -> Iterator[Read]:
    """What reads a text as a checked request, by the ledger at a URL. Raises `LedgerError`."""
    with closing(open_store(url, must_exist=True)) as store:
        yield partial(_checked, policy, Gate(policy, store, records="none"))


def _checked(
    policy: Policy, gate: Gate, source: str, name: str
) -> tuple[Request | None, list[Diagnostic]]:
    """The request that a text is; else everything that is wrong with it.

    Raises `LedgerUnavailableError`.
    """
    data, found = read_request(source, name)
    problems: list[Problem] = []
    if found or not is_object(data, problems):
        return None, found or [problem.diagnostic() for problem in problems]
    at = needed(data, "at", parse_instant, problems)
    problems.extend(unknown_field(key, _OWNER, _FIELDS) for key in data if key not in _FIELDS)
    if at is None or problems:
        return None, [problem.diagnostic() for problem in problems]
    facts = {key: data[key] for key in _FACTS if key in data}
    proposal: Any = data.get("proposal", {})
    try:
        whole = gate.request(proposal, at=utc(at), facts=facts)
    except LedgerUnavailableError:
        raise
    except (LedgerError, RequestError) as error:
        return None, list(error.diagnostics)
    return checked_data(policy, whole)
