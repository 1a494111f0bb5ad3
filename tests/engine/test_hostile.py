"""What a policy or a request says never becomes code, and never grows without bound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policydsl.core.formula import NO, YES, All, Any, Compare, Formula, Key, Not
from policydsl.core.policy import Scope
from policydsl.core.windows import ConsecutiveDays, Ever
from policydsl.engine.code_policy import Variant
from policydsl.engine.compiled import compile_policy
from policydsl.engine.functions import Functions
from tests.core.build import at, attempts, contact, count, happened, request, rule
from tests.core.build_ladders import attempted, due, ladder, step
from tests.engine.build import both, policy

NOW = at("2026-03-04 10:00")
TEXTS = [
    "'; __import__('os').abort() #",
    '"""',
    "\\",
    "a\nimport os",
    "{0}",
    "%s",
    "K1",
    "blocked",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\ud800",
    "\0",
    "",
]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_texts_stay_texts(text: str) -> None:
    path = f"person.{text}"
    selection = replace(attempts(where=Compare(f"event.{text}", "eq", text)), kind=text)
    capped = count(ConsecutiveDays(2), 1, Key("field", path), selection=selection)
    climb = ladder(
        step(text, text, start=due(1, f"debt.{text}")), step("b", after=((attempted(text, 1),),))
    )
    parts = (
        rule(Compare(path, "eq", text), id=text),
        rule(Compare(path, "in", frozenset({text})), id=f"{text}.", code=text),
        rule(capped, id=f"p.{text}", kind="cap", scope=Scope(True, "recipient")),
        replace(climb, id=f"l.{text}"),
    )
    event = happened(text, NOW, values={f"event.{text}": text, path: text})
    facts = {path: text, "proposal.channel": text, "proposal.purpose": text}
    for given in (facts, {}):
        asked = request(NOW, given, events=(event,), proposal_debts=("D1",))
        both(policy(*parts), asked)


@pytest.mark.parametrize(
    "make", [lambda f: Not(f), lambda f: All((f, YES)), lambda f: Any((NO, f))]
)
def test_deep_formulas(make: object) -> None:
    formula: Formula = Compare("person.x", "eq", True)
    for _ in range(150):
        formula = make(formula)  # type: ignore[operator]
    for facts in ({}, {"person.x": True}, {"person.x": False}):
        both(policy(rule(formula)), request(NOW, facts))


def test_wide_formulas() -> None:
    wide = Any(tuple(Compare(f"person.x{n}", "eq", n) for n in range(2_000)))
    both(policy(rule(wide)), request(NOW, {"person.x1999": 1999}))


def test_many_rules() -> None:
    """More bits than Python prints digits of."""
    parts = [rule(Compare("person.x", "eq", n % 7), id=f"p.{n}") for n in range(6_000)]
    engine = compile_policy(policy(*parts))
    judged = engine.judge(request(NOW, {"person.x": 6_000 % 7}))
    assert len(judged.blocking) == 857


def test_functions_are_bounded_whatever_requests_say() -> None:
    written: list[Variant] = []

    def write(variant: Variant) -> object:
        written.append(variant)
        return lambda asked: len(written)

    mentioned = frozenset({f"c{n}" for n in range(90)})
    functions: Functions[int] = Functions((mentioned, frozenset({"a"})), write)  # type: ignore[arg-type]
    for n in range(90):
        functions(request(NOW, {"proposal.channel": f"c{n}"}))
    assert len(written) == 65
    assert written[-1].folded == {}
    for n in range(600):
        functions(request(NOW, {"proposal.channel": f"c{n}", "proposal.purpose": n}))
    assert len(written) == 65
    assert len(functions._kinds) == 512


def test_an_unfolded_function_is_right() -> None:
    channels = [f"c{n}" for n in range(80)]
    parts = [rule(Compare("proposal.channel", "eq", name), id=f"p.{name}") for name in channels]
    climb = ladder(step("a", *channels[:40], start=due(-9)))
    engine = compile_policy(policy(*parts, climb))
    for name in (*channels, "other"):
        asked = request(NOW, {"proposal.channel": name}, proposal_debts=())
        assert engine.judge(asked).blocking == ((f"p.{name}",) if name != "other" else ())
        assert [reason.rule for reason in engine.explain(asked).reasons] == list(
            engine.judge(asked).blocking
        )


def test_many_different_answers() -> None:
    """More sets of blocking rules than are remembered."""
    parts = [rule(Compare(f"person.x{n}", "eq", True), id=f"p.{n:02}") for n in range(13)]
    engine = compile_policy(policy(*parts))
    for mask in range(1 << 13):
        facts = {f"person.x{n}": bool(mask >> n & 1) for n in range(13)}
        expected = tuple(f"p.{n:02}" for n in range(13) if mask >> n & 1)
        assert engine.judge(request(NOW, facts)).blocking == expected


def test_a_filter_that_reads_the_proposal_is_told_apart_too() -> None:
    same = Compare("proposal.channel", "eq", "voice")
    cap = rule(count(Ever(), selection=attempts(where=same)))
    for channel in ("voice", "sms", None, ...):
        asked = request(NOW, {"proposal.channel": channel}, events=(contact(NOW),))
        both(policy(cap), asked)
