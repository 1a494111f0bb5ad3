"""The same request at another time.

In: a witness. Out: one in which everything happens so much later, or earlier.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from policydsl.api import Policy
from policydsl.lint.requests import judged
from policydsl.witnesses.witness import Witness

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})")


def later(policy: Policy, found: Witness, length: timedelta) -> Witness | None:
    """The request with every date and instant moved; None where the policy cannot judge it."""
    try:
        return judged(policy, _moved(dict(found.data), length))
    except OverflowError:
        return None


def _moved(value: Any, length: timedelta) -> Any:
    if isinstance(value, dict):
        return {key: _moved(each, length) for key, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, length) for each in value]
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return (datetime.fromisoformat(value) + length).isoformat()
    if isinstance(value, str) and _DATE.fullmatch(value):
        return (date.fromisoformat(value) + length).isoformat()
    return value
