"""What many tests share: policies from texts, requests from a few words."""

from __future__ import annotations

from datetime import date
from typing import Any

from policydsl.core.explanation import Explanation
from policydsl.core.reference import explain
from policydsl.diagnostics import Diagnostic
from policydsl.facts.checking import check_request
from policydsl.policy.composition import ComposedPolicy
from policydsl.policy.files import read_bytes
from policydsl.policy.loading import load_files

HEAD = "policy t\n  otherwise deny\n"


def diagnostics(text: str, *, yaml: bool = False, today: date | None = None) -> list[Diagnostic]:
    """Everything that loading a text says."""
    return list(load_files([read_bytes(text.encode(), "t.policy", is_yaml=yaml)], (), today)[1])


def codes(rules: str, head: str = HEAD) -> list[str]:
    """The codes that rules under a plain head are reported with."""
    return [one.code for one in diagnostics(head + rules)]


def composed(text: str) -> ComposedPolicy:
    """A policy that loads without errors."""
    policy, found = load_files([read_bytes(text.encode(), "t.policy", is_yaml=False)], (), None)
    assert policy is not None, [(one.code, one.message()) for one in found]
    return policy


def judged(policy: ComposedPolicy | str, request: dict[str, Any]) -> Explanation:
    """What the reference says to a request, checked first; a text is rules under a plain head."""
    if isinstance(policy, str):
        policy = composed(HEAD + policy)
    checked, found = check_request(request, policy.vocabulary)
    assert checked is not None, [(one.path, one.message()) for one in found]
    return explain(policy.core, checked)


def request(at: str = "2026-03-04T10:00:00+08:00", **parts: Any) -> dict[str, Any]:
    """A request by voice for collections to one person in Shanghai, changed by `parts`.

    `proposal` and `person` add to what is there; other parts stand as they are given.
    """
    proposal = {"channel": "voice", "purpose": "collections", **parts.pop("proposal", {})}
    person = {"id": "P1", "time_zones": ["Asia/Shanghai"], **parts.pop("person", {})}
    return {"at": at, "proposal": proposal, "person": person, **parts}


def reasons(explanation: Explanation) -> list[str]:
    """The codes of all reasons, in their order."""
    return [one.code for one in explanation.reasons]
