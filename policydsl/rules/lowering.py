"""One policy's rules in core form.

In: a tree, and the vocabulary of the policies loaded with it. Out: `Lowered`, what the policy
governs, and every mistake in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policydsl.core.formula import Formula
from policydsl.core.policy import EXPIRED, UNAVAILABLE
from policydsl.core.windows import MICROS_PER_DAY
from policydsl.diagnostics import Diagnostic, Text
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen
from policydsl.rules.clauses import check, read
from policydsl.rules.constants import channels_of
from policydsl.rules.declarations import environment_of
from policydsl.rules.durations import exact_micros
from policydsl.rules.effective import check_dates, dates_of
from policydsl.rules.environment import Environment, Reading
from policydsl.rules.expressions import lower
from policydsl.rules.lowered import Lowered
from policydsl.rules.prohibition import one_of
from policydsl.rules.registry import KINDS
from policydsl.rules.zones import check_zone, zone_of
from policydsl.syntax import tree
from policydsl.syntax.keywords import HEAD

OTHERWISE = ("allow", "review", "deny")
_POLICY = Text("policy", "策略")
_LONGEST_MARGIN = 31
"""In days; letters that have not come after a month do not come."""

_REPEATING = frozenset({"delivery_margin", "ignore"})
_FOR_GATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"if_ledger_unavailable": UNAVAILABLE, "if_lease_expired": EXPIRED}
)


@frozen
class LoweredPolicy:
    """A policy before composition.

    `in_force` are the conditions its effective dates make; `governs` is None when it governs
    whatever comes; `uses` pairs each policy used with its condition; `otherwise` is None when
    not said; `unavailable` and `expired` are those of `Root`; `zone` is the zone its dates are
    read in.
    """

    policy: tree.Policy
    rules: Lowered
    in_force: tuple[Formula, ...]
    governs: Formula | None
    uses: tuple[tuple[tree.Use, Formula | None], ...]
    otherwise: str | None
    unavailable: str
    expired: str
    zone: str
    margins: tuple[tuple[str | None, int], ...]


def lower_policy(
    policy: tree.Policy, vocabulary: Vocabulary, found: list[Diagnostic]
) -> LoweredPolicy:
    """Lower everything in a policy; mistakes go into `found`."""
    env = environment_of(policy, vocabulary)
    head = check(policy.head, frozenset(HEAD), _REPEATING, _POLICY, env)
    check_dates(head, env)
    lowered = Lowered()
    for rule in policy.rules:
        kind = KINDS[rule.kind]
        clauses = read(rule, kind.clauses, kind.needs, env)
        check_zone(clauses.one("time_zone"), env)
        kind.lower(kind, rule, clauses, env, lowered)
    by_keyword = {clause.keyword: clause for clause in head}
    check_zone(by_keyword.get("time_zone"), env)
    made = LoweredPolicy(
        policy=policy,
        rules=lowered,
        in_force=dates_of(head),
        governs=_governs(by_keyword.get("governs"), env),
        uses=tuple((use, _when(use.when, env)) for use in policy.uses),
        otherwise=_otherwise(by_keyword.get("otherwise"), env),
        unavailable=_for_gates("if_ledger_unavailable", by_keyword, env),
        expired=_for_gates("if_lease_expired", by_keyword, env),
        zone=zone_of(None, env),
        margins=_margins(head, env),
    )
    _lower_unused_definitions(env)
    found += env.found
    return made


def _governs(clause: tree.Clause | None, env: Environment) -> Formula | None:
    if clause is None:
        return None
    return lower(clause.value, env, Reading.PROPOSAL)  # type: ignore[arg-type]  # by keyword


def _when(expression: tree.Expression | None, env: Environment) -> Formula | None:
    return None if expression is None else lower(expression, env, Reading.PROPOSAL)


def _otherwise(clause: tree.Clause | None, env: Environment) -> str | None:
    if clause is None:
        return None
    assert isinstance(clause.value, tree.Word)
    if clause.value.text not in OTHERWISE:
        env.report("E425", clause.value.span, helps=("values",), value=clause.value.text)
    return clause.value.text


def _for_gates(keyword: str, head: Mapping[str, tree.Clause], env: Environment) -> str:
    """The word of a clause that only gates read; the strictest when it is not said."""
    values = _FOR_GATES[keyword]
    clause = head.get(keyword)
    if clause is None:
        return values[0]
    assert isinstance(clause.value, tree.Word)
    return one_of(clause.value, keyword, values, values[0], env)


def _margins(head: list[tree.Clause], env: Environment) -> tuple[tuple[str | None, int], ...]:
    margins: list[tuple[str | None, int]] = []
    for clause in head:
        if not isinstance(clause.value, tree.Margin):
            continue
        micros = exact_micros(clause.value.duration, env)
        if micros > _LONGEST_MARGIN * MICROS_PER_DAY:
            span = clause.value.duration.span
            env.report("E427", span, helps=("how_long",), most=_LONGEST_MARGIN)
        channels = sorted(channels_of(clause.value.channels, env))
        margins += [(channel, micros) for channel in channels] or [(None, micros)]
    return tuple(margins)


def _lower_unused_definitions(env: Environment) -> None:
    """So that a mistake in a definition that nothing uses is found too."""
    for define in env.definitions.values():
        if not isinstance(define.value, tree.Choices) and not any(
            (define.name.text, reading) in env.lowered for reading in Reading
        ):
            env.open_definitions.append(define.name.text)
            lower(define.value, env, Reading.PROPOSAL)
            env.open_definitions.pop()
