"""policydsl: contact rules as text, and an evaluator that turns them into verdicts with reasons.

>>> import policydsl
>>> policy = policydsl.load("policies/us/reg_f.policy")
>>> decision = policy.decide(request)
>>> decision.allowed, decision.verdict, decision.reasons
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from policydsl._version import __version__

if TYPE_CHECKING:
    from policydsl.api import Policy, load, load_text
    from policydsl.core.explanation import Reason
    from policydsl.core.request import Request
    from policydsl.diagnostics import Diagnostic
    from policydsl.engine.counterfactuals.changes import Change
    from policydsl.engine.decision import Decision
    from policydsl.engine.plans import Plan
    from policydsl.engine.spreading import Interval, spread
    from policydsl.errors import (
        LedgerError,
        LedgerUnavailableError,
        PolicydslError,
        PolicyError,
        RequestError,
    )
    from policydsl.gate.asynchronous import AsyncGate
    from policydsl.gate.gate import Gate
    from policydsl.gate.permit import Permit
    from policydsl.ledger.records.hiding import Hiding
    from policydsl.ledger.records.pseudonyms import Pseudonyms

_HOMES = {
    "AsyncGate": "policydsl.gate.asynchronous",
    "Change": "policydsl.engine.counterfactuals.changes",
    "Decision": "policydsl.engine.decision",
    "Diagnostic": "policydsl.diagnostics",
    "Gate": "policydsl.gate.gate",
    "Hiding": "policydsl.ledger.records.hiding",
    "Interval": "policydsl.engine.spreading",
    "LedgerError": "policydsl.errors",
    "LedgerUnavailableError": "policydsl.errors",
    "Permit": "policydsl.gate.permit",
    "Plan": "policydsl.engine.plans",
    "Policy": "policydsl.api",
    "PolicyError": "policydsl.errors",
    "PolicydslError": "policydsl.errors",
    "Pseudonyms": "policydsl.ledger.records.pseudonyms",
    "Reason": "policydsl.core.explanation",
    "Request": "policydsl.core.request",
    "RequestError": "policydsl.errors",
    "load": "policydsl.api",
    "load_text": "policydsl.api",
    "spread": "policydsl.engine.spreading",
}

__all__ = [
    "AsyncGate",
    "Change",
    "Decision",
    "Diagnostic",
    "Gate",
    "Hiding",
    "Interval",
    "LedgerError",
    "LedgerUnavailableError",
    "Permit",
    "Plan",
    "Policy",
    "PolicyError",
    "PolicydslError",
    "Pseudonyms",
    "Reason",
    "Request",
    "RequestError",
    "__version__",
    "load",
    "load_text",
    "spread",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing policydsl costs nothing."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'policydsl' has no attribute {name!r}")
    found = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
