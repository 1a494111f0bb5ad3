"""Changes of consents.

In: a demand on consents and the truth wanted. Out: drafts with a consent that meets it just so, or
that fails it in one respect, or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from policydsl.core.formula import Consent, Selection
from policydsl.core.reference.facts import Missing
from policydsl.core.request import LEVELS
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR, Span
from policydsl.facts.moments import EARLIEST
from policydsl.facts.standard import CONTACT
from policydsl.facts.types import SetOf
from policydsl.witnesses.bench import Bench, Finder, Hand, State, context_of, value
from policydsl.witnesses.draft import ABSENT, Draft, Record, free_id, in_consent
from policydsl.witnesses.events import new_event
from policydsl.witnesses.ground import canonical
from policydsl.witnesses.placing import Stretch, stretch_of

_LEVELS = ("implied", "express", "written")


def consent_moves(
    atom: Consent, wanted: bool | None, state: State, hand: Hand, finder: Finder
) -> Iterator[Draft]:
    """Consents that are live, that are not, and of which nobody can tell."""
    if wanted:
        for made in _live(atom, state, hand, finder):
            yield made.draft
    elif wanted is False:
        yield from _dead(atom, state, hand, finder)
    else:
        yield from _unclear(atom, state, hand, finder)


def _live(atom: Consent, state: State, hand: Hand, finder: Finder) -> Iterator[State]:
    """States with one more consent that meets every demand."""
    bench, draft = finder.bench, state.draft
    for _, path in atom.fields:
        if value(path, state, hand) is None or isinstance(value(path, state, hand), Missing):
            sample = next(bench.ground.values(canonical(path)), None)
            draft = bench.put(draft, path, sample, hand) or draft
    filled = bench.state(draft) if draft is not state.draft else state
    if filled is None:
        return
    record = _record(atom, filled, hand, bench)
    made = bench.state(replace(filled.draft, consents=(*filled.draft.consents, record)))
    if made is not None:
        inner = replace(hand, consent=str(record["id"]))
        yield from finder.ways(atom.where, True, made, inner)


def _record(atom: Consent, state: State, hand: Hand, bench: Bench) -> Record:
    at = _judged_at(atom, state, hand)
    start = max((one.first for one in _stretches(atom, state, hand, at)), default=None)
    begun = at - 30 * MICROS_PER_DAY
    record: dict[str, object] = {
        "id": free_id(state.draft.consents, "k"),
        "consent.effective_from": begun if start is None else max(begun, _hourly(start, at)),
        "consent.level": atom.level or "implied",
    }
    if atom.with_proof:
        record["consent.proof"] = "form 7"
    if atom.confirmed:
        record["consent.confirmed_at"] = max(int(str(record["consent.effective_from"])), begun)
    for field, path in atom.fields:
        held = value(path, state, hand)
        if not isinstance(held, Missing) and held is not None:
            is_set = isinstance(bench.ground.fields[field].type, SetOf)
            record[field] = frozenset({held}) if is_set and isinstance(held, str) else held
    return record


def _hourly(start: int, at: int) -> int:
    """A whole hour after the start of a span, or that start where it lies within the hour."""
    rounded = -(-start // MICROS_PER_HOUR) * MICROS_PER_HOUR
    return rounded if rounded <= at else start


def _judged_at(atom: Consent, state: State, hand: Hand) -> int:
    event = context_of(state, hand).event
    return event.at if atom.at_event and event is not None else state.draft.at


def _stretches(atom: Consent, state: State, hand: Hand, at: int) -> list[Stretch]:
    context = replace(context_of(state, hand), now=at)
    spans: list[Span] = [span for span in (atom.given_within, atom.lasting) if span is not None]
    found = [stretch_of(span, False, context) for span in spans]
    return [one for one in found if one is not None]


def _dead(atom: Consent, state: State, hand: Hand, finder: Finder) -> Iterator[Draft]:
    """No consent at all, then one that fails in one respect."""
    if state.draft.consents:
        yield replace(state.draft, consents=())
    at = _judged_at(atom, state, hand)
    bare = replace(state.draft, consents=())
    empty = finder.bench.state(bare)
    if empty is None:
        return
    for made in islice(_live(atom, empty, hand, finder), 1):
        record = made.draft.consents[-1]
        for change in _failures(atom, record, made, hand, at):
            yield in_consent(made.draft, str(record["id"]), change)
        for path in ("consent.proof", "consent.confirmed_at"):
            if path in record:
                yield in_consent(made.draft, str(record["id"]), {path: ABSENT})
        inner = replace(hand, consent=str(record["id"]))
        for failing in islice(finder.ways(atom.where, False, made, inner), 4):
            yield failing.draft
        if atom.ending_after is not None:
            yield from _ended(made.draft, atom.ending_after, at, finder.bench)


def _failures(
    atom: Consent, record: Record, state: State, hand: Hand, at: int
) -> Iterator[dict[str, object]]:
    if atom.level is not None:
        yield {"consent.level": _LEVELS[_LEVELS.index(atom.level) - 1]}
    yield {"consent.revoked_at": at}
    yield {"consent.revoked_at": at - MICROS_PER_HOUR}
    yield {"consent.effective_to": at}
    yield {"consent.effective_to": at - MICROS_PER_HOUR}
    yield {"consent.effective_from": at + 1}
    if atom.confirmed:
        yield {"consent.confirmed_at": at + 1}
    if atom.grace is not None:
        context = replace(context_of(state, hand), now=at)
        grace = stretch_of(atom.grace, False, context)
        if grace is not None:
            started = min(int(record["consent.effective_from"]), grace.first - MICROS_PER_DAY)
            for revoked in (grace.first - 1, grace.first):
                yield {
                    "consent.revoked_at": revoked,
                    "consent.effective_from": max(started, EARLIEST),
                }
    for stretch in _stretches(atom, state, hand, at):
        yield {"consent.effective_from": stretch.first - 1}
        yield {"consent.effective_from": stretch.first}
    for field, _ in atom.fields:
        yield from ({field: other} for other in _other_values(record.get(field)))


def _other_values(held: object) -> Iterator[object]:
    if isinstance(held, str):
        yield from ("any", "letter" if held != "letter" else "voice", f"{held} other")


def _ended(draft: Draft, ending: Selection, at: int, bench: Bench) -> Iterator[Draft]:
    """The consent ended by an event; and the same with one that differs in one respect."""
    event = new_event(draft, ending, at - MICROS_PER_HOUR, bench)
    changes: list[Record] = [{}, {"event.at": at}]
    if ending.kind == CONTACT:
        turned = "inbound" if event["event.direction"] == "outbound" else "outbound"
        changes += [{"event.direction": turned}, {"event.channel": "letter"}]
        changes += [{"event.channel": channel} for channel in sorted(ending.channels or ())]
    if ending.level > 1:
        changes.append({"reached": LEVELS[ending.level - 2]})
    for change in changes:
        yield replace(draft, events=(*draft.events, {**event, **change}))


def _unclear(atom: Consent, state: State, hand: Hand, finder: Finder) -> Iterator[Draft]:
    """A consent for something that the proposal does not say, or with an unknown condition."""
    for made in islice(_live(atom, state, hand, finder), 1):
        for _, path in atom.fields:
            for given in (ABSENT, None):
                draft = finder.bench.put(made.draft, path, given, hand)
                if draft is not None:
                    yield draft
        inner = replace(hand, consent=str(made.draft.consents[-1]["id"]))
        for unsure in islice(finder.ways(atom.where, None, made, inner), 4):
            yield unsure.draft
        if made.draft.zones:
            yield replace(made.draft, zones=())
