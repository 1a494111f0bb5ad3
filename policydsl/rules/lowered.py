"""What the rules of one policy become, before it is composed with others."""

from __future__ import annotations

from dataclasses import dataclass, field

from policydsl.core.formula import Formula
from policydsl.core.policy import Ladder, Obligation, Origin, Rule
from policydsl.diagnostics import Span
from policydsl.frozen import frozen


@frozen
class Exemption:
    """`exempt`: lifts the rules named, as full ids."""

    id: str
    when: Formula
    lifts: tuple[str, ...]
    origin: Origin


@frozen
class Place:
    """Where a rule was written, and its kind, for composition's messages."""

    span: Span
    kind: str


@dataclass(slots=True)
class Lowered:
    """Rules, obligations, ladders and exemptions of one policy, as they are gathered.

    `places` maps every full rule id to where it was written.
    """

    rules: list[Rule] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    ladders: list[Ladder] = field(default_factory=list)
    exemptions: list[Exemption] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
