"""Stories: what happens to one borrower, step by step.

In: a story as written and what is given. Out: for each step that proposes a contact, the request
that judges it with everything that happened before. A contact that was sent is an event from then
on; facts that a step gives hold from then on.
"""

from __future__ import annotations

from collections.abc import Mapping

from policydsl.diagnostics import Diagnostic, Source, diagnostic
from policydsl.facts.moments import parse_instant
from policydsl.facts.problems import Problem
from policydsl.testing.expansion import Budget, expanded, requested
from policydsl.testing.reading import CHANGES, Written
from policydsl.testing.values import Item, merged, size

_SAME = (
    *("channel", "purpose", "recipient", "actor", "address", "reason", "template", "campaign"),
    *("debts", "attributes"),
)
"""What a contact that was made has from its proposal."""

_BY_ID = ("debts", "consents")


class Telling:
    """A story while it is told."""

    def __init__(self, story: Written, given: Item | None, budget: Budget) -> None:
        whole = merged(given, story.keys.get("given"))
        self._whole = whole or Item({}, story.span.start, story.span.end)
        self._budget = budget
        self._template = self._whole.get("event")
        self._events: list[Item] = []
        self._begun = False
        self._last: Item | None = None

    def tell(self, step: Written) -> Item | None:
        """Let a step happen; the request, when it proposes a contact.

        Raises `CannotExpandError` for events that cannot be written out.
        """
        if not self._begun:
            self._begun = True
            given = self._whole.get("events")
            self._events = list(expanded(given, self._template, self._budget))
        self._change(step)
        self._last = step.keys.get("at") or self._last
        if "proposal" not in step.keys:
            return None
        over = {key: step.keys[key] for key in ("at", "proposal") if key in step.keys}
        whole = merged(self._whole, Item(over, step.span.start, step.span.end))
        assert whole is not None
        return requested(whole, self._events)

    def wrong_with(self, step: Written, source: Source) -> list[Diagnostic]:
        """What is wrong with a step where it stands: nothing in it, or before the last one."""
        found: list[Diagnostic] = []
        for key in ("expect", "sent"):
            if key in step.keys and "proposal" not in step.keys:
                place = step.keys[key].key_span(source)
                found.append(diagnostic("T115", place, key=key))
        if not found and not step.problems and not step.keys.keys() & {*CHANGES, "proposal"}:
            found.append(diagnostic("T114", step.span, helps=["write"]))
        at, last = step.keys.get("at"), self._last
        if at is not None and last is not None:
            now, before = parse_instant(at.value), parse_instant(last.value)
            if not isinstance(now, Problem) and not isinstance(before, Problem) and now < before:
                labels = [(last.span(source), "above")]
                found.append(diagnostic("T113", at.span(source), labels=labels))
        return found

    def send(self, request: Item, sent: Item) -> None:
        """The contact that a request proposed was made."""
        proposal = request.get("proposal")
        at = request.get("at")
        if proposal is None or at is None or not isinstance(proposal.value, Mapping):
            return
        made = {key: item for key, item in proposal.value.items() if key in _SAME}
        for key, value in (("kind", "contact"), ("direction", "outbound")):
            made[key] = Item(value, sent.begin, sent.end)
        event = merged(Item({**made, "at": at}, sent.begin, sent.end), sent)
        if event is not None:
            self._events.append(event)

    def _change(self, step: Written) -> None:
        """The facts and events of a step, from now on."""
        for key in ("person", *_BY_ID):
            item = step.keys.get(key)
            if item is not None:
                before = self._whole.get(key)
                if before is not None:
                    self._budget.spend(size(before), item)
                now = _by_id(before, item) if key in _BY_ID else merged(before, item)
                parts = dict(self._whole.value) if isinstance(self._whole.value, Mapping) else {}
                if now is not None:
                    parts[key] = now
                self._whole = Item(parts, self._whole.begin, self._whole.end)
        for key in ("event", "events"):
            item = step.keys.get(key)
            if item is None:
                continue
            items = item.value if isinstance(item.value, tuple) else (item,)
            at = step.keys.get("at")
            dated = tuple(_dated(one, at) for one in items)
            listed = Item(dated, item.begin, item.end, item.key)
            self._events += expanded(listed, self._template, self._budget)


def _dated(event: Item, at: Item | None) -> Item:
    """An event of a step: it happens when the step does, unless it says otherwise."""
    if at is None or not isinstance(event.value, Mapping):
        return event
    if event.value.keys() & {"at", "repeat"}:
        return event
    return Item({**event.value, "at": at}, event.begin, event.end, event.key)


def _by_id(before: Item | None, now: Item) -> Item:
    """Records over records: those with an id that is known are merged, others are added."""
    if before is None or not isinstance(before.value, tuple) or not isinstance(now.value, tuple):
        return now
    records = list(before.value)
    known = {_identity(record): index for index, record in reversed([*enumerate(records)])}
    for record in now.value:
        index = known.get(_identity(record))
        if index is None:
            records.append(record)
        else:
            records[index] = merged(records[index], record) or record
    return Item(tuple(records), now.begin, now.end, now.key)


def _identity(record: Item) -> str:
    """The id of a record as text; of one without, where it is written."""
    identity = record.get("id")
    return f"at {record.begin}" if identity is None else f"id {identity.value}"
