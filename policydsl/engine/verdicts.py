"""Which bits of an answer say what.

In: the roots, rules, ladders and obligations of a policy. Out: `Slots`, which give each its bits
in the order in which reasons are reported, and turn a set of bits into a judgement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import TypeAlias

from policydsl.core.explanation import Explanation
from policydsl.core.policy import CorePolicy, Effect, Ladder, Obligation, Rank, Root, Rule
from policydsl.core.request import Request
from policydsl.engine.ladders import is_approved
from policydsl.frozen import frozen

DENY, REVIEW, WARN = "deny", "review", "warn"
Member: TypeAlias = Root | Rule | Ladder | Obligation
BLOCKING = (DENY, REVIEW)
_STRICTNESS = {"allow": 0, "review": 1, "deny": 2}
_MOST_KEPT = 4096
GOVERNED = 1
"""The bit that says that some root governs; only surveys set it."""


@frozen
class Judgement:
    """The verdict, and the ids of all rules and ladders that block, in the order of reasons.

    `lifted` are the ids of the rules that would block if nothing lifted them, and `stays_until` an
    instant before which nothing changes it, both None where that was not found out.
    """

    verdict: str
    blocking: tuple[str, ...]
    lifted: frozenset[str] | None = field(default=None, compare=False)
    stays_until: int | None = field(default=None, compare=False)


@frozen
class Slot:
    """A rule, ladder, obligation or root with its bits.

    For a rule `first` says that it is surely caught, with `first_effect`, and `second` that it may
    be; the first wins. For a ladder they say that it denies and that it wants an approval. For a
    root `first` says that it only may govern, so that its `otherwise` holds too. `third` says in
    surveys that a cap, a ladder or an obligation speaks about the proposal; in judgements, that a
    rule would block in some binding if nothing lifted it.
    """

    of: Member
    id: str
    first: int
    first_effect: str
    second_effect: str

    @property
    def second(self) -> int:
        """The bit after the first."""
        return self.first << 1

    @property
    def third(self) -> int:
        """The last bit."""
        return self.first << 2


class Slots:
    """The bits of a policy."""

    __slots__ = ("answers", "of", "reviews")

    def __init__(self, policy: CorePolicy) -> None:
        ranked: list[tuple[str, str, Member]] = []
        ranked += [
            (Rank.LEGAL, root.name, root) for root in policy.roots if root.otherwise in BLOCKING
        ]
        ranked += [(rule.rank, rule.id, rule) for rule in policy.rules]
        ranked += [(Rank.LADDER, ladder.id, ladder) for ladder in policy.ladders]
        ranked.sort(key=lambda item: item[:2])
        ranked += [("", obligation.id, obligation) for obligation in policy.obligations]
        self.of = [_slot(one, name, index) for index, (_, name, one) in enumerate(ranked)]
        self.reviews = _reviews(self.of)
        self.answers = Answers(self.of)

    def without_approved(self, blocked: int, request: Request) -> int:
        """The bits that stay when the reviews that a human has approved are taken away."""
        for slot in self.of:
            rule = slot.of
            if not isinstance(rule, Rule) or not blocked & (slot.first | slot.second):
                continue
            effect = slot.first_effect if blocked & slot.first else slot.second_effect
            if effect == Effect.REVIEW and is_approved(request, rule.id, rule.approval):
                blocked &= ~(slot.first | slot.second)
        return blocked


def _slot(one: Member, name: str, index: int) -> Slot:
    bit = 2 << 3 * index
    match one:
        case Ladder():
            return Slot(one, name, bit, "deny", "review")
        case Obligation():
            return Slot(one, name, bit, "allow", "allow")
        case Root():
            return Slot(one, name, bit, one.otherwise, one.otherwise)
        case Rule():
            return Slot(one, name, bit, str(one.effect), one.on_unknown)


def _reviews(slots: list[Slot]) -> int:
    """Every bit that stands for a rule's review."""
    bits = 0
    for slot in slots:
        if isinstance(slot.of, Rule):
            bits |= slot.first if slot.first_effect == Effect.REVIEW else 0
            bits |= slot.second if slot.second_effect == Effect.REVIEW else 0
    return bits


class Answers(dict[int, Judgement]):
    """The judgement for each set of bits, made when first needed."""

    __slots__ = ("_slots",)

    def __init__(self, slots: list[Slot]) -> None:
        super().__init__()
        self._slots = slots

    def __missing__(self, blocked: int) -> Judgement:
        verdict = "allow"
        names: dict[str, None] = {}
        lifted = frozenset(slot.id for slot in self._slots if blocked & slot.third)
        for slot in self._slots:
            bits = blocked & (slot.first | slot.second)
            if not bits:
                continue
            effect = slot.first_effect if bits & slot.first else slot.second_effect
            if effect in BLOCKING:
                names[slot.id] = None
                verdict = max(verdict, effect, key=_STRICTNESS.__getitem__)
        answer = Judgement(verdict, tuple(names), lifted)
        if len(self) < _MOST_KEPT:
            self[blocked] = answer
        return answer


def strictest(effects: Iterable[str]) -> str:
    """The strictest of some effects; allow, when there are none."""
    return max(effects, key=_STRICTNESS.__getitem__, default="allow")


def by_strictness(roots: Iterable[Root]) -> list[Root]:
    """Roots with the strictest answer for what none governs first; of equals, by name."""
    return sorted(roots, key=lambda root: (-_STRICTNESS[root.otherwise], root.name))


def otherwise(roots: Iterable[Root]) -> Root:
    """The root with the strictest answer for what none governs; of equals, the first by name."""
    return by_strictness(roots)[0]


def ungoverned(roots: tuple[Root, ...]) -> Judgement:
    """The judgement of what no root governs."""
    root = otherwise(roots)
    return Judgement(root.otherwise, (root.name,) if root.otherwise in BLOCKING else ())


def judgement_of(explanation: Explanation) -> Judgement:
    """What a whole explanation amounts to."""
    names = [reason.rule for reason in explanation.reasons if reason.effect in BLOCKING]
    return Judgement(str(explanation.verdict), tuple(dict.fromkeys(names)))
