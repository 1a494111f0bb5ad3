"""Makes expressions and what stands in them: comparisons, moments, requirements of consents.

In: paths, literals, countings. Out: the nodes of `tree.Expression`, `Moment`, `Requirement`;
`Refused` for `and` mixed with `or`, and for words that do not go together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from policydsl.diagnostics import diagnostic
from policydsl.syntax import tree
from policydsl.syntax.builder_counting import MOST, Part, collected, part
from policydsl.syntax.builder_literals import counted
from policydsl.syntax.lexing import Token
from policydsl.syntax.place import Place, Refused


def joint(place: Place, token: Token) -> tuple[str, Place]:
    return token.text, place


def joined(place: Place, *parts: Any) -> tree.Expression:
    """Operands with `and` or `or` between them; the two are never mixed without parentheses."""
    operands, joints = parts[::2], parts[1::2]
    kind, first = joints[0]
    for other, at in joints:
        if other != kind:
            raise Refused(
                diagnostic(
                    "E201",
                    at.span,
                    first=kind,
                    second=other,
                    labels=[(first.span, "first")],
                    helps=["parentheses"],
                )
            )
    node = tree.Or if kind == "or" else tree.And
    flat: list[tree.Expression] = []
    for operand in operands:
        flat.extend(operand.operands if isinstance(operand, node) else (operand,))
    return node(tuple(flat), place.span)


def negation(place: Place, operand: tree.Expression) -> tree.Not:
    return tree.Not(operand, place.span)


def bare(place: Place, path: tree.Path) -> tree.Bare:
    return tree.Bare(path, place.span)


def compared(operator: str, place: Place, left: tree.Path, right: Any) -> tree.Compare:
    return tree.Compare(left, operator, right, place.span)


def order(place: Place, token: Token) -> str:
    return token.text


def ordered(place: Place, left: tree.Path, operator: str, right: Any) -> tree.Compare:
    return tree.Compare(left, operator, right, place.span)


def member(
    negated: bool, place: Place, left: tree.Path, right: tree.Choices | tree.Path
) -> tree.Member:
    return tree.Member(left, negated, right, place.span)


def choices(place: Place, *members: Any) -> tree.Choices:
    for each in members:
        if isinstance(each, tree.Path):
            raise Refused(diagnostic("E223", each.span, name=each.text, helps=["apart"]))
    return tree.Choices(members, place.span)


def known(negated: bool, place: Place, path: tree.Path) -> tree.Known:
    return tree.Known(path, negated, place.span)


def moment(
    place: Place, base: tree.Path | tree.Date | tree.Instant, *plus: tree.Duration
) -> tree.Moment:
    return tree.Moment(base, plus, place.span)


def relation(place: Place, *tokens: Token) -> str:
    return "_".join(token.text for token in tokens)


def timing(
    place: Place, left: tree.Path | tree.Moment, which: str, right: tree.Moment
) -> tree.Timing:
    if isinstance(left, tree.Path):
        left = tree.Moment(left, (), left.span)
    return tree.Timing(left, which, right, place.span)


_OPPOSITES = MappingProxyType(
    {
        "before": "on or after",
        "after": "on or before",
        "on_or_before": "after",
        "on_or_after": "before",
    }
)


def bad_not_relation(place: Place, left: tree.Path, which: str, right: tree.Moment) -> None:
    written = which.replace("_", " ")
    raise Refused(
        diagnostic(
            "E213",
            place.span,
            relation=written,
            opposite=_OPPOSITES[which],
            left=left.text,
            right=right.span.text,
            helps=["opposite", "negation"],
        )
    )


def within(negated: bool, place: Place, left: tree.Path, length: tree.Duration) -> tree.Within:
    return tree.Within(left, length, negated, place.span)


def during(negated: bool, place: Place, left: tree.Path, path: tree.Path) -> tree.During:
    if left.parts != ("now",):
        raise Refused(diagnostic("E216", left.span, name=left.text, helps=["now"]))
    return tree.During(path, negated, place.span)


def ruled_out(place: Place, path: tree.Path) -> tree.RuledOut:
    return tree.RuledOut(path, place.span)


def counted_any(quantifier: str, place: Place, counting: tree.Counting) -> tree.Counted:
    return tree.Counted(quantifier, None, counting, place.span)


def counted_number(
    quantifier: str, place: Place, number: tree.Number, counting: tree.Counting
) -> tree.Counted:
    least = 1 if quantifier == "at_least" else 0
    return tree.Counted(quantifier, counted(number, least, MOST), counting, place.span)


def level(place: Place, token: Token) -> str:
    return token.text


def requirement(place: Place, *parts: Any) -> tree.Requirement:
    which = parts[0] if isinstance(parts[0], str) else None
    fields = parts[1] if which else parts[0]
    found = collected(tuple(each for each in parts if isinstance(each, Part)))
    return tree.Requirement(
        level=which,
        fields=fields,
        with_proof="with_proof" in found,
        confirmed="confirmed" in found,
        given_within=found.get("given_within"),
        lasting=found.get("lasting"),
        ending_after=found.get("ending_after"),
        where=found.get("where"),
        honor=found.get("honor"),
        as_of=found.get("as_of"),
        span=place.span,
    )


def honor_at_once(place: Place) -> Part:
    return part("honor", place, "at_once")


def consented(negated: bool, place: Place, what: tree.Requirement) -> tree.Consented:
    return tree.Consented(negated, what, place.span)


ACTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "joint": joint,
        "joined": joined,
        "negation": negation,
        "bare": bare,
        "is_value": partial(compared, "is"),
        "is_not_value": partial(compared, "is_not"),
        "starts_with": partial(compared, "starts_with"),
        "order": order,
        "ordered": ordered,
        "member": partial(member, False),
        "not_member": partial(member, True),
        "choices": choices,
        "known": partial(known, False),
        "not_known": partial(known, True),
        "moment": moment,
        "relation": relation,
        "timing": timing,
        "bad_not_relation": bad_not_relation,
        "within": partial(within, False),
        "not_within": partial(within, True),
        "during": partial(during, False),
        "not_during": partial(during, True),
        "ruled_out": ruled_out,
        "counted_any": partial(counted_any, "any"),
        "counted_no": partial(counted_any, "no"),
        "counted_at_least": partial(counted_number, "at_least"),
        "counted_at_most": partial(counted_number, "at_most"),
        "level": level,
        "requirement": requirement,
        "demand_proof": partial(part, "with_proof"),
        "demand_confirmed": partial(part, "confirmed"),
        "demand_given_within": partial(part, "given_within"),
        "demand_lasting": partial(part, "lasting"),
        "demand_ending": partial(part, "ending_after"),
        "demand_where": partial(part, "where"),
        "demand_honor_at_once": honor_at_once,
        "demand_honor_within": partial(part, "honor"),
        "demand_as_of": partial(part, "as_of"),
        "consented": partial(consented, False),
        "not_consented": partial(consented, True),
    }
)
