"""A decision for a person to read: verdict, every reason with its rule and numbers, duties."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.cli.texts import text
from policydsl.cli.when_outlook import outlook_line, waits_lines
from policydsl.cli.window_text import window_text
from policydsl.core.explanation import (
    ClockMeasure,
    ConsentMeasure,
    CountMeasure,
    MarginMeasure,
    Measure,
    Reason,
    StepMeasure,
)
from policydsl.core.outlook import DEFAULT_HORIZON_DAYS
from policydsl.core.request import Request
from policydsl.core.words import length_words
from policydsl.diagnostics.visible import visible, width
from policydsl.engine.decision import Decision
from policydsl.pictures.times import dated_text, first_zone

_VERDICT_WIDTH = 6
_COLOURS = {"allow": "32", "deny": "31", "defer": "36", "review": "33"}


def decision_text(decision: Decision, request: Request, lang: str, colour: bool) -> str:
    """The whole decision, several lines."""
    outlook = decision.outlook
    lines = [
        head_line(decision, request, lang, colour),
        *outlook_line("next_eligible", outlook.next_eligible_at, request, lang),
        *outlook_line("valid_until", outlook.valid_until, request, lang),
        *_waits(decision, lang),
        *reason_lines(decision, request, lang),
    ]
    if decision.warnings:
        lines.append(f"\n{text('warnings', lang)}:")
        for reason in decision.warnings:
            lines += _reason("   - ", reason, None, decision, request, lang)
    if decision.obligations:
        lines.append(f"\n{text('obligations', lang)}:")
        for duty in decision.obligations:
            due = _dated("due", duty.due_at, request, lang)
            lines.append(f"   - {visible(duty.duty)}{due}  ({visible(duty.rule)})")
    lines += _counters(decision, request, lang)
    lines += _ladders(decision, request, lang)
    lines += ["", *_foot(decision, lang)]
    return "\n".join(lines) + "\n"


def decision_line(decision: Decision, request: Request, lang: str) -> str:
    """The decision on one line: verdict, the proposal, the codes, the next eligible time."""
    codes = ", ".join(dict.fromkeys(reason.code for reason in decision.reasons))
    identity = request.facts.get("proposal.id") or "-"
    verdict = text(decision.verdict, lang)
    padding = " " * (_VERDICT_WIDTH - width(verdict))
    shown = f"{verdict}{padding}  {visible(str(identity))}  {codes}".rstrip()
    return shown + _dated("from", decision.outlook.next_eligible_at, request, lang)


def head_line(decision: Decision, request: Request, lang: str, colour: bool) -> str:
    """Verdict, what is proposed, and when, by the recipient's clock where it is known."""
    verdict = text(decision.verdict, lang)
    if colour:
        verdict = f"\x1b[1;{_COLOURS[decision.verdict]}m{verdict}\x1b[0m"
    facts = request.facts
    about = [facts.get(f"proposal.{name}") for name in ("id", "channel", "purpose", "recipient")]
    shown = "  ".join(visible(str(value)) for value in about if value is not None)
    return f"{verdict}  {shown}  {_at(request.at, request)}"


def _waits(decision: Decision, lang: str) -> Iterator[str]:
    """What a denied contact waits for; of reviews their reasons say it."""
    if decision.verdict in ("deny", "defer"):
        yield from waits_lines(decision.waits_for, DEFAULT_HORIZON_DAYS, lang)


def reason_lines(decision: Decision, request: Request, lang: str) -> Iterator[str]:
    """Every reason, numbered: its rule, what it says, its numbers, when it lifts, its citation."""
    lifts = decision.outlook.lifts
    for number, (reason, lifts_at) in enumerate(zip(decision.reasons, lifts, strict=True), 1):
        yield from _reason(f"{number:3}. ", reason, lifts_at, decision, request, lang)


def _reason(
    mark: str,
    reason: Reason,
    lifts_at: int | None,
    decision: Decision,
    request: Request,
    lang: str,
) -> Iterator[str]:
    origin = decision.origin(reason)
    indent = " " * len(mark)
    yield f"{mark}{reason.code}  {visible(reason.rule)}  {visible(origin.file)}:{origin.line}"
    said = decision.message(reason, lang)
    if said:
        yield f"{indent}{visible(said)}"
    if reason.measure is not None:
        yield from (f"{indent}{line}" for line in _measure(reason.measure, request, lang))
    if reason.missing:
        names = ", ".join(visible(name) for name in reason.missing)
        yield f"{indent}{text('missing', lang, names=names)}"
    if reason.approval is not None and reason.effect == "review":
        yield f"{indent}{text('approval', lang, role=visible(reason.approval))}"
    yield from (f"{indent}{line}" for line in outlook_line("lifts", lifts_at, request, lang))
    if origin.citation:
        yield f"{indent}[{origin.basis}] {visible(origin.citation)}"


def _measure(measure: Measure, request: Request, lang: str) -> Iterator[str]:
    match measure:
        case CountMeasure():
            yield _key(measure.key) + _count(measure, request, lang)
        case ClockMeasure(local, zone, source):
            shown = local.replace("T", " ")
            yield text("local", lang, local=shown, zone=zone, source=visible(source))
        case ConsentMeasure(consent, ended_at) if consent is not None:
            ended = _dated("ended", ended_at, request, lang)
            yield text("consent", lang, consent=visible(consent)) + ended
        case StepMeasure(key, step, opens_at) if step is not None:
            opens = _dated("opens", opens_at, request, lang)
            yield _key(key) + text("step", lang, step=visible(step)) + opens
        case MarginMeasure(closes_at, margin):
            within = window_text(length_words(margin), lang)
            yield text("margin", lang, margin=within) + _dated("denies", closes_at, request, lang)


def _count(measure: CountMeasure, request: Request, lang: str) -> str:
    window = window_text(measure.window, lang)
    shown = text("used", lang, used=measure.used, limit=measure.limit, window=window)
    if measure.possible > measure.used:
        shown += text("possible", lang, possible=measure.possible)
    return shown + _dated("frees", measure.frees_at, request, lang)


def _key(key: tuple[tuple[str, str], ...]) -> str:
    shown = ", ".join(f"{name} {visible(value)}" for name, value in key if value)
    return f"{shown}: " if shown else ""


def _counters(decision: Decision, request: Request, lang: str) -> Iterator[str]:
    if decision.counters:
        yield f"\n{text('counters', lang)}:"
    for counter in decision.counters:
        keyed = _key(counter.measure.key)
        yield f"   - {visible(counter.rule)}  {keyed}{_count(counter.measure, request, lang)}"


def _ladders(decision: Decision, request: Request, lang: str) -> Iterator[str]:
    if decision.ladders:
        yield f"\n{text('ladders', lang)}:"
    for state in decision.ladders:
        where = text("no_step", lang)
        if state.step is not None:
            where = text("position", lang, step=visible(state.step))
        opens = [
            f"{visible(name)}{_dated('opens', at, request, lang)}"
            for name, at in state.opens
            if at is not None
        ]
        yield f"   - {visible(state.ladder)}  {_key(state.key)}{'; '.join([where, *opens])}"


def _foot(decision: Decision, lang: str) -> Iterator[str]:
    shown = decision.to_dict()
    policy, data = shown["policy"], shown["data"]
    name = visible(f"{policy['name']} {policy['version']}")
    yield f"{text('policy', lang)}: {name}  {policy['digest']}"
    yield f"{text('data', lang)}: tzdata {data['tzdata']}, {data['calendars']}"


def _dated(key: str, instant: int | None, request: Request, lang: str) -> str:
    """The text with an instant in it; nothing without one, or for one beyond the calendar."""
    if instant is None:
        return ""
    try:
        return text(key, lang, at=_at(instant, request))
    except OverflowError:
        return ""


def _at(instant: int, request: Request) -> str:
    """An instant on the recipient's own clock where that is known, else in UTC."""
    return dated_text(instant, first_zone(request))
