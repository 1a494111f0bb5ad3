"""Consents: each word of `require` is a condition on a record.

In: a requirement as it was written and its `Consent`. Out: what is worth a look where the consent
decides. A demand decides for a record that meets every other, while no other record is live.
"""

from __future__ import annotations

from dataclasses import replace

from policydsl.core.formula import Consent
from policydsl.core.reference.clock import all_of
from policydsl.core.reference.consents import Test, tests
from policydsl.core.reference.facts import Context
from policydsl.core.reference.formulas import holds
from policydsl.core.request import ConsentRecord
from policydsl.core.windows import Span
from policydsl.frozen import frozen
from policydsl.syntax import tree
from policydsl.testing.coverage.bounds import meet_window, unit_of
from policydsl.testing.coverage.counts import Filter, words_in
from policydsl.testing.coverage.nodes import Node
from policydsl.testing.coverage.seen import Bound, Condition, Group, Sight

_PURPOSE = "consent.purpose"


@frozen
class Life:
    """How long a consent, or what is left of a revoked one, serves."""

    bound: Bound
    span: Span
    unit: int
    demand: int
    from_revocation: bool = False

    def meet(self, record: ConsentRecord, context: Context, sight: Sight) -> None:
        """Note whether it still serves."""
        begun = record.revoked_at if self.from_revocation else record.effective_from
        if begun is not None and begun <= context.now:
            meet_window(self.bound, self.span, begun, self.unit, context, sight)


@frozen
class Demands:
    """What a record must be; `conditions` pairs those that were written with their demands."""

    consent: Consent
    conditions: tuple[tuple[Condition, int], ...]
    lives: tuple[Life, ...]
    where: tuple[Node, int] | None
    ending: Filter | None

    def look(self, context: Context, sight: Sight) -> None:
        """Look at the records, unless one other is live."""
        at = context.event.at if self.consent.at_event and context.event else context.now
        judged = [
            (record, tests(self.consent, record, context, holds))
            for record in context.request.consents
        ]
        live = [record for record, demands in judged if all_of(one.holds for one in demands)]
        for record, demands in judged:
            if not live or live == [record]:
                self._record(record, demands, replace(context, now=at), sight)
        if self.ending is not None:
            self.ending.look(context, sight)

    def _record(
        self, record: ConsentRecord, demands: list[Test], context: Context, sight: Sight
    ) -> None:
        failing = [number for number, one in enumerate(demands) if one.holds is False]
        for condition, number in self.conditions:
            if failing in ([], [number]):
                sight.decides(condition, demands[number].holds)
        if self.where is not None and failing in ([], [self.where[1]]):
            self.where[0].look(replace(context, consent=record), sight)
        for life in self.lives:
            if failing in ([], [life.demand]):
                life.meet(record, context, sight)


def demands_of(
    written: tree.Requirement,
    consent: Consent,
    group: Group,
    where: Node | None,
    ending: Filter | None,
) -> Demands:
    """The demands that were written, numbered as the reference lists them."""
    inner = [one.span for one in (written.where, written.ending_after) if one is not None]
    fields = sorted(consent.fields, key=lambda pair: pair[0] == _PURPOSE)
    conditions = [
        (group.condition(word.span), [name for name, _ in fields].index(f"consent.{word.text}"))
        for word in written.fields
    ]
    level = len(fields)
    if written.level is not None:
        conditions.append((group.condition(words_in(written.span, written.level, inner)), level))
    revoked, number = level + 3, level + 5
    lives = []
    for duration, span in (
        (written.given_within, consent.given_within),
        (written.lasting, consent.lasting),
    ):
        if duration is not None and span is not None:
            conditions.append((group.condition(duration.span), number))
            lives.append(Life(group.bound(duration.span), span, unit_of(duration), number))
            number += 1
    if written.ending_after is not None:
        conditions.append((group.condition(written.ending_after.span), number))
    if written.with_proof:
        conditions.append(
            (group.condition(words_in(written.span, r"with\s+proof", inner)), number + 1)
        )
    if written.confirmed:
        conditions.append((group.condition(words_in(written.span, "confirmed", inner)), number + 2))
    if isinstance(written.honor, tree.Duration) and consent.grace is not None:
        honor = written.honor
        conditions.append((group.condition(honor.span), revoked))
        lives.append(Life(group.bound(honor.span), consent.grace, unit_of(honor), revoked, True))
    elif written.honor is not None:
        at_once = words_in(written.span, r"honor\s+revocation\s+at\s+once", inner)
        conditions.append((group.condition(at_once), revoked))
    filtered = None if where is None else (where, level + 1)
    return Demands(consent, tuple(conditions), tuple(lives), filtered, ending)
