"""`week_hole`: minutes that quiet hours leave open by accident.

**What it does.** Adds up all quiet hours and contact hours that speak about the same contacts, and
looks for openings that are hardly meant: one night of the week that is open while the other six
are closed, and openings of at most five minutes between two times that are closed. In contact
hours it looks for closings of at most five minutes too.

**Why.** An interval that crosses midnight belongs to the day on which it begins. All of Saturday
and Sunday, and 21:00 to 09:00 on Monday to Friday, reads like every night; but nothing covers
Monday from 00:00 to 09:00, and that is when the week's messages go out. `00:00 to 23:59` leaves
the last minute of the day open.

**Example.**

    quiet hours night
      all day on saturday, sunday
      from 21:00 to 09:00 on monday to friday

**Instead.**

    quiet hours night
      all day on saturday, sunday
      from 21:00 to 09:00

**Not reported.** Nights that other rules close, also those of a policy that is used; nights that
are open on two days or more; longer evenings; nights that contact hours open in so many words;
weeks with holidays.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics import Text, diagnostic
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.lint import holes, times
from policydsl.lint.holes import Hole
from policydsl.lint.hours import groups
from policydsl.lint.instants import Compared, compared_notes, shown_apart
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.seeking import worth_seeking
from policydsl.lint.weeks import DAY
from policydsl.witnesses.witness import Witness

_OPEN, _CLOSED = Text("open", "可联系"), Text("closed", "不可联系")
_AROUND = Text("the times around it", "前后时段")
_OTHER_DAYS = Text("the same time of every other day", "其他各天的同一时段")


_NAME = "week_hole"


def _look(subject: Subject) -> Iterator[Finding]:
    for hole in worth_seeking(subject, _NAME, _holes(subject), lambda one: one.rule.written):
        shown = _shown(subject, hole)
        if shown is not None:
            yield _finding(hole, shown)


def _holes(subject: Subject) -> Iterator[Hole]:
    for group in groups(subject):
        yield from holes.moments(group)
        night = holes.night(group)
        if night is not None:
            yield night


def _shown(subject: Subject, hole: Hole) -> tuple[Witness, Witness] | None:
    """A contact in the hole, and the same beside it, that rules of hours judge differently."""
    inside = hole.runs[0].first + hole.runs[0].length // 2
    if not hole.is_closed:
        return shown_apart(subject, Compared(hole.rule.core, inside, hole.beside))
    shown = shown_apart(subject, Compared(hole.rule.core, hole.beside, inside))
    return None if shown is None else shown[::-1]


def _finding(hole: Hole, shown: tuple[Witness, Witness]) -> Finding:
    run = hole.runs[0]
    when = times.run_named(run)
    if len(hole.runs) > 1:
        days = {one.first // DAY for one in hole.runs}
        when = times.daily_named(days, run.first % DAY, run.first % DAY + run.length)
    made = diagnostic(
        "W101",
        hole.line.clause.span,
        helps=[_help(hole)],
        notes=compared_notes(shown),
        name=hole.rule.written.name.text,
        when=when,
        state=_CLOSED if hole.is_closed else _OPEN,
        others=_AROUND if run.length <= holes.MOMENT else _OTHER_DAYS,
    )
    return Finding(made, shown, hole.rule.written)


def _help(hole: Hole) -> HintSpec:
    run = hole.runs[0]
    end = times.clock((run.end - 1) % DAY + 1)
    if run.length <= holes.MOMENT:
        return "until", {"end": end}
    written = f"from {times.clock(run.first % DAY)} to {end}"
    return "add", {"line": f"{written} on {times.days_written([run.first // DAY])}"}


LINT = Lint("W101", _NAME, _look)
