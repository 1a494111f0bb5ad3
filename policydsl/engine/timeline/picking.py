"""Which members of a policy must be asked how long an allowed contact stays allowed.

In: the rules that time alone can make catch, with what asks them. Out: a function that picks, for a
request, those that could: not a rule for another channel, or one whose plain facts say no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeAlias

from policydsl.core.formula import Any, Formula
from policydsl.core.policy import Rule
from policydsl.core.request import Request
from policydsl.engine.code import Code
from policydsl.engine.code_formulas import FALSE, TRUE, conjunction, expression, negation
from policydsl.engine.code_place import Place
from policydsl.engine.code_policy import Variant
from policydsl.engine.code_rules import flattened
from policydsl.engine.formulas import Formulas
from policydsl.engine.functions import Functions, Mentioned
from policydsl.engine.rules import is_uniform
from policydsl.engine.timeline.states import Member
from policydsl.engine.zones import NEVER
from policydsl.frozen import frozen


@frozen
class Asked:
    """What asks a rule or a ladder that lets the contact pass how long it does so.

    `judge` asks what it does at an instant, None where judging the whole policy costs no more.
    """

    passes: Member
    judge: Member | None


@frozen
class Catching:
    """A rule that may come to catch by time alone until an instant, and what asks it."""

    rule: Rule
    asked: Asked
    until: int


Pick: TypeAlias = Callable[[Request], Sequence[Asked]]


def picker(catching: Sequence[Catching], mentioned: Mentioned, formulas: Formulas) -> Pick:
    """The function that picks."""
    return Functions(mentioned, partial(_write, catching, formulas))


def _write(catching: Sequence[Catching], formulas: Formulas, variant: Variant) -> Pick:
    code = Code()
    place = Place(code, formulas, False, False, False, folded=variant.folded)
    with code.block("def pick(request)"):
        code.line("now = request.at")
        code.line("facts = request.facts")
        code.line("picked = []")
        for one in catching:
            _pick_lines(one, place)
        code.line("return picked")
    pick: Pick = code.compile("pick")
    return pick


def _pick_lines(one: Catching, place: Place) -> None:
    code, rule = place.code, one.rule
    parts = [] if one.until == NEVER else [f"now < {one.until}"]
    parts += _plain(flattened((rule.applies, rule.core)), False, place)
    lifted = rule.lifted.operands if isinstance(rule.lifted, Any) else (rule.lifted,)
    parts += [negation(part) for part in _plain(lifted, True, place)]
    condition = conjunction(parts)
    if condition == FALSE:
        return
    with code.block("if True" if condition == TRUE else f"if {condition}"):
        code.line(f"picked.append({code.constant(one.asked, ('asked', id(one.asked)))})")


def _plain(formulas: Iterable[Formula], must: bool, place: Place) -> list[str]:
    """The expressions of those formulas that plain facts alone decide."""
    written = [expression(one, must, place) for one in formulas if is_uniform(one)]
    return [one for one in written if not place.code.mentions([one], "frame")]
