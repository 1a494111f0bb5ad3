"""Hypothesis strategies for clauses, rules and whole policies.

`policies()` is for round trips of either spelling, the others for tests of parts.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from policydsl.syntax import tree
from tests.syntax.strategies_expressions import (
    AT,
    calendars,
    choices,
    comparisons,
    countings,
    dates,
    days,
    durations,
    expressions,
    few,
    hidden,
    hours_lines,
    literals,
    maybe,
    moments,
    occurrences,
    paths,
    requirements,
    texts,
    titles,
    words,
)

limits = st.builds(tree.Limit, st.integers(0, 1000), countings(comparisons), st.just(AT))
spacings = st.builds(tree.Spacing, durations(), occurrences(expressions), st.just(AT))
aparts = st.builds(tree.Spacing, durations(), st.none(), st.just(AT))


@st.composite
def waits(draw: st.DrawFn) -> tree.Wait:
    if draw(st.booleans()):
        number = draw(st.integers(1, 100))
        length = tree.Duration(number, "full_business_days", draw(calendars), AT)
        return tree.Wait(length, True, draw(occurrences(comparisons)), AT)
    return tree.Wait(draw(durations()), False, draw(occurrences(comparisons)), AT)


zones = st.builds(tree.Zone, maybe(texts), st.just(AT))
bases = st.builds(tree.Basis, words, st.booleans(), st.just(AT))
citations = st.builds(tree.Citation, words, maybe(texts), st.just(AT))
sayings = st.builds(tree.Saying, words, texts, st.just(AT))
ignored = st.builds(tree.Ignored, words, texts.filter(lambda text: text.text.strip()), st.just(AT))


@st.composite
def duties(draw: st.DrawFn) -> tree.Duties:
    within, first = None, None
    if draw(st.booleans()):
        within, first = draw(durations()), draw(occurrences(comparisons))
    return tree.Duties(draw(few(words)), within, first, AT)


lists = st.builds(tree.Names, few(paths), st.just(AT))
day_points = st.one_of(
    st.builds(tree.DayPoint, st.integers(-400, 400), st.none(), st.just(AT)),
    st.builds(tree.DayPoint, st.integers(0, 400), paths, st.just(AT)),
)
reached = st.one_of(
    st.builds(tree.StepReached, titles, st.integers(1, 50), st.none(), st.just(AT)),
    st.builds(tree.StepReached, titles, st.none(), durations(), st.just(AT)),
)
after_steps = st.builds(tree.AfterSteps, few(reached), st.just(AT))
vias = st.builds(tree.Via, few(words), maybe(expressions), st.just(AT))
margins = st.builds(tree.Margin, durations(), few(words, 0), st.just(AT))

_COMMON: dict[str, st.SearchStrategy[Any]] = {
    "unless": expressions,
    "effect": words,
    "effective_from": dates,
    "effective_until": dates,
    "effective_through": dates,
    "code": words,
    "basis": bases,
    "cite": citations,
    "say": sayings,
    "ignore": ignored,
    "if_unknown": words,
    "time_zone": zones,
    "owner": texts,
}
_BOTH: dict[str, st.SearchStrategy[Any]] = {"when": expressions, "approval_by": words}
_RULE: dict[str, st.SearchStrategy[Any]] = {
    **_COMMON,
    **_BOTH,
    "from": hours_lines,
    "all_day_on": days,
    "closed_on": days,
    "during": paths,
    "judged_at": paths,
    "at_most": limits,
    "at_least": spacings,
    "wait": waits(),
    "require": requirements(comparisons),
    "until": moments,
    "through": moments,
    "must": duties(),
    "lifts": lists,
}
_LADDER: dict[str, st.SearchStrategy[Any]] = {
    **_COMMON,
    "take": st.sampled_from([tree.Word(which, AT) for which in ("current", "any")]),
    "hold_while": expressions,
    "stop_when": expressions,
    "reset_after": occurrences(expressions),
    "on_block": words,
}
_STEP: dict[str, st.SearchStrategy[Any]] = {
    **_BOTH,
    "from": day_points,
    "until": day_points,
    "after": after_steps,
    "via": vias,
    "at_most": limits,
    "at_least": aparts,
    "must": duties(),
}
_HEAD: dict[str, st.SearchStrategy[Any]] = {
    "version": texts,
    "checked": dates,
    "effective_from": dates,
    "effective_until": dates,
    "effective_through": dates,
    "governs": expressions,
    "otherwise": words,
    "if_ledger_unavailable": words,
    "if_lease_expired": words,
    "time_zone": zones,
    "delivery_margin": margins,
    "ignore": ignored,
}
REPEATING = frozenset(
    (
        "cite",
        "say",
        "ignore",
        "from",
        "all_day_on",
        "closed_on",
        "during",
        "delivery_margin",
        "step",
    )
)


@st.composite
def clauses(
    draw: st.DrawFn, table: dict[str, st.SearchStrategy[Any]], most: int = 4
) -> tuple[tree.Clause, ...]:
    """Clauses of a table in any order; those that repeat stand together, as YAML has them."""
    keywords = draw(st.lists(st.sampled_from(sorted(table)), max_size=most, unique=True))
    made: list[tree.Clause] = []
    for keyword in keywords:
        times = draw(st.integers(1, 2)) if keyword in REPEATING else 1
        made.extend(tree.Clause(keyword, draw(table[keyword]), AT, AT) for _ in range(times))
    return tuple(made)


RULE_KINDS = (
    "quiet_hours",
    "contact_hours",
    "cap",
    "gap",
    "cooldown",
    "consent",
    "deny",
    "review",
    "warn",
    "oblige",
    "exempt",
)
steps = st.builds(tree.Step, titles, clauses(_STEP), st.just(AT))


@st.composite
def ladders(draw: st.DrawFn) -> tree.Rule:
    made: list[tree.Clause] = []
    if draw(st.booleans()):
        made.append(tree.Clause("per", draw(lists), AT, AT))
    made.extend(draw(clauses({**_LADDER, **_BOTH})))
    taken = {clause.keyword for clause in made}
    made.extend(tree.Clause("step", step, AT, AT) for step in draw(few(steps, 0)))
    later = draw(clauses(_LADDER, 2))
    made.extend(clause for clause in later if clause.keyword not in taken)
    return tree.Rule("ladder", draw(titles), draw(maybe(texts)), tuple(made), AT)


_rules = st.one_of(
    st.builds(
        tree.Rule,
        st.sampled_from(RULE_KINDS),
        titles,
        maybe(texts),
        clauses(_RULE),
        st.just(AT),
    ),
    ladders(),
)
rules = hidden(_rules)

_fact_types = st.one_of(
    st.builds(
        tree.FactType,
        st.sampled_from(("flag", "number", "text", "date", "instant", "hours", "preferences")),
        st.just(()),
        st.none(),
        st.just(AT),
    ),
    st.builds(
        tree.FactType,
        st.sampled_from(("one_of", "set_of", "also")),
        few(words),
        st.none(),
        st.just(AT),
    ),
    st.builds(tree.FactType, st.just("hours"), st.just(()), durations(), st.just(AT)),
)
fact_types = hidden(_fact_types)
tightens = st.one_of(
    st.builds(
        tree.Tighten,
        paths,
        st.just("at_most"),
        st.builds(tree.Number, st.integers(0, 1000), st.just(AT)),
        st.just(AT),
    ),
    st.builds(tree.Tighten, paths, st.sampled_from(("at_least", "wait")), durations(), st.just(AT)),
)


def _named(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A list whose members have different names: YAML keeps some of them in mappings."""

    def name(node: Any) -> str:
        return str(node.path.text if isinstance(node, tree.Fact) else node.name.text)

    return st.lists(strategy, max_size=2, unique_by=name).map(tuple)


_policies = st.builds(
    tree.Policy,
    name=paths,
    title=maybe(texts),
    head=clauses(_HEAD),
    sources=_named(st.builds(tree.Source, words, texts, st.just(AT))),
    uses=_named(st.builds(tree.Use, paths, maybe(expressions), st.just(AT))),
    facts=_named(st.builds(tree.Fact, paths, fact_types, maybe(literals), st.just(AT))),
    events=_named(st.builds(tree.EventKind, titles, st.just(AT))),
    defines=_named(st.builds(tree.Define, titles, st.one_of(expressions, choices), st.just(AT))),
    rules=st.lists(rules, max_size=3).map(tuple),
    tightens=st.lists(tightens, max_size=2).map(tuple),
    waives=st.lists(st.builds(tree.Waive, paths, dates, texts, texts, st.just(AT)), max_size=2).map(
        tuple
    ),
    span=st.just(AT),
)
policies = hidden(_policies)
