"""Hours, consents and ladders: each line, word and clause where it decides."""

from __future__ import annotations

from pathlib import Path

from tests.testing.coverage.cases import bounds, conditions, covered


def at(*times: str, day: str = "2026-03-04", keys: str = "") -> list[str]:
    return [f"at: {day}T{time}+08:00{', ' if keys else ''}{keys}" for time in times]


# --- hours -----------------------------------------------------------------------------------


def test_a_night_crosses_midnight(tmp_path: Path) -> None:
    cases = at("20:00:00", "20:59:30", "21:00:00", "21:00:59", "23:00:00")
    cases += at("03:00:00", "07:59:00", "08:00:30", "09:00:00")
    seen = covered(tmp_path, "quiet hours n from 21:00 to 08:00", cases)
    assert conditions(seen) == {"21:00 to 08:00": (5, 4, 0)}
    assert bounds(seen) == {"21:00": (6, 3, 1, 2), "08:00": (5, 4, 1, 1)}


def test_lines_decide_where_no_other_says_quiet(tmp_path: Path) -> None:
    rule = (
        "quiet hours n from 12:00 to 14:00 from 13:00 to 15:00 on wednesday, sunday"
        ' all day on holidays of "CN"'
    )
    cases = [*at("12:30:00", "13:30:00", "14:30:00", "16:00:00"), *at("14:30:00", day="2026-03-05")]
    seen = covered(tmp_path, rule, [*cases, *at("09:00:00", day="2026-10-01")])
    assert conditions(seen) == {
        "12:00 to 14:00": (1, 2, 0),
        "13:00 to 15:00 on wednesday, sunday": (1, 2, 0),
        "wednesday, sunday": (1, 1, 0),
        'holidays of "CN"': (1, 2, 0),
    }


def test_contact_hours_hold_every_line_of_a_date(tmp_path: Path) -> None:
    rule = (
        "contact hours h from 09:00 to 12:00, 14:00 to 18:00 on monday to friday"
        ' from 10:00 to 24:00 on saturday closed on holidays of "CN", friday'
    )
    wednesday = at(
        "08:59:59", "09:00:00", "11:59:59", "12:00:00", "13:00:00", "14:00:00", "18:00:00"
    )
    saturday = at("09:59:59", "10:00:00", "23:59:59", day="2026-03-07")
    cases = [
        *wednesday,
        *saturday,
        *at("00:00:00", day="2026-03-08"),
        *at("10:00:00", day="2026-03-06"),
    ]
    seen = covered(tmp_path, rule, [*cases, *at("10:00:00", day="2026-10-01")])
    found = conditions(seen)
    assert found["09:00 to 12:00, 14:00 to 18:00 on monday to friday"] == (3, 8, 0)
    assert found["10:00 to 24:00 on saturday"] == (2, 9, 0)
    assert found["monday to friday"] == (7, 4, 0)
    assert found['holidays of "CN", friday'] == (2, 11, 0)
    assert found['holidays of "CN"'] == (1, 11, 0)
    assert found["friday"] == (1, 11, 0)
    assert bounds(seen) == {
        "09:00": (1, 6, 1, 1),
        "12:00": (2, 4, 1, 1),
        "14:00": (5, 2, 0, 1),
        "18:00": (1, 1, 0, 1),
        "10:00": (1, 2, 1, 1),
        "24:00": (2, 1, 1, 1),
    }


def test_tables_of_the_person(tmp_path: Path) -> None:
    rules = (
        "fact person.work : hours\nfact proposal.deliver_at : instant = none\n"
        "quiet hours w during person.work judged at proposal.deliver_at"
    )
    table = "person: {work: {wednesday: [09:00-17:00]}}"
    cases = [*at("10:00:00", "18:00:00", keys=table), *at("10:00:00")]
    late = f"{table}, proposal: {{attributes: {{deliver_at: 2026-03-04T18:00:00+08:00}}}}"
    cases += at("10:00:00", keys=late)
    assert conditions(covered(tmp_path, rules, cases)) == {"person.work": (1, 2, 1)}


# --- consents --------------------------------------------------------------------------------

CONSENT = (
    "event complaint_made\nfact consent.direct : flag = no\n"
    "consent k require written consent for channel, purpose with proof confirmed"
    " given within last 10 full days lasting at most 2 calendar years"
    " ending after (complaint_made per person) where (consent.direct)"
    " honor revocation within 2 full days"
)
GOOD = {
    "channel": "sms",
    "purpose": "servicing",
    "level": "written",
    "proof": "P",
    "confirmed_at": "2026-03-01T09:00:00+08:00",
    "effective_from": "2026-03-01T09:00:00+08:00",
    "direct": "true",
}


def record(**changes: str) -> str:
    said = {**GOOD, **changes}
    return "{" + ", ".join(f"{key}: {value}" for key, value in said.items() if value) + "}"


def test_each_word_of_a_consent_decides_for_a_record_that_meets_the_others(tmp_path: Path) -> None:
    cases = [
        f"consents: [{record()}]",
        f"consents: [{record(channel='voice')}]",
        f"consents: [{record(purpose='marketing')}]",
        f"consents: [{record(level='express')}]",
        f"consents: [{record(proof='')}]",
        f"consents: [{record(confirmed_at='')}]",
        f"consents: [{record(effective_from='2026-02-21T09:00:00+08:00')}]",
        f"consents: [{record(direct='false')}]",
        f"consents: [{record(revoked_at='2026-03-02T09:00:00+08:00')}]",
        f"consents: [{record(revoked_at='2026-03-01T10:00:00+08:00')}]",
        f"consents: [{record()}], events: [{{at: 2026-03-02T09:00:00+08:00, kind: complaint_made}}]",
        f"consents: [{record(channel='voice', purpose='marketing')}]",
        f"consents: [{record()}, {record(proof='')}]",
        "",
    ]
    seen = covered(tmp_path, CONSENT, cases)
    found = conditions(seen)
    whole = next(text for text in found if text.startswith("require"))
    assert found.pop(whole) == (3, 11, 0)
    assert found == {
        "written": (3, 1, 0),
        "channel": (3, 1, 0),
        "purpose": (3, 1, 0),
        "with proof": (3, 1, 0),
        "confirmed": (3, 1, 0),
        "10 full days": (3, 1, 0),
        "2 calendar years": (3, 0, 0),
        "complaint_made per person": (3, 1, 0),
        "consent.direct": (3, 1, 0),
        "2 full days": (3, 1, 0),
    }
    assert bounds(seen) == {
        "10 full days": (3, 1, 0, 1),
        "2 calendar years": (3, 0, 0, 0),
        "2 full days": (1, 1, 1, 1),
    }


def test_words_are_found_where_they_are_written(tmp_path: Path) -> None:
    rules = (
        "fact consent.proven : flag = no\nfact consent.direct : flag = no\n"
        "consent k require # written or confirmed\n express consent for channel\n"
        "  where (consent.proven) # with proof\n  with\n proof confirmed honor revocation at once"
    )
    seen = covered(tmp_path, rules, [f"consents: [{record()}]"])
    places = {one.place.text: (one.place.line - 5, one.place.column) for one in seen.conditions}
    assert {text: place for text, place in places.items() if not text.startswith("require")} == {
        "express": (2, 2),
        "channel": (2, 22),
        "consent.proven": (3, 10),
        "with proof": (4, 3),
        "confirmed": (5, 8),
        "honor revocation at once": (5, 18),
    }


# --- ladders ---------------------------------------------------------------------------------

LADDER = """event promise, cured
fact debt.paid : flag
fact person.promised : flag = no
ladder l per debt
  when purpose is servicing
  take any open step
  step remind
    from day 3 past due until day 30 past due
    via sms, push
    at most 2 attempts in a calendar day
    at least 2 hours apart
  step call
    after remind attempted 2 times or remind open 10 full days
    when person.vip is no
    via voice where (actor is human)
    approval by boss
  hold while person.promised
  stop when debt.paid
  reset after cured
fact person.vip : flag = no
"""


def contact(when: str, **keys: str) -> str:
    said = {"channel": "sms", "debts": "[D1]", **keys}
    return f"{{at: {when}+08:00, {', '.join(f'{key}: {value}' for key, value in said.items())}}}"


def test_every_clause_of_a_step(tmp_path: Path) -> None:
    unpaid = "debts: [{id: D1, due_on: 2026-03-01, paid: false}]"
    today = [contact(f"2026-03-04T{hour}:00:00") for hour in ("09", "10", "11")]
    call = "proposal: {channel: voice, actor: human}"
    approval = "{rule: house.rules.l.call, role: boss, by: B, at: 2026-03-04T09:00:00+08:00}"
    approved = f"proposal: {{channel: voice, actor: human, approvals: [{approval}]}}"
    cases = [
        f"at: 2026-03-03T12:00:00+08:00, {unpaid}",
        unpaid,
        f"{unpaid}, events: [{today[1]}]",
        f"{unpaid}, events: [{today[2]}]",
        f"{unpaid}, events: [{today[0]}, {contact('2026-03-04T08:00:00')}]",
        f"{unpaid}, {call}",
        f"{unpaid}, {call}, events: [{today[0]}, {today[1]}]",
        f"{unpaid}, {approved}, events: [{today[0]}, {today[1]}]",
        f"{unpaid}, {approved}, events: [{today[0]}, {today[1]}], person: {{vip: true}}",
        f"{unpaid}, proposal: {{channel: voice, actor: bot}}, events: [{today[0]}, {today[1]}]",
        f"at: 2026-03-31T12:00:00+08:00, {unpaid}",
        f"at: 2026-03-14T12:00:00+08:00, {unpaid}, {call}",
        f"at: 2026-03-15T12:00:00+08:00, {unpaid}, {call}",
        f"{unpaid}, person: {{promised: true}}",
        "debts: [{id: D1, due_on: 2026-03-01, paid: true}]",
        f"{unpaid}, events: [{today[0]}, {today[1]}, {{at: 2026-03-04T11:00:00+08:00, kind: cured, debts: [D1]}}]",
        "",
    ]
    seen = covered(tmp_path, LADDER, cases)
    found = conditions(seen)
    assert found["debt.paid"] == (1, 15, 1)
    assert found["person.promised"] == (1, 16, 0)
    assert found["cured"] == (1, 16, 0)
    assert found["from day 3 past due"] == (15, 1, 0)
    assert found["until day 30 past due"] == (15, 1, 0)
    assert found["sms, push"] == (10, 7, 0)
    assert found["at most 2 attempts in a calendar day"][1] == 1
    assert found["at least 2 hours apart"][1] == 1
    assert found["remind attempted 2 times"] == (4, 10, 0)
    assert found["remind open 10 full days"][0] == 2
    assert found["person.vip is no"][1] == 1
    assert found["actor is human"] == (6, 1, 0)
    assert found["approval by boss"] == (1, 2, 0)
    assert bounds(seen)["day 3 past due"] == (1, 15, 1, 13)
    assert bounds(seen)["day 30 past due"] == (15, 1, 0, 1)
    assert bounds(seen)["at most 2 attempts in a calendar day"][1] == 1
    assert bounds(seen)["remind attempted 2 times"] == (10, 4, 2, 4)
    assert bounds(seen)["remind open 10 full days"][1] == 2
