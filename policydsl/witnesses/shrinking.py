"""The same request without whatever is not needed.

In: a witness and what it shows. Out: a smaller one that shows it too. Events, consents, debts,
facts and the rest are taken away, many at once first, as long as what is left still shows it; then
instants are rounded. What a decision would miss stays: a request is not made simpler by not saying
what the policy asks for. The number of requests judged is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from policydsl.api import Policy
from policydsl.errors import RequestError
from policydsl.witnesses.witness import Witness, witness
from policydsl.witnesses.writing import PLAIN

_MOST_JUDGED = 400
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)")
_NEEDED = (("at",), ("proposal",), ("proposal", "channel"), ("proposal", "purpose"))
Path = tuple[str | int, ...]
Json = Mapping[str, Any]


def shrunk(policy: Policy, found: Witness, shows: Callable[[Witness], bool]) -> Witness:
    """A request with nothing in it that `shows` can do without, and of which no more is missing.

    Each place is tried on its own, and long lists by halves before. `found` comes back when
    nothing can be taken away. At most 400 requests are judged.
    """
    return _Shrinking(policy, found, shows).run()


class _Shrinking:
    """One shrinking, with the number of requests that may still be judged."""

    __slots__ = ("best", "left", "missing", "policy", "shows")

    def __init__(self, policy: Policy, found: Witness, shows: Callable[[Witness], bool]) -> None:
        self.policy = policy
        self.best = found
        self.missing = frozenset(found.explanation.missing)
        self.shows = shows
        self.left = _MOST_JUDGED

    def run(self) -> Witness:
        """Takes away until a whole round takes nothing away."""
        changed = True
        while changed and self.left > 0:
            changed = self._lists() | self._places()
        self._parties()
        self._instants()
        return self.best

    def _lists(self) -> bool:
        changed = False
        for key in ("events", "consents", "debts"):
            size = len(self.best.data.get(key, ())) // 2
            while size > 0:
                start = 0
                while start < len(self.best.data.get(key, ())):
                    listed = list(self.best.data[key])
                    del listed[start : start + size]
                    if self._try({**self.best.data, key: listed}):
                        changed = True
                    else:
                        start += size
                size //= 2
        return changed

    def _places(self) -> bool:
        changed = False
        for path in list(_places(self.best.data)):
            if path not in _NEEDED and _has(self.best.data, path):
                changed |= self._try(_without(self.best.data, path))
        return changed

    def _parties(self) -> None:
        """Parties of whom only one thing is said as plain texts."""
        for path in list(_places(self.best.data)):
            if not _has(self.best.data, path):
                continue
            said = _at(self.best.data, path)
            plain = PLAIN.get(str(path[-1]))
            if plain is not None and isinstance(said, Mapping) and set(said) == {plain}:
                self._try(_with(self.best.data, path, said[plain]))

    def _instants(self) -> None:
        for path in list(_places(self.best.data)):
            text = _at(self.best.data, path)
            shown = _INSTANT.fullmatch(text) if isinstance(text, str) else None
            if shown is not None:
                hour, minute, second, offset = shown.groups()
                rounded = (f"{hour}:00:00", f"{hour}:{minute}:00", f"{hour}:{minute}:{second}")
                plainer = [one + offset for one in rounded if one + offset != text]
                any(self._try(_with(self.best.data, path, one)) for one in plainer)

    def _try(self, data: Json) -> bool:
        """Takes a request in place of the best so far, when it shows the same."""
        if self.left <= 0:
            return False
        self.left -= 1
        try:
            smaller = witness(self.policy, data)
        except RequestError:
            return False
        if not self.missing.issuperset(smaller.explanation.missing) or not self.shows(smaller):
            return False
        self.best = smaller
        return True


def _places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a request that can be taken away; the last of a list first."""
    keys: Iterable[str | int] = ()
    if isinstance(value, Mapping):
        keys = list(value)
    elif isinstance(value, list):
        keys = range(len(value) - 1, -1, -1)
    for key in keys:
        yield (*path, key)
        yield from _places(value[key], (*path, key))


def _has(value: Any, path: Path) -> bool:
    for key in path:
        if isinstance(value, Mapping):
            if key not in value:
                return False
        elif not (isinstance(value, list) and isinstance(key, int) and key < len(value)):
            return False
        value = value[key]
    return True


def _without(value: Any, path: Path) -> Any:
    """A copy without one place."""
    key, *rest = path
    copied: Any = dict(value) if isinstance(value, Mapping) else list(value)
    if rest:
        copied[key] = _without(copied[key], tuple(rest))
    else:
        del copied[key]
    return copied


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _with(value: Any, path: Path, given: str) -> Any:
    """A copy with another text at a place."""
    if not path:
        return given
    key, *rest = path
    copied: Any = dict(value) if isinstance(value, Mapping) else list(value)
    copied[key] = _with(copied[key], tuple(rest), given)
    return copied
