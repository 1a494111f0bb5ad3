"""Contacts round the edges of rules, judged by the evaluator, for pictures and examples.

In: a loaded policy, the ids of rules, a date. Out: for each rule the contacts that were found, and
contacts that are allowed, for each channel and purpose one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from policydsl.api import Policy
from policydsl.core.windows import MICROS_PER_DAY
from policydsl.core.zones import zone_info
from policydsl.errors import RequestError
from policydsl.facts.moments import utc
from policydsl.witnesses.search import candidates
from policydsl.witnesses.witness import Witness, witness

MOST_RULES = 300
"""For how many rules contacts are looked for, in a policy that is not large."""

_MOST_JUDGED = 30_000
"""Rules looked into times all rules: each contact is judged by every rule."""

_MOST_A_RULE = 40
_MOST_CHANGED = 900
_MOST_PURPOSES = 40
_MOST_CHOICES = 6
_LATER = (1, 3, 4, 6)
_ALLOW = "allow"
Kind = tuple[str, str]
"""A channel and a purpose."""


class Evidence:
    """What was found, by rule; `day` is the date round which it was looked for.

    `left` is for how many rules nothing was looked for.
    """

    __slots__ = ("by_rule", "day", "left", "policy")

    def __init__(self, policy: Policy, rules: Sequence[str], day: date) -> None:
        most = min(MOST_RULES, max(_MOST_JUDGED // max(len(policy.rules), 1), 10))
        self.policy = policy
        self.day = day
        self.by_rule: Mapping[str, tuple[Witness, ...]] = {
            rule: tuple(candidates(policy, rule, day=day, most=_MOST_A_RULE))
            for rule in rules[:most]
        }
        self.left = max(len(rules) - most, 0)

    def allowed(self) -> dict[Kind, Witness]:
        """Contacts that are allowed on the date, at some time of it; by channel and purpose.

        They are those found, and the same by other channels and for other purposes.
        """
        choices: dict[Kind, list[Witness]] = {}
        purposes: dict[str, None] = {}
        for one in sorted(self._all(), key=_burden):
            kind = kind_of(one.data)
            purposes[kind[1]] = None
            if one.explanation.verdict == _ALLOW and _date(one) == self.day:
                choices.setdefault(kind, []).append(one)
        found = {
            kind: max(some[:_MOST_CHOICES], key=self._steady) for kind, some in choices.items()
        }
        channels = self.policy.vocabulary.enumerations["channel"]
        wanted = product(channels, sorted(purposes)[:_MOST_PURPOSES])
        self._change(found, [pair for pair in wanted if pair not in found])
        return found

    def _steady(self, one: Witness) -> int:
        """On how many of the next days the contact would still be allowed."""
        later = (replace(one.request, at=one.request.at + days * MICROS_PER_DAY) for days in _LATER)
        return sum(self.policy.explain(request).verdict == _ALLOW for request in later)

    def _all(self) -> Iterator[Witness]:
        for found in self.by_rule.values():
            yield from found

    def _change(self, found: dict[Kind, Witness], wanted: Iterable[Kind]) -> None:
        """Try what was found by other channels and for other purposes, for a while."""
        known = sorted(found.values(), key=self._steady, reverse=True)
        left = _MOST_CHANGED
        for channel, purpose in wanted:
            near = [one for one in known if purpose == kind_of(one.data)[1]] or known
            for one in near:
                if left == 0:
                    return
                left -= 1
                tried = self._by(one.data, channel, purpose)
                if tried is not None and tried.explanation.verdict == _ALLOW:
                    found[channel, purpose] = tried
                    break

    def _by(self, data: Mapping[str, Any], channel: str, purpose: str) -> Witness | None:
        proposal = {**data["proposal"], "channel": channel, "purpose": purpose}
        try:
            return witness(self.policy, {**data, "proposal": proposal})
        except RequestError:
            return None


def _burden(one: Witness) -> tuple[int, int, int]:
    """How much has happened before: approvals, events, consents; plain contacts come first."""
    request = one.request
    return len(request.approvals), len(request.events), len(request.consents)


def kind_of(data: Mapping[str, Any]) -> Kind:
    """The channel and the purpose of a request."""
    return str(data["proposal"]["channel"]), str(data["proposal"]["purpose"])


def _date(one: Witness) -> date:
    """The recipient's date of a request; that of UTC where no zone is known."""
    at = utc(one.request.at)
    zones = one.request.zones
    return at.astimezone(zone_info(zones[0].name)).date() if zones else at.date()
