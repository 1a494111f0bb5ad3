"""Rules that can never be unknown.

In: a rule and the facts that a policy declares. Out: whether everything that decides it is certain.
What such a rule says when it is unknown changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from policydsl.core.days import AnyOfDays, DayBefore, Days, DaysExcept, EveryDay, Weekdays
from policydsl.core.formula import (
    All,
    Any,
    Clock,
    Compare,
    Consent,
    During,
    Formula,
    KnownFact,
    Moment,
    Not,
    PathRef,
    Settled,
    When,
)
from policydsl.core.policy import CorePolicy, Rule
from policydsl.core.windows import BusinessDays
from policydsl.facts.problems import MISSING
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen


def without_needless(core: CorePolicy, before: CorePolicy, vocabulary: Vocabulary) -> CorePolicy:
    """The policy in which rules that are never unknown say then what they said before."""
    said = {rule.id: rule.on_unknown for rule in before.rules}
    rules = tuple(
        replace(rule, on_unknown=said.get(rule.id, rule.on_unknown))
        if is_certain(rule, vocabulary)
        else rule
        for rule in core.rules
    )
    return replace(core, rules=rules)


def is_certain(rule: Rule, vocabulary: Vocabulary) -> bool:
    """Whether a rule is yes or no for every request."""
    known = _Known(vocabulary, rule.scope.zone != "recipient")
    return not rule.scope.per_debt and known.formula(All((rule.applies, rule.core)))


@frozen
class _Known:
    """What is always known; `zone`: the zone of the clock is."""

    vocabulary: Vocabulary
    zone: bool

    def formula(self, formula: Formula) -> bool:
        match formula:
            case All(operands) | Any(operands):
                return all(map(self.formula, operands))
            case Not(operand):
                return self.formula(operand)
            case Settled() | KnownFact():
                return True
            case Compare(path, _, operand):
                other = not isinstance(operand, PathRef) or self._path(operand.path)
                return other and self._path(path)
            case Clock(lines, during, closed, _, at):
                days = [line.days for line in lines] + ([] if closed is None else [closed])
                paths = (*during, *(() if at is None else (at,)))
                return self.zone and all(map(_days, days)) and all(map(self._path, paths))
            case During(path):
                return self.zone and self._path(path)
            case When(left, _, right):
                return self._moment(left) and self._moment(right)
            case Consent():
                return self._consent(formula)
            case _:
                return False

    def _consent(self, consent: Consent) -> bool:
        """Of a record only a filter or the end of a span may be in doubt."""
        spans = (consent.given_within, consent.lasting, consent.grace)
        dated = [span for span in spans if span is not None]
        sure = self.zone and not any(isinstance(span, BusinessDays) for span in dated)
        plain = consent.ending_after is None and not consent.at_event and (sure or not dated)
        paths = (path for _, path in consent.fields)
        return plain and self.formula(consent.where) and all(map(self._path, paths))

    def _path(self, path: str) -> bool:
        field = self.vocabulary.fields.get(path)
        if field is None or field.root in ("event", "debt"):
            return False
        return field.required or field.default is not MISSING

    def _moment(self, moment: Moment) -> bool:
        if any(isinstance(span, BusinessDays) for span in moment.plus):
            return False
        needs_zone = moment.is_date or bool(moment.plus)
        base = moment.base
        is_path = isinstance(base, str) and base not in ("now", "today")
        return (self.zone or not needs_zone) and (not is_path or self._path(str(base)))


def _days(days: Days) -> bool:
    match days:
        case EveryDay() | Weekdays():
            return True
        case DayBefore(inner):
            return _days(inner)
        case AnyOfDays(members):
            return all(map(_days, members))
        case DaysExcept(inner, excluded):
            return _days(inner) and _days(excluded)
        case _:
            return False
