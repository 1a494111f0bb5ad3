"""The counters of an explanation as loops.

In: the count of a cap. Out: lines that gather how much of it is used, as `CountMeasure`. Counts of
rare forms, and proposals that lack a key, go by way of the exact measure.
"""

from __future__ import annotations

from policydsl.core.formula import Count, Key
from policydsl.core.policy import Rule
from policydsl.core.windows import Ever, Rolling
from policydsl.core.words import value_words, window_words
from policydsl.engine.code_counts import (
    KeyCode,
    may_and_must,
    selection_parts,
    window_start,
)
from policydsl.engine.code_formulas import (
    FALSE,
    TRUE,
    conjunction,
    disjunction,
    expression,
    negation,
)
from policydsl.engine.code_place import Place
from policydsl.engine.counts import is_rare
from policydsl.engine.making import make_count_measure, make_counter
from policydsl.engine.measures import count_measurer
from policydsl.engine.rules import count_reason
from policydsl.engine.verdicts import Slot
from policydsl.engine.windows import leaves_at
from policydsl.engine.zones import RareError


def counter_lines(rule: Rule, count: Count, slot: Slot, place: Place) -> None:
    """Gather the state of a cap that speaks about the proposal, and set the bits of its rule."""
    code = place.code
    speaks = expression(rule.applies, False, place)
    if speaks == FALSE:
        return
    with code.block(f"if {speaks}"):
        _refuse_to_choose(count, place)
        keys = [KeyCode(key, count.selection.level, place) for key in count.keys]
        lacking = disjunction([key.lacking for key in keys])
        if lacking != FALSE:
            with code.block(f"if {lacking}"):
                _exact_measure(rule, count, place)
                _caught_lines(rule, slot, None, "True", place)
        if lacking != TRUE:
            with code.block("if True" if lacking == FALSE else "else"):
                if is_rare(count) or count.distinct_days:
                    measure = _exact_measure(rule, count, place)
                    used, possible = f"{measure}.used", f"{measure}.possible"
                else:
                    names = _walk_lines(count, keys, place)
                    _measure_lines(rule, count, names, place)
                    used, possible = names[0], f"{names[0]} + {names[1]}"
                surely, perhaps = f"{used} >= {count.minimum}", f"{possible} >= {count.minimum}"
                _caught_lines(rule, slot, surely, perhaps, place)


def counted_lines(rule: Rule, count: Count, slot: Slot, place: Place) -> None:
    """Count what `is_counted_at_once` allows, set the bits of its rule, and gather its reason."""
    code = place.code
    speaks = expression(rule.applies, False, place)
    keys = [KeyCode(key, count.selection.level, place) for key in count.keys]
    lacking = disjunction([key.lacking for key in keys])
    if speaks == FALSE:
        return
    with code.block(f"if {speaks}"):
        with code.block(f"if {lacking}"):
            _caught_lines(rule, slot, None, "True", place)
        if lacking == TRUE:
            return
        with code.block("else"):
            sure, maybe, leaving = _walk_lines(count, keys, place)
            surely, perhaps = f"{sure} >= {count.minimum}", f"{sure} + {maybe} >= {count.minimum}"
            with code.block(f"if {perhaps}"):
                _caught_lines(rule, slot, surely, perhaps, place)
                said = conjunction([surely, expression(rule.applies, True, place)])
                if said != FALSE:
                    with code.block(f"if {said}"):
                        measure = _measure(count, (sure, maybe, leaving), place)
                        make = code.constant(count_reason(rule), ("count reason", rule.id))
                        debt = "debt" if place.has_debt else "None"
                        parts = f"{code.constant(rule.id)}, {debt}, {make}({measure})"
                        code.line(f"said.append(({parts}))")


def _caught_lines(rule: Rule, slot: Slot, surely: str | None, perhaps: str, place: Place) -> None:
    """Set the bits of a rule whose count surely, or perhaps, reaches its minimum."""
    code = place.code
    stays = negation(expression(rule.lifted, True, place))
    caught = conjunction([perhaps, stays])
    if caught == FALSE:
        return
    with code.block(f"if {caught}"):
        if slot.second_effect != "allow":
            code.line(f"blocked |= {code.constant(slot.second)}")
        if surely is not None:
            with code.block(f"if {conjunction([surely, expression(rule.applies, True, place)])}"):
                code.line(f"blocked |= {code.constant(slot.first)}")


def _refuse_to_choose(count: Count, place: Place) -> None:
    """Of several debts and zones with one key, the exact way knows which is reported."""
    code = place.code
    if place.has_debt and place.has_zone and all(key.kind != "debt" for key in count.keys):
        with code.block("if len(debts) > 1 and len(request.zones) > 1"):
            code.line(f"raise {code.constant(RareError, 'rare')}")


def _exact_measure(rule: Rule, count: Count, place: Place) -> str:
    """Gather the exact measure; its name."""
    code = place.code
    make = code.constant(count_measurer(count, place.formulas), ("measure", rule.id))
    measure = code.fresh("m")
    code.line(f"{measure} = {make}({place.frame()})")
    _append(rule, measure, place)
    return measure


def _append(rule: Rule, measure: str, place: Place) -> None:
    code = place.code
    made = f"{code.helper(make_counter)}({code.constant(rule.id)}, {measure})"
    code.line(f"counters.append({made})")


def _walk_lines(count: Count, keys: list[KeyCode], place: Place) -> tuple[str, str, str]:
    """Count by a walk; the names of what is used, what else may be, and of when one leaves."""
    code = place.code
    for key in keys:
        key.bind()
    event, at, sure, maybe, leaving = (code.fresh(letter) for letter in "eansl")
    begin = window_start(count.window, False, place)
    is_rolling = isinstance(count.window, Rolling)
    surely = begin if is_rolling else window_start(count.window, True, place)
    may, must = may_and_must(
        *(
            selection_parts(count.selection, keys, is_sure, place, event, presumes=True)
            for is_sure in (False, True)
        )
    )
    if surely and surely != begin:
        must = conjunction([f"{at} >= {surely}", must])
    code.line(f"{sure} = {maybe} = 0")
    code.line(f"{leaving} = None")
    with code.block("if events"), code.block(f"for {event} in reversed(events)"):
        code.line(f"{at} = {event}.at")
        if begin:
            with code.block(f"if {at} < {begin}"):
                code.line("break")
        with code.block(f"if {may}"):
            with code.block(f"if {must}"):
                code.line(f"{sure} += 1")
                with code.block(f"if {sure} == {count.minimum}"):
                    code.line(f"{leaving} = {at}")
            with code.block("else"):
                code.line(f"{maybe} += 1")
    return sure, maybe, leaving


def _measure_lines(rule: Rule, count: Count, names: tuple[str, str, str], place: Place) -> None:
    """Gather the measure, unless that of another zone has as much used."""
    code, sure, measure = place.code, names[0], _measure(count, names, place)
    if place.later is None:
        _append(rule, measure, place)
        return
    most = code.fresh("u")
    place.before.append(f"{most} = {'{}' if place.has_debt else '-1'}")
    before, noted = (f"{most}.get(debt, -1)", f"{most}[debt]") if place.has_debt else (most, most)
    with code.block(f"if {sure} > {before}"):
        code.line(f"{noted} = {sure}")
        _append(rule, measure, place)


def _measure(count: Count, names: tuple[str, str, str], place: Place) -> str:
    """How to make the measure."""
    code = place.code
    sure, maybe, leaving = names
    frees_at = "None"
    if isinstance(count.window, Rolling):
        frees_at = f"None if {maybe} or {leaving} is None else {leaving} + {count.window.micros}"
    elif not isinstance(count.window, Ever) and place.knows_zone:
        leaves = code.helper(leaves_at)
        window = code.constant(count.window)
        left = f"{leaves}({window}, zone, {leaving})"
        frees_at = f"None if {maybe} or {leaving} is None else {left}"
    parts = [
        key_values_expression(count.keys, place),
        sure,
        f"{sure} + {maybe}",
        str(count.minimum),
        code.constant(window_words(count.window)),
        frees_at,
    ]
    return f"{code.helper(make_count_measure)}({', '.join(parts)})"


def key_values_expression(keys: tuple[Key, ...], place: Place) -> str:
    """Each key's name with the proposal's value; empty text where it has none."""
    named = [(key.path if key.kind == "field" else key.kind, _value(key, place)) for key in keys]
    pairs = [f"({place.code.constant(name)}, {value})," for name, value in named]
    return f"({' '.join(pairs)})"


def _value(key: Key, place: Place) -> str:
    match key.kind:
        case "person":
            return "person or ''"
        case "debt":
            return "debt or ''" if place.has_debt else "''"
        case "recipient":
            return "request.recipient[1] or request.recipient[0] or ''"
        case _:
            value = place.code.fresh("v")
            in_words = f"{place.code.helper(value_words)}({value})"
            words = f"{value} if {value}.__class__ is str else {in_words}"
            return f"'' if ({value} := {place.read(key.path)}) is None else {words}"
