"""Writes the parts of rules: expressions, windows, days, whatever stands after a keyword.

In: any node of the tree below a clause. Out: its canonical text on one line, which the start symbol
of that node reads back to an equal node. YAML values are the same texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from policydsl.syntax import tree
from policydsl.syntax.builder_counting import SINGULARS
from policydsl.syntax.builder_times import WEEKDAYS, clock_text

_PLURALS = MappingProxyType({one: many for many, one in SINGULARS.items()})
_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "minutes": "minute",
        "hours": "hour",
        "rolling_days": "rolling day",
        "rolling_weeks": "rolling week",
        "consecutive_days": "consecutive day",
        "full_days": "full day",
        "full_business_days": "full business day",
        "calendar_months": "calendar month",
        "calendar_years": "calendar year",
    }
)
_ROLLING: Mapping[str, str] = MappingProxyType(
    {"minutes": "minute", "hours": "hour", "days": "rolling day", "weeks": "rolling week"}
)


def phrase(node: Any) -> str:
    """The canonical text of a node; KeyError for what is no part of a clause."""
    return _PRINTERS[type(node)](node)


def quoted(text: str) -> str:
    """A text in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def listed(nodes: Iterable[Any]) -> str:
    """Nodes with commas between them."""
    return ", ".join(phrase(node) for node in nodes)


def many(number: int, unit: str) -> str:
    """A number and a unit: `1 hour`, `24 hours`."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def noun(node: tree.Noun, *, plural: bool) -> str:
    """What is counted, in the plural where that is natural: `inbound or outbound attempts`."""
    directions = {"outbound": "", "inbound": "inbound ", "either": "inbound or outbound "}
    event = _PLURALS.get(node.event, node.event) if plural or node.days else node.event
    return ("days with " if node.days else "") + directions[node.direction] + event


def occurrence(node: tree.Occurrence, *, plural: bool) -> str:
    """A selection of events: `attempts by sms per person where (…)`."""
    return " ".join((noun(node.noun, plural=plural), *_by_per(node), *_where(node.where)))


def first_event(node: tree.Occurrence) -> str:
    """What stands after `first`, `last` and `ending after`: in parentheses unless a noun alone."""
    text = occurrence(node, plural=False)
    return f"({text})" if node.by or node.per or node.where else text


def window(node: tree.Window) -> str:
    """A window as it stands in a counting: `in 24 hours`, `since last connection`, `ever`."""
    if node.kind == "ever":
        return "ever"
    return f"since {phrase(node)}" if node.kind == "since" else f"in {phrase(node)}"


def bounds(node: tree.Counting) -> str:
    """The window of a counting and what limits it further."""
    parts = [window(node.window)]
    if node.after_first is not None:
        parts.append(f"after first {first_event(node.after_first)}")
    if node.before_today:
        parts.append("before today")
    return " ".join(parts)


def counting(node: tree.Counting, *, plural: bool) -> str:
    """What is counted and over what time."""
    what = node.occurrence
    parts = (noun(what.noun, plural=plural), *_by_per(what), bounds(node), *_where(what.where))
    return " ".join(parts)


def _by_per(node: tree.Occurrence) -> Iterable[str]:
    if node.by:
        yield f"by {listed(node.by)}"
    if node.per:
        yield f"per {listed(node.per)}"


def _where(node: tree.Expression | None) -> Iterable[str]:
    if node is not None:
        yield f"where ({phrase(node)})"


# --- literals, durations, days -----------------------------------------------------------------


def _number(node: tree.Number) -> str:
    return format(node.value, "f") if isinstance(node.value, Decimal) else str(node.value)


def _duration(node: tree.Duration) -> str:
    text = many(node.number, _UNITS[node.unit])
    return text if node.calendar is None else f"{text} of {phrase(node.calendar)}"


def _weekdays(node: tree.Weekdays) -> str:
    """Runs of three days and more as ranges, others one by one."""
    runs: list[list[int]] = []
    for day in node.days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = [
        [f"{WEEKDAYS[run[0]]} to {WEEKDAYS[run[-1]]}"]
        if len(run) > 2
        else [WEEKDAYS[day] for day in run]
        for run in runs
    ]
    return ", ".join(text for part in parts for text in part)


def _interval(node: tree.Interval) -> str:
    return f"{clock_text(node.start)} to {clock_text(node.end)}"


def _hours_line(node: tree.HoursLine) -> str:
    days = "" if node.days is None else f" on {phrase(node.days)}"
    return listed(node.intervals) + days


def _window(node: tree.Window) -> str:
    number = node.number or 0
    unit = str(node.unit)
    if node.kind == "rolling":
        return many(number, _ROLLING[unit])
    if node.kind == "consecutive_days":
        return many(number, "consecutive day")
    if node.kind == "blocks":
        return f"blocks of {many(number, unit.removesuffix('s'))}"
    if node.since is not None:
        return f"last {first_event(node.since)}"
    text = f"a calendar {unit}" if number == 1 else many(number, f"calendar {unit}")
    return text if node.starting is None else f"{text} starting {WEEKDAYS[node.starting]}"


# --- expressions -------------------------------------------------------------------------------


def _joined(word: str, node: tree.And | tree.Or) -> str:
    return f" {word} ".join(_operand(operand) for operand in node.operands)


def _operand(node: tree.Expression) -> str:
    return f"({phrase(node)})" if isinstance(node, tree.And | tree.Or) else phrase(node)


def _compare(node: tree.Compare) -> str:
    return f"{phrase(node.left)} {node.operator.replace('_', ' ')} {phrase(node.right)}"


def _member(node: tree.Member) -> str:
    return f"{phrase(node.left)} {'not in' if node.negated else 'in'} {phrase(node.right)}"


def _moment(node: tree.Moment) -> str:
    return " + ".join(phrase(part) for part in (node.base, *node.plus))


def _timing(node: tree.Timing) -> str:
    return f"{phrase(node.left)} is {node.relation.replace('_', ' ')} {phrase(node.right)}"


def _is(negated: bool) -> str:
    return "is not" if negated else "is"


def _within(node: tree.Within) -> str:
    return f"{phrase(node.left)} {_is(node.negated)} within last {phrase(node.duration)}"


def _counted(node: tree.Counted) -> str:
    number = "" if node.number is None else f" {node.number}"
    what = counting(node.counting, plural=node.number not in (None, 1))
    return f"{node.quantifier.replace('_', ' ')}{number} {what}"


def requirement(node: tree.Requirement) -> str:
    """The words of `require`."""
    level = f"{node.level} " if node.level else ""
    parts = [f"{level}consent for {listed(node.fields)}"]
    if node.with_proof:
        parts.append("with proof")
    if node.confirmed:
        parts.append("confirmed")
    if node.given_within is not None:
        parts.append(f"given within last {phrase(node.given_within)}")
    if node.lasting is not None:
        parts.append(f"lasting at most {phrase(node.lasting)}")
    if node.ending_after is not None:
        parts.append(f"ending after {first_event(node.ending_after)}")
    parts.extend(_where(node.where))
    if isinstance(node.honor, tree.Duration):
        parts.append(f"honor revocation within {phrase(node.honor)}")
    elif node.honor is not None:
        parts.append("honor revocation at once")
    if node.as_of is not None:
        parts.append(f"as of {phrase(node.as_of)}")
    return " ".join(parts)


# --- values of clauses -------------------------------------------------------------------------


def _limit(node: tree.Limit) -> str:
    return f"{node.number} {counting(node.counting, plural=node.number != 1)}"


def _spacing(node: tree.Spacing) -> str:
    length = phrase(node.duration)
    if node.occurrence is None:
        return f"{length} apart"
    return f"{length} between {occurrence(node.occurrence, plural=True)}"


def wait_head(node: tree.Wait) -> str:
    """How long is waited, without what for."""
    if not node.until_business_day:
        return phrase(node.duration)
    return f"until business day {node.duration.number} of {phrase(node.duration.calendar)}"


def _wait(node: tree.Wait) -> str:
    return f"{wait_head(node)} after {phrase(node.occurrence)}"


def _zone(node: tree.Zone) -> str:
    return "of recipient" if node.name is None else phrase(node.name)


def _basis(node: tree.Basis) -> str:
    return f"{phrase(node.name)} as reported" if node.reported else phrase(node.name)


def _citation(node: tree.Citation) -> str:
    source = phrase(node.source)
    return source if node.place is None else f"{source} {phrase(node.place)}"


def _ignored(node: tree.Ignored) -> str:
    return f"{phrase(node.lint)} because {phrase(node.because)}"


def _duties(node: tree.Duties) -> str:
    if node.within is None or node.after_first is None:
        return listed(node.names)
    first = first_event(node.after_first)
    return f"{listed(node.names)} within {phrase(node.within)} after first {first}"


def _day_point(node: tree.DayPoint) -> str:
    if node.anchor is not None:
        return f"day {node.number} after {phrase(node.anchor)}"
    if node.number == 0:
        return "due day"
    return f"day {abs(node.number)} {'before' if node.number < 0 else 'past'} due"


def _reached(node: tree.StepReached) -> str:
    if node.times is not None:
        return f"{phrase(node.step)} attempted {many(node.times, 'time')}"
    return f"{phrase(node.step)} open {phrase(node.open_for)}"


def _after_steps(node: tree.AfterSteps) -> str:
    return " or ".join(_reached(each) for each in node.alternatives)


def _via(node: tree.Via) -> str:
    return " ".join((listed(node.channels), *_where(node.where)))


def _margin(node: tree.Margin) -> str:
    channels = f" for {listed(node.channels)}" if node.channels else ""
    return phrase(node.duration) + channels


def fact_type(node: tree.FactType) -> str:
    """The type of a fact, without its default."""
    words = {"one_of": "one of", "set_of": "set of", "also": "also"}
    if node.name in words:
        return f"{words[node.name]} {listed(node.values)}"
    if node.at_most_weekly is not None:
        return f"{node.name} at most {phrase(node.at_most_weekly)} a week"
    return node.name


_PRINTERS: Mapping[type[Any], Callable[[Any], str]] = MappingProxyType(
    {
        tree.Word: lambda node: node.text,
        tree.Path: lambda node: node.text,
        tree.Text: lambda node: quoted(node.text),
        tree.Number: _number,
        tree.Date: lambda node: node.value.isoformat(),
        tree.Instant: lambda node: node.value.isoformat(),
        tree.NoValue: lambda node: "none",
        tree.Calendar: lambda node: phrase(node.of),
        tree.Duration: _duration,
        tree.EveryDay: lambda node: "every day",
        tree.Weekdays: _weekdays,
        tree.CalendarDays: lambda n: f"{n.kind.replace('_', ' ')} of {phrase(n.calendar)}",
        tree.DayBefore: lambda node: f"day before {phrase(node.days)}",
        tree.AnyOfDays: lambda node: listed(node.members),
        tree.DaysExcept: lambda node: f"{phrase(node.days)} except {phrase(node.excluded)}",
        tree.Interval: _interval,
        tree.Noun: lambda node: noun(node, plural=True),
        tree.Occurrence: lambda node: occurrence(node, plural=False),
        tree.Window: _window,
        tree.Counting: lambda node: counting(node, plural=True),
        tree.Or: lambda node: _joined("or", node),
        tree.And: lambda node: _joined("and", node),
        tree.Not: lambda node: f"not {_operand(node.operand)}",
        tree.Bare: lambda node: phrase(node.path),
        tree.Compare: _compare,
        tree.Choices: lambda node: "{" + listed(node.members) + "}",
        tree.Member: _member,
        tree.Known: lambda node: f"{phrase(node.path)} {_is(node.negated)} known",
        tree.Moment: _moment,
        tree.Timing: _timing,
        tree.Within: _within,
        tree.During: lambda node: f"now {_is(node.negated)} during {phrase(node.path)}",
        tree.RuledOut: lambda node: f"ruled out by {phrase(node.path)}",
        tree.Counted: _counted,
        tree.Requirement: requirement,
        tree.Consented: lambda n: f"{'no ' if n.negated else ''}live {phrase(n.requirement)}",
        tree.HoursLine: _hours_line,
        tree.Limit: _limit,
        tree.Spacing: _spacing,
        tree.Wait: _wait,
        tree.Zone: _zone,
        tree.Basis: _basis,
        tree.Citation: _citation,
        tree.Ignored: _ignored,
        tree.Saying: lambda node: f"{phrase(node.language)} {phrase(node.text)}",
        tree.Duties: _duties,
        tree.Names: lambda node: listed(node.paths),
        tree.DayPoint: _day_point,
        tree.AfterSteps: _after_steps,
        tree.Via: _via,
        tree.Margin: _margin,
        tree.FactType: fact_type,
    }
)
