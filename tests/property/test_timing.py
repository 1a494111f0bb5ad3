"""What the engine says of time holds: on generated cases; and what does not hold is found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from policydsl.core.days import EveryDay
from policydsl.core.explanation import Explanation
from policydsl.core.formula import NO, YES, Clock, HoursLine, Moment, When
from policydsl.core.outlook import Outlook, Stretch
from policydsl.core.policy import CorePolicy, Effect, Rank, Root, Rule, Scope
from policydsl.core.request import Request, Zone
from policydsl.core.windows import MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE
from policydsl.engine.compiled import Engine, compile_policy
from policydsl.engine.decision import Decision
from policydsl.engine.verdicts import Judgement
from tests.property import fuzz_time
from tests.property.policies import origin
from tests.property.pools import instant
from tests.property.timing_cases import KINDS, TimeCase, cases
from tests.property.timing_checks import Examiner
from tests.property.timing_claims import shape_faults
from tests.property.timing_scan import (
    BRIEF,
    QUICK,
    THOROUGH,
    Depth,
)

ZONE = "Australia/Lord_Howe"
AT = instant(date(2026, 4, 4), 22 * 60 + 15, ZONE)
HORIZON = 60 * MICROS_PER_DAY


def test_what_the_engine_says_of_time_holds_on_generated_cases() -> None:
    found = fuzz_time.run("in every test run", 200, every=100, days=5, usual=BRIEF)
    assert found.faults == []
    assert found.cases == 200
    assert set(KINDS) <= set(found.kinds)


# --- planted faults ---------------------------------------------------------------------------


def rule(identity: str, *intervals: tuple[int, int]) -> Rule:
    """Quiet hours in every candidate zone of the recipient."""
    clock = Clock((HoursLine(intervals, EveryDay()),), (), None, False)
    scope = Scope(zone="recipient")
    kind = origin("quiet hours")
    return Rule(
        identity, Effect.DENY, "QUIET_HOURS", Rank.TIME, YES, clock, NO, "deny", scope, None, kind
    )


ROOT = Root("t", "1", YES, "deny", Scope(), origin("root"))
NIGHT = CorePolicy((ROOT,), (rule("p.r0", (22 * 60, 8 * 60)),))
"""Denied at `AT`, until 8:00 the next day, after a night of 10.5 hours; then allowed until 22:00."""

MINUTE = CorePolicy(
    (ROOT,), (rule("p.r0", (22 * 60, 23 * 60)), rule("p.r1", (23 * 60 + 1, 8 * 60)))
)
"""Like `NIGHT`, but for the minute from 23:00 to 23:01."""


def request(at: int = AT) -> Request:
    return Request(at, {"proposal.channel": "sms"}, zones=(Zone(ZONE, "residence"),))


Change = Callable[[Outlook], Outlook]


@dataclass(frozen=True)
class Faulty:
    """An engine whose outlook and timeline are changed on purpose."""

    engine: Engine
    outlooks: Change = lambda outlook: outlook
    timelines: Callable[[tuple[Stretch, ...]], tuple[Stretch, ...]] = lambda stretches: stretches

    def decide(self, request: Request, horizon: int) -> Decision:
        return self.engine.decide(request, horizon)

    def judge(self, request: Request) -> Judgement:
        return self.engine.judge(request)

    def explain(self, request: Request) -> Explanation:
        return self.engine.explain(request)

    def outlook(self, request: Request, horizon: int) -> Outlook:
        return self.outlooks(self.engine.outlook(request, horizon))

    def timeline(self, request: Request, span: int) -> tuple[Stretch, ...]:
        return self.timelines(self.engine.timeline(request, span))


def claims(
    policy: CorePolicy, subject: object, at: int = AT, depth: Depth = QUICK, compared: int = 0
) -> set[str]:
    """What the faults found are about; that a changed outlook is not the decision's goes unsaid."""
    examiner = Examiner(policy, subject)  # type: ignore[arg-type]
    checked = examiner.examine(TimeCase(policy, request(at), HORIZON), depth, compared)
    found = {fault.of for fault in checked.faults}
    return found - {"decision"} if isinstance(subject, Faulty) else found


def moved(field: str, by: int) -> Change:
    """An outlook whose instants of one field come later."""

    def change(outlook: Outlook) -> Outlook:
        told = getattr(outlook, field)
        if field == "lifts":
            return replace(outlook, lifts=tuple(one and one + by for one in told))
        return replace(outlook, **{field: told + by})

    return change


OPENS = instant(date(2026, 4, 5), 8 * 60, ZONE)
CLOSES = instant(date(2026, 4, 5), 22 * 60, ZONE)


def test_an_honest_engine_has_no_faults() -> None:
    assert OPENS - AT == 10 * MICROS_PER_HOUR + 15 * MICROS_PER_MINUTE
    for policy in (NIGHT, MINUTE):
        for at in (AT, OPENS):
            assert claims(policy, compile_policy(policy), at, THOROUGH, MICROS_PER_DAY) == set()


@pytest.mark.parametrize("by", [1, -1, MICROS_PER_MINUTE, -MICROS_PER_HOUR, MICROS_PER_DAY])
@pytest.mark.parametrize(
    ("field", "at"), [("next_eligible_at", AT), ("lifts", AT), ("valid_until", OPENS)]
)
def test_an_instant_that_is_not_the_first_is_found_out(field: str, at: int, by: int) -> None:
    faulty = Faulty(compile_policy(NIGHT), moved(field, by))
    assert claims(NIGHT, faulty, at) == {field}


def test_a_skipped_opening_of_one_minute_is_found_out() -> None:
    """The faulty engine is that of the policy without the minute: all else it says is so."""
    honest, blind = compile_policy(MINUTE), compile_policy(NIGHT)
    told = blind.outlook(request(), HORIZON).next_eligible_at
    assert told == OPENS
    faulty = Faulty(honest, lambda outlook: replace(outlook, next_eligible_at=told))
    assert claims(MINUTE, faulty) == {"next_eligible_at"}


def test_never_is_found_out_where_there_is_a_time() -> None:
    faulty = Faulty(
        compile_policy(MINUTE), lambda outlook: Outlook(None, None, (None,) * len(outlook.lifts))
    )
    assert claims(MINUTE, faulty) == {"next_eligible_at", "lifts"}
    assert claims(MINUTE, faulty, OPENS) == {"valid_until"}


def test_an_opening_of_a_microsecond_is_found_out() -> None:
    """Between the end of a hold and the beginning of the night lies no whole minute."""
    ends = instant(date(2026, 4, 5), 22 * 60, ZONE) - 1
    hold = replace(rule("p.r1"), core=When(Moment("now", False), "before", Moment(ends, False)))
    policy = CorePolicy((ROOT,), (rule("p.r0", (22 * 60, 8 * 60)), hold))
    engine = compile_policy(policy)
    assert claims(policy, engine, compared=2 * MICROS_PER_DAY) == set()
    assert engine.outlook(request(), HORIZON).next_eligible_at == ends
    later = moved("next_eligible_at", 10 * MICROS_PER_HOUR + 1)
    assert claims(policy, Faulty(engine, later)) == {"next_eligible_at"}


def test_an_opening_weeks_ahead_is_found_out_among_all_minutes() -> None:
    """Without the instants that the reference names, a minute is only found by judging each."""
    only = date(2026, 5, 14)
    held = When(Moment("today", True), "before", Moment(only, True))
    line = HoursLine(((0, 12 * 60), (12 * 60 + 1, 1440)), EveryDay())
    noon = replace(rule("p.r0"), core=Clock((line,), (), None, False))
    policy = CorePolicy((ROOT,), (noon, replace(rule("p.r1"), core=held)))
    never = Faulty(compile_policy(policy), lambda o: replace(o, next_eligible_at=None))
    told = compile_policy(policy).outlook(request(), HORIZON).next_eligible_at
    assert told == instant(only, 12 * 60, ZONE)
    assert claims(policy, never, depth=Depth(THOROUGH.minutes, 0)) == {"next_eligible_at"}
    assert claims(policy, never, depth=Depth(MICROS_PER_DAY, 0)) == set()
    assert claims(policy, never, depth=QUICK) == {"next_eligible_at"}


def test_the_reference_finds_out_what_samples_do_not() -> None:
    faulty = Faulty(compile_policy(NIGHT), moved("lifts", MICROS_PER_DAY))
    assert "reference" in claims(NIGHT, faulty, compared=MICROS_PER_DAY)


def test_a_delivery_margin_is_part_of_every_claim() -> None:
    """Two minutes before the night nothing is sent; without the margin the engine is wrong."""
    policy = replace(NIGHT, margins=((None, 5), ("sms", 2 * MICROS_PER_MINUTE)))
    assert claims(policy, compile_policy(policy), OPENS, QUICK, MICROS_PER_DAY) == set()
    found = claims(policy, compile_policy(NIGHT), OPENS)
    assert found == {"valid_until", "timeline", "instant"}


Stretches = tuple[Stretch, ...]


def _merged(stretches: Stretches) -> Stretches:
    return (replace(stretches[0], end=stretches[1].end), *stretches[2:])


def _moved(stretches: Stretches) -> Stretches:
    at = stretches[0].end + 1
    return (replace(stretches[0], end=at), replace(stretches[1], start=at), *stretches[2:])


def _of_another_rule(stretches: Stretches) -> Stretches:
    return (replace(stretches[0], blocking=("p.r1",)), *stretches[1:])


def _late(stretches: Stretches) -> Stretches:
    """Wrong only where brute force looks: neither the first two stretches nor the last."""
    at = stretches[9].end - 5 * MICROS_PER_MINUTE
    changed = replace(stretches[9], end=at), replace(stretches[10], start=at)
    return (*stretches[:9], *changed, *stretches[11:])


@pytest.mark.parametrize("change", [_merged, _moved, _of_another_rule, _late])
def test_a_wrong_timeline_is_found_out(
    change: Callable[[Stretches], Stretches],
) -> None:
    faulty = Faulty(compile_policy(NIGHT), timelines=change)
    assert claims(NIGHT, faulty) == {"timeline"}
    margined = replace(NIGHT, margins=((None, MICROS_PER_HOUR),))
    assert claims(margined, Faulty(compile_policy(margined), timelines=change)) == {"timeline"}


def test_a_timeline_covers_its_span_with_stretches_that_differ() -> None:
    one, other = Stretch(0, 5, "allow", ()), Stretch(5, 9, "deny", ("r",))
    assert list(shape_faults((one, other), 0, 9)) == []
    for stretches in (
        (),
        (one,),
        (other,),
        (one, replace(other, start=6)),
        (one, replace(one, start=5, end=9)),
        (one, replace(one, start=5, end=5), other),
    ):
        assert list(shape_faults(stretches, 0, 9)), stretches


def test_what_is_wrong_at_a_single_instant_is_found_out() -> None:
    assert "instant" in claims(NIGHT, compile_policy(MINUTE), AT + MICROS_PER_HOUR)


def test_a_decision_with_another_outlook_is_found_out() -> None:
    examiner = Examiner(NIGHT, Faulty(compile_policy(NIGHT), moved("lifts", 1)))
    case = TimeCase(NIGHT, request(), HORIZON)
    assert "decision" not in {fault.of for fault in examiner.examine(case, QUICK).faults}
    assert "decision" in {fault.of for fault in examiner.examine(case, QUICK, 1).faults}
    examiner = Examiner(NIGHT, Faulty(compile_policy(NIGHT), moved("next_eligible_at", 1)))
    assert "decision" in {fault.of for fault in examiner.examine(case, QUICK).faults}


def test_a_horizon_that_leaves_out_its_last_instant_is_found_out() -> None:
    class Short(Faulty):
        def outlook(self, request: Request, horizon: int) -> Outlook:
            return self.engine.outlook(request, horizon - 1)

    assert claims(NIGHT, Short(compile_policy(NIGHT)), compared=1) == {"horizon"}


def test_an_answer_that_is_said_to_stay_and_does_not_is_found_out() -> None:
    class Staying(Faulty):
        def judge(self, request: Request) -> Judgement:
            return replace(self.engine.judge(request), stays_until=OPENS + MICROS_PER_MINUTE)

    assert claims(NIGHT, Staying(compile_policy(NIGHT))) == {"timeline"}
    assert claims(NIGHT, Faulty(compile_policy(NIGHT))) == set()


def test_what_is_raised_is_a_fault() -> None:
    def broken(outlook: Outlook) -> Outlook:
        raise ZeroDivisionError

    examiner = Examiner(NIGHT, Faulty(compile_policy(NIGHT), broken))
    case = TimeCase(NIGHT, request(), HORIZON)
    (fault,) = fuzz_time.examined(examiner, case, QUICK, 0).faults
    assert (fault.of, fault.claim) == ("raised", "nothing is raised: ZeroDivisionError: ")


# --- the cases --------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_cases() -> None:
    one, other, another = (list(cases(seed, 12)) for seed in ("a", "a", "b"))
    assert len(one) == 12
    assert one == other
    assert one != another


def test_the_fuzzer_refuses_cases_that_are_all_alike() -> None:
    found = fuzz_time.Found(cases=1_000)
    found.kinds.update(dict.fromkeys(KINDS, 160))
    found.ingredients.update(dict.fromkeys(fuzz_time.LEAST_SHARES, 900))
    assert fuzz_time.too_one_sided(found) is None
    found.kinds["never"] = 49
    assert fuzz_time.too_one_sided(found) == "4.9 % of the cases are never"
    found.kinds["never"] = 50
    found.ingredients["Pacific/Apia"] = 0
    assert fuzz_time.too_one_sided(found) == "0.0 % of the cases have Pacific/Apia"
    assert fuzz_time.too_one_sided(fuzz_time.Found(cases=999)) is None


def test_the_fuzzer_makes_a_fault_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pretended fault of every policy with a clock ends with one rule, and no events."""
    honest = compile_policy

    def pretended(policy: CorePolicy) -> object:
        hurt = any(isinstance(one.core, Clock) for one in policy.rules)
        return Faulty(honest(policy), _moved_lifts if hurt else _same)

    monkeypatch.setattr(fuzz_time, "compile_policy", pretended)
    found = fuzz_time.run("small", 12, usual=BRIEF)
    assert found.claims["lifts"] == found.faulty > 0
    assert found.faults[0].count("Rule(id=") == 1
    assert "events=()" in found.faults[0]
    assert "lifts at " in found.faults[0]


def _same(outlook: Outlook) -> Outlook:
    return outlook


def _moved_lifts(outlook: Outlook) -> Outlook:
    return replace(outlook, lifts=(0, *outlook.lifts))
