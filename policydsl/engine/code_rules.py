"""Rules as lines that set bits.

In: a rule with its bits. Out: lines for one binding of debt and zone. What is cheap to ask is asked
first, and what lifts a rule only once the rule would be caught.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.core.formula import NO, All, Consent, Count, Formula, Not
from policydsl.core.policy import Effect, Rule
from policydsl.engine.code_consents import no_consent_lines
from policydsl.engine.code_counters import counted_lines, counter_lines
from policydsl.engine.code_counts import Then, count_lines
from policydsl.engine.code_formulas import FALSE, TRUE, conjunction, cost, expression, negation
from policydsl.engine.code_place import Place
from policydsl.engine.rules import clock_reason, is_bare_clock, is_counted_at_once
from policydsl.engine.verdicts import BLOCKING, Slot

_MOST_LOOPS = 3


def rule_lines(rule: Rule, slot: Slot, place: Place) -> None:
    """Set the bits of a rule that blocks.

    Where it does the same caught as unknown, it blocks when it may hold. Otherwise the first bit
    says that it surely holds, the second that it may. The third says that it would block in some
    binding, if nothing lifted it.
    """
    if slot.first_effect == slot.second_effect:
        if slot.first_effect in BLOCKING:
            _caught_lines(rule, False, slot.first, slot, place)
        return
    when_unknown = slot.second_effect in BLOCKING
    if slot.first_effect in BLOCKING or when_unknown:
        _caught_lines(rule, True, slot.first, slot, place)
    if when_unknown:
        _caught_lines(rule, False, slot.second, slot, place)


def survey_lines(rule: Rule, slot: Slot, place: Place) -> None:
    """Set all bits of a rule, surely caught and perhaps caught, and gather the state of a cap."""
    code = place.code
    if rule.origin.kind == "cap" and isinstance(rule.core, Count):
        counter_lines(rule, rule.core, slot, place)
        return
    if is_counted_at_once(rule) and isinstance(rule.core, Count):
        counted_lines(rule, rule.core, slot, place)
        return
    first, second = code.constant(slot.first), code.constant(slot.second)

    def perhaps() -> None:
        if slot.second_effect != "allow":
            code.line(f"blocked |= {second}")
        _prohibited_lines(rule, True, place, surely)

    def surely() -> None:
        is_bare = rule.lifted == NO and rule.effect != Effect.REVIEW and is_bare_clock(rule)
        if is_bare and place.knows_zone:
            reason = code.constant(clock_reason(rule), ("clock reason", rule.id))
            with code.block(f"if not blocked & {first}"):
                made = f"{reason}(now + offset, zone_name, request)"
                code.line(f"said.append(({code.constant(rule.id)}, None, {made}))")
        code.line(f"blocked |= {first}")

    _unlifted_lines(rule, False, place, perhaps)


def _caught_lines(rule: Rule, must: bool, bit: int, slot: Slot, place: Place) -> None:
    code = place.code
    caught, lifted = code.constant(bit), code.constant(slot.third)
    _unlifted_lines(
        rule,
        must,
        place,
        lambda: code.line(f"blocked |= {caught}"),
        lambda: code.line(f"blocked |= {lifted}"),
    )


def _unlifted_lines(
    rule: Rule, must: bool, place: Place, then: Then, otherwise: Then | None = None
) -> None:
    """Do something when a prohibition holds that nothing lifts, or else when it is lifted."""
    code = place.code
    stays = negation(expression(rule.lifted, True, place))

    def caught() -> None:
        if stays == TRUE:
            then()
            return
        with code.block(f"if {stays}"):
            then()
        if otherwise is not None:
            with code.block("else"):
                otherwise()

    if stays != FALSE:
        _prohibited_lines(rule, must, place, caught)


def _prohibited_lines(rule: Rule, must: bool, place: Place, caught: Then) -> None:
    code, core = place.code, rule.core
    is_count = isinstance(core, Count)
    parts = list(flattened((rule.applies,) if is_count else (rule.applies, core)))
    loops = [part for part in parts if _is_loop(part)][:_MOST_LOOPS]
    plain = sorted([part for part in parts if part not in loops], key=cost)
    condition = conjunction([expression(part, must, place) for part in plain])
    if condition == FALSE:
        return

    def counted() -> None:
        if isinstance(core, Count):
            count_lines(core, must, place, caught, presumes=True)
        else:
            caught()

    in_order = sorted(loops, key=cost)
    if condition == TRUE:
        _loop_lines(in_order, must, place, counted)
        return
    with code.block(f"if {condition}"):
        _loop_lines(in_order, must, place, counted)


def _loop_lines(loops: Sequence[Formula], must: bool, place: Place, then: Then) -> None:
    """Do something when all of some counts and consents hold."""
    if not loops:
        then()
        return

    def rest() -> None:
        _loop_lines(loops[1:], must, place, then)

    match loops[0]:
        case Count() as count:
            count_lines(count, must, place, rest)
        case Not(Consent() as consent):
            no_consent_lines(consent, must, place, rest)


def _is_loop(formula: Formula) -> bool:
    return isinstance(formula, Count) or (
        isinstance(formula, Not) and isinstance(formula.operand, Consent)
    )


def flattened(formulas: Sequence[Formula]) -> Iterator[Formula]:
    """The parts of a conjunction of some formulas."""
    for formula in formulas:
        if isinstance(formula, All):
            yield from flattened(formula.operands)
        else:
            yield formula
