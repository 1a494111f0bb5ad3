"""The bindings of a decision: every debt and zone over which rules are quantified.

In: a request. Out: `Bindings`, which makes a frame for each binding, once.
"""

from __future__ import annotations

from policydsl.core.request import Request
from policydsl.engine.frame import Frame, Quantified


class Bindings:
    """The frames of one decision, each made once."""

    __slots__ = ("_frames", "_scopes", "request")

    def __init__(self, request: Request) -> None:
        self.request = request
        self._frames: dict[tuple[str | None, str | None], Frame] = {}
        self._scopes: dict[Quantified, list[Frame]] = {}

    def of(self, scope: Quantified) -> list[Frame]:
        """A frame for every debt and zone over which a rule is quantified, in their order."""
        known = self._scopes.get(scope)
        if known is None:
            known = self._scopes[scope] = self._make(scope)
        return known

    def is_single(self) -> bool:
        """Whether every scope has one frame at most."""
        debts = self.request.proposal_debts
        return len(self.request.zones) < 2 and (debts is None or len(debts) < 2)

    def _make(self, scope: Quantified) -> list[Frame]:
        request, (per_debt, zone) = self.request, scope
        if not per_debt and zone is None:
            return [self._frame(None, None)]
        if zone == "recipient" and len(request.zones) == 1:
            zone = request.zones[0].name
        debts: tuple[str | None, ...] = (None,)
        if per_debt and request.proposal_debts is not None:
            debts = request.proposal_debts
        zones: tuple[str | None, ...] = (zone,)
        if zone == "recipient":
            zones = tuple([zone.name for zone in request.zones]) or (None,)
        return [self._frame(debt, zone) for debt in debts for zone in zones]

    def _frame(self, debt: str | None, zone: str | None) -> Frame:
        known = self._frames.get((debt, zone))
        if known is None:
            known = self._frames[debt, zone] = Frame(self.request, debt, zone)
        return known
