"""Corrections of events: an amendment as what is to be written.

In: the entry of an event, its amendments so far, what changes. Out: `Writes`, and the event as it
is read with all its amendments.

An event is never changed. An amendment stands beside it, with an id and instants of its own, and
is filed where the event is filed; when it moves the event to another person, address or debt, event
and amendments are filed there too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from policydsl.facts.moments import LATEST, parse_instant, utc, utc_text
from policydsl.facts.standard import AMENDMENT
from policydsl.ledger.bodies import body_text, read_body
from policydsl.ledger.filing import keys_of
from policydsl.ledger.store import Entry, Writes

_OWN = ("id", "at", "known_at", "amends", "void")
_ATTRIBUTES = "attributes"


def amendment(
    target: Entry,
    before: Sequence[Entry],
    identity: str,
    changes: Mapping[str, Any],
    at: int,
    fields: Collection[str],
) -> Writes:
    """The amendment `identity` of an event, made at an instant.

    `changes` are fields of events in the shape of a request (`"void": True` takes the event away);
    `fields` are those under which entries are filed. It applies after the amendments before it,
    also when a clock was set back in between.
    """
    last = max((_own_instant(one) for one in before), default=target.at)
    made_at = min(max(at, last + 1 if before else last), LATEST)
    raw = {
        "kind": AMENDMENT,
        **changes,
        "id": identity,
        "at": utc_text(utc(made_at)),
        "amends": target.id,
    }
    entry = filed_amendment(target, raw, fields)
    others = (target, *before)
    new = [key for key in entry.keys if key not in target.keys]
    return Writes(added=(entry,), filed=tuple((key, one.id) for key in new for one in others))


def filed_amendment(target: Entry, raw: Mapping[str, Any], fields: Collection[str]) -> Entry:
    """The entry of an amendment that is given as a whole; `raw` has its `id` and `at`."""
    changed = merged(read_body(target.body), [raw])
    keys = {*target.keys, *keys_of(target.person, changed, fields)}
    return Entry(
        id=raw["id"],
        person=target.person,
        kind=target.kind,
        at=target.at,
        body=body_text(raw),
        keys=tuple(sorted(keys)),
        amends=target.id,
    )


def merged(event: Mapping[str, Any], amendments: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """An event with the fields of its amendments in place of its own, `void` among them."""
    now = dict(event)
    for raw in amendments:
        changes = {key: value for key, value in raw.items() if key not in _OWN}
        if changes.get("kind") == AMENDMENT:
            del changes["kind"]
        before, after = now.get(_ATTRIBUTES), changes.get(_ATTRIBUTES)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            changes[_ATTRIBUTES] = {**before, **after}
        now.update(changes)
        if "void" in raw:
            now["void"] = raw["void"]
    return now


def in_order(amendments: Sequence[Entry]) -> list[Entry]:
    """The amendments of an event in the order in which they apply."""
    return sorted(amendments, key=lambda one: (_own_instant(one), one.id))


def _own_instant(one: Entry) -> int:
    """When an amendment was made; it is filed at the instant of its event."""
    made = parse_instant(read_body(one.body)["at"])
    assert isinstance(made, int)
    return made
