"""`ladder_without_stop`: a ladder that goes on after payment, dispute, cease or a promise.

**What it does.** For each ladder, asks whether anything that stops a contact reads

- a payment (for a ladder kept per debt): a fact such as `debt.paid` or `debt.balance`, or
  `payment`, `cured` and the like among the events;
- a dispute, a request to cease, a promise: where a fact or an event of that name is declared.

Anything is: `stop when`, `hold while`, `reset after`, the condition of a step, what the ladder is
about, or a `deny`, `review`, cap or cooldown of the policy or of what it uses. Where nothing does,
a request is looked for in which a step is allowed and stays allowed once the debt is paid, is
disputed, and so on.

Names are the policy's own. Where something of the debt stops the ladder and its name says none of
these, as in `stop when debt.quitada`, it is taken to be the payment.

**Why.** To go on collecting what was paid or is disputed, or from somebody who asked to stop, is
what regulators punish first. The ladder is where it happens, because nobody decides each contact.

**Example.**

    fact debt.disputed : flag = no
    ladder recovery per debt
      step call from day 3 past due via voice

**Instead.** `stop when debt.paid`, `hold while debt.disputed`, or a `deny`.

**Options.** None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from policydsl.core.formula import Formula
from policydsl.core.policy import Effect, Ladder
from policydsl.diagnostics import diagnostic
from policydsl.facts.standard import DECLARED, Field
from policydsl.facts.types import DateType, Flag, InstantType
from policydsl.lint.concerns import CONCERNS, NOT, OTHERWISE, Concern
from policydsl.lint.conditions import of_ladder, words_read
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.own import clause, own_ladders
from policydsl.lint.requests import Json, instant_of, judged, passes
from policydsl.lint.seeking import worth_trying
from policydsl.lint.words import answer, contact
from policydsl.rules.walk import reads
from policydsl.syntax import tree
from policydsl.witnesses.search import find
from policydsl.witnesses.witness import Witness

_MOST_TRIED = 1_000


def _look(subject: Subject) -> Iterator[Finding]:
    ladders = list(own_ladders(subject))
    if not ladders:
        return
    read = words_read(_stopping(subject))
    for written, ladder in ladders:
        for concern in CONCERNS:
            if concern.per_debt and not ladder.scope.per_debt:
                continue
            if any(word in one for one in read for word in concern.words + concern.opposite):
                continue
            if not (concern.by_any_name and _is_said_otherwise(subject, ladder)):
                yield from _finding(subject, written, ladder, concern)


def _stopping(subject: Subject) -> Iterator[Formula]:
    """What may stop a contact of a ladder."""
    for rule in subject.policy.core.rules:
        if rule.effect is not Effect.WARN:
            yield from (rule.applies, rule.core)
    for ladder in subject.policy.core.ladders:
        yield from of_ladder(ladder)


def _is_said_otherwise(subject: Subject, ladder: Ladder) -> bool:
    """Whether something of the debt stops the ladder by a name that may mean any concern.

    What ends, holds or resets it may be anything of the debt; what else stops a contact, a flag.
    """
    named = _of_debts(subject, (ladder.stop, ladder.hold), flags=False)
    if ladder.reset is not None:
        named.add(ladder.reset.kind)
    rules = [one for one in subject.policy.core.rules if one.effect is not Effect.WARN]
    stopping = [part for rule in rules for part in (rule.applies, rule.core)]
    named |= _of_debts(subject, (ladder.applies, *stopping), flags=True)
    known = OTHERWISE + tuple(word for one in CONCERNS for word in one.words)
    return any(not any(word in name for word in known) for name in named)


def _of_debts(subject: Subject, formulas: Iterable[Formula], *, flags: bool) -> set[str]:
    """The names of the declared facts of debts that are read; only of flags, where asked."""
    fields = [subject.policy.vocabulary.fields.get(path) for path in reads(formulas)]
    return {
        field.path
        for field in fields
        if field is not None and field.root == "debt" and field.origin == DECLARED
        if isinstance(field.type, Flag) or not flags
    }


def _finding(
    subject: Subject, written: tree.Rule, ladder: Ladder, concern: Concern
) -> Iterator[Finding]:
    means = _means(subject, concern)
    if means is None:
        return

    def stays(found: Witness) -> bool:
        changed = judged(subject.policy, _with(found.data, means))
        taken = any(one.ladder == ladder.id for one in found.explanation.ladders)
        return taken and passes(found) and passes(changed) and not found.explanation.missing

    most = worth_trying(subject.policy, _MOST_TRIED)
    found = find(subject.policy, stays, ladder.id, day=subject.today, most=most)
    if found is None:
        return
    shown = judged(subject.policy, _with(found.data, means))
    assert shown is not None
    stop = clause(written, "stop_when")
    made = diagnostic(
        "W208",
        written.name.span if stop is None else stop.span,
        helps=[(concern.help, {"condition": _condition(concern, means)})],
        notes=[("witness", {"contact": contact(shown), "answer": answer(shown)})],
        name=written.name.text,
        what=concern.what,
    )
    yield Finding(made, (shown,), written)


def _condition(concern: Concern, means: Field | str) -> str:
    """What may be written to stop the ladder, with the fact that is declared for it."""
    if isinstance(means, str) or not (isinstance(means.type, Flag) or concern.is_until):
        return concern.condition
    match means.type:
        case DateType():
            return f"{means.path} is on or after today"
        case InstantType():
            return f"{means.path} is after now"
        case _:
            return means.path


def _means(subject: Subject, concern: Concern) -> Field | str | None:
    """The fact, or the kind of event, by which a request says it; a fact before an event."""
    vocabulary = subject.policy.vocabulary
    for path in vocabulary.declared:
        field = vocabulary.fields.get(path)
        if field is None or field.root not in ("debt", "person"):
            continue
        is_sayable = isinstance(field.type, Flag | DateType | InstantType)
        is_denied = any(word in path for word in NOT)
        if is_sayable and not is_denied and any(word in path for word in concern.words):
            return field
    declared = {one.name.text for policy in subject.policy.trees for one in policy.events}
    for kind in vocabulary.event_kinds:
        if kind == concern.standard or kind in declared:
            if any(word in kind for word in concern.words):
                return kind
    return None


def _with(data: Json, means: Field | str) -> Json:
    """The request with the fact said, or the event that happened the day before."""
    at = instant_of(data)
    if isinstance(means, str):
        event = {"id": "stop-1", "kind": means, "at": (at - timedelta(days=1)).isoformat()}
        if data["proposal"].get("debts"):
            event["debts"] = data["proposal"]["debts"]
        return {**data, "events": [*data.get("events", ()), event]}
    value: object = True
    if isinstance(means.type, InstantType):
        value = (at + timedelta(days=3)).isoformat()
    elif isinstance(means.type, DateType):
        value = (at + timedelta(days=3)).date().isoformat()
    root, *parts = means.path.split(".")
    if root == "person":
        return {**data, "person": _put(data.get("person", {}), parts, value)}
    return {**data, "debts": [_put(debt, parts, value) for debt in data.get("debts", ())]}


def _put(record: Json, parts: list[str], value: object) -> Json:
    if len(parts) == 1:
        return {**record, parts[0]: value}
    return {**record, parts[0]: _put(record.get(parts[0], {}), parts[1:], value)}


LINT = Lint("W208", "ladder_without_stop", _look)
