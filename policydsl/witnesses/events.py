"""New events, like the proposal.

In: a draft and what is counted. Out: an event that the selection takes as far as its kind, level,
channel, direction and keys go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policydsl.core.formula import Key, Selection
from policydsl.core.request import LEVELS
from policydsl.facts.problems import MISSING
from policydsl.facts.standard import CONTACT, DERIVED
from policydsl.witnesses.bench import Bench
from policydsl.witnesses.draft import Draft, Record, free_id, put, with_fact
from policydsl.witnesses.ground import OTHER_TEXT, canonical

TWIN = "D9"
"""The id of a debt that the proposal is not about."""

_KEY_FACTS = {"address": ("proposal.address",), "recipient": ("proposal.recipient",)}
_GIVEN = ("event.kind", "event.at", "event.direction", "event.channel", "event.step")


def new_event(draft: Draft, selection: Selection, at: int, bench: Bench) -> Record:
    """An event of a selection as the proposal would be one, had it come true."""
    event: dict[str, object] = {
        "id": free_id(draft.events, "e"),
        "event.kind": selection.kind,
        "event.at": at,
    }
    for path in sorted(bench.ground.reads):
        if path.startswith("event.") and path not in _GIVEN and path not in DERIVED:
            event.update(_carried(path, draft, bench))
    if selection.kind == CONTACT:
        channel = draft.facts["proposal.channel"]
        if selection.channels and channel not in selection.channels:
            channel = min(selection.channels)
        event["event.channel"] = channel
        event["event.direction"] = selection.direction or "outbound"
        event["reached"] = LEVELS[max(selection.level, 1) - 1]
    elif selection.channels:
        event["event.channel"] = min(selection.channels)
    if draft.about:
        event["debts"] = draft.about
    for plain in ("recipient", "recipient.id", "address"):
        path = plain if "." in plain else f"proposal.{plain}"
        if isinstance(draft.facts.get(path), str):
            event[f"event.{plain}"] = draft.facts[path]
    return event


def _carried(path: str, draft: Draft, bench: Bench) -> Iterator[tuple[str, object]]:
    """What the proposal says of the same, or something plain."""
    name = path.removeprefix("event.")
    field = bench.ground.fields[path]
    for own in (f"proposal.{name}", name, f"person.{name}", f"debt.{name}"):
        held = draft.facts.get(canonical(own))
        if held is None and own.startswith("debt.") and draft.debts:
            held = draft.debts[0].get(own)
        if held is not None:
            yield path, held
            return
    if field.default is MISSING:
        plain = next(bench.ground.values(path), OTHER_TEXT)
        if field.type.accepts(OTHER_TEXT):
            plain = OTHER_TEXT
        yield path, plain


def with_twin(draft: Draft) -> Draft:
    """The draft with one more debt, like the first, that the proposal is not about."""
    others = tuple(debt for debt in draft.debts if debt["debt.id"] != TWIN)
    return replace(draft, debts=(*others, *(put(debt, "debt.id", TWIN) for debt in others[:1])))


def with_keys(draft: Draft, keys: tuple[Key, ...], bench: Bench) -> Draft:
    """The draft with something said for every key that a count is kept for."""
    for key in keys:
        paths = _KEY_FACTS.get(key.kind, (key.path,) if key.kind == "field" else ())
        if key.kind == "debt" and not draft.about:
            names = tuple(debt["debt.id"] for debt in draft.debts[:1])
            draft = replace(draft, about=names or None)
        for path in paths:
            if draft.facts.get(path) is not None or path.startswith("debt."):
                continue
            if path in bench.ground.fields:
                sample = next(bench.ground.values(path), None)
                draft = with_fact(draft, path, sample)
    return draft


def events_like(event: Record, draft: Draft, times: tuple[int, ...]) -> Draft:
    """The draft with copies of one of its events in place of it, at several times."""
    others = tuple(one for one in draft.events if one["id"] != event["id"])
    for at in sorted(times):
        others = (*others, {**event, "id": free_id(others, "e"), "event.at": at})
    return replace(draft, events=others)
