"""What a gate is asked: a contact of a person, under a key.

In: mappings of the caller. Out: `Ask`, checked as far as a ledger needs it; what the policy reads
of it is checked with the request. Also the event that a contact becomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from policydsl.diagnostics import diagnostic
from policydsl.errors import LedgerError, RequestError
from policydsl.facts.moments import utc, utc_text
from policydsl.facts.objects import is_object
from policydsl.facts.problems import Problem, clip
from policydsl.facts.standard import CONTACT
from policydsl.facts.values import parse_label
from policydsl.facts.vocabulary import Vocabulary
from policydsl.frozen import frozen
from policydsl.gate.gathering import LISTS, Subject, said_of
from policydsl.gate.sight import Sight
from policydsl.ledger.bodies import body_text
from policydsl.ledger.filing import PERSON, key_texts

LONGEST_KEY = 500
_CARRIED = (
    *("channel", "purpose", "recipient", "actor", "address", "debts"),
    *("reason", "template", "campaign", "attributes"),
)


@frozen
class Ask:
    """One contact that somebody wants to make.

    `proposal` is that of a request, without its person; its `id` is the key, which is None when
    only a look is taken. `facts` is what the caller knows better, in the shape of a request. `text`
    is proposal and person as one text: the same text is the same contact.
    """

    key: str | None
    person: str
    proposal: Mapping[str, Any]
    facts: Mapping[str, Any]
    text: str


def read_ask(proposal: object, facts: object, key: str | None) -> Ask:
    """Check what a caller hands in.

    Raises `LedgerError` for a proposal that does not name a person, holds what is no JSON, or has
    an `id` that is not the key, and for facts that are none; `RequestError` for what is no object.
    """
    problems: list[Problem] = []
    if not is_object(proposal, problems):
        raise RequestError([problem.diagnostic("$.proposal") for problem in problems])
    person = parse_label(proposal.get(PERSON))
    if isinstance(person, Problem):
        raise LedgerError([diagnostic("L113", path="$.proposal.person")])
    own = {field: value for field, value in proposal.items() if field != PERSON}
    if key is not None:
        given = own.get("id", key)
        if not isinstance(given, str) or given != key:
            raise LedgerError([diagnostic("L115", path="$.proposal.id", key=clip(key))])
        own["id"] = key
    try:
        text = body_text({**own, PERSON: person})
    except (TypeError, ValueError, RecursionError):
        raise LedgerError([diagnostic("L116")]) from None
    return Ask(key, person, own, _facts(facts), text)


def read_key(key: object) -> str:
    """A key under which a contact is reserved, 1 to 500 characters; raises as `read_id`."""
    name = read_id(key)
    if len(name) > LONGEST_KEY:
        raise LedgerError([diagnostic("L117", limit=LONGEST_KEY)])
    return name


def read_id(key: object) -> str:
    """A key, or the id of any event; raises `RequestError` for what is no text, or too long."""
    name = parse_label(key)
    if isinstance(name, Problem):
        raise RequestError([name.diagnostic("key")])
    return name


def _facts(facts: object) -> Mapping[str, Any]:
    """What the caller knows better; the shapes that putting it together relies on are checked."""
    if facts is None:
        return {}
    if isinstance(facts, Mapping) and facts.keys() <= {PERSON, *LISTS}:
        is_sound = isinstance(facts.get(PERSON, {}), Mapping) and all(
            _is_objects(facts.get(name, ())) for name in LISTS
        )
        if is_sound and _is_json(facts):
            return facts
    raise LedgerError([diagnostic("L118")])


def _is_objects(items: object) -> bool:
    return isinstance(items, list | tuple) and all(
        isinstance(one, Mapping) and isinstance(one.get("id"), str) for one in items
    )


def _is_json(facts: Mapping[str, Any]) -> bool:
    try:
        body_text(facts)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def contact_of(subject: Subject, key: str, sight: Sight, vocabulary: Vocabulary) -> dict[str, Any]:
    """The event that a contact becomes, without how far it got.

    It carries what the proposal says, and of the facts by which others' contacts are counted (a
    household, a creditor) those of which there is one value.
    """
    event: dict[str, Any] = {
        "id": key,
        "kind": CONTACT,
        "at": utc_text(utc(subject.at)),
        PERSON: subject.person,
        "direction": "outbound",
    }
    for name in _CARRIED:
        value = subject.proposal.get(name)
        if value is not None:
            event[name] = value
    attributes = event.pop("attributes", None)
    for name, value in (attributes or {}).items():
        _put(event, name, value, vocabulary)
    recipient = event.get("recipient")
    if isinstance(recipient, Mapping) and "time_zones" in recipient:
        event["recipient"] = {k: v for k, v in recipient.items() if k != "time_zones"}
    for source in sight.sources[1:]:
        if source.path.partition(".")[0] in (PERSON, "debt"):
            _carry(event, source.field, said_of(source.path, subject), vocabulary)
    return event


def _carry(
    event: dict[str, Any], field: str, values: Sequence[object], vocabulary: Vocabulary
) -> None:
    if field in event or field in event.get("attributes", ()):
        return
    texts = {tuple(sorted(key_texts(value))) for value in values}
    if vocabulary.lookup(f"event.{field}") is not None and len(texts) == 1 and () not in texts:
        _put(event, field, values[0], vocabulary)


def _put(event: dict[str, Any], field: str, value: object, vocabulary: Vocabulary) -> None:
    """Say a field of an event where events say it; what a policy declared is an attribute."""
    known = vocabulary.lookup(f"event.{field}")
    if known is not None and known.origin == "standard":
        event.setdefault(field, value)
    else:
        event["attributes"] = {**event.get("attributes", {}), field: value}
