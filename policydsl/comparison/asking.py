"""A contact put to a policy in the facts that it knows.

In: a policy and a request in JSON form that was made for another version of it. Out: a `Witness`,
or None. A version that does not declare a fact would not be sent it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from policydsl.api import Policy
from policydsl.errors import RequestError
from policydsl.witnesses.witness import Witness, witness

_UNKNOWN_FIELD = "R111"
_PART = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_MOST_TIMES = 4


def asked(policy: Policy, data: Mapping[str, Any]) -> Witness | None:
    """What a policy says to a request without the fields that it does not have.

    None when it cannot judge the request for another reason.
    """
    for _ in range(_MOST_TIMES):
        try:
            return witness(policy, data)
        except RequestError as error:
            paths = [one.path for one in error.diagnostics if one.code == _UNKNOWN_FIELD]
            if None in paths or len(paths) != len(error.diagnostics):
                return None
            data = _without(data, [path for path in paths if path is not None])
    return None


def _without(data: Mapping[str, Any], paths: list[str]) -> dict[str, Any]:
    """A copy without the values at some JSON paths."""
    left = deepcopy(dict(data))
    for path in paths:
        parts = [key or int(number) for key, number in _PART.findall(path)]
        inner: Any = left
        for part in parts[:-1]:
            inner = inner[part]
        inner.pop(parts[-1], None)
    return left
