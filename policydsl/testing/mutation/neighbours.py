"""Requests next to a request: one thing in it otherwise.

In: a request in JSON form with everything written out, and spots. Out: requests with a fact changed
or left out, events dropped, added or changed, consents changed, other zones, approvals given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from policydsl.core.formula import Selection
from policydsl.core.request import LEVELS
from policydsl.testing.mutation.spots import Spots

Json = dict[str, Any]

_PLAIN = {"recipient": "role", "actor": "kind", "address": "id"}
_ZONES = (["Asia/Shanghai"], ["America/New_York"], ["America/Los_Angeles"], ["Asia/Kolkata"])
_AGO = (25 * 60, 8 * 1440, 40 * 1440, 400 * 1440)
_MOST_ADDED = 40


def neighbours(data: Json, spots: Spots) -> Iterator[Json]:
    """The neighbours of a request, facts first."""
    yield from _with_facts(data, spots)
    yield from _with_events(data, spots)
    yield from _with_counts(data, spots)
    yield from _with_consents(data)
    yield from _with_approvals(data, spots)
    yield _left_out(data, "person", "time_zones")
    yield _left_out(data, "proposal", "debts")
    yield {**data, "proposal": {**data.get("proposal", {}), "debts": []}}
    for zones in _ZONES:
        yield {**data, "person": {**data.get("person", {}), "time_zones": zones}}


# --- facts -----------------------------------------------------------------------------------


def _with_facts(data: Json, spots: Spots) -> Iterator[Json]:
    for path, values in spots.facts:
        root, _, name = path.partition(".")
        if root in ("event", "consent"):
            continue
        for value in values:
            yield _put(data, root, name, value)
        yield _left_out(data, root, name)


def _put(data: Json, root: str, name: str, value: Any) -> Json:
    """A request with another value of a fact; of debts, in all of them."""
    if root == "debt":
        return {**data, "debts": [{**debt, name: value} for debt in data.get("debts", ())]}
    if root == "person":
        return {**data, "person": {**data.get("person", {}), name: value}}
    proposal = data.get("proposal", {})
    return {**data, "proposal": _in_contact(proposal, root, name, value)}


def _in_contact(contact: Json, root: str, name: str, value: Any) -> Json:
    """A proposal or an event with another value of one of its own fields or of a party's."""
    if root in _PLAIN:
        return {**contact, root: {**_party(contact, root), name: value}}
    if name in _PLAIN:
        party = _party(contact, name)
        return {**contact, name: {**party, _PLAIN[name]: value}}
    if name in _STANDARD:
        return {**contact, name: value}
    return {**contact, "attributes": {**contact.get("attributes", {}), name: value}}


_STANDARD = (
    *("id", "channel", "purpose", "reason", "template", "campaign", "outcome", "step", "kind"),
    *("direction", "household", "creditor", "at"),
)


def _party(contact: Json, root: str) -> Json:
    party = contact.get(root)
    if isinstance(party, dict):
        return party
    return {} if party is None else {_PLAIN[root]: party}


def _left_out(data: Json, root: str, name: str) -> Json:
    """A request that does not say a fact."""
    if root == "debt":
        debts = [_without(debt, name) for debt in data.get("debts", ())]
        return {**data, "debts": debts}
    if root == "person":
        return {**data, "person": _without(data.get("person", {}), name)}
    proposal = data.get("proposal", {})
    if root in _PLAIN:
        return {**data, "proposal": {**proposal, root: _without(_party(proposal, root), name)}}
    attributes = _without(proposal.get("attributes", {}), name)
    return {**data, "proposal": {**_without(proposal, name), "attributes": attributes}}


def _without(record: Json, name: str) -> Json:
    return {key: value for key, value in record.items() if key != name}


# --- events ----------------------------------------------------------------------------------


def _with_counts(data: Json, spots: Spots) -> Iterator[Json]:
    """The request with as many events of what is counted as the limit, one less and one more."""
    for count in spots.counts:
        for template in _counted(data, count.selection):
            for number in (count.minimum, count.minimum - 1, count.minimum + 1):
                if 0 < number <= _MOST_ADDED:
                    yield _added(data, template, number, 1, 0)
                    yield _added(data, template, number, 1, 1440)
            if count.minimum <= _MOST_ADDED:
                yield from (_added(data, template, count.minimum, ago, 0) for ago in _AGO)
    known = {count.selection for count in spots.counts}
    for selection in spots.selections:
        if selection not in known:
            for template, ago in (
                (one, ago) for one in _counted(data, selection) for ago in (1, *_AGO)
            ):
                yield _added(data, template, 1, ago, 0)


def _counted(data: Json, selection: Selection) -> Iterator[Json]:
    """Events that a selection takes, made of the proposal; then some that differ in their keys."""
    event: Json = {"kind": selection.kind}
    proposal = data.get("proposal", {})
    debts = proposal.get("debts") or [debt["id"] for debt in data.get("debts", ()) if "id" in debt]
    if debts:
        event["debts"] = debts
    if selection.kind == "contact":
        same = ("channel", "purpose", "recipient", "actor", "address", "reason", "attributes")
        event |= {key: proposal[key] for key in same if key in proposal}
        event["direction"] = selection.direction or "outbound"
        event["reached"] = LEVELS[max(selection.level, 1) - 1]
        channels = sorted(selection.channels or ())
        if channels and event.get("channel") not in channels:
            event["channel"] = channels[0]
    else:
        carried = ["recipient", "address", *(["channel"] if selection.channels else [])]
        event |= {key: proposal[key] for key in carried if key in proposal}
    yield event
    yield {**event, "debts": ["another"]}
    yield {**event, "recipient": {"role": "debtor", "id": "another"}}
    if selection.kind == "contact":
        yield {**event, "address": "another"}
        yield {**event, "reached": LEVELS[max(selection.level, 1) - 2]}
        yield {**event, "direction": "inbound" if event["direction"] == "outbound" else "outbound"}
        yield {**event, "actor": "bot"}
        yield _without(event, "attributes")
    if "channel" in event:
        yield from ({**event, "channel": channel} for channel in ("voice", "sms", "email", "push"))


def _added(data: Json, event: Json, number: int, ago: int, every: int) -> Json:
    """The request with events more, the last so many minutes ago, so many minutes apart."""
    at = datetime.fromisoformat(str(data["at"]))
    made = []
    for index in range(number):
        moment = at - timedelta(minutes=ago + every * index) - timedelta(seconds=index)
        made.append({**event, "id": f"n{index + 1}", "at": moment.isoformat()})
    return {**data, "events": [*data.get("events", ()), *reversed(made)]}


def _with_events(data: Json, spots: Spots) -> Iterator[Json]:
    events = list(data.get("events", ()))
    for index, event in enumerate(events):
        yield {**data, "events": events[:index] + events[index + 1 :]}
        for other in chain(_other_events(event), _filtered(event, spots)):
            yield {**data, "events": [*events[:index], other, *events[index + 1 :]]}


def _other_events(event: Json) -> Iterator[Json]:
    if event.get("kind") == "contact":
        yield from ({**event, "reached": level} for level in LEVELS)
        other = "outbound" if event.get("direction") == "inbound" else "inbound"
        yield {**event, "direction": other}
        yield {**event, "address": "another"}
        for name in ("reached", "channel", "direction", "address"):
            yield _without(event, name)
    if "channel" in event:
        for channel in ("voice", "sms", "email", "push", "letter", "visit"):
            yield {**event, "channel": channel}
    yield {**event, "debts": ["another"]}
    yield {**event, "recipient": {"role": "debtor", "id": "another"}}
    yield {**event, "person": "another"}
    yield _without(event, "debts")
    yield _without(event, "recipient")
    moment = datetime.fromisoformat(str(event["at"]))
    for hours in (1, 24, 24 * 7, 24 * 31, 24 * 400):
        yield {**event, "at": (moment - timedelta(hours=hours)).isoformat()}


def _filtered(event: Json, spots: Spots) -> Iterator[Json]:
    """The event with other values of the fields that filters read."""
    for path, values in spots.facts:
        root, _, name = path.partition(".")
        if root != "event":
            continue
        party, _, inner = name.partition(".")
        for value in values:
            if inner:
                yield _in_contact(event, party, inner, value)
            else:
                yield _in_contact(event, "event", name, value)
        attributes = _without(event.get("attributes", {}), party)
        yield {**_without(event, party), "attributes": attributes}


# --- consents, approvals -------------------------------------------------------------------------


def _with_consents(data: Json) -> Iterator[Json]:
    at = datetime.fromisoformat(str(data["at"]))
    consents = list(data.get("consents", ()))
    proposal = data.get("proposal", {})
    if not consents:
        asked = {key: proposal[key] for key in ("channel", "purpose") if key in proposal}
        given = {"id": "k1", "effective_from": _ago(at, 30), "level": "written", "proof": "form"}
        consents = [{**given, "confirmed_at": _ago(at, 30), **asked}]
        yield {**data, "consents": consents}
    for index, consent in enumerate(consents):
        for other in _other_consents(consent, at):
            yield {**data, "consents": [*consents[:index], other, *consents[index + 1 :]]}
        yield {**data, "consents": consents[:index] + consents[index + 1 :]}


def _other_consents(consent: Json, at: datetime) -> Iterator[Json]:
    yield from ({**consent, "level": level} for level in ("implied", "express", "written"))
    yield _without(consent, "proof")
    yield {**consent, "proof": "form"}
    yield _without(consent, "confirmed_at")
    yield {**consent, "confirmed_at": consent.get("effective_from")}
    for days in (1, 3, 9, 20, 45, 200):
        yield {**consent, "revoked_at": _ago(at, days)}
        yield {**consent, "effective_from": _ago(at, days * 10)}
        yield {**consent, "effective_to": _ago(at, days)}
    yield {**consent, "channel": "any", "purpose": "any"}
    yield {**consent, "channel": "letter"}
    yield {**consent, "purpose": "another"}


def _ago(at: datetime, days: int) -> str:
    return (at - timedelta(days=days)).isoformat()


def _with_approvals(data: Json, spots: Spots) -> Iterator[Json]:
    proposal = data.get("proposal", {})
    at = datetime.fromisoformat(str(data["at"]))
    for rule, role in spots.approvals:
        given = {"rule": rule, "role": role, "by": "A1", "at": _ago(at, 0)}
        yield {**data, "proposal": {**proposal, "approvals": [given]}}
        yield {**data, "proposal": {**proposal, "approvals": [{**given, "role": "another"}]}}
    if proposal.get("approvals"):
        yield {**data, "proposal": _without(proposal, "approvals")}


def smaller(data: Json, given: Json) -> Iterator[Json]:
    """Requests with a part less, or with a part as it is in what all tests are given."""
    for key in ("events", "consents", "debts"):
        items = list(data.get(key, ()))
        if items == given.get(key, []):
            continue
        yield {**data, key: given.get(key, [])}
        if len(items) > 3:
            half = len(items) // 2
            yield from ({**data, key: items[half:]}, {**data, key: items[:half]})
        for index in range(len(items)):
            yield {**data, key: items[:index] + items[index + 1 :]}
    for key in ("person", "proposal"):
        own, shared = data.get(key, {}), given.get(key, {})
        for name in own:
            if name in shared and shared[name] != own[name]:
                yield {**data, key: {**own, name: shared[name]}}
            elif name not in shared:
                yield {**data, key: _without(own, name)}
    yield from _plainer_records(data)


def _plainer_records(data: Json) -> Iterator[Json]:
    """Requests whose events and consents say less."""
    for key, needed in (("events", ("id", "kind", "at", "direction")), ("consents", ("id",))):
        items: Iterable[Json] = data.get(key, ())
        names = dict.fromkeys(name for item in items for name in item if name not in needed)
        for name in names:
            yield {**data, key: [_without(item, name) for item in items]}
