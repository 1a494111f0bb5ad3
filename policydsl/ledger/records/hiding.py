"""Decision records that do not tell whose they are.

In: a policy, what is to be hidden, the keys of persons, decisions. Out: records in which every
hidden text is a hash under the key of the person, and the decision is the one made on that: the
same verdict, by the same rules. When the key is destroyed nobody can tell whose record it is.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from policydsl.api import Policy
from policydsl.diagnostics import diagnostic
from policydsl.engine.decision import Decision
from policydsl.errors import LedgerError
from policydsl.facts.moments import parse_instant
from policydsl.facts.standard import ANY
from policydsl.facts.tables import Table, Tables
from policydsl.ledger.records.hideable import DEBT, KEY, PERSON, Hidden, hidden_by
from policydsl.ledger.records.pseudonyms import KEY_BYTES, Pseudonyms
from policydsl.ledger.records.record import RESERVE, record_of
from policydsl.ledger.store import Record

MARK = "~"
"""What every hidden text begins with."""

_HASH_BYTES = 16
_DEBT_LISTS = ("debts", "discussed")
_IDS = ("id", "amends")

Hide = Callable[[str], str]


def pseudonym(key: bytes, text: str) -> str:
    """What stands for a text under a person's key: `~` and 32 hexadecimal digits."""
    return MARK + blake2b(text.encode(), key=key, digest_size=_HASH_BYTES).hexdigest()


class Hiding:
    """Makes records of one policy's decisions that hide what it was told to hide."""

    __slots__ = ("_hidden", "_keys", "_policy", "_tables")

    def __init__(self, policy: Policy, fields: Collection[str], keys: Pseudonyms) -> None:
        """`fields` are names of `hideable.GROUPS` and paths of texts, such as `person.name`.

        Raises `LedgerError` for what cannot be hidden, and for every rule that reads a hidden field
        as a text, and so would decide otherwise.
        """
        self._hidden = hidden_by(policy, fields)
        self._policy = policy
        self._keys = keys
        self._tables = policy.vocabulary.tables

    def record_of(
        self,
        policy: Policy,
        data: Mapping[str, Any],
        decision: Decision,
        *,
        key: str | None,
        horizon: timedelta,
        kind: str = RESERVE,
    ) -> Record:
        """As `record.record_of`, but hidden; `about` is still the key of the reservation.

        A request that does not say whose it is, is hidden under a key that nobody keeps. Raises
        `LedgerError` with L133 if the hidden request were decided otherwise, `ValueError` for
        another policy than that of this `Hiding`.
        """
        if policy.digest != self._policy.digest:
            raise ValueError(f"nothing is known of what {policy.name} reads")
        hide = self._hide(data)
        hidden = _Request(self._hidden, self._tables, data, hide)
        made = hidden.made()
        again = policy.decide(made, horizon=horizon)
        if (again.verdict, again.blocking) != (decision.verdict, decision.blocking):
            raise LedgerError([diagnostic("L133", verdict=decision.verdict, other=again.verdict)])
        shown = hidden.identity(key) if key is not None and KEY in self._hidden.groups else key
        record = record_of(policy, made, again, key=shown, horizon=horizon, kind=kind)
        return record if record.about is None else replace(record, about=key)

    def _hide(self, data: Mapping[str, Any]) -> Hide:
        """Hashes texts under the key of the request's person, each once."""
        person = data.get("person")
        identity = person.get("id") if isinstance(person, Mapping) else None
        if isinstance(identity, str):
            key = self._keys.key_for(identity)
        else:
            key = secrets.token_bytes(KEY_BYTES)
        known = {ANY: ANY}  # What a consent says for everything tells nothing of anybody.

        def hide(text: str) -> str:
            found = known.get(text)
            if found is None:
                found = known[text] = pseudonym(key, text)
            return found

        return hide


class _Request:
    """One request while it is hidden."""

    __slots__ = ("_data", "_hidden", "_hide", "_ids", "_tables")

    def __init__(self, hidden: Hidden, tables: Tables, data: Mapping[str, Any], hide: Hide) -> None:
        self._hidden = hidden
        self._tables = tables
        self._data = data
        self._hide = hide
        self._ids = self._in_order() if KEY in hidden.groups else {}

    def made(self) -> dict[str, Any]:
        """The request, hidden."""
        data, tables, groups = self._data, self._tables, self._hidden.groups
        made = dict(data)
        if "proposal" in data:
            made["proposal"] = proposal = self._object(data["proposal"], tables.proposal)
            if KEY in groups:
                self._each(proposal, ("id",), self.identity)
            if DEBT in groups:
                self._each(proposal, _DEBT_LISTS, self._hide)
        if "person" in data:
            made["person"] = self._object(data["person"], tables.person)
        for name, table in (("debts", tables.debt), ("consents", tables.consent)):
            if name in data:
                made[name] = [self._object(one, table) for one in data[name]]
        if "events" in data:
            made["events"] = [self._event(one) for one in data["events"]]
        return made

    def identity(self, text: str) -> str:
        """What stands for the id of an event, of the proposal, or the key of a reservation."""
        return self._ids.get(text) or self._hide(text)

    def _event(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        groups = self._hidden.groups
        made = self._object(raw, self._tables.event)
        if PERSON in groups:
            self._each(made, ("person",), self._hide)
        if DEBT in groups:
            self._each(made, _DEBT_LISTS, self._hide)
        if KEY in groups:
            self._each(made, _IDS, self.identity)
        return made

    def _object(self, raw: Mapping[str, Any], table: Table) -> dict[str, Any]:
        """An object with the texts hidden that stand where its table says."""
        made = dict(raw)
        hidden = self._hidden
        for key, item in raw.items():
            slot = table.slots.get(key)
            if isinstance(slot, Table):
                if isinstance(item, Mapping):
                    made[key] = self._object(item, slot)
                    continue
                slot = slot.plain
            if slot is None:
                continue
            if slot.path in hidden.paths and slot.path != "proposal.id":
                self._each(made, (key,), self._hide)
            elif slot.path in hidden.wishes and isinstance(item, list | tuple):
                made[key] = [self._wish(one) for one in item]
        return made

    def _wish(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(raw)
        self._each(made, ("addresses",), self._hide)
        return made

    @staticmethod
    def _each(made: dict[str, Any], names: Collection[str], hide: Hide) -> None:
        """Hide the text, or the texts of the list, at each of these names that is there."""
        for name in names:
            item = made.get(name)
            if isinstance(item, str):
                made[name] = hide(item)
            elif isinstance(item, list | tuple):
                made[name] = [hide(one) if isinstance(one, str) else one for one in item]

    def _in_order(self) -> dict[str, str]:
        """What stands for ids whose order matters, and would be another.

        Of events at one instant the ids say which comes first: hashes that do not follow that order
        get the place before them.
        """
        beside: defaultdict[object, set[str]] = defaultdict(set)
        for event in self._data.get("events", ()):
            beside[parse_instant(event.get("at"))].add(event.get("id"))
        made: dict[str, str] = {}
        for together in beside.values():
            if len(together) < 2:
                continue
            ids = sorted(together)
            hashes = [self._hide(one) for one in ids]
            if hashes != sorted(hashes):
                made.update(
                    (one, f"{MARK}{place:05}{hidden}")
                    for place, (one, hidden) in enumerate(zip(ids, hashes, strict=True))
                )
        return made
