"""`sender_decides`: consent, a request to stop or hours, lifted by what the sender writes.

**What it does.** Looks for rules about consent, a request to stop, or hours that an `unless`, a
`when not` or an `exempt` lifts by nothing but what the sender says of the contact, where a free
text or a declared field of the proposal decides: `reason`, `template`, `campaign`,
`proposal.urgent`. Conditions that also need an event, a consent, or a fact of the person or the
debt are left alone, and so are exceptions that rest on a source (`cite`), and those by `purpose`,
`channel`, `actor` or `recipient` alone: which purposes there are is for the policy to govern.

**Why.** Whoever wants to send writes the word. Products that let the sender mark a message as
transactional are where marketing goes out at night.

**Example.**

    consent marketing require express consent for channel, purpose
      when purpose is marketing unless reason is important

**Instead.** A fact that the sender does not write, or an event that shows the occasion: `any
inbound attempts per recipient in 24 hours`. Where the law has the exception, cite it.

**Options.** None.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.formula import All, Any, Compare, Formula, KnownFact, Not
from policydsl.diagnostics import Span, diagnostic
from policydsl.facts.standard import ALIASES, DECLARED
from policydsl.frozen import frozen
from policydsl.lint.conditions import parts_of
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import Own, clause, own_rules
from policydsl.lint.requests import Json, alone, is_true, judged, passes, satisfying
from policydsl.lint.seeking import worth_trying
from policydsl.lint.words import answer, contact
from policydsl.rules.declarations import environment_of
from policydsl.rules.environment import Environment, Reading
from policydsl.rules.expressions import lower
from policydsl.rules.walk import reads
from policydsl.syntax import tree
from policydsl.witnesses.search import find
from policydsl.witnesses.witness import Witness

_KINDS = ("consent", "quiet_hours", "contact_hours")
_CODES = ("CEASE", "OPTED_OUT", "INCONVENIENT")
_ASKED_TO_STOP = (
    *(
        "cease",
        "stop",
        "opt_out",
        "opted_out",
        "do_not",
        "no_contact",
        "dnc",
        "refuse",
        "unsubscribe",
    ),
    *("退订", "拒收", "拒绝", "停止联系", "停止催收", "勿扰", "免打扰"),
)
_FREE = ("proposal.reason", "proposal.template", "proposal.campaign")
_MOST_TRIED = 600
_BESIDE = ("proposal.channel", "proposal.purpose", "proposal.actor", "proposal.recipient")


@frozen
class _Exception:
    """What lifts a rule, where it is written, and which rule may ignore the finding."""

    formula: Formula
    span: Span
    rule: tree.Rule


def _look(subject: Subject) -> Iterator[Finding]:
    guarded = {id(own.tree): own for own in own_rules(subject) if _is_guarded(own)}
    for version in subject.own:
        env = environment_of(version, subject.policy.vocabulary)
        exempt = [one for one in version.rules if one.kind == "exempt"]
        for written in version.rules:
            own = guarded.get(id(written))
            if own is not None:
                sources = [written, *(one for one in exempt if _lifts(one, own.name))]
                for exception in _exceptions(own, sources, env):
                    yield from _judge(subject, own, exception)


def _is_guarded(own: Own) -> bool:
    rule = own.rule
    if rule.origin.kind in _KINDS or rule.code in _CODES:
        return True
    asked = [path for path in reads((rule.applies,)) if path.startswith("person.")]
    return rule.origin.kind == "deny" and any(
        word in path for path in asked for word in _ASKED_TO_STOP
    )


def _exceptions(own: Own, sources: list[tree.Rule], env: Environment) -> Iterator[_Exception]:
    """What lifts a rule without resting on a source, each alternative on its own."""
    yield from _left_out(own, env)
    for rule in sources:
        found = clause(rule, "unless" if rule is own.tree else "when")
        if found is None or clause(rule, "cite") is not None:
            continue
        if rule is not own.tree and clause(rule, "unless") is not None:
            continue
        formula = lower(found.value, env, Reading.PROPOSAL)  # type: ignore[arg-type]  # checked
        for one in formula.operands if isinstance(formula, Any) else (formula,):
            yield _Exception(one, found.span, rule)


def _left_out(own: Own, env: Environment) -> Iterator[_Exception]:
    """What keeps a rule from applying as `unless` would: `when not proposal.urgent`."""
    when = clause(own.tree, "when")
    if when is None or clause(own.tree, "cite") is not None:
        return
    for part in parts_of(lower(when.value, env, Reading.PROPOSAL)):  # type: ignore[arg-type]
        if isinstance(part, Not) and isinstance(part.operand, Compare):
            yield _Exception(part.operand, when.span, own.tree)


def _lifts(rule: tree.Rule, name: str) -> bool:
    lifts = clause(rule, "lifts")
    return (
        lifts is not None
        and isinstance(lifts.value, tree.Names)
        and any(path.text == name for path in lifts.value.paths)
    )


def _judge(subject: Subject, own: Own, exception: _Exception) -> Iterator[Finding]:
    read = {ALIASES.get(path, path) for path in reads((exception.formula,))}
    free = {path for path in read if _is_free(path, subject)}
    if not free or not read <= free | set(_BESIDE) or "events" in read:
        return
    values = _values(exception.formula, free)
    beside = [part for part in parts_of(exception.formula) if not free & reads((part,))]
    if values is None:
        return

    def shows(found: Witness) -> bool:
        scope = own.rule.scope
        if not alone(found, own.rule.id) or found.explanation.missing:
            return False
        if not all(is_true(part, scope, found.request) for part in beside):
            return False
        return passes(judged(subject.policy, _writing(found.data, values)))

    wanted = All((*beside, own.rule.applies, own.rule.core))
    policy, day = subject.policy, subject.today
    found = satisfying(policy, wanted, own.rule.scope, shows, day=day)
    most = worth_trying(policy, _MOST_TRIED)
    found = found or find(policy, shows, own.rule.id, day=day, most=most)
    if found is None:
        return
    lifted = judged(subject.policy, _writing(found.data, values))
    assert lifted is not None
    field = min(values).removeprefix("proposal.")
    made = diagnostic(
        "W209",
        exception.span,
        labels=[] if exception.rule is own.tree else [(own.tree.name.span, "lifted")],
        helps=["fact"],
        notes=[
            ("witness", {"contact": contact(found), "answer": answer(found)}),
            ("lifted_by", {"value": _shown(values[min(values)]), "answer": answer(lifted)}),
        ],
        name=own.name,
        field=field,
    )
    yield Finding(made, (found, lifted), exception.rule)


def _is_free(path: str, subject: Subject) -> bool:
    """Whether a sender writes what he likes there."""
    field = subject.policy.vocabulary.fields.get(path)
    if field is None or field.root != "proposal":
        return False
    return path in _FREE or field.origin == DECLARED


def _values(formula: Formula, free: set[str]) -> dict[str, object] | None:
    """What the sender has to write; None where that is not plain to see."""
    values: dict[str, object] = {}
    for part in parts_of(formula):
        match part:
            case Compare(path, "eq", str() | bool() as value) if path in free:
                values[path] = value
            case Compare(path, "in", frozenset() as some) if path in free:
                values[path] = min(some)
            case KnownFact(path) if path in free:
                pass
            case _ if free & reads((part,)):
                return None
    return values or None


def _writing(data: Json, values: dict[str, object]) -> Json:
    """The request with something else written into the proposal."""
    proposal = dict(data["proposal"])
    for path, value in values.items():
        name = path.removeprefix("proposal.")
        if path in _FREE:
            proposal[name] = value
        else:
            proposal["attributes"] = _put(proposal.get("attributes", {}), name.split("."), value)
    return {**data, "proposal": proposal}


def _put(record: Json, parts: list[str], value: object) -> Json:
    if len(parts) == 1:
        return {**record, parts[0]: value}
    return {**record, parts[0]: _put(record.get(parts[0], {}), parts[1:], value)}


def _shown(value: object) -> str:
    return "yes" if value is True else "no" if value is False else str(value)


LINT = Lint("W209", "sender_decides", _look)
