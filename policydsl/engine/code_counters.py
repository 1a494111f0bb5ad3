"""The counters of an explanation as loops.

In: the count of a cap. Out: lines that gather how much of it is used, as `CountMeasure`. Counts of
rare forms, and proposals that lack a key, go by way of the exact measure.
"""

from __future__ import annotations

from policydsl.core.explanation import CountMeasure
from policydsl.core.formula import Count, Key
from policydsl.core.policy import Rule
from policydsl.core.windows import Ever, Rolling
from policydsl.core.words import window_words
from policydsl.engine.code_counts import KeyCode, is_rare, selection_test, window_start
from policydsl.engine.code_formulas import FALSE, TRUE, disjunction, expression
from policydsl.engine.code_place import Place
from policydsl.engine.measures import count_measurer
from policydsl.engine.windows import leaves_at


def counter_lines(rule: Rule, count: Count, place: Place) -> None:
    """Gather the measure of a cap that speaks about the proposal."""
    code = place.code
    speaks = expression(rule.applies, False, place)
    if speaks == FALSE:
        return
    with code.block(f"if {speaks}"):
        keys = [KeyCode(key, count.selection.level, place) for key in count.keys]
        lacking = disjunction([key.lacking for key in keys])
        if is_rare(count) or count.distinct_days or lacking == TRUE:
            _exact_lines(rule, count, place)
        elif lacking == FALSE:
            _walk_lines(rule, count, keys, place)
        else:
            with code.block(f"if {lacking}"):
                _exact_lines(rule, count, place)
            with code.block("else"):
                _walk_lines(rule, count, keys, place)


def _exact_lines(rule: Rule, count: Count, place: Place) -> None:
    code = place.code
    measure = code.constant(count_measurer(count, place.formulas), ("measure", rule.id))
    code.line(f"counters.append(({code.constant(rule.id)}, {measure}({place.frame()})))")


def _walk_lines(rule: Rule, count: Count, keys: list[KeyCode], place: Place) -> None:
    code = place.code
    for key in keys:
        key.bind()
    event, at, sure, maybe, leaving = (code.fresh(letter) for letter in "eansl")
    begin = window_start(count.window, False, place)
    surely = window_start(count.window, True, place)
    may = selection_test(count.selection, keys, False, place, event)
    must = selection_test(count.selection, keys, True, place, event)
    if surely and surely != begin and not isinstance(count.window, Rolling):
        must = f"({at} >= {surely} and {must})"
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
    _measure_lines(rule, count, (sure, maybe, leaving), place)


def _measure_lines(rule: Rule, count: Count, names: tuple[str, str, str], place: Place) -> None:
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
    made = f"{code.helper(CountMeasure)}({', '.join(parts)})"
    code.line(f"counters.append(({code.constant(rule.id)}, {made}))")


def key_values_expression(keys: tuple[Key, ...], place: Place) -> str:
    """Each key's name with the proposal's value; empty text where it has none."""
    pairs = [
        f"({place.code.constant(key.path if key.kind == 'field' else key.kind)}, {_value(key, place)}),"
        for key in keys
    ]
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
            return f"'' if ({value} := {place.read(key.path)}) is None else str({value})"
