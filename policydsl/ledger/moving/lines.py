"""Lines of an import: an object a line, checked, as what a ledger keeps of it.

In: objects as JSON or Python gives them, and a vocabulary; without one the standard fields are
checked, and others are taken as they are where a policy could have declared them. Out: entries,
versions of facts, corrections that still want their event; or everything that is wrong with a line.

`type` says what a line is: an `event` (when left out), a `person`, a `debt`, a `consent`, or a
`place`, which is an event that was reserved and not confirmed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.facts.checking import read_person
from policydsl.facts.events import read_amendment, read_event
from policydsl.facts.moments import parse_instant, utc, utc_text
from policydsl.facts.objects import Findings, Raw, is_object, missing, needed, optional
from policydsl.facts.problems import Problem, clip, null_value
from policydsl.facts.reading import read_request
from policydsl.facts.records import read_consent, read_debt
from policydsl.facts.standard import AMENDMENT
from policydsl.facts.tables import Tables
from policydsl.facts.types import OneOf
from policydsl.facts.undeclared import taking_undeclared
from policydsl.facts.values import parse_label
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen
from policydsl.ledger.amending import filed_amendment, in_order, merged
from policydsl.ledger.bodies import body_text, read_body
from policydsl.ledger.filing import PERSON, keys_of
from policydsl.ledger.moving.places import GATE, NO_PLACE, read_place
from policydsl.ledger.moving.plain import Plain
from policydsl.ledger.store import Entry, Fact, Writes

TYPES = ("event", "person", "debt", "consent", "place")
TYPE, KNOWN_AT, FIELDS = "type", "known_at", "fields"
OWN = frozenset({TYPE, KNOWN_AT, FIELDS})
"""What a line of a fact says besides the fact; the fact's own fields of these names stand in
`fields`, as does a debt's or a consent's own `person`. Any other may stand there too."""

LONGEST_LINE = 1_000_000
"""Characters of one line."""
LONGEST_NAME = 500
"""Characters of an id, or of whatever else events are found by."""

_INSTANTS = ("at", KNOWN_AT)
_TYPE = OneOf(TYPES)
_TODAY = date(2000, 1, 1)


@frozen
class Version:
    """A version of a fact; `dated`: the line itself says since when it is known."""

    fact: Fact
    dated: bool


@frozen
class Correction:
    """An amendment that is sound by itself; whether it fits its event is still to be seen."""

    id: str
    target: str
    raw: dict[str, Any]


Wrong: TypeAlias = list[Diagnostic]
Made: TypeAlias = Entry | Version | Correction | Wrong


class Lines:
    """Reads lines by one vocabulary."""

    __slots__ = ("_fields", "_known_at", "_plain", "_tables")

    _tables: Tables

    def __init__(
        self, vocabulary: Vocabulary | None, known_at: int, fields: Collection[str]
    ) -> None:
        """`known_at`: since when facts are known that do not say it. `fields`: those under which
        the ledger files entries."""
        standard = vocabulary is None
        vocabulary = vocabulary or Vocabulary.standard()
        self._tables = taking_undeclared(vocabulary.tables) if standard else vocabulary.tables
        self._known_at = known_at
        self._fields = tuple(fields)
        self._plain = Plain(vocabulary, self._tables, self._fields)

    def of_text(self, text: str) -> Made:
        """What a line of JSON says."""
        plain = self._plain.entry(text)
        if plain is not None:
            return plain
        if len(text) > LONGEST_LINE:
            return [diagnostic("L121", limit=LONGEST_LINE)]
        data, found = read_request(text, "line")
        if found:
            return [_unreadable(one) for one in found]
        return self.of_data(data)

    def of_data(self, data: object) -> Made:
        """What an object says."""
        findings = Findings()
        problems: list[Problem] = []
        made: Entry | Version | Correction | None = None
        if is_object(data, problems):
            kind = _TYPE.parse(data.get(TYPE, "event"))
            if isinstance(kind, Problem):
                problems.append(kind.under(TYPE))
            elif kind in ("event", "place"):
                made = self._event(kind, dict(data), problems)
            else:
                made = self._fact(kind, data, problems)
        findings.take(problems)
        if made is None or findings:
            return findings.diagnostics()
        return made

    def _event(
        self, kind: str, event: dict[str, Any], problems: list[Problem]
    ) -> Entry | Correction | None:
        event.pop(TYPE, None)
        place = NO_PLACE
        if GATE in event or kind == "place":
            place = read_place(event.pop(GATE, {}), kind == "place", problems)
        if event.get("amends") is not None:
            return self._correction(event, problems)
        event.pop("amends", None)
        read = read_event(event, self._tables, problems)
        if event.get(PERSON) is None:
            missed = null_value("give").under(PERSON) if PERSON in event else missing(PERSON)
            problems.append(missed)
        _check_names(event, problems)
        body = _body(event, problems)
        if body is None or read is None or problems:
            return None
        made = read_body(body)
        keys = keys_of(event[PERSON], made, self._fields)
        if not all(_is_short(key.partition("=")[2]) for key in keys):
            problems.append(Problem("L124", {"limit": LONGEST_NAME}).under("attributes"))
            return None
        return Entry(
            id=read.event.id,
            person=made[PERSON],
            kind=read.event.kind,
            at=read.event.at,
            body=body,
            keys=keys,
            state=place.state,
            expires_at=place.expires_at,
            frees=place.frees,
            permit=place.permit,
        )

    def _correction(self, raw: dict[str, Any], problems: list[Problem]) -> Correction | None:
        amendment = read_amendment(0, raw, problems)
        _check_names(raw, problems)
        body = _body(raw, problems)
        if body is None or amendment is None or problems:
            return None
        return Correction(amendment.id, amendment.target, read_body(body))

    def corrected(self, target: Entry, before: Sequence[Entry], one: Correction) -> Writes | Wrong:
        """A correction of an event that is there; `before` are the amendments it has already."""
        if target.amends is not None:
            return [diagnostic("R144", path="$.amends", id=clip(target.id))]
        kind = one.raw.get("kind")
        if kind not in (None, AMENDMENT, target.kind):
            return [diagnostic("L126", path="$.kind", helps=("void",), kind=target.kind)]
        others = [other for other in before if other.id != one.id]
        entry = filed_amendment(target, one.raw, self._fields)
        event = read_body(target.body)
        problems: list[Problem] = []
        for amendment in in_order([*others, entry]):
            event = merged(event, [read_body(amendment.body)])
            event.pop("void", None)
            read_event(event, self._tables, problems)
        if problems:
            findings = Findings()
            findings.take(problems)
            return findings.diagnostics()
        new = [key for key in entry.keys if key not in target.keys]
        filed = tuple((key, other.id) for key in new for other in (target, *others))
        return Writes(added=(entry,), filed=filed)

    def _fact(self, kind: str, raw: Raw, problems: list[Problem]) -> Version | None:
        person = needed(raw, "id" if kind == PERSON else PERSON, parse_label, problems)
        known_at = optional(raw, KNOWN_AT, parse_instant, problems)
        own = OWN if kind == PERSON else OWN | {PERSON}
        said = {key: value for key, value in raw.items() if key not in own}
        said.update(_more_fields(raw, own, problems))
        self._check_fact(kind, said, problems)
        _check_names({"id": said.get("id"), PERSON: person}, problems)
        body = _body(said, problems)
        if person is None or body is None or problems:
            return None
        moment = self._known_at if known_at is None else known_at
        fact = Fact(person, kind, read_body(body)["id"], moment, body)
        return Version(fact, known_at is not None)

    def _check_fact(self, kind: str, said: Raw, problems: list[Problem]) -> None:
        if kind == PERSON:
            read_person(said, self._tables, {}, problems)
        elif kind == "consent":
            read_consent(said, self._tables, problems)
        else:
            if "days_past_due" in said:
                problems.append(Problem("L127", helps=("due_on",)).under("days_past_due"))
            read_debt(said, self._tables, _TODAY, problems)


def _more_fields(raw: Raw, own: Collection[str], problems: list[Problem]) -> Mapping[str, Any]:
    """The fields whose names mean something else in a line, or that no column can be called by."""
    more = raw.get(FIELDS, {})
    inner: list[Problem] = []
    if not is_object(more, inner):
        problems.extend(problem.under(FIELDS) for problem in inner)
        return {}
    twice = [key for key in more if key in raw and key not in own]
    problems.extend(Problem("R102", {"key": clip(key)}).under(key).under(FIELDS) for key in twice)
    return more


def _check_names(raw: Raw, problems: list[Problem]) -> None:
    """What events and facts are found by has a length that every store can keep in an index."""
    for key in ("id", PERSON, "amends", "address", "household", "creditor", "recipient"):
        value = raw.get(key)
        path: tuple[object, ...] = (key,)
        if isinstance(value, Mapping):
            value, path = value.get("id"), (key, "id")
        _check_name(value, path, problems)
    for key in ("debts", "discussed"):
        listed = raw.get(key)
        for index, one in enumerate(listed if isinstance(listed, list | tuple) else ()):
            _check_name(one, (key, index), problems)


def _check_name(value: object, path: tuple[object, ...], problems: list[Problem]) -> None:
    if isinstance(value, str) and not _is_short(value):
        problem = Problem("L124", {"limit": LONGEST_NAME})
        for key in reversed(path):
            problem = problem.under(key)
        problems.append(problem)


def _is_short(name: str) -> bool:
    return len(name) <= LONGEST_NAME and "\0" not in name


def _body(raw: dict[str, Any], problems: list[Problem]) -> str | None:
    """The object as a ledger keeps it, with its instants in UTC; None when it is wrong."""
    if problems:
        return None
    for key in _INSTANTS:
        if raw.get(key) is None:
            raw.pop(key, None)
        elif isinstance(moment := parse_instant(raw[key]), int):
            raw[key] = utc_text(utc(moment))
    try:
        return body_text(raw)
    except (TypeError, ValueError, RecursionError):
        problems.append(Problem("L120"))
        return None


def _unreadable(found: Diagnostic) -> Diagnostic:
    """What is wrong with the text of a line, in the words of lines."""
    if found.code == "R101" and found.span is not None:
        return diagnostic("L120", helps=[("column", {"column": found.span.start + 1})])
    return found
