"""Every start symbol and every phrase: what it reads as."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from policydsl.diagnostics import Source
from policydsl.diagnostics.render_text import render
from policydsl.syntax import tree
from policydsl.syntax.parser import parse_phrase, parse_phrase_text
from policydsl.syntax.phrases import LimitHead, Tightened, TypedFact, WaitHead
from policydsl.syntax.starts import STARTS
from tests.syntax.strategies import AT


def word(text: str) -> tree.Word:
    return tree.Word(text, AT)


def path(text: str) -> tree.Path:
    return tree.Path(tuple(text.split(".")), AT)


def text(value: str) -> tree.Text:
    return tree.Text(value, AT)


def span(number: int, unit: str, calendar: tree.Calendar | None = None) -> tree.Duration:
    return tree.Duration(number, unit, calendar, AT)


def calendar(of: tree.Text | tree.Path) -> tree.Calendar:
    return tree.Calendar(of, AT)


def noun(event: str, direction: str = "outbound", days: bool = False) -> tree.Noun:
    return tree.Noun(event, direction, days, AT)


def occurrence(what: tree.Noun, by: str = "", per: str = "", where: Any = None) -> tree.Occurrence:
    return tree.Occurrence(
        what, tuple(map(word, by.split())), tuple(map(path, per.split())), where, AT
    )


def window(
    kind: str,
    number: int | None = None,
    unit: str | None = None,
    starting: int | None = None,
    since: tree.Occurrence | None = None,
) -> tree.Window:
    return tree.Window(kind, number, unit, starting, since, AT)


def counting(what: tree.Occurrence, over: tree.Window, **rest: Any) -> tree.Counting:
    return tree.Counting(what, over, rest.get("first"), rest.get("before_today", False), AT)


def bare(name: str) -> tree.Bare:
    return tree.Bare(path(name), AT)


def compare(left: str, operator: str, right: Any) -> tree.Compare:
    return tree.Compare(path(left), operator, right, AT)


def moment(base: Any, *plus: tree.Duration) -> tree.Moment:
    return tree.Moment(path(base) if isinstance(base, str) else base, plus, AT)


def day(value: str) -> tree.Date:
    return tree.Date(date.fromisoformat(value), AT)


def week(*days: int) -> tree.Weekdays:
    return tree.Weekdays(days, AT)


def days_of(kind: str, of: tree.Text | tree.Path) -> tree.CalendarDays:
    return tree.CalendarDays(kind, calendar(of), AT)


def demand(**rest: Any) -> tree.Requirement:
    nothing: dict[str, Any] = dict.fromkeys(
        ("level", "given_within", "lasting", "ending_after", "where", "honor", "as_of")
    )
    given = {**nothing, "with_proof": False, "confirmed": False, **rest}
    given["fields"] = tuple(map(word, rest.get("fields", "channel").split()))
    return tree.Requirement(**given, span=AT)


FR = calendar(text("FR"))
A_DAY = window("calendar", 1, "day")
ATTEMPTS = occurrence(noun("attempt"))

PHRASES: list[tuple[str, str, Any]] = [
    # names
    ("path", "channel", path("channel")),
    ("path", "us.reg_f.when", path("us.reg_f.when")),
    ("word", "夜间静默", word("夜间静默")),
    ("word", "e\u0301lan", word("élan")),
    ("word", "when", word("when")),
    ("word", "हिन्दी", word("हिन्दी")),
    ("words", "voice, in, sms", (word("voice"), word("in"), word("sms"))),
    ("channels", "voice", (word("voice"),)),
    ("paths", "a, b.c", tree.Names((path("a"), path("b.c")), AT)),
    # lengths of time
    ("duration", "1 minute", span(1, "minutes")),
    ("duration", "30 minutes", span(30, "minutes")),
    ("duration", "24 hours", span(24, "hours")),
    ("duration", "7 rolling days", span(7, "rolling_days")),
    ("duration", "2 rolling weeks", span(2, "rolling_weeks")),
    ("duration", "7 consecutive days", span(7, "consecutive_days")),
    ("duration", "1 full day", span(1, "full_days")),
    ("duration", '10 full business days of "US"', span(10, "full_business_days", calendar(text("US")))),
    ("duration", "1 full business day of person.region", span(1, "full_business_days", calendar(path("person.region")))),
    ("duration", "2 calendar months", span(2, "calendar_months")),
    ("duration", "1 calendar year", span(1, "calendar_years")),
    # days and hours
    ("days", "every day", tree.EveryDay(AT)),
    ("days", "monday to friday", week(0, 1, 2, 3, 4)),
    ("days", "friday to monday", week(0, 4, 5, 6)),
    ("days", "sunday, saturday, sunday", week(5, 6)),
    ("days", 'holidays of "FR"', tree.CalendarDays("holidays", FR, AT)),
    ("days", 'day before business days of "FR"', tree.DayBefore(tree.CalendarDays("business_days", FR, AT), AT)),
    ("days", 'sunday, holidays of "FR", monday', tree.AnyOfDays((week(0, 6), tree.CalendarDays("holidays", FR, AT)), AT)),
    ("days", "every day except sunday, holidays of region", tree.DaysExcept(tree.EveryDay(AT), tree.AnyOfDays((week(6), days_of("holidays", path("region"))), AT), AT)),
    ("hours_line", "22:00 to 08:00", tree.HoursLine((tree.Interval(1320, 480, AT),), None, AT)),
    ("hours_line", "00:00 to 24:00 on sunday", tree.HoursLine((tree.Interval(0, 1440, AT),), week(6), AT)),
    ("hours_line", "09:00 to 12:00, 14:00 to 18:30", tree.HoursLine((tree.Interval(540, 720, AT), tree.Interval(840, 1110, AT)), None, AT)),
    # counting
    ("noun", "attempts", noun("attempt")),
    ("noun", "inbound conversation", noun("conversation", "inbound")),
    ("noun", "inbound or outbound right_party_contacts", noun("right_party_contact", "either")),
    ("noun", "outbound or inbound opt_outs", noun("opt_out", "either")),
    ("noun", "days with attempts", noun("attempt", days=True)),
    ("noun", "days with inbound complaints", noun("complaint", "inbound", days=True)),
    ("noun", "promises", noun("promises")),
    ("occurrence", "refusal per person", occurrence(noun("refusal"), per="person")),
    ("occurrence", "inbound or outbound conversation by voice per debt where (event.ok)", occurrence(noun("conversation", "either"), "voice", "debt", bare("event.ok"))),
    ("occurrence", "attempts where (a) per debt.bundle, person by sms, push", occurrence(noun("attempt"), "sms push", "debt.bundle person", bare("a"))),
    ("limit_head", "6 attempts", LimitHead(6, noun("attempt"))),
    ("limit_head", "3 days with attempts", LimitHead(3, noun("attempt", days=True))),
    ("window", "30 minutes", window("rolling", 30, "minutes")),
    ("window", "24 hours", window("rolling", 24, "hours")),
    ("window", "7 rolling days", window("rolling", 7, "days")),
    ("window", "2 rolling weeks", window("rolling", 2, "weeks")),
    ("window", "7 consecutive days", window("consecutive_days", 7)),
    ("window", "a calendar day", A_DAY),
    ("window", "a calendar week starting sunday", window("calendar", 1, "week", 6)),
    ("window", "a calendar quarter", window("calendar", 1, "quarter")),
    ("window", "2 calendar weeks", window("calendar", 2, "week")),
    ("window", "2 calendar weeks starting monday", window("calendar", 2, "week", 0)),
    ("window", "3 calendar years", window("calendar", 3, "year")),
    ("window", "blocks of 24 hours", window("blocks", 24, "hours")),
    ("window", "blocks of 5 minutes", window("blocks", 5, "minutes")),
    ("since", "last connection", window("since", since=occurrence(noun("connection")))),
    ("since", "last (attempts by voice)", window("since", since=occurrence(noun("attempt"), "voice"))),
    ("counting", "attempts ever", counting(ATTEMPTS, window("ever"))),
    ("counting", "attempts before today since last connection", counting(ATTEMPTS, window("since", since=occurrence(noun("connection"))), before_today=True)),
    ("counting", "attempts in a calendar day after first conversation where (event.ok)", counting(occurrence(noun("attempt"), where=bare("event.ok")), A_DAY, first=occurrence(noun("conversation")))),
    ("counting", "attempts ever after first (conversation by voice)", counting(ATTEMPTS, window("ever"), first=occurrence(noun("conversation"), "voice"))),
    ("limit", "3 connections by voice per person in a calendar day", tree.Limit(3, counting(occurrence(noun("connection"), "voice", "person"), A_DAY), AT)),
    ("step_limit", "0 attempts in 24 hours", tree.Limit(0, counting(ATTEMPTS, window("rolling", 24, "hours")), AT)),
    ("spacing", "4 hours between attempts by sms per person", tree.Spacing(span(4, "hours"), occurrence(noun("attempt"), "sms", "person"), AT)),
    ("apart", "24 hours apart", tree.Spacing(span(24, "hours"), None, AT)),
    ("wait_head", "7 consecutive days", WaitHead(span(7, "consecutive_days"), False)),
    ("wait_head", 'until business day 3 of "US"', WaitHead(span(3, "full_business_days", calendar(text("US"))), True)),
    ("wait", "60 full days after refusal per person", tree.Wait(span(60, "full_days"), False, occurrence(noun("refusal"), per="person"), AT)),
    ("wait", 'until business day 3 of "US" after refusal', tree.Wait(span(3, "full_business_days", calendar(text("US"))), True, occurrence(noun("refusal")), AT)),
    # expressions
    ("expression", "person.cease", bare("person.cease")),
    ("expression", "(person.cease)", bare("person.cease")),
    ("expression", "not not a", tree.Not(tree.Not(bare("a"), AT), AT)),
    ("expression", "a and (b and c) and d", tree.And(tuple(map(bare, "abcd")), AT)),
    ("expression", "a or (b and not c) or (d or e)", tree.Or((bare("a"), tree.And((bare("b"), tree.Not(bare("c"), AT)), AT), bare("d"), bare("e")), AT)),
    ("expression", "channel is voice", compare("channel", "is", word("voice"))),
    ("expression", "channel is not proposal.channel", compare("channel", "is_not", path("proposal.channel"))),
    ("expression", 'reason is "a \\"b\\" \\\\n"', compare("reason", "is", text('a "b" \\n'))),
    ("expression", "a is none", compare("a", "is", tree.NoValue(AT))),
    ("expression", "a is not none", compare("a", "is_not", tree.NoValue(AT))),
    ("expression", "a < 7", compare("a", "<", tree.Number(7, AT))),
    ("expression", "a <= -0.50", compare("a", "<=", tree.Number(Decimal("-0.5"), AT))),
    ("expression", "a > b.c", compare("a", ">", path("b.c"))),
    ("expression", "a >= 999999999999999999", compare("a", ">=", tree.Number(10**18 - 1, AT))),
    ("expression", 'person.region starts with "US"', compare("person.region", "starts_with", text("US"))),
    ("expression", "a is 2026-01-30", compare("a", "is", day("2026-01-30"))),
    ("expression", "a is 2026-01-30T08:00:00Z", compare("a", "is", tree.Instant(datetime(2026, 1, 30, 8, tzinfo=UTC), AT))),
    ("expression", "a is 2026-01-30T08:00:00.25-02:30", compare("a", "is", tree.Instant(datetime(2026, 1, 30, 8, 0, 0, 250000, timezone(-timedelta(minutes=150))), AT))),
    ("expression", "channel in {voice, 2, none}", tree.Member(path("channel"), False, tree.Choices((word("voice"), tree.Number(2, AT), tree.NoValue(AT)), AT), AT)),
    ("expression", "channel not in reminders", tree.Member(path("channel"), True, path("reminders"), AT)),
    ("expression", "a.b is known", tree.Known(path("a.b"), False, AT)),
    ("expression", "a.b is not known", tree.Known(path("a.b"), True, AT)),
    ("expression", "a is before b", tree.Timing(moment("a"), "before", moment("b"), AT)),
    ("expression", "a.b + 3 full days + 2 hours is on or after now", tree.Timing(moment("a.b", span(3, "full_days"), span(2, "hours")), "on_or_after", moment("now"), AT)),
    ("expression", "2026-01-30 is after today", tree.Timing(moment(day("2026-01-30")), "after", moment("today"), AT)),
    ("expression", "today is on or before 2026-01-30 + 1 calendar month", tree.Timing(moment("today"), "on_or_before", moment(day("2026-01-30"), span(1, "calendar_months")), AT)),
    ("expression", "a is within last 12 calendar months", tree.Within(path("a"), span(12, "calendar_months"), False, AT)),
    ("expression", "a is not within last 24 hours", tree.Within(path("a"), span(24, "hours"), True, AT)),
    ("expression", "now is during person.hours", tree.During(path("person.hours"), False, AT)),
    ("expression", "now is not during person.hours", tree.During(path("person.hours"), True, AT)),
    ("expression", "ruled out by person.wishes", tree.RuledOut(path("person.wishes"), AT)),
    ("expression", "any attempts ever", tree.Counted("any", None, counting(ATTEMPTS, window("ever")), AT)),
    ("expression", "no inbound conversations ever", tree.Counted("no", None, counting(occurrence(noun("conversation", "inbound")), window("ever")), AT)),
    ("expression", "at least 2 attempts in 5 minutes", tree.Counted("at_least", 2, counting(ATTEMPTS, window("rolling", 5, "minutes")), AT)),
    ("expression", "at most 0 attempts ever", tree.Counted("at_most", 0, counting(ATTEMPTS, window("ever")), AT)),
    ("expression", "live consent for channel, purpose", tree.Consented(False, demand(fields="channel purpose"), AT)),
    ("expression", "no live written consent for channel as of event.at", tree.Consented(True, demand(level="written", as_of=path("event.at")), AT)),
    ("requirement", "express consent for channel with proof confirmed honor revocation at once", demand(level="express", with_proof=True, confirmed=True, honor="at_once")),
    ("requirement", "consent for channel given within last 2 calendar years lasting at most 30 full days ending after first_use honor revocation within 24 hours where (consent.ok)", demand(given_within=span(2, "calendar_years"), lasting=span(30, "full_days"), ending_after=occurrence(noun("first_use")), honor=span(24, "hours"), where=bare("consent.ok"))),
    ("requirement", "consent for channel ending after (refusal by voice)", demand(ending_after=occurrence(noun("refusal"), "voice"))),
    ("expression", "at least 2 contacts ever", tree.Counted("at_least", 2, counting(occurrence(noun("contact")), window("ever")), AT)),
    ("expression", "at least 2 source ever", tree.Counted("at_least", 2, counting(occurrence(noun("source")), window("ever")), AT)),
    # values of clauses
    ("moment", "debt.until", moment("debt.until")),
    ("moment", "2026-01-30", moment(day("2026-01-30"))),
    ("moment", "2026-01-30T08:00Z", moment(tree.Instant(datetime(2026, 1, 30, 8, tzinfo=UTC), AT))),
    ("date", "2026-01-30", day("2026-01-30")),
    ("duties", "state_identity, record", tree.Duties((word("state_identity"), word("record")), None, None, AT)),
    ("duties", "send_notice within 5 full days after first conversation", tree.Duties((word("send_notice"),), span(5, "full_days"), occurrence(noun("conversation")), AT)),
    ("day_point", "day 3 before due", tree.DayPoint(-3, None, AT)),
    ("day_point", "due day", tree.DayPoint(0, None, AT)),
    ("day_point", "day 4 past due", tree.DayPoint(4, None, AT)),
    ("day_point", "day 2 after debt.sold_on", tree.DayPoint(2, path("debt.sold_on"), AT)),
    ("after_steps", "remind attempted 2 times or step open 10 full days", tree.AfterSteps((tree.StepReached(word("remind"), 2, None, AT), tree.StepReached(word("step"), None, span(10, "full_days"), AT)), AT)),
    ("after_steps", "first attempted 1 time", tree.AfterSteps((tree.StepReached(word("first"), 1, None, AT),), AT)),
    ("via", "sms, email where (actor is human)", tree.Via((word("sms"), word("email")), compare("actor", "is", word("human")), AT)),
    ("margin", "2 minutes", tree.Margin(span(2, "minutes"), (), AT)),
    ("margin", "2 minutes for sms, push", tree.Margin(span(2, "minutes"), (word("sms"), word("push")), AT)),
    ("zone", "of recipient", tree.Zone(None, AT)),
    ("zone", '"Asia/Shanghai"', tree.Zone(text("Asia/Shanghai"), AT)),
    ("basis", "house", tree.Basis(word("house"), False, AT)),
    ("basis", "law as reported", tree.Basis(word("law"), True, AT)),
    ("citation", "gbt", tree.Citation(word("gbt"), None, AT)),
    ("citation", 'gbt "§ 4"', tree.Citation(word("gbt"), text("§ 4"), AT)),
    ("saying", 'zh "不得催收"', tree.Saying(word("zh"), text("不得催收"), AT)),
    ("ignored", 'no_stop because "meant"', tree.Ignored(word("no_stop"), text("meant"), AT)),
    ("which_step", "current step", word("current")),
    ("which_step", "any open step", word("any")),
    # declarations
    ("fact_type", "flag = no", TypedFact(tree.FactType("flag", (), None, AT), word("no"))),
    ("fact_type", "preferences", TypedFact(tree.FactType("preferences", (), None, AT), None)),
    ("fact_type", "one of low, mid = low", TypedFact(tree.FactType("one_of", (word("low"), word("mid")), None, AT), word("low"))),
    ("fact_type", "set of a", TypedFact(tree.FactType("set_of", (word("a"),), None, AT), None)),
    ("fact_type", "also named_contact", TypedFact(tree.FactType("also", (word("named_contact"),), None, AT), None)),
    ("fact_type", "hours = none", TypedFact(tree.FactType("hours", (), None, AT), tree.NoValue(AT))),
    ("fact_type", "hours at most 28 hours a week", TypedFact(tree.FactType("hours", (), span(28, "hours"), AT), None)),
    ("use_body", "cn.pipl", tree.Use(path("cn.pipl"), None, AT)),
    ("use_body", "us.reg_f when a", tree.Use(path("us.reg_f"), bare("a"), AT)),
    ("define_body", "{push}", tree.Choices((word("push"),), AT)),
    ("define_body", "a", bare("a")),
    ("tighten_body", "at most 5", Tightened("at_most", tree.Number(5, AT))),
    ("tighten_body", "at least 4 hours", Tightened("at_least", span(4, "hours"))),
    ("tighten_body", "wait 7 full days", Tightened("wait", span(7, "full_days"))),
    ("policy", "policy a.b", tree.Policy(path("a.b"), None, (), *[()] * 8, AT)),
    ("declaration", "event a, b", (tree.EventKind(word("a"), AT), tree.EventKind(word("b"), AT))),
]  # fmt: skip


@pytest.mark.parametrize(("start", "written", "node"), PHRASES, ids=lambda each: str(each)[:40])
def test_what_a_phrase_reads_as(start: str, written: str, node: Any) -> None:
    source = Source("demo", f"before {written} after")
    found, diagnostics = parse_phrase(start, source, 7, 7 + len(written))
    assert render(diagnostics) == ""
    assert found == node


@pytest.mark.parametrize(("start", "written", "node"), PHRASES, ids=lambda each: str(each)[:40])
def test_an_unescaped_phrase_stands_in_one_place(start: str, written: str, node: Any) -> None:
    at = Source("demo", 'key: "…"').span(5, 8)
    found, diagnostics = parse_phrase_text(start, written, at)
    assert render(diagnostics) == ""
    assert found == node
    assert all(each == at for each in _spans(found))


def test_every_start_symbol_is_tried() -> None:
    assert {start for start, _, _ in PHRASES} == set(STARTS) - {"file"}


def _spans(node: Any) -> list[Any]:
    if isinstance(node, tuple):
        return [span for item in node for span in _spans(item)]
    own = [node.span] if hasattr(node, "span") else []
    fields = getattr(node, "__match_args__", ())
    return own + [
        span for name in fields if name not in ("span",) for span in _spans(getattr(node, name))
    ]


def test_spans_are_offsets_in_the_source() -> None:
    source = Source("demo", "xx channel is\n  voice and  any attempts ever yy")
    node, _ = parse_phrase("expression", source, 3, len(source.text) - 3)
    assert isinstance(node, tree.And)
    assert node.span.text == "channel is\n  voice and  any attempts ever"
    first, second = node.operands
    assert isinstance(first, tree.Compare)
    assert isinstance(second, tree.Counted)
    assert (first.span.text, first.right.span.text) == ("channel is\n  voice", "voice")
    assert (second.span.text, second.counting.window.span.text) == ("any attempts ever", "ever")
    group, _ = parse_phrase("expression", Source("a", "(a)"), 0, 3)
    assert group.span.text == "a"


def test_comments_and_white_space_carry_no_meaning() -> None:
    source = Source("demo", "a # one\r\n\tand# two\n(b # three (\n)")
    node, _ = parse_phrase("expression", source, 0, len(source.text))
    assert node == tree.And((bare("a"), bare("b")), AT)


def test_first_after_a_comment_is_still_after_first() -> None:
    source = Source("demo", "attempts ever after # then\n first conversation")
    node, _ = parse_phrase("counting", source, 0, len(source.text))
    assert node == counting(ATTEMPTS, window("ever"), first=occurrence(noun("conversation")))


def test_an_unknown_start_symbol_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        parse_phrase("nonsense", Source("a", "b"), 0, 1)
