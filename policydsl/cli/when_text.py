"""The answer of `policydsl when` in words.

In: an answer. Out: lines: the verdict, when the contact may be made, how long it then may, and why
not earlier.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.cli.decision_text import head_line, reason_lines
from policydsl.cli.texts import text
from policydsl.cli.when_outlook import names_text, outlook_line, waits_lines, when_text
from policydsl.core.outlook import Awaited
from policydsl.core.request import Request
from policydsl.engine.decision import Decision
from policydsl.pictures.times import first_zone, length_text
from policydsl.pictures.week.answers import Answer, Opening


def summary_lines(answer: Answer, days: int, lang: str, colour: bool) -> Iterator[str]:
    """Verdict, next eligible time, how long the contact may be made, what it waits for.

    `days` is the horizon.
    """
    decision, request, opening = answer.decision, answer.request, answer.opening
    yield head_line(decision, request, lang, colour)
    if opening is None:
        yield from _waits(decision, days, lang)
        return
    when = "now" if opening.start == request.at else "then"
    if when == "then":
        yield from outlook_line("next_eligible", opening.start, request, lang)
        for zone in request.zones[1:]:
            other = when_text(opening.start, None, zone.name, lang)
            if other is not None:
                yield f"   {text('also', lang, when=other)}"
    if opening.approvals:
        yield from _approvals(opening, when, lang)
    else:
        yield _allowed(opening, when, request, days, lang)


def reasons_text(answer: Answer, lang: str) -> Iterator[str]:
    """Why the contact may not be made now, if it may not."""
    if answer.decision.reasons:
        yield f"{text('because', lang)}:"
        yield from reason_lines(answer.decision, answer.request, lang)


def _waits(decision: Decision, days: int, lang: str) -> Iterator[str]:
    """What a contact waits for that time alone does not let pass within the horizon."""
    waits = decision.waits_for
    is_late = all(wait.kind is Awaited.HORIZON for wait in waits)
    yield text("waits_horizon" if is_late else "denied", lang, days=days)
    named = [wait for wait in waits if wait.rule is not None]
    yield from (f"   - {line}" for line in waits_lines(named, days, lang))


def _approvals(opening: Opening, when: str, lang: str) -> Iterator[str]:
    for reason in opening.approvals:
        key = f"review_{when}" if reason.approval else f"review_{when}_by_any"
        role = names_text([reason.approval or ""], lang)
        yield text(key, lang, role=role, rule=names_text([reason.rule], lang))


def _allowed(opening: Opening, when: str, request: Request, days: int, lang: str) -> str:
    """Until when the contact may be made, and what ends it."""
    end = opening.end
    until = None if end is None else when_text(end, request.at, first_zone(request), lang)
    if end is None or until is None:
        return text(f"open_{when}", lang, days=days)
    length = length_text(end - opening.start, lang)
    rules = names_text(opening.closing, lang)
    return text(f"allowed_{when}", lang, when=until, length=length, rules=rules)
