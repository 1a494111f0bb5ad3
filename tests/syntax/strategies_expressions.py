"""Hypothesis strategies for names, literals, durations, windows and expressions of trees.

Every node that the parser can make, and only those. Spans are left out; they take no part in
equality.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from policydsl.diagnostics import Source
from policydsl.syntax import tree
from policydsl.syntax.builder_counting import SINGULARS
from policydsl.syntax.builder_times import LONGEST
from policydsl.syntax.tables import tables

AT = Source("made", "").span()
SOME_KEYWORDS = ("when", "cap", "in", "by", "days", "step", "from", "none_", "inbound", "first")
STANDARD = tuple(sorted(set(SINGULARS.values())))


def hidden(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The same strategy with a short name, or Hypothesis would write out all of it on a failure."""

    @st.composite
    def made(draw: st.DrawFn) -> Any:
        return draw(strategy)

    return made()


names = st.one_of(
    st.sampled_from(("voice", "sms", "night", "a_1", "夜间静默", "élan", "x")),
    st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True),
).filter(lambda name: name not in tables().words and name not in ("now", "today"))

words = st.builds(tree.Word, names, st.just(AT))
titles = st.builds(tree.Word, st.one_of(names, st.sampled_from(SOME_KEYWORDS)), st.just(AT))
bare_paths = st.builds(lambda name: tree.Path((name,), AT), names)
dotted_paths = st.builds(
    lambda parts: tree.Path(tuple(parts), AT),
    st.lists(st.one_of(names, st.sampled_from(SOME_KEYWORDS)), min_size=2, max_size=4),
)
paths = hidden(st.one_of(bare_paths, dotted_paths))
_texts = st.builds(
    tree.Text,
    st.text(
        st.one_of(
            st.sampled_from("\"\\#\t {}'："),
            st.characters(
                exclude_categories=("Cc", "Cs", "Zl", "Zp"),
                exclude_characters="\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
                "\u2066\u2067\u2068\u2069",
            ),
        ),
        max_size=20,
    ),
    st.just(AT),
)
texts = hidden(_texts)
numbers = st.builds(
    tree.Number,
    st.one_of(
        st.integers(-(10**17), 10**17),
        st.decimals(-(10**9), 10**9, places=3).filter(
            lambda value: value != 0 or not value.is_signed()
        ),
    ),
    st.just(AT),
)
dates = st.builds(tree.Date, st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.just(AT))
instants = st.builds(
    tree.Instant,
    st.datetimes(
        datetime(1900, 1, 2),
        datetime(2999, 12, 30),
        timezones=st.sampled_from(
            (UTC, timezone(timedelta(hours=8)), timezone(-timedelta(minutes=150)))
        ),
    ),
    st.just(AT),
)
nothing = st.just(tree.NoValue(AT))
_literals = st.one_of(words, texts, numbers, dates, instants, nothing)
literals = hidden(_literals)


def few(items: st.SearchStrategy[Any], least: int = 1, most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(items, min_size=least, max_size=most).map(tuple)


def maybe(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), items)


calendars = st.builds(tree.Calendar, st.one_of(texts, paths), st.just(AT))


@st.composite
def durations(draw: st.DrawFn) -> tree.Duration:
    unit = draw(st.sampled_from(sorted(LONGEST)))
    number = draw(st.integers(1, LONGEST[unit]))
    calendar = draw(calendars) if unit == "full_business_days" else None
    return tree.Duration(number, unit, calendar, AT)


weekdays = st.builds(
    lambda days: tree.Weekdays(tuple(sorted(days)), AT), st.sets(st.integers(0, 6), min_size=1)
)
calendar_days = st.builds(
    tree.CalendarDays, st.sampled_from(("holidays", "business_days")), calendars, st.just(AT)
)
other_days = st.one_of(
    st.just(tree.EveryDay(AT)), calendar_days, st.builds(tree.DayBefore, calendar_days, st.just(AT))
)


@st.composite
def day_lists(draw: st.DrawFn) -> tree.Days:
    members = list(draw(few(other_days, 0)))
    if not members or draw(st.booleans()):
        members.insert(draw(st.integers(0, len(members))), draw(weekdays))
    return members[0] if len(members) == 1 else tree.AnyOfDays(tuple(members), AT)


days = st.one_of(day_lists(), st.builds(tree.DaysExcept, day_lists(), day_lists(), st.just(AT)))
intervals = st.builds(
    tree.Interval, st.integers(0, 1439), st.integers(0, 1440), st.just(AT)
).filter(lambda each: each.start != each.end)
hours_lines = st.builds(tree.HoursLine, few(intervals), maybe(days), st.just(AT))

events = st.one_of(st.sampled_from(STANDARD), names.filter(lambda name: name not in SINGULARS))
nouns = st.builds(
    tree.Noun,
    events,
    st.sampled_from(("outbound", "inbound", "either")),
    st.booleans(),
    st.just(AT),
)


def occurrences(where: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return hidden(
        st.builds(tree.Occurrence, nouns, few(words, 0), few(paths, 0), maybe(where), st.just(AT))
    )


@st.composite
def windows(draw: st.DrawFn, where: st.SearchStrategy[Any]) -> tree.Window:
    kind = draw(
        st.sampled_from(("rolling", "consecutive_days", "calendar", "blocks", "since", "ever"))
    )
    if kind == "ever":
        return tree.Window(kind, None, None, None, None, AT)
    if kind == "since":
        return tree.Window(kind, None, None, None, draw(occurrences(where)), AT)
    units = {
        "rolling": ("minutes", "hours", "days", "weeks"),
        "calendar": ("day", "week", "month", "quarter", "year"),
        "blocks": ("minutes", "hours"),
    }
    unit = draw(st.sampled_from(units[kind])) if kind in units else None
    starting = draw(maybe(st.integers(0, 6))) if unit == "week" else None
    return tree.Window(kind, draw(st.integers(1, 100)), unit, starting, None, AT)


def countings(where: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return hidden(
        st.builds(
            tree.Counting,
            occurrences(where),
            windows(where),
            maybe(occurrences(where)),
            st.booleans(),
            st.just(AT),
        )
    )


def requirements(where: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return hidden(
        st.builds(
            tree.Requirement,
            st.sampled_from((None, "express", "written")),
            few(words),
            st.booleans(),
            st.booleans(),
            maybe(durations()),
            maybe(durations()),
            maybe(occurrences(where)),
            maybe(where),
            st.one_of(st.none(), st.just("at_once"), durations()),
            maybe(paths),
            st.just(AT),
        )
    )


_moments = st.builds(
    tree.Moment,
    st.one_of(
        paths, dates, instants, st.sampled_from([tree.Path((n,), AT) for n in ("now", "today")])
    ),
    few(durations(), 0, 2),
    st.just(AT),
)
moments = hidden(_moments)
choices = st.builds(tree.Choices, few(literals), st.just(AT))
_values = st.one_of(literals, dotted_paths)
values = hidden(_values)
_comparisons = st.one_of(
    st.builds(tree.Bare, paths, st.just(AT)),
    st.builds(
        tree.Compare,
        paths,
        st.sampled_from(("is", "is_not", "<", "<=", ">", ">=")),
        values,
        st.just(AT),
    ),
    st.builds(tree.Compare, paths, st.just("starts_with"), texts, st.just(AT)),
    st.builds(tree.Member, paths, st.booleans(), st.one_of(choices, paths), st.just(AT)),
    st.builds(tree.Known, paths, st.booleans(), st.just(AT)),
    st.builds(
        tree.Timing,
        moments,
        st.sampled_from(("before", "after", "on_or_before", "on_or_after")),
        moments,
        st.just(AT),
    ),
    st.builds(tree.Within, paths, durations(), st.booleans(), st.just(AT)),
    st.builds(tree.During, paths, st.booleans(), st.just(AT)),
    st.builds(tree.RuledOut, paths, st.just(AT)),
)
comparisons = hidden(_comparisons)


def _suspicious(operands: tuple[Any, ...]) -> bool:
    """`channel is voice or visit` is refused on purpose."""
    first = operands[0]
    return isinstance(first, tree.Compare) and isinstance(first.right, tree.Word)


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def joined(kind: Any) -> st.SearchStrategy[Any]:
        operands = few(inner.filter(lambda node: not isinstance(node, kind)), 2)
        return st.builds(kind, operands.filter(lambda each: not _suspicious(each)), st.just(AT))

    return st.one_of(
        joined(tree.Or),
        joined(tree.And),
        st.builds(tree.Not, inner, st.just(AT)),
        st.builds(
            tree.Counted, st.sampled_from(("any", "no")), st.none(), countings(inner), st.just(AT)
        ),
        st.builds(
            tree.Counted,
            st.sampled_from(("at_least", "at_most")),
            st.integers(1, 1000),
            countings(inner),
            st.just(AT),
        ),
        st.builds(tree.Consented, st.booleans(), requirements(inner), st.just(AT)),
    )


_expressions = st.recursive(comparisons, _deeper, max_leaves=6)


expressions = hidden(_expressions)
