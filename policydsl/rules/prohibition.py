"""The clauses that all prohibitions share, and the core rule they make."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core.formula import NO, YES, All, Any, Compare, Formula
from policydsl.core.policy import Effect, Origin, Rule, Scope
from policydsl.diagnostics import did_you_mean, either
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.rules import codes
from policydsl.rules.clauses import Clauses
from policydsl.rules.effective import check_dates, dates_of, first_day
from policydsl.rules.environment import Environment, Reading
from policydsl.rules.expressions import lower
from policydsl.rules.kind import Kind
from policydsl.rules.lowered import Lowered, Place
from policydsl.rules.sentences import Sentence
from policydsl.rules.walk import needs_debt, needs_zone, parts, size
from policydsl.rules.zones import zone_of
from policydsl.syntax import tree

MOST_NODES = 20_000
"""The greatest size of a rule, definitions written out."""

BASES = ("law", "guidance", "presumption", "safe_harbor", "contract", "house", "draft")
_OWN = "house"
OUTCOMES = ("deny", "review", "warn")


def rule_id(rule: tree.Rule, env: Environment) -> str:
    """The stable id: the policy's name, a dot, the rule's name."""
    return f"{env.name}.{rule.name.text}"


def add_rule(
    kind: Kind,
    rule: tree.Rule,
    clauses: Clauses,
    core: Formula,
    env: Environment,
    into: Lowered,
    *,
    sentence: Sentence,
    by: frozenset[str] | None = None,
    effect: Effect | None = None,
) -> None:
    """Make the core rule of a prohibition; `by` are the only channels it limits."""
    outcome = effect or Effect(choice(clauses, "effect", OUTCOMES, "deny", env))
    applies = conjunction([*limits(by), *conditions(clauses, env)])
    lifted = lifted_by(clauses, env)
    code = _code(clauses, kind.code, env)
    approval = clauses.value("approval_by", tree.Word)
    if approval is not None and outcome is not Effect.REVIEW:
        clause = clauses.one("approval_by")
        assert clause is not None
        env.report("E408", clause.span, helps=("review",), name=rule.name.text)
    made = Rule(
        id=rule_id(rule, env),
        effect=outcome,
        code=code,
        rank=codes.RANKS.get(code, kind.rank),
        applies=applies,
        core=core,
        lifted=lifted,
        on_unknown=choice(clauses, "if_unknown", ("deny", "review", "allow"), outcome, env),
        scope=scope_of([applies, core, lifted], clauses, env),
        approval=None if approval is None else approval.text,
        origin=origin_of(rule, clauses, sentence, env),
    )
    check_size(rule, [applies, core, lifted], env)
    into.rules.append(made)
    into.places[made.id] = Place(rule.name.span, rule.kind)


def limits(by: frozenset[str] | None) -> list[Formula]:
    """The condition that a rule about some channels limits only proposals by them."""
    return [] if by is None else [Compare("proposal.channel", "in", by)]


def conditions(clauses: Clauses, env: Environment) -> list[Formula]:
    """The effective dates and `when`."""
    check_dates(clauses.all, env)
    when = clauses.expression("when")
    found = list(dates_of(clauses.all))
    return found if when is None else [*found, lower(when, env, Reading.PROPOSAL)]


def lifted_by(clauses: Clauses, env: Environment) -> Formula:
    """`unless`."""
    unless = clauses.expression("unless")
    return NO if unless is None else lower(unless, env, Reading.PROPOSAL)


def conjunction(formulas: Iterable[Formula]) -> Formula:
    """All of the formulas, as flat as can be."""
    found = tuple(formula for formula in formulas if formula != YES)
    return found[0] if len(found) == 1 else All(found)


def disjunction(formulas: Iterable[Formula]) -> Formula:
    """Any of the formulas, as flat as can be."""
    found = tuple(formula for formula in formulas if formula != NO)
    return found[0] if len(found) == 1 else Any(found)


def scope_of(formulas: Iterable[Formula], clauses: Clauses, env: Environment) -> Scope:
    """Over what the rule is quantified: what its formulas read decides."""
    found = [part for formula in formulas for part in parts(formula)]
    clause = clauses.one("time_zone")
    zone = zone_of(clause, env)
    has_local = any(needs_zone(part) for part in found)
    return Scope(any(needs_debt(part) for part in found), zone if has_local else None)


def check_size(rule: tree.Rule, formulas: Iterable[Formula], env: Environment) -> None:
    """Report a rule that its definitions blow up."""
    if sum(size(formula) for formula in formulas) > MOST_NODES:
        env.report("E409", rule.name.span, helps=("split",), name=rule.name.text, most=MOST_NODES)


def choice(
    clauses: Clauses, keyword: str, values: tuple[str, ...], default: str, env: Environment
) -> str:
    """The word of a clause that takes one of a few; the default after reporting."""
    word = clauses.value(keyword, tree.Word)
    return default if word is None else one_of(word, keyword, values, default, env)


def one_of(
    word: tree.Word, keyword: str, values: tuple[str, ...], default: str, env: Environment
) -> str:
    """A word that is one of a few; the default after reporting."""
    if word.text in values:
        return word.text
    close = did_you_mean(word.text, values)
    helps: tuple[HintSpec, ...] = tuple(
        ("did_you_mean", {"suggestion": value}) for value in close
    ) or (("values", {"values": either(values)}),)
    env.report("E410", word.span, helps=helps, value=word.text, clause=keyword.replace("_", " "))
    return default


def _code(clauses: Clauses, default: str, env: Environment) -> str:
    word = clauses.value("code", tree.Word)
    if word is None:
        return default
    if word.text not in codes.CODES:
        close = did_you_mean(word.text, codes.CODES)
        helps: tuple[HintSpec, ...] = tuple(
            ("did_you_mean", {"suggestion": code}) for code in close
        ) or ("registry",)
        env.report("E411", word.span, helps=helps, code_name=word.text)
    return word.text


def origin_of(
    rule: tree.Rule, clauses: Clauses, sentence: Sentence | None, env: Environment
) -> Origin:
    """Where the rule was written and what its author says of it; else its own sentence, if any."""
    cites = clauses.values("cite", tree.Citation)
    basis = _basis(rule, clauses, bool(cites), env)
    owner = clauses.value("owner", tree.Text)
    return Origin(
        kind=rule.kind,
        file=rule.span.source.name,
        line=rule.span.line,
        column=rule.span.column,
        title=None if rule.title is None else rule.title.text,
        citation="; ".join(_citation(cite, env) for cite in cites) or None,
        basis=basis,
        texts=_texts(clauses, sentence, env),
        owner=None if owner is None else owner.text,
        since=first_day(env.policy.head),
    )


def _basis(rule: tree.Rule, clauses: Clauses, is_cited: bool, env: Environment) -> str:
    """What the rule rests on, in the words of the clause: `law`, `law as reported`."""
    written = clauses.value("basis", tree.Basis)
    if written is None:
        return _OWN
    name = one_of(written.name, "basis", BASES, _OWN, env)
    if name != written.name.text:
        return name
    basis = f"{name} as reported" if written.reported else name
    if basis != _OWN and not is_cited:
        clause = clauses.one("basis")
        assert clause is not None
        env.report("E412", clause.span, helps=("cite",), basis=basis, name=rule.name.text)
    return basis


def _citation(cite: tree.Citation, env: Environment) -> str:
    source = env.sources.get(cite.source.text)
    if source is None:
        close = did_you_mean(cite.source.text, tuple(env.sources))
        helps: tuple[HintSpec, ...] = tuple(
            ("did_you_mean", {"suggestion": name}) for name in close
        ) or ("declare",)
        env.report("E324", cite.source.span, helps=helps, name=cite.source.text)
        return cite.source.text
    return source.title.text + (f", {cite.place.text}" if cite.place is not None else "")


def _texts(
    clauses: Clauses, sentence: Sentence | None, env: Environment
) -> tuple[tuple[str, str], ...]:
    """What the author says, by language, and the rule's own sentence where he says nothing."""
    texts = {} if sentence is None else {"en": sentence.en, "zh": sentence.zh}
    said: dict[str, tree.Saying] = {}
    for saying in clauses.values("say", tree.Saying):
        language = saying.language.text
        if language in said:
            labels = ((said[language].language.span, "first"),)
            env.report("E402", saying.language.span, labels=labels, clause=f"say {language}")
        said[language] = saying
        texts[language] = saying.text.text
    return tuple(sorted(texts.items()))
