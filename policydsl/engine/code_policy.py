"""A policy as one function from a request to a judgement.

In: the parts of a policy, and what is known in advance of the requests: their channel and purpose,
and whether a zone is known. Out: a function. Rules over the same debts and zones share one loop; a
rule that cannot be caught in such requests is not in the function at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias

from policydsl.core.explanation import Counter, LadderState, Reason
from policydsl.core.policy import CorePolicy, Ladder, Obligation, Root, Rule, Scope
from policydsl.core.request import Request
from policydsl.engine.code import Code
from policydsl.engine.code_counts import write_starts
from policydsl.engine.code_formulas import (
    FALSE,
    TRUE,
    conjunction,
    expression,
    negation,
)
from policydsl.engine.code_ladder_surveys import ladder_survey_lines
from policydsl.engine.code_ladders import ladder_lines
from policydsl.engine.code_place import Folded, Place
from policydsl.engine.code_rules import rule_lines, survey_lines
from policydsl.engine.formulas import Formulas
from policydsl.engine.frame import EAST, NO_FACTS, WEST, past_events
from policydsl.engine.verdicts import GOVERNED, Judgement, Slot, Slots, by_strictness, ungoverned
from policydsl.engine.zones import (
    DAY,
    STRETCH,
    TABLE_BEGINS,
    TABLE_ENDS,
    ZONES,
    RareError,
)
from policydsl.frozen import frozen

Judge: TypeAlias = Callable[[Request], Judgement]
Counters: TypeAlias = list[Counter]
"""The state of each cap, in every binding in which it speaks."""

Said: TypeAlias = list[tuple[str, str | None, Reason]]
"""Reasons, with the id of their rule or ladder, and the debt in hand."""

Surveyed: TypeAlias = tuple[int, Counters, list[LadderState], Said]
Survey: TypeAlias = Callable[[Request], Surveyed]
Member: TypeAlias = Root | Slot
_RECIPIENT = "recipient"
_PLAIN = Scope()


@frozen
class Variant:
    """What is known of requests in advance."""

    folded: Folded
    has_zones: bool


def write_judge(policy: CorePolicy, formulas: Formulas, slots: Slots, variant: Variant) -> Judge:
    """The function that judges requests of a variant.

    It may raise `RareError`; then the exact way must be gone.
    """
    judge: Judge = _Writer(policy, formulas, slots, variant, False).write().compile("judge")
    return judge


def write_survey(policy: CorePolicy, formulas: Formulas, slots: Slots, variant: Variant) -> Survey:
    """The function that finds out what there is to explain.

    It gives bits, as `Slot` tells them apart, the counters, where the ladders stand, and what they
    say. A ladder's first bit asks for its reasons to be found the exact way.
    It may raise `RareError`; then everything must be looked at.
    """
    survey: Survey = _Writer(policy, formulas, slots, variant, True).write().compile("judge")
    return survey


class _Writer:
    """Writes the function of one variant of a policy."""

    __slots__ = (
        *("_code", "_formulas", "_members", "_policy", "_roots", "_slots", "_surveys", "_variant"),
    )

    def __init__(
        self,
        policy: CorePolicy,
        formulas: Formulas,
        slots: Slots,
        variant: Variant,
        surveys: bool,
    ) -> None:
        self._surveys = surveys
        self._policy = policy
        self._formulas = formulas
        self._slots = slots
        self._variant = variant
        self._code = Code()
        self._members: dict[Scope, list[Member]] = {}
        self._roots = by_strictness(policy.roots)

    def write(self) -> Code:
        code = self._code
        is_governed = self._is_governed()
        later = [] if is_governed else [root for root in self._roots if root.scope != _PLAIN]
        for root in later:
            self._members.setdefault(root.scope, []).append(root)
        for slot in self._slots.of:
            if not isinstance(slot.of, Root):
                self._members.setdefault(slot.of.scope, []).append(slot)
        with code.deeper(1), code.held() as body:
            if not is_governed:
                self._write_plain_roots()
            if not is_governed and not later:
                self._write_governed()
            self._write_zone(None)
            for zone in sorted({scope.zone for scope in self._members if scope.zone is not None}):
                self._write_zone(zone)
            if later:
                self._write_governed()
            self._end(is_governed)
        with code.block("def judge(request)"):
            self._begin(body)
            code.put(body)
        return code

    def _is_governed(self) -> bool:
        """Whether some root that asks for neither debt nor zone governs all such requests."""
        place = self._place(_PLAIN)
        roots = [root for root in self._roots if root.scope == _PLAIN]
        return any(expression(root.governs, True, place) == TRUE for root in roots)

    def _write_plain_roots(self) -> None:
        """Find out which roots govern, of those that ask for neither debt nor zone."""
        code, place = self._code, self._place(_PLAIN)
        code.line("roots = 0")
        with code.held() as lines:
            for root in self._roots:
                if root.scope == _PLAIN:
                    self._root_lines(root, place)
        if code.mentions(lines, "frame"):
            code.line("frame = None")
        code.put(lines)

    def _root_lines(self, root: Root, place: Place) -> None:
        """Set the root's bit in `roots` when it may govern, the first bit when it surely does."""
        code = self._code
        governs, perhaps = (expression(root.governs, must, place) for must in (True, False))
        if perhaps == FALSE:
            return
        with code.block(f"if {perhaps}"):
            code.line(f"roots |= {2 << self._roots.index(root)}")
            if governs != FALSE:
                with code.block(f"if {governs}"):
                    code.line("roots |= 1")

    def _write_governed(self) -> None:
        """Say what follows from `roots`: that no root governs, or that one only may."""
        code = self._code
        if self._surveys:
            with code.block("if roots"):
                code.line(f"blocked |= {GOVERNED}")
        else:
            with code.block("if not roots"):
                code.line(f"return {self._ungoverned()}")
        bits = {slot.of.name: slot.first for slot in self._slots.of if isinstance(slot.of, Root)}
        blocking = [(index, root) for index, root in enumerate(self._roots) if root.name in bits]
        if not blocking:
            return
        with code.block("if not roots & 1"):
            for index, root in blocking:
                word = "elif" if index else "if"
                with code.block(f"{word} roots & {2 << index}"):
                    code.line(f"blocked |= {code.constant(bits[root.name])}")

    def _begin(self, body: list[str]) -> None:
        """Bind what the body uses of the request."""
        code = self._code
        code.line("now = request.at")
        code.line("facts = request.facts")
        if code.mentions(body, "first_day") or code.mentions(body, "last_day"):
            with code.block(f"if not {TABLE_BEGINS} <= now < {TABLE_ENDS}"):
                code.line(f"raise {code.constant(RareError, 'rare')}")
            code.line(f"first_day, last_day = (now - {WEST}) // {DAY}, (now + {EAST}) // {DAY}")
        if code.mentions(body, "events"):
            code.line("events = request.events")
            with code.block("if events and events[-1].at > now"):
                code.line(f"events = {code.helper(past_events)}(request)")
        if code.mentions(body, "person"):
            code.line("person = request.person")
        if code.mentions(body, "debts"):
            code.line("debts = request.proposal_debts")
            with code.block("if debts is None"):
                code.line("debts = (None,)")
            code.line("known_debts = request.debts")
        code.line("blocked = 0")
        if self._surveys:
            code.line("counters, states, said = [], [], []")

    def _ungoverned(self) -> str:
        return self._code.constant(ungoverned(self._policy.roots), "ungoverned")

    def _end(self, is_governed: bool) -> None:
        code, slots = self._code, self._slots
        if self._surveys:
            if is_governed:
                code.line(f"blocked |= {GOVERNED}")
            code.line("return blocked, counters, states, said")
            return
        if slots.reviews:
            reviews = code.constant(slots.reviews)
            with code.block(f"if request.approvals and blocked & {reviews}"):
                code.line(f"blocked = {code.helper(slots.without_approved)}(blocked, request)")
        code.line(f"return {code.constant(slots.answers, 'answers')}[blocked]")

    def _place(self, scope: Scope) -> Place:
        knows_zone = scope.zone is not None and (
            scope.zone != _RECIPIENT or self._variant.has_zones
        )
        return Place(
            code=self._code,
            formulas=self._formulas,
            has_debt=scope.per_debt,
            has_zone=scope.zone is not None,
            knows_zone=knows_zone,
            folded=self._variant.folded,
        )

    def _write_zone(self, zone: str | None) -> None:
        """All that is quantified over a zone, with or without debts; nothing if nothing is."""
        code = self._code
        loops = zone == _RECIPIENT and self._variant.has_zones
        place = self._place(Scope(zone=zone))
        if loops and self._surveys:
            place = replace(place, later="later")
        of_debts = replace(place, has_debt=True)
        with code.deeper(int(loops)):
            with code.held() as plain:
                self._write_members(self._members.get(Scope(False, zone), []), place)
            with code.deeper(1), code.held() as per_debt:
                self._write_members(self._members.get(Scope(True, zone), []), of_debts)
        if not plain and not per_debt:
            return
        with self._over_zone(zone, loops, place, [*plain, *per_debt]):
            if code.mentions(plain, "frame"):
                code.line("frame = None")
            code.put(plain)
            if per_debt:
                with code.block("for debt in debts"):
                    if code.mentions(per_debt, "debt_facts"):
                        no_facts = code.constant(NO_FACTS, "no facts")
                        code.line(f"debt_facts = known_debts.get(debt, {no_facts})")
                    if code.mentions(per_debt, "frame"):
                        code.line("frame = None")
                    code.put(per_debt)

    @contextmanager
    def _over_zone(
        self, zone: str | None, loops: bool, place: Place, body: list[str]
    ) -> Iterator[None]:
        """Bind the zone, or each zone in turn, with as much of its clock as is used."""
        code = self._code
        if loops:
            for line in place.before:
                code.line(line)
            if place.later and code.mentions(body, place.later):
                code.line(f"{place.later} = False")
            with code.block("for candidate in request.zones"):
                code.line("zone_name = candidate.name")
                code.line(f"zone = {code.constant(ZONES, 'zones')}[zone_name]")
                self._bind_clock(place, body)
                yield
                if place.later and code.mentions(body, place.later):
                    code.line(f"{place.later} = True")
            return
        if place.knows_zone and zone is not None:
            code.line(f"zone_name = {code.constant(zone)}")
            code.line(f"zone = {code.constant(ZONES[zone], ('zone', zone))}")
            self._bind_clock(place, body)
        else:
            code.line("zone_name = None")
            write_starts(place)
        yield

    def _bind_clock(self, place: Place, body: list[str]) -> None:
        code = self._code
        code.line(f"offset, steady, until = zone.steady.get(now >> {STRETCH}) or zone.settle(now)")
        if code.mentions(body, "micros"):
            code.line("micros = now + offset")
            code.line(f"day = micros // {DAY}")
            code.line(f"micros -= day * {DAY}")
        elif place.starts or code.mentions(body, "day"):
            code.line(f"day = (now + offset) // {DAY}")
        write_starts(place)

    def _write_members(self, members: list[Member], place: Place) -> None:
        for member in members:
            if isinstance(member, Root):
                self._root_lines(member, place)
            else:
                self._write_slot(member, place)

    def _write_slot(self, slot: Slot, place: Place) -> None:
        code, one = self._code, slot.of
        if isinstance(one, Ladder) and self._surveys:
            ladder_survey_lines(one, slot, place)
        elif isinstance(one, Ladder):
            ladder_lines(one, code.constant(slot.first), code.constant(slot.second), place)
        elif isinstance(one, Rule):
            write = survey_lines if self._surveys else rule_lines
            write(one, slot, place)
        elif isinstance(one, Obligation) and self._surveys:
            owed = conjunction(
                [
                    expression(one.applies, False, place),
                    negation(expression(one.lifted, True, place)),
                ]
            )
            if owed != FALSE:
                with code.block(f"if {owed}"):
                    code.line(f"blocked |= {code.constant(slot.third)}")
