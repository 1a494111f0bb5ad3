"""A request of one policy, put to another.

In: a request in JSON form, and a policy that may know fewer facts. Out: the witness without what
the policy does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from policydsl.api import Policy
from policydsl.diagnostics import Diagnostic
from policydsl.errors import RequestError
from policydsl.witnesses.witness import Witness, witness

_NO_FIELD, _NO_VALUE = "R111", "R113"
_EVENT = re.compile(r"\$\.events\[(\d+)\]\.kind")
_PART = re.compile(r"([^.\[\]$]+)|\[(\d+)\]")


def understood(policy: Policy, data: Mapping[str, Any]) -> Witness | None:
    """What the policy says to it, unknown fields and kinds of events left out.

    None when it cannot be judged all the same.
    """
    try:
        return witness(policy, data)
    except RequestError as error:
        fewer = _without(data, error.diagnostics)
    try:
        return None if fewer is None else witness(policy, fewer)
    except RequestError:
        return None


def _without(data: Mapping[str, Any], wrong: Iterable[Diagnostic]) -> Mapping[str, Any] | None:
    made = deepcopy(dict(data))
    events: set[int] = set()
    for one in wrong:
        path = one.path or ""
        event = _EVENT.fullmatch(path)
        if one.code == _NO_VALUE and event is not None:
            events.add(int(event[1]))
        elif one.code == _NO_FIELD:
            _remove(made, path)
        else:
            return None
    if events:
        made["events"] = [one for at, one in enumerate(made["events"]) if at not in events]
    return made


def _remove(data: Any, path: str) -> None:
    *above, (last, _) = _PART.findall(path)
    for name, number in above:
        data = data[int(number)] if number else data[name]
    del data[last]
