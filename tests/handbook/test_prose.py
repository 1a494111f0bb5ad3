"""Every node of the core is said, in both languages, affirmed and denied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any as Anything
from typing import Union, get_args, get_origin

import pytest

from policydsl.core import days as core_days
from policydsl.core import formula as core
from policydsl.core import windows as core_windows
from policydsl.core.days import (
    AnyOfDays,
    BusinessDates,
    CalendarRef,
    DayBefore,
    DaysExcept,
    EveryDay,
    Holidays,
    Weekdays,
)
from policydsl.core.formula import (
    NO,
    YES,
    All,
    Any,
    Clock,
    Compare,
    Consent,
    Count,
    During,
    HoursLine,
    Key,
    KnownFact,
    Moment,
    Not,
    PathRef,
    Recent,
    RuledOut,
    Selection,
    Settled,
    SinceLast,
    When,
)
from policydsl.core.windows import (
    MICROS_PER_HOUR,
    Blocks,
    BusinessDays,
    CalendarMonths,
    CalendarPeriods,
    ConsecutiveDays,
    Ever,
    FullDays,
    Rolling,
)
from policydsl.facts.standard import standard_fields
from policydsl.facts.vocabulary import Vocabulary
from policydsl.handbook.prose.conditions import said
from policydsl.handbook.prose.days import days
from policydsl.handbook.prose.events import window
from policydsl.handbook.prose.spans import lasting, length
from policydsl.handbook.writing import Code, Group, Line, Mark, Said, Term, Voice, Words, plain_text

FIELDS = Vocabulary.standard().fields
PERSON = (Key("person", "person.id"),)
REFUSAL = Selection("refusal", 0, None, None, YES)
CALLS = Selection("contact", 1, "outbound", frozenset({"voice", "kiosk"}), YES)
ASKED = Selection("contact", 4, "inbound", None, Compare("event.outcome", "eq", "asked"))
CN, PATH = CalendarRef("CN"), CalendarRef(None, "person.region")
SPANS = (
    Rolling(90 * 60_000_000),
    Rolling(7 * 24 * MICROS_PER_HOUR),
    Rolling(1),
    ConsecutiveDays(1),
    ConsecutiveDays(7),
    FullDays(60),
    BusinessDays(5, CN),
    BusinessDays(3, PATH, until=True),
    CalendarMonths(6),
)
WINDOWS = (
    *SPANS,
    *(CalendarPeriods(unit, 1) for unit in ("day", "week", "month", "quarter", "year")),
    CalendarPeriods("week", 2, 6),
    Blocks(24 * MICROS_PER_HOUR),
    SinceLast(REFUSAL),
    Ever(),
)
DAYS = (
    EveryDay(),
    Weekdays(frozenset({0, 1, 2, 3, 4})),
    Weekdays(frozenset({5, 6})),
    Holidays(CN),
    BusinessDates(PATH),
    DayBefore(Holidays(CN)),
    AnyOfDays((Weekdays(frozenset({6})), Holidays(CN))),
    DaysExcept(EveryDay(), Holidays(CN)),
)
TODAY, NOW = Moment("today", True), Moment("now", False)
DUE = Moment("debt.due_on", True, (CalendarMonths(6), FullDays(10)))
NIGHT = HoursLine(((1320, 480),), EveryDay())
OFFICE = HoursLine(((540, 720), (840, 1080)), Weekdays(frozenset({0})))
ATOMS = (
    Compare("person.cease", "eq", True),
    Compare("event.connected", "eq", True),
    Compare("proposal.channel", "eq", "voice"),
    Compare("proposal.channel", "in", frozenset({"voice", "sms"})),
    Compare("proposal.channel", "in", frozenset({"voice", "sms", "kiosk"})),
    Compare("proposal.channel", "in", frozenset({"kiosk"})),
    Compare("proposal.channel", "in", frozenset()),
    Compare("event.channel", "eq", PathRef("proposal.channel")),
    Compare("proposal.purpose", "in", PathRef("person.wanted")),
    Compare("debt.balance", "lt", Decimal("0.50")),
    Compare("debt.balance", "ge", 200000),
    Compare("debt.balance", "le", 3),
    Compare("debt.balance", "gt", PathRef("debt.limit")),
    Compare("proposal.debt_count", "lt", 1),
    Compare("person.region", "starts_with", "美国"),
    Compare("proposal.reason", "eq", None),
    Compare("debt.due_on", "eq", date(2026, 3, 4)),
    Compare("event.at", "eq", 1_772_000_000_000_000),
    KnownFact("person.region"),
    Clock((NIGHT,), (), None, within=False),
    Clock((OFFICE, NIGHT), ("person.hours",), Holidays(CN), within=True, at="proposal.deliver_at"),
    During("person.hours"),
    RuledOut("person.wishes"),
    *(When(TODAY, relation, DUE) for relation in ("before", "after")),
    When(NOW, "on_or_before", DUE),
    When(Moment("debt.promise_until", False), "on_or_after", NOW),
    When(TODAY, "on_or_after", Moment(date(2026, 1, 30), True)),
    When(NOW, "before", Moment(1_772_000_000_000_000, False)),
    Recent("debt.due_on", True, FullDays(30)),
    Count(CALLS, PERSON, Ever(), 1),
    Count(CALLS, PERSON, ConsecutiveDays(7), 3, distinct_days=True),
    Count(REFUSAL, (Key("debt", "proposal.debts"), Key("field", "debt.creditor")), Ever(), 2),
    Count(ASKED, PERSON, SinceLast(ASKED), 2, after_first=ASKED, before_today=True),
    Consent(
        (("consent.purpose", "proposal.purpose"),),
        None,
        False,
        False,
        None,
        None,
        None,
        (),
        YES,
        None,
    ),
    Consent(
        (("consent.channel", "event.channel"),),
        "written",
        True,
        True,
        FullDays(30),
        CalendarMonths(12),
        REFUSAL,
        PERSON,
        Compare("consent.separate", "eq", True),
        BusinessDays(10, CN),
        at_event=True,
    ),
)
FORMULAS = (
    *ATOMS,
    Not(ATOMS[0]),
    All(ATOMS[:3]),
    Any((ATOMS[0], All(ATOMS[1:3]))),
    YES,
    NO,
    Settled(ATOMS[0], True),
    Settled(Any(ATOMS[:2]), False),
)
VOICES = {lang: Voice(lang, FIELDS) for lang in ("en", "zh")}


def members(family: Anything) -> set[type]:
    """The classes that a closed family is made of."""
    if get_origin(family) in (Union, UnionType):
        return set().union(*map(members, get_args(family)))
    return {family}


def lines(of: Said) -> Iterator[Line]:
    """Every line of a condition."""
    if isinstance(of, Group):
        yield of.head
        for item in of.items:
            yield from lines(item)
    else:
        yield of


def prose(of: Said) -> str:
    """What the language itself says: without ids, authors' words and signs."""
    return "\n".join(
        "".join(piece for piece in line if isinstance(piece, str)) for line in lines(of)
    )


def text(of: Said) -> str:
    """Everything that is said."""
    return "\n".join(map(plain_text, lines(of)))


def test_the_examples_have_every_node_of_every_family() -> None:
    assert {type(one) for one in FORMULAS} == members(core.Formula)
    assert {type(one) for one in WINDOWS} == members(core.Window)
    assert {type(one) for one in SPANS} == members(core_windows.Span)
    assert {type(one) for one in DAYS} == members(core_days.Days)


NUMBERED = [f"{number} {type(one).__name__}" for number, one in enumerate(FORMULAS)]
"""Names of tests that every process makes alike: the order of sets differs between processes."""


@pytest.mark.parametrize("formula", FORMULAS, ids=NUMBERED)
def test_every_formula_is_said_in_both_languages(formula: core.Formula) -> None:
    for one in (formula, Not(formula)):
        english, chinese = (said(one, VOICES[lang]) for lang in ("en", "zh"))
        check_english(english)
        check_chinese(chinese)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_denial_says_something_else_and_what_is_not_the_same_says_not_the_same(lang: str) -> None:
    told: dict[str, core.Formula] = {}
    for formula in ATOMS:
        for one in (formula, Not(formula)):
            shown = text(said(one, VOICES[lang]))
            assert told.setdefault(shown, one) == one
    assert len(told) == 2 * len(ATOMS)


@pytest.mark.parametrize("formula", FORMULAS, ids=NUMBERED)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_denial_of_a_denial_is_no_denial(formula: core.Formula, lang: str) -> None:
    voice = VOICES[lang]
    assert said(Not(Not(formula)), voice) == said(formula, voice)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_windows_spans_and_days_are_told_apart(lang: str) -> None:
    voice = VOICES[lang]
    check = check_english if lang == "en" else check_chinese
    for of, tell in ((WINDOWS, window), (SPANS, lasting), (SPANS, length), (DAYS, days)):
        told = [tell(one, voice) for one in of]  # type: ignore[operator]  # each of its own family
        assert len({plain_text(line) for line in told}) >= len(of) - 1
        for line in told:
            check(line)


def test_nested_conditions_are_lists_and_lists_of_one_sort_are_one() -> None:
    formula = All((ATOMS[0], All((ATOMS[1], Any((ATOMS[2], ATOMS[18]))))))
    assert text(said(formula, VOICES["en"])).split("\n") == [
        "all of these hold:",
        "person.cease is yes",
        "it was connected",
        "at least one of these holds:",
        "the channel is voice",
        "the region where the person lives is given",
    ]


def test_what_may_be_none_is_not_turned_into_its_opposite() -> None:
    shown = {
        path: text(said(Not(Compare(path, "lt", 1)), VOICES["en"]))
        for path in ("proposal.debt_count", "debt.balance")
    }
    assert shown["proposal.debt_count"].endswith("is at least 1")
    assert shown["debt.balance"] == "debt.balance is not less than 1"


def test_a_named_condition_is_called_by_its_name() -> None:
    named = All(ATOMS[:2])
    voice = Voice("en", FIELDS, {named: Term("promised", "define:promised")})
    assert text(said(Not(named), voice)) == "promised is not the case"


def test_every_standard_field_of_a_proposal_has_words_of_its_own() -> None:
    said_of: dict[str, str] = {}
    for field in standard_fields({"channel": (), "recipient": (), "actor": ()}, ()):
        if field.root == "proposal":
            shown = plain_text(said(KnownFact(field.path), VOICES["zh"]))  # type: ignore[arg-type]
            assert said_of.setdefault(shown, field.path) == field.path
            assert "proposal." not in shown


def check_english(of: Said) -> None:
    assert text(of).strip()
    assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", prose(of)), prose(of)
    assert "  " not in text(of)
    assert not re.search(r"\bnot\b[^\n;:]*\bnot\b", prose(of)), prose(of)


def check_chinese(of: Said) -> None:
    assert text(of).strip()
    left = prose(of).replace("UTC", "")
    assert not re.search(r"[A-Za-z]{2,}", left), left
    assert not re.search(r"[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff]", prose(of))
    for line in lines(of):
        assert all(isinstance(piece, str | Code | Words | Term | Mark) for piece in line)
