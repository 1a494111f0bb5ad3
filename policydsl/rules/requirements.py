"""What a consent must be: the words of `require`, for consent rules and for conditions."""

from __future__ import annotations

from policydsl.core.formula import YES, Consent, Formula
from policydsl.core.windows import Span
from policydsl.rules.durations import span_of
from policydsl.rules.environment import Environment, Reading
from policydsl.rules.selections import Lower, keys_of, selection_of
from policydsl.syntax import tree


def consent_of(
    requirement: tree.Requirement, env: Environment, lower: Lower, *, at_event: bool
) -> Consent:
    """The atom of a requirement; `at_event` judges at the time of the event in hand."""
    fields = tuple(_field(word, env, at_event) for word in requirement.fields)
    where: Formula = YES
    if requirement.where is not None:
        where = lower(requirement.where, env, Reading.CONSENT)
    ending = requirement.ending_after
    return Consent(
        fields=tuple(pair for pair in fields if pair is not None),
        level=requirement.level,
        with_proof=requirement.with_proof,
        confirmed=requirement.confirmed,
        given_within=_span(requirement.given_within, env),
        lasting=_span(requirement.lasting, env),
        ending_after=None if ending is None else selection_of(ending, env, lower),
        ending_keys=() if ending is None else keys_of(ending.per, env),
        where=where,
        grace=_grace(requirement, env),
        at_event=at_event,
    )


def _field(word: tree.Word, env: Environment, at_event: bool) -> tuple[str, str] | None:
    """A field of consents and the path whose value it must cover."""
    name = word.text
    root = "event" if at_event else "proposal"
    value, given = env.vocabulary.lookup(f"{root}.{name}"), f"consent.{name}"
    if value is None or env.vocabulary.lookup(given) is None:
        env.unknown_name(tree.Path((name,), word.span))
        return None
    return given, value.path


def _span(duration: tree.Duration | None, env: Environment) -> Span | None:
    return None if duration is None else span_of(duration, env)


def _grace(requirement: tree.Requirement, env: Environment) -> Span | None:
    honor = requirement.honor
    return span_of(honor, env) if isinstance(honor, tree.Duration) else None
