"""Where a person stands, for reading.

In: a `Standing`. Out: lines with aligned columns, on the person's own clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.api import Policy
from policydsl.cli.ledger.show_texts import text
from policydsl.cli.ledger.show_words import Clock, aligned, key_text
from policydsl.cli.window_text import window_text
from policydsl.diagnostics.visible import visible
from policydsl.facts.moments import to_micros
from policydsl.gate.standing import Happened, Held, Standing
from policydsl.ledger.store import State
from policydsl.pictures.times import dated_text, first_zone

_COLOURS = {"allow": "32", "deny": "31", "defer": "36", "review": "33"}
_SHOWN = ("channel", "direction", "reached", "outcome", "purpose", "step")


def standing_text(
    standing: Standing,
    policy: Policy,
    person: str,
    purpose: str,
    most: int,
    lang: str,
    colour: bool,
) -> str:
    """The whole, several lines; the last `most` events."""
    zone = first_zone(next(iter(standing.requests.values())))
    clock = Clock(zone, standing.at, lang)
    head = f"{visible(person)}  {dated_text(standing.at, zone)}  {visible(policy.name)}"
    if colour:
        head = f"\x1b[1m{head}\x1b[0m"
    lines = [head]
    purposed = text("purpose", lang, purpose=visible(purpose))
    lines += _section(f"{text('now', lang)} {purposed}", _answers(standing, clock, colour), lang)
    lines += _section(text("counters", lang), _counters(standing.held, clock), lang)
    if standing.ladders:
        lines += _section(text("ladders", lang), _ladders(standing, clock), lang)
    places = [one for one in standing.events if one.state is not State.EVENT]
    if places:
        lines += _section(text("reserved", lang), [_place(one, clock) for one in places], lang)
    happened = [one for one in standing.events if one.state is State.EVENT]
    last = happened[len(happened) - most :] if len(happened) > most else happened
    lines += _section(text("events", lang), [_event(one, clock) for one in last], lang)
    if len(last) < len(happened):
        lines.append("   " + text("earlier", lang, number=len(happened) - len(last)))
    return "\n".join(lines) + "\n"


def _section(title: str, rows: Sequence[Sequence[str]], lang: str) -> Iterator[str]:
    yield ""
    yield f"{title}:"
    yield from aligned(rows) if rows else [f"   {text('none', lang)}"]


def _answers(standing: Standing, clock: Clock, colour: bool) -> list[list[str]]:
    """A row for channels of which the same is said."""
    channels: dict[tuple[str, str, str], list[str]] = {}
    for channel, decision in standing.decisions.items():
        codes = ", ".join(dict.fromkeys(reason.code for reason in decision.reasons))
        turns, key = decision.valid_until, "until"
        if turns is None:
            turns, key = decision.next_eligible_at, "from"
        until = "" if turns is None else clock.both(key, to_micros(turns))
        channels.setdefault((decision.verdict, codes, until), []).append(channel)
    rows = []
    for (verdict, codes, until), names in channels.items():
        shown = text(verdict, clock.lang)
        rows.append([shown, ", ".join(map(visible, names)), until or codes, codes if until else ""])
    if colour:
        for row, (verdict, _, _) in zip(rows, channels, strict=True):
            row[0] = f"\x1b[1;{_COLOURS[verdict]}m{row[0]}\x1b[0m"
    return rows


def _counters(held: Sequence[Held], clock: Clock) -> list[list[str]]:
    lang = clock.lang
    rows = []
    for one in held:
        measure = one.measure
        window = window_text(measure.window, lang)
        used = text("used", lang, used=measure.used, limit=measure.limit, window=window)
        left = text("left", lang, left=max(0, measure.limit - measure.used))
        maybe = measure.possible - measure.used
        more = text("maybe", lang, number=maybe) if maybe else ""
        frees = ""
        if measure.frees_at is not None:
            frees = clock.both("frees", measure.frees_at)
        else:
            leaving = [each.leaves_at for each in one.counted if each.leaves_at is not None]
            if leaving:
                frees = clock.both("next", min(leaving))
        rows.append([visible(one.rule), key_text(measure.key), used, left, more, frees])
    return rows


def _ladders(standing: Standing, clock: Clock) -> list[list[str]]:
    rows = []
    for state in standing.ladders:
        where = text("no_step", clock.lang)
        if state.step is not None:
            where = text("at_step", clock.lang, step=visible(state.step))
        opening = [(at, step) for step, at in state.opens if at is not None]
        opens = ""
        if opening:
            at, step = min(opening)
            opens = clock.both("opens", at, step=visible(step))
        rows.append([visible(state.ladder), key_text(state.key), where, opens])
    return rows


def _place(one: Happened, clock: Clock) -> list[str]:
    lease = ""
    if one.expires_at is not None:
        ended = one.expires_at <= clock.now
        lease = clock.both("lease_ended" if ended else "lease", one.expires_at)
    state = text("expired", clock.lang) if one.state is State.EXPIRED else ""
    channel = visible(str(one.body.get("channel", "")))
    return [clock.absolute(one.at), clock.relative(one.at), channel, visible(one.id), lease, state]


def _event(one: Happened, clock: Clock) -> list[str]:
    said = [visible(str(one.body[name])) for name in _SHOWN if name in one.body]
    kind = visible(str(one.body.get("kind", "")))
    void = text("void", clock.lang) if one.is_void else ""
    when = [clock.absolute(one.at), clock.relative(one.at)]
    return [*when, kind, " ".join(said), void, visible(one.id)]
